"""Amended terms, an early end with notice, and what the sending employer gets; interviews and the pool."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from domain.engagement import commands as to_engagement
from domain.engagement import events as on_engagement
from domain.legal.early_end import notice_days
from domain.participation import commands as asked
from domain.participation import events as happened
from domain.participation.interviews.commands import CancelInterview, RecordMissedInterview
from domain.shared.actors import Actor
from domain.shared.deadlines import MeetDeadline
from domain.shared.effects import DeliverToStream, Notify, RenderContract
from domain.shared.models import Command, Event

from support import engagements
from support import participations as made
from support.deciding import COMPANY, COORDINATOR, EMPLOYER, NOW, PARTICIPANT, SYSTEM, Given, Outcome
from support.people import private


def amend(**changes: Any) -> asked.AmendContract:
    """Other terms."""
    return asked.AmendContract.model_validate({**made.offer(**changes).model_dump(exclude={"type"})})


def test_an_amendment_is_a_round_of_its_own_and_the_earlier_terms_hold_until_both_signed() -> None:
    outcome = made.given().history(made.working()).when(amend()).then(made.offered(2))
    assert outcome.effects() == [RenderContract(round=2, process="contract_round:2")]
    assert outcome.state.contract.concluded
    assert outcome.state.contract.round == 1
    rendered = asked.RecordContractRendered(round=2, document=made.OTHER_DOCUMENT)
    shown = made.given().history([*made.working(), made.offered(2)]).when(rendered, by=SYSTEM)
    assert {template for template, _ in shown.told()} == {"amendment_to_sign"}
    signing = made.given().history([*made.working(), made.offered(2), *shown.events])
    first = signing.when(asked.SignContract(side="company", document=made.OTHER_DOCUMENT), by=COMPANY)
    assert first.state.contract.round == 1
    assert first.state.shown_document == made.OTHER_DOCUMENT
    last = signing.history(first.events).when(
        asked.SignContract(side="participant", document=made.OTHER_DOCUMENT), by=PARTICIPANT
    )
    assert last.events[-1] == happened.ContractConcluded(document=made.OTHER_DOCUMENT)
    assert (last.state.contract.round, last.state.amendment) == (2, None)
    assert {template for template, _ in last.told()} == {"amendment_concluded"}


@pytest.mark.parametrize(
    ("events", "changes", "code", "field"),
    [
        (made.consented(), {}, "nothing-to-amend", None),
        (made.rendered(), {}, "nothing-to-amend", None),
        (made.connected(), {}, "nothing-to-amend", None),
        (made.working(), {"weekly_hours": "9"}, "hours-above-cap", "weekly_hours"),
        (made.working(), {"starts_on": date(2026, 3, 31)}, "date-past", "starts_on"),
    ],
)
def test_an_amendment_is_refused(events: list[Event], changes: dict[str, Any], code: str, field: str | None) -> None:
    made.given().history(events).when(amend(**changes)).refused(code, field)


def test_terms_above_a_cap_that_shrank_meanwhile_are_not_signed() -> None:
    shrunk = [
        *made.rendered(),
        happened.EmployerConsentWithdrawn(
            reason=private(made.PERSON, "都合"),
            pauses=False,
            schedule=made.check_started().schedule,
            owner=made.COORDINATOR_OWNS,
        ),
        made.agreement("4"),
    ]
    sign = asked.SignContract(side="participant", document=made.DOCUMENT)
    made.given().history(shrunk).when(sign, by=PARTICIPANT).refused("terms-above-consent")


def leaving(last_day: date, wished_by: str = "participant") -> asked.EndEarly:
    """An early end."""
    return asked.EndEarly.model_validate({"wished_by": wished_by, "last_day": last_day, "reason": "転居のため"})


IN_TIME = date(2026, 4, 15)
ANNOUNCED = happened.EarlyEndAnnounced(
    wished_by="participant",
    last_day=IN_TIME,
    reason=private(made.PERSON, "転居のため"),
    due=datetime(2026, 4, 16, 0, tzinfo=UTC),
)
ON_THE_WAY_OUT = [*made.working(), made.report(), ANNOUNCED]
DAY_IS_OVER = ANNOUNCED.due - timedelta(hours=9)
"""Midnight; what follows from it comes in the morning."""


def test_an_early_end_is_announced_to_everybody_concerned_and_nothing_ends_before_its_day() -> None:
    outcome = made.given().history(made.working()).when(leaving(IN_TIME), by=PARTICIPANT).then(ANNOUNCED)
    people = [made.PERSON, "coordinator-1", "company-1", "company-2", "companion-1"]
    assert outcome.told() == [("early_end_announced", one) for one in people]
    assert outcome.state.stage == "work"
    meet = MeetDeadline(kind="last_day", subject=made.ID, ordinal=1)
    given = made.given().history(ON_THE_WAY_OUT)
    given.at(ANNOUNCED.due - timedelta(seconds=1)).when(meet, by=SYSTEM).then()


@pytest.mark.parametrize(
    ("events", "command", "actor", "code", "field"),
    [
        (made.ready(), leaving(IN_TIME), PARTICIPANT, "not-working", None),
        (ON_THE_WAY_OUT, leaving(IN_TIME), PARTICIPANT, "end-announced", None),
        (made.working(), leaving(IN_TIME, "company"), PARTICIPANT, "other-side", "wished_by"),
        (made.working(), leaving(IN_TIME, "together"), COMPANY, "other-side", "wished_by"),
        (made.working(), leaving(date(2026, 4, 14)), PARTICIPANT, "notice-too-short", "last_day"),
        (made.working(), leaving(date(2026, 4, 14), "company"), COMPANY, "notice-too-short", "last_day"),
        (made.working(), leaving(date(2026, 9, 30)), PARTICIPANT, "end-not-early", "last_day"),
    ],
)
def test_an_early_end_is_refused(events: list[Event], command: Any, actor: Any, code: str, field: str | None) -> None:
    made.given().history(events).when(command, by=actor).refused(code, field)


STAY = asked.WithdrawEarlyEnd()


def taken_back(by: str) -> happened.EarlyEndWithdrawn:
    """The announced end is off."""
    return happened.EarlyEndWithdrawn(by=by, last_day=IN_TIME)


@pytest.mark.parametrize("who", [PARTICIPANT, COORDINATOR])
def test_an_early_end_is_taken_back_until_its_day_is_over_and_whoever_was_told_is_told(who: Actor) -> None:
    given = made.given().history(ON_THE_WAY_OUT).at(DAY_IS_OVER - timedelta(seconds=1))
    outcome = given.when(STAY, by=who).then(taken_back(who.person))
    announced = made.given().history(made.working()).when(leaving(IN_TIME), by=PARTICIPANT)
    assert outcome.told() == [("early_end_withdrawn", one) for _, one in announced.told()]

    stays = made.given().history([*ON_THE_WAY_OUT, taken_back(who.person)]).at(ANNOUNCED.due)
    stays.when(MeetDeadline(kind="last_day", subject=made.ID, ordinal=1), by=SYSTEM).then()
    assert "last_day" not in {one.kind for one in stays.aggregate.deadlines(stays.state)}
    assert stays.when(leaving(date(2026, 5, 20)), by=PARTICIPANT).refusal is None, "it may be announced anew"


def test_it_is_taken_back_by_the_side_whose_wish_it_was_only() -> None:
    by_company = ANNOUNCED.model_copy(update={"wished_by": "company"})
    given = made.given().history([*made.working(), by_company])
    given.when(STAY, by=PARTICIPANT).refused("other-side")
    given.when(STAY, by=COMPANY).then(taken_back(COMPANY.person))
    together = ANNOUNCED.model_copy(update={"wished_by": "together"})
    made.given().history([*made.working(), together]).when(STAY, by=COMPANY).refused("other-side")


def test_no_early_end_is_taken_back_where_there_is_none_or_it_has_come() -> None:
    made.given().history(made.working()).when(STAY, by=PARTICIPANT).refused("no-end-announced")
    undone = [*ON_THE_WAY_OUT, taken_back("participant-1")]
    made.given().history(undone).when(STAY, by=PARTICIPANT).refused("no-end-announced")
    on_the_way_out = made.given().history(ON_THE_WAY_OUT)
    on_the_way_out.at(DAY_IS_OVER).when(STAY, by=PARTICIPANT).refused("end-has-come")
    over = [*ON_THE_WAY_OUT, happened.LeftEarly(last_day=IN_TIME), happened.WorkEnded(follow_ups=())]
    made.given().history(over).when(STAY, by=PARTICIPANT).refused("end-has-come")


def test_what_everybody_agreed_on_needs_no_notice() -> None:
    command = leaving(date(2026, 4, 1), "together")
    assert made.given().history(made.working()).when(command, by=COORDINATOR).refusal is None


def test_a_client_owes_thirty_days_where_the_contract_lasts_half_a_year_or_longer() -> None:
    begins = date(2026, 4, 1)
    assert notice_days(begins, begins + timedelta(days=180), 14) == 14
    assert notice_days(begins, begins + timedelta(days=181), 14) == 30
    assert notice_days(begins, begins + timedelta(days=400), 45) == 45


def test_after_the_last_day_the_engagement_is_told_and_the_employer_gets_its_report() -> None:
    meet = MeetDeadline(kind="last_day", subject=made.ID, ordinal=1)
    outcome = made.given().history(ON_THE_WAY_OUT).at(ANNOUNCED.due).when(meet, by=SYSTEM)
    left, ended = outcome.events
    assert left == happened.LeftEarly(last_day=IN_TIME)
    assert isinstance(ended, happened.WorkEnded)
    assert len(ended.follow_ups) == 3
    delivered = [one.command["type"] for one in outcome.effects() if isinstance(one, DeliverToStream)]
    assert delivered == ["NoteParticipantLeft"]
    mail = report_to_the_employer(outcome.effects())
    assert "2026年3月30日(月)の週：6 時間（同意の上限 8 時間）" in mail.spoken["weeks"].ja
    assert mail.spoken["stayed"].en == "ended early, on Wed 15 Apr 2026"
    assert (outcome.state.stage, outcome.state.outcome) == ("stay_connected", None)


def report_to_the_employer(effects: list[Any]) -> Notify:
    """The one report."""
    (mail,) = [one for one in effects if isinstance(one, Notify) and one.template == "employer_summary"]
    assert mail.to == EMPLOYER.person
    assert mail.personal == {}
    return mail


def test_the_employer_learns_how_the_main_job_fared_and_what_was_gained() -> None:
    strained = made.report(2, date(2026, 4, 6), "8").model_copy(update={"main_job": "strained"})
    closing = asked.NoteEngagementClosed(follow_ups=made.FOLLOW_UPS, gained=("strength_discovered", "something_new"))
    outcome = made.given().history([*made.working(), made.report(), strained]).when(closing, by=SYSTEM)
    mail = report_to_the_employer(outcome.effects())
    spoken = mail.spoken
    assert spoken["main_job"].ja == "順調 1 週、やや無理があった 1 週"
    assert mail.chosen == {"learned": ("strength_discovered", "something_new")}
    silent = made.given().history(made.working()).when(closing.model_copy(update={"gained": ()}), by=SYSTEM)
    nothing = report_to_the_employer(silent.effects())
    assert (nothing.chosen, "no voice" in nothing.spoken["learned"].en) == ({}, True)
    assert spoken["stayed"].ja == "最後まで参加しました"


def test_nobody_is_written_to_where_there_is_no_employer() -> None:
    working = [
        made.self_employed()[0],
        *made.self_employed()[1:],
        made.offered(),
        made.written(),
        made.signature("participant", made.PERSON),
        made.signature("company", "company-1"),
        happened.ContractConcluded(document=made.DOCUMENT),
        made.cleared(),
        happened.BecameReady(),
        happened.WorkStarted(),
    ]
    outcome = made.given().history(working).when(asked.NoteEngagementClosed(follow_ups=made.FOLLOW_UPS), by=SYSTEM)
    assert outcome.effects() == []


def test_the_engagement_notes_once_that_somebody_left_and_their_seat_stays_taken() -> None:
    note = to_engagement.NoteParticipantLeft(participation=engagements.FIRST)
    outcome = engagements.given().history(engagements.executing()).when(note, by=SYSTEM)
    outcome.then(on_engagement.ParticipantLeft(participation=engagements.FIRST))
    assert outcome.state.free_seats == 0
    engagements.given().history([*engagements.executing(), *outcome.events]).when(note, by=SYSTEM).then()


ARRANGE = asked.ArrangeInterview(
    at=datetime(2026, 4, 3, 10, tzinfo=UTC), place="オンライン", time_zone="America/New_York"
)


def test_an_interview_is_arranged_on_the_clocks_of_both_and_then_recorded() -> None:
    outcome = made.given().history([made.applied()]).when(ARRANGE)
    event = happened.InterviewArranged(at=ARRANGE.at, time_zone="America/New_York", place="オンライン")
    (asked_for, arranged_then) = outcome.events
    assert arranged_then == event
    assert (asked_for.number, asked_for.minutes, asked_for.owner.persons) == (1, 45, ("coordinator-1",))
    assert asked_for.schedule.since == ARRANGE.at, "what became of it is asked for after it"
    assert outcome.told() == [("interview_arranged", made.PERSON), ("interview_arranged", "coordinator-1")]
    told = outcome.effects()[0]
    assert isinstance(told, Notify)
    assert told.spoken["when"].ja == "4月3日(金) 19:00(日本時間) / 4月3日(金) 06:00(America/New_York の時刻)"
    arranged = made.given().history([made.applied(), event])
    arranged.when(ARRANGE).then()
    held = asked.RecordInterview(held_on=date(2026, 4, 1), note="話が弾んだ")
    assert arranged.when(held).state.interview.held_on == date(2026, 4, 1)
    assert "interview_record:1" in outcome.state.waits
    assert made.given().history([made.applied(), *outcome.events]).when(held).state.waits.keys() == {
        f"application_answer:{made.ID}"
    }


def test_an_interview_is_arranged_for_a_time_to_come_while_somebody_applies() -> None:
    made.given().history([made.applied()]).when(ARRANGE.model_copy(update={"at": NOW})).refused("date-past", "at")
    made.given().history(made.selected()).when(ARRANGE).refused("out-of-order")


def arranged(*more: Command) -> Given:
    """An interview was arranged, and more happened to it."""
    given = made.given().history([made.applied()])
    for command in (ARRANGE, *more):
        given = given.history(given.when(command).events)
    return given


CANCEL = CancelInterview(reason="体調不良のため")
MISSED = RecordMissedInterview()
LATER = datetime(2026, 4, 3, 11, tzinfo=UTC)


def entry(outcome: Outcome) -> tuple[str, int, bool, int]:
    """What becomes of the entry in the applicant's calendar."""
    (calendar,) = {one.calendar for one in outcome.effects() if isinstance(one, Notify)}
    assert calendar is not None
    return calendar.uid, calendar.sequence, calendar.cancelled, calendar.minutes


