"""The weeks of work with their reports, and the months after it."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from domain.participation import commands as asked
from domain.participation import events as happened
from domain.shared.deadlines import Escalated, MeetDeadline, Reminded
from domain.shared.models import Event
from domain.shared.waiting import Owner
from domain.shared.watching import Watch

from support import participations as made
from support.deciding import COMPANION, NOW, PARTICIPANT, SYSTEM
from support.rules import RULES

START = asked.NoteExecutionStarted()


def test_the_kick_off_reaches_who_is_ready_once() -> None:
    made.given().history(made.ready()).when(START, by=SYSTEM).then(happened.WorkStarted(watch=Watch(rules=RULES.radar)))
    for events in (made.concluded(), made.working(), [made.applied()]):
        made.given().history(events).when(START, by=SYSTEM).then()


def report(week_of: date = date(2026, 3, 30), hours: str = "6") -> asked.SubmitCheckIn:
    """A report of one week."""
    return asked.SubmitCheckIn(week_of=week_of, hours=Decimal(hours), main_job="well", text="打ち合わせをした")


def test_a_report_goes_to_the_companion() -> None:
    outcome = made.given().history(made.working()).when(report(), by=PARTICIPANT).then(made.report())
    assert outcome.told() == [("check_in_arrived", "companion-1")]


def test_without_a_companion_it_goes_to_the_coordinator() -> None:
    events = [made.applied(companion=None), *made.working()[1:]]
    outcome = made.given().history(events).when(report(), by=PARTICIPANT)
    submitted = outcome.events[0]
    assert isinstance(submitted, happened.CheckInSubmitted)
    assert submitted.owner == Owner(role=made.COORDINATOR_OWNS.role, persons=("coordinator-1",))


@pytest.mark.parametrize(("hours", "alert"), [("8", False), ("8.25", True)])
def test_hours_above_the_cap_are_accepted_and_the_coordinator_is_told(hours: str, alert: bool) -> None:
    outcome = made.given().history(made.working()).when(report(hours=hours), by=PARTICIPANT)
    exceeded = happened.HoursCapExceeded(number=1, hours=Decimal(hours), cap=Decimal(8))
    outcome.then(made.report(hours=hours), *([exceeded] if alert else []))
    assert (("hours_over_cap", "coordinator-1") in outcome.told()) is alert


@pytest.mark.parametrize(
    ("events", "week_of", "code", "field"),
    [
        (made.ready(), date(2026, 3, 30), "not-working", None),
        (made.connected(), date(2026, 3, 30), "not-working", None),
        (made.working(), date(2026, 4, 2), "date-future", "week_of"),
        (made.working(), date(2026, 3, 25), "date-past", "week_of"),
        (made.working(), date(1, 1, 1), "date-past", "week_of"),
        ([*made.working(), made.report()], date(2026, 3, 30), "week-reported", "week_of"),
        ([*made.working(), made.report()], date(2026, 4, 1), "week-reported", "week_of"),
    ],
)
def test_a_report_is_refused(events: list[Event], week_of: date, code: str, field: str | None) -> None:
    made.given().history(events).when(report(week_of), by=PARTICIPANT).refused(code, field)


def test_the_next_week_is_another_report() -> None:
    later = NOW + timedelta(days=7)
    given = made.given().history([*made.working(), made.report()]).at(later)
    outcome = given.when(report(date(2026, 4, 6)), by=PARTICIPANT)
    assert [
        (event.number, event.week_of) for event in outcome.events if isinstance(event, happened.CheckInSubmitted)
    ] == [(2, date(2026, 4, 6))]


def test_every_report_gets_one_answer() -> None:
    answer = asked.AnswerCheckIn(number=1, text="いいですね")
    given = made.given().history([*made.working(), made.report()])
    outcome = given.when(answer, by=COMPANION).then(made.answered())
    assert outcome.told() == [("check_in_answered", made.PERSON)]
    assert outcome.state.waits == {}
    given.events(made.answered()).when(answer, by=COMPANION).refused("answered-already")
    given.when(answer.model_copy(update={"number": 2}), by=COMPANION).refused("check-in-unknown", "number")


def test_a_report_that_is_not_answered_reminds_the_companion_then_the_coordinator_is_told() -> None:
    values = {"kind": "check_in_answer", "subject": "1", "owner": made.COMPANION_OWNS}
    given = made.given().history([*made.working(), made.report()])
    meet = MeetDeadline(kind="check_in_answer", subject="1", ordinal=1)
    first = given.at(NOW + timedelta(days=2)).when(meet, by=SYSTEM).then(Reminded.model_validate(values))
    assert first.told() == [("check_in_answer_reminder", "companion-1")]
    again = given.events(*first.events).at(NOW + timedelta(days=4))
    second = again.when(meet.model_copy(update={"ordinal": 2}), by=SYSTEM).then(Escalated.model_validate(values))
    assert second.told() == [("check_in_answer_escalated", "coordinator-1")]


def test_the_end_of_the_engagement_ends_the_work_once() -> None:
    close = asked.NoteEngagementClosed(follow_ups=made.FOLLOW_UPS)
    ended = happened.WorkEnded(follow_ups=made.FOLLOW_UPS)
    made.given().history(made.working()).when(close, by=SYSTEM).then(ended)
    for events in (made.connected(), made.ready()):
        made.given().history(events).when(close, by=SYSTEM).then()


def meet_follow_up(ordinal: int) -> MeetDeadline:
    """The moment of a follow-up has come."""
    return MeetDeadline(kind="follow_up_due", subject=str(ordinal), ordinal=ordinal)


def test_follow_ups_come_at_their_moments_in_their_order() -> None:
    given = made.given().history(made.connected())
    for number, moment in enumerate(made.FOLLOW_UPS, start=1):
        given.at(moment - timedelta(seconds=1)).when(meet_follow_up(number), by=SYSTEM).then()
        given.at(moment).when(meet_follow_up(number + 1), by=SYSTEM).then()
        outcome = given.at(moment).when(meet_follow_up(number), by=SYSTEM).then(made.follow_up(number, moment))
        assert outcome.told() == [("follow_up_request", made.PERSON)]
        given = given.at(moment).history(outcome.events)


REPLY = asked.AnswerFollowUp(ordinal=1, text="元気です")


def test_the_last_answer_ends_the_participation() -> None:
    made.given().history([*made.connected(), made.follow_up(1, NOW)]).when(REPLY, by=PARTICIPANT).then(made.told(1))
    almost = [*made.asked_three_times(), made.told(2), made.told(3)]
    outcome = made.given().history(almost).when(REPLY, by=PARTICIPANT)
    outcome.then(made.told(1), happened.ParticipationEnded())


@pytest.mark.parametrize(
    "events", [made.connected(), [*made.connected(), made.follow_up(1, NOW), made.told(1)], made.working()]
)
def test_a_follow_up_that_nobody_waits_for_is_not_answered(events: list[Event]) -> None:
    made.given().history(events).when(REPLY, by=PARTICIPANT).refused("follow-up-not-open", "ordinal")


def test_a_coordinator_closes_the_book_only_after_the_last_follow_up() -> None:
    end = asked.EndParticipation(reason="連絡がつかない")
    ended = happened.ParticipationEnded(reason="連絡がつかない")
    outcome: Any = made.given().history(made.asked_three_times()).when(end).then(ended)
    assert outcome.state.waits == {}
    for events in (made.working(), made.connected(), [*made.asked_three_times(), ended]):
        made.given().history(events).when(end).refused("follow-ups-open")
