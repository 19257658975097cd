"""The regional report: what counts for what, what facts come to, and how it follows the store."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, get_args

import pytest

from banso.eventstore.subscriptions import catch_up
from banso.readmodels.report import EARLY_ENDS, OUTCOMES, Fact, Period, Report, report_of
from banso.readmodels.report_facts import COUNTS, MEASURES, ReportFacts
from domain.aggregates import AGGREGATES
from domain.shared.refusals import NotFound
from domain.shared.values import PersonalText

from support.story_one import post, select
from support.system import System

TODAY = date(2026, 6, 30)
BEGAN = datetime(2026, 4, 1, 3, tzinfo=UTC)
ALWAYS = Period(None, None, "Asia/Tokyo")
NOT_YET_COUNTED = {"ended_early"}


def fact(stream: str, measure: str, later: float, subject: str = "", **values: Any) -> Fact:
    """Something that happened so many days after the first of April, at noon in Japan."""
    at = BEGAN + timedelta(days=later)
    return Fact(stream, measure, subject, values.get("amount"), values.get("day"), at)


def report(*facts: Fact, period: Period = ALWAYS) -> Report:
    """The report of these, stream by stream."""
    return report_of(sorted(facts, key=lambda one: one.stream), period, TODAY)


def models() -> dict[tuple[str, str], Any]:
    """Every event by kind of stream and type."""
    return {
        (kind, model.__name__): model
        for kind, aggregate in AGGREGATES.items()
        for model in get_args(get_args(aggregate.events)[0])
    }


def test_what_counts_are_events_that_exist_and_fields_that_are_not_personal() -> None:
    for place, several in COUNTS.items():
        fields = models()[place].model_fields
        for counts in several:
            for name in (*counts.subject, counts.amount, counts.day, counts.each):
                assert name is None or fields[name].annotation is not PersonalText
            assert not {"person", "by", "owner", "text"} & {*counts.subject, counts.each}


def test_every_measure_that_is_told_is_counted_by_some_event() -> None:
    assert {*EARLY_ENDS, *OUTCOMES} - MEASURES <= NOT_YET_COUNTED


def test_time_to_match_runs_from_publishing_to_each_selection() -> None:
    told = report(
        fact("engagement:a", "posting_published", 0),
        fact("engagement:a", "participant_selected", 10, "a1"),
        fact("engagement:a", "participant_selected", 20, "a2"),
        fact("engagement:b", "posting_published", 5),
        fact("engagement:b", "participant_selected", 8, "b1"),
    )
    assert (told.postings, told.selected, told.median_days_to_match) == (2, 3, 10.0)
    assert report().median_days_to_match is None


def test_days_to_approval_are_those_of_the_same_delivery() -> None:
    told = report(
        fact("engagement:a", "milestone_delivered", 0, "m1.1"),
        fact("engagement:a", "milestone_sent_back", 3, "m1.1"),
        fact("engagement:a", "milestone_delivered", 9, "m1.2"),
        fact("engagement:a", "milestone_approved", 11, "m1.2"),
    )
    assert (told.milestones_delivered, told.milestones_sent_back, told.milestones_approved) == (2, 1, 1)
    assert told.median_days_to_approval == 2.0


def test_payments_are_in_time_late_or_missing_and_nothing_is_owed_before_its_day() -> None:
    june = date(2026, 6, 1)
    told = report(
        fact("engagement:a", "payment_due", 1, "in-time", day=june),
        fact("engagement:a", "payment_made", 9, "in-time", day=june),
        fact("engagement:a", "payment_due", 1, "late", day=june),
        fact("engagement:a", "payment_made", 9, "late", day=june + timedelta(days=1)),
        fact("engagement:a", "payment_due", 1, "missing", day=june),
        fact("engagement:a", "payment_due", 1, "today", day=TODAY),
        fact("engagement:a", "payment_due", 1, "early", day=TODAY + timedelta(days=9)),
        fact("engagement:a", "payment_made", 9, "early", day=june),
    )
    assert (told.payments_due, told.payments_in_time, told.payments_late, told.payments_missing) == (4, 2, 1, 1)


def test_the_rate_of_early_ends_is_that_of_those_who_had_begun() -> None:
    told = report(
        fact("participation:a", "work_started", 1),
        fact("participation:a", "withdrawn", 30),
        fact("participation:b", "work_started", 1),
        fact("participation:b", "work_finished", 90),
        fact("participation:c", "withdrawn", 1),
    )
    assert (told.work_started, told.ended_early, told.early_end_rate) == (2, 1, 0.5)
    assert told.outcomes == {"withdrawn": 2, "work_finished": 1}


def test_hours_tags_and_follow_ups_are_counted() -> None:
    told = report_of(
        [
            fact("engagement:a", "tag", 1, "online_skills"),
            fact("engagement:a", "voice", 1, "company"),
            fact("engagement:a", "follow_up_asked", 2, "1"),
            fact("engagement:a", "follow_up_asked", 3, "2"),
            fact("engagement:a", "follow_up_answered", 4, "2"),
            fact("participation:a", "week_reported", 5, "1", amount=Decimal("7.5")),
            fact("participation:a", "week_reported", 12, "2", amount=Decimal("9")),
            fact("participation:a", "week_above_cap", 12, "2", amount=Decimal("9")),
            fact("participation:a", "main_job", 12, "strained"),
        ],
        ALWAYS,
        TODAY,
        tags=("young_staff_grew", "online_skills"),
    )
    assert told.tags == {"young_staff_grew": 0, "online_skills": 1}
    assert (told.follow_ups_asked, told.follow_ups_answered, told.voices) == (2, 1, 1)
    assert (told.weeks_reported, told.weeks_above_cap, told.hours_reported) == (2, 1, Decimal("16.5"))
    assert told.main_job == {"strained": 1}


def test_days_are_those_of_the_region() -> None:
    midnight_in_japan = datetime(2026, 4, 30, 15, tzinfo=UTC)
    published = Fact("engagement:a", "posting_published", "", None, None, midnight_in_japan)
    may = date(2026, 5, 1)
    assert report(published, period=Period(may, may, "Asia/Tokyo")).postings == 1
    assert report(published, period=Period(may, may, "UTC")).postings == 0
    assert report(published, period=Period(None, may - timedelta(days=1), "Asia/Tokyo")).postings == 0


async def test_the_report_follows_the_store_and_says_what_it_has_not_counted_yet(told: System) -> None:
    client = told.store.client
    first = await client.report("gifu")
    assert (first.postings, first.applications, first.selected, first.behind) == (1, 1, 1, 0)
    assert (first.services, first.time_zone) == (["desk"], "Asia/Tokyo")
    assert first.median_days_to_match is not None
    await post(told, "b")
    await select(told, "b")
    assert (await client.report("gifu")).behind > 0
    await catch_up(told.store.pool, ReportFacts())
    second = await client.report("gifu", service="desk")
    assert (second.postings, second.applications, second.behind) == (2, 2, 0)
    tomorrow = told.clock.now().date() + timedelta(days=2)
    assert (await client.report("gifu", since=tomorrow)).postings == 0


@pytest.mark.parametrize(("tenant", "service"), [("gifu", "nowhere"), ("nagano", "desk"), ("nagano", None)])
async def test_another_regions_report_looks_as_if_it_were_not_there(
    told: System, tenant: str, service: str | None
) -> None:
    with pytest.raises(NotFound, match="not-found"):
        await told.store.client.report(tenant, service=service)


async def test_nothing_personal_is_kept_for_the_report(told: System) -> None:
    rows = str(await told.rows("SELECT to_jsonb(report_facts)::text FROM banso.report_facts"))
    assert "participant-a" not in rows
    assert "架空" not in rows
    assert "sealed" not in rows