def test_a_cancelled_interview_leaves_the_calendar_and_another_one_takes_its_place() -> None:
    uid = f"{made.ID}.interview"
    assert entry(made.given().history([made.applied()]).when(ARRANGE)) == (uid, 0, False, 45)
    outcome = arranged().when(CANCEL)
    assert outcome.told() == [("interview_cancelled", made.PERSON), ("interview_cancelled", "coordinator-1")]
    assert entry(outcome) == (uid, 1, True, 45)
    assert not any(wait.kind == "interview_record" for wait in outcome.state.waits.values())
    cancelled = arranged(CANCEL)
    cancelled.when(CANCEL).then()
    cancelled.when(MISSED).refused("no-interview")
    assert entry(cancelled.when(ARRANGE)) == (uid, 2, False, 45)
    assert "interview_record:2" in cancelled.when(ARRANGE).state.waits
    declined = cancelled.when(asked.DeclineApplicant(reason="今回は"))
    assert [one.calendar for one in declined.effects() if isinstance(one, Notify)] == [None]


def test_a_missed_interview_is_recorded_after_its_time_and_another_one_is_arranged() -> None:
    arranged().when(MISSED).refused("interview-to-come")
    outcome = arranged().at(LATER).when(MISSED)
    assert outcome.told() == [("interview_missed", made.PERSON), ("interview_missed", "coordinator-1")]
    assert not any(wait.kind == "interview_record" for wait in outcome.state.waits.values())
    missed = arranged().history(outcome.events).at(LATER)
    missed.when(MISSED).then()
    missed.when(CANCEL).refused("no-interview")
    anew = ARRANGE.model_copy(update={"at": LATER + timedelta(days=1)})
    assert missed.when(anew).state.interview.standing == "arranged"
    made.given().history([made.applied()]).when(CANCEL).refused("no-interview")
    made.given().history(made.selected()).when(CANCEL).refused("out-of-order")


def test_what_became_of_an_interview_is_asked_until_it_is_recorded_or_a_seat_is_given() -> None:
    reminder = MeetDeadline(kind="interview_record", subject="1", ordinal=1)
    outcome = arranged().at(ARRANGE.at + timedelta(days=1)).when(reminder, by=SYSTEM)
    assert outcome.told() == [("interview_record_reminder", "coordinator-1")]
    told = outcome.effects()[0]
    assert isinstance(told, Notify)
    assert told.spoken["place"].en == "オンライン"
    chosen = arranged().when(asked.RecordSelection(), by=SYSTEM)
    assert not any(wait.kind == "interview_record" for wait in chosen.state.waits.values())


def test_the_consent_to_the_pool_is_taken_back_as_freely_as_it_was_given() -> None:
    declined = happened.Declined(reason=private(made.PERSON, "今回は"))
    given = made.given().history([made.applied(), declined, happened.PoolJoined()])
    outcome = given.when(asked.LeavePool(), by=PARTICIPANT).then(happened.PoolLeft())
    assert outcome.state.in_pool is False
    left = given.history(outcome.events)
    left.when(asked.LeavePool(), by=PARTICIPANT).then()
    left.when(asked.AgreeToPool(), by=PARTICIPANT).then(happened.PoolJoined())
