"""Pauses, early ends with notice, and engagements that are called off."""

from datetime import timedelta
from typing import Any

import pytest

from domain.engagement import commands as asked
from domain.engagement import course_commands as course
from domain.engagement import course_events as happened
from domain.engagement import events as on_engagement
from domain.shared.actors import Actor, Role
from domain.shared.deadlines import MeetDeadline, Reminded
from domain.shared.effects import DeliverToStream
from domain.shared.models import Command, Event
from domain.shared.waiting import Schedule

from support import engagements as made
from support import participations
from support.deciding import COMPANY, COORDINATOR, NOW, PARTICIPANT, SYSTEM
from support.people import private
from support.rules import waiting

PAUSE = course.PauseEngagement(reason="繁忙期のため")
RESUME = course.ResumeEngagement()
NOTICE = course.GiveNotice(given_by="company", reason="事業の見直し")
CANCEL = course.CancelEngagement(reason="店を畳む")
PAUSED = happened.EngagementPaused(by=COORDINATOR, reason=private("coordinator-1", "繁忙期のため"))
ENDS_AT = NOW + timedelta(days=30)
NOTICED = happened.NoticeGiven(
    by=COMPANY, given_by="company", reason=private("company-1", "事業の見直し"), ends_at=ENDS_AT
)
BY_PARTICIPANTS = NOTICED.model_copy(update={"given_by": "participants"})
TAKE_BACK = course.WithdrawNotice()
CANCELLED = happened.EngagementCancelled(by=COORDINATOR, reason=private("coordinator-1", "店を畳む"))
OVER = happened.EngagementTerminated()
NOTICE_END = MeetDeadline(kind="notice_end", subject="1", ordinal=1)
REMIND = MeetDeadline(kind="milestone_approval", subject="flag-plan.1", ordinal=1)
DELIVER = asked.DeliverMilestone(milestone=made.MILESTONE, evidence=made.EVIDENCE)
PLAN = asked.PlanMilestone(milestone="another", title="報告会", fee=0, due_on=made.SIXTIETH_DAY)
EVERYBODY = ["company-1", "company-2", "companion-1", "participant-1", "coordinator-1"]


def resumed(by: Actor = COORDINATOR, **schedules: Schedule) -> happened.EngagementResumed:
    """Work goes on."""
    return happened.EngagementResumed(by=by, schedules=schedules)


def test_work_rests_for_a_reason_and_everybody_is_told() -> None:
    outcome = made.given().history(made.delivered()).when(PAUSE).then(PAUSED)
    assert outcome.told() == [("engagement_paused", person) for person in EVERYBODY]


@pytest.mark.parametrize(
    ("events", "code"),
    [
        (made.filled(), "not-in-execution"),
        ([*made.executing(), PAUSED], "engagement-paused"),
        ([*made.executing(), NOTICED, OVER], "not-in-execution"),
        (made.looking_back(), "not-in-execution"),
    ],
)
def test_a_pause_is_refused(events: list[Event], code: str) -> None:
    made.given().history(events).when(PAUSE).refused(code)


def test_nobody_is_reminded_of_work_that_rests_but_fees_are_still_owed() -> None:
    given = made.given().history([*made.delivered(), PAUSED]).at(NOW + timedelta(days=300))
    given.when(REMIND, by=SYSTEM).then()
    assert [deadline.kind for deadline in given.aggregate.deadlines(given.state)] == ["payment"]
    due = MeetDeadline(kind="payment", subject=made.MILESTONE, ordinal=1)
    given.when(due, by=SYSTEM).then(Reminded(kind="payment", subject=made.MILESTONE, owner=made.OWNER))


def test_whoever_was_asked_has_the_whole_time_again_when_work_goes_on() -> None:
    later = NOW + timedelta(days=40)
    key = "milestone_approval:flag-plan.1"
    fresh = waiting("milestone_approval", later)
    outcome = made.given().history([*made.delivered(), PAUSED]).at(later).when(RESUME)
    outcome.then(resumed(**{key: fresh}))
    assert outcome.state.waits[key].schedule == fresh
    assert outcome.state.pause is None
    assert outcome.told() == [("engagement_resumed", person) for person in EVERYBODY]


def test_what_was_reminded_of_before_the_pause_is_escalated_next_and_not_reminded_of_again() -> None:
    reminded = Reminded(kind="milestone_approval", subject="flag-plan.1", owner=made.OWNER)
    later = NOW + timedelta(days=40)
    given = made.given().history([*made.delivered(), reminded, PAUSED]).at(later)
    state = given.when(RESUME).state
    deadline = next(one for one in given.aggregate.deadlines(state) if one.kind == "milestone_approval")
    assert (deadline.ordinal, deadline.due) == (2, later + timedelta(days=7))


def test_only_what_is_paused_is_resumed() -> None:
    for events in (made.executing(), [*made.executing(), PAUSED, resumed()]):
        made.given().history(events).when(RESUME).refused("not-paused")


def test_nothing_is_delivered_and_nobody_looks_back_while_work_rests() -> None:
    made.given().history([*made.executing(), PAUSED]).when(DELIVER, by=PARTICIPANT).refused("engagement-paused")
    looking = made.given().history([*made.approved(), PAUSED])
    looking.when(asked.OpenRetrospective()).refused("engagement-paused")
    approve = asked.ApproveMilestone(milestone=made.MILESTONE, delivery=1, content=made.CONTENT)
    made.given().history([*made.delivered(), PAUSED]).when(approve, by=COMPANY).then(made.approval())


def test_notice_is_given_for_the_playbooks_period_and_everybody_is_told() -> None:
    outcome = made.given().history(made.executing()).when(NOTICE, by=COMPANY).then(NOTICED)
    assert outcome.told() == [("notice_given", person) for person in EVERYBODY]
    assert made.given().history([*made.executing(), NOTICED]).when(DELIVER, by=PARTICIPANT).events


def test_a_coordinator_writes_down_who_gave_notice_and_a_company_speaks_for_itself_only() -> None:
    given = made.given().history(made.executing())
    by_participants = NOTICE.model_copy(update={"given_by": "participants"})
    assert given.when(by_participants).events[0].given_by == "participants"  # type: ignore[attr-defined]
    given.when(by_participants, by=COMPANY).refused("not-in-their-name", "given_by")


@pytest.mark.parametrize(
    ("events", "code"),
    [
        (made.filled(), "not-in-execution"),
        ([*made.executing(), NOTICED], "notice-given"),
        ([*made.executing(), NOTICED, OVER], "notice-given"),
        (made.looking_back(), "not-in-execution"),
    ],
)
def test_a_notice_is_refused(events: list[Event], code: str) -> None:
    made.given().history(events).when(NOTICE, by=COMPANY).refused(code)


def test_a_notice_is_taken_back_before_it_is_over_and_whoever_was_told_is_told() -> None:
    given = made.given().history([*made.executing(), NOTICED]).at(ENDS_AT - timedelta(seconds=1))
    for who in (COMPANY, COORDINATOR):
        outcome = given.when(TAKE_BACK, by=who).then(happened.NoticeWithdrawn(by=who, ends_at=ENDS_AT))
        assert outcome.told() == [("notice_withdrawn", person) for person in EVERYBODY]

    goes_on = given.events(happened.NoticeWithdrawn(by=COMPANY, ends_at=ENDS_AT)).at(ENDS_AT)
    assert "notice_end" not in {deadline.kind for deadline in goes_on.aggregate.deadlines(goes_on.state)}
    goes_on.when(NOTICE_END, by=SYSTEM).then()
    assert goes_on.when(NOTICE, by=COMPANY).events, "notice may be given anew"


@pytest.mark.parametrize(
    ("events", "later", "code"),
    [
        (made.executing(), timedelta(), "no-notice"),
        ([*made.executing(), NOTICED, happened.NoticeWithdrawn(by=COMPANY, ends_at=ENDS_AT)], timedelta(), "no-notice"),
        ([*made.executing(), NOTICED], timedelta(days=30), "notice-over"),
        ([*made.executing(), NOTICED, OVER], timedelta(days=30), "notice-over"),
        ([*made.approved(), NOTICED, made.opened()], timedelta(), "notice-over"),
        ([*made.executing(), BY_PARTICIPANTS], timedelta(), "not-in-their-name"),
    ],
)
def test_a_notice_is_not_taken_back(events: list[Event], later: timedelta, code: str) -> None:
    made.given().history(events).at(NOW + later).when(TAKE_BACK, by=COMPANY).refused(code)


def test_the_work_ends_when_the_notice_is_over_and_not_before() -> None:
    given = made.given().history([*made.executing(), NOTICED])
    given.at(ENDS_AT - timedelta(seconds=1)).when(NOTICE_END, by=SYSTEM).then()
    outcome = given.at(ENDS_AT).when(NOTICE_END, by=SYSTEM).then(OVER)
    assert outcome.told() == [("engagement_terminated", person) for person in EVERYBODY]
    given.events(OVER).at(ENDS_AT).when(NOTICE_END, by=SYSTEM).then()
    made.given().history(made.executing()).at(ENDS_AT).when(NOTICE_END, by=SYSTEM).then()


def test_work_that_rests_when_the_notice_is_over_rests_no_longer() -> None:
    given = made.given().history([*made.delivered(), NOTICED, PAUSED]).at(ENDS_AT)
    fresh = waiting("milestone_approval", ENDS_AT)
    outcome = given.when(NOTICE_END, by=SYSTEM)
    outcome.then(resumed(SYSTEM, **{"milestone_approval:flag-plan.1": fresh}), OVER)


def test_work_that_is_looked_back_on_already_is_not_ended_again() -> None:
    given = made.given().history([*made.approved(), NOTICED, made.opened()]).at(ENDS_AT)
    given.when(NOTICE_END, by=SYSTEM).then()
    assert "notice_end" not in {deadline.kind for deadline in given.aggregate.deadlines(given.state)}


@pytest.mark.parametrize(("command", "code"), [(DELIVER, "not-in-execution"), (PLAN, "work-over")])
def test_nothing_is_planned_or_delivered_after_the_early_end(command: Command, code: str) -> None:
    made.given().history([*made.executing(), NOTICED, OVER]).when(command).refused(code)


def test_what_was_delivered_is_still_decided_before_anybody_looks_back() -> None:
    given = made.given().history([*made.delivered(), NOTICED, OVER])
    given.when(asked.OpenRetrospective()).refused("milestones-open")
    changes = asked.RequestChanges(milestone=made.MILESTONE, delivery=1, content=made.CONTENT, missing="費用の見積もり")
    decided = given.when(changes, by=COMPANY).then(made.sent_back())
    assert given.events(*decided.events).when(asked.OpenRetrospective()).events == [made.opened()]
    never_delivered = made.given().history([*made.executing(), NOTICED, OVER])
    never_delivered.when(asked.OpenRetrospective()).then(made.opened())


def test_what_is_in_dispute_is_settled_before_anybody_looks_back() -> None:
    raised = happened.DisagreementRaised(
        milestone=made.MILESTONE,
        delivery=1,
        by=PARTICIPANT,
        position=private("participant-1", "契約の範囲を超えている"),
        schedule=waiting("disagreement", NOW),
        owner=made.OWNER,
    )
    given = made.given().history([*made.delivered(), made.sent_back(), raised, NOTICED, OVER])
    given.when(asked.OpenRetrospective()).refused("milestones-open")


def test_what_is_called_off_ends_with_a_kind_word_to_everybody_who_applied() -> None:
    outcome = made.given().history(made.filled()).when(CANCEL).then(CANCELLED)
    office = [("engagement_cancelled", person) for person in ("company-1", "company-2", "companion-1", "coordinator-1")]
    applicants = [("application_called_off", person) for person in ("participant-1", "participant-2")]
    assert outcome.told() == [*office, *applicants]
    deliveries = [effect for effect in outcome.effects() if isinstance(effect, DeliverToStream)]
    assert [one.target.key for one in deliveries] == ["participation:participation-1", "participation:participation-2"]
    assert {one.command["type"] for one in deliveries} == {"NoteEngagementCancelled"}
    assert outcome.aggregate.finished(outcome.state)


def test_an_application_that_arrives_too_late_is_answered_as_kindly() -> None:
    given = made.given().history([*made.published(), CANCELLED])
    late = asked.NoteApplication(participation=made.FIRST, person="participant-1")
    outcome = given.when(late, by=SYSTEM).then(made.noted())
    assert outcome.told() == [("application_called_off", "participant-1")]
    assert [effect.type for effect in outcome.effects()] == ["deliver_to_stream", "notify"]


def test_what_others_tell_an_engagement_that_was_called_off_changes_nothing() -> None:
    given = made.given().history([*made.filled(), CANCELLED])
    given.when(asked.NoteParticipantReady(participation=made.FIRST, employer_contact=None), by=SYSTEM).then()
    closed = asked.NoteApplicationClosed(participation=made.FIRST)
    given.when(closed, by=SYSTEM).then(on_engagement.ApplicationClosed(participation=made.FIRST, freed_seat=True))
    given.when(asked.PublishPosting()).refused("engagement-ended")


@pytest.mark.parametrize("events", [made.executing(), made.looking_back()])
def test_nothing_is_called_off_after_the_kick_off(events: list[Event]) -> None:
    made.given().history(events).when(CANCEL).refused("execution-started")


def test_who_may_interrupt() -> None:
    office = {Role.COORDINATOR, Role.OPERATOR}
    for command in (PAUSE, RESUME, CANCEL):
        assert command.who == office
    assert NOTICE.who == office | {Role.COMPANY}


def test_the_participation_ends_with_the_engagement_and_nobody_waits_for_anything() -> None:
    given: Any = participations.given().history([participations.applied()])
    outcome = given.when(participations.asked.NoteEngagementCancelled(), by=SYSTEM)
    outcome.then(participations.happened.ParticipationCalledOff())
    assert (outcome.state.stage, outcome.state.waits) == ("ended", {})
    again = given.events(*outcome.events).when(participations.asked.NoteEngagementCancelled(), by=SYSTEM)
    again.then()


BETWEEN_THE_STEPS: tuple[Command, ...] = (
    PAUSE,
    RESUME,
    NOTICE,
    CANCEL,
    course.ApprovePartly(
        milestone=made.MILESTONE, delivery=1, content=made.CONTENT, accepted_fee=1, missing="費用の見積もり"
    ),
    course.DisagreeWithChanges(milestone=made.MILESTONE, delivery=1, position="契約の範囲を超えている"),
    course.SettleDisagreement(milestone=made.MILESTONE, outcome="changes_stand", settlement="修正する"),
)


@pytest.mark.parametrize("command", BETWEEN_THE_STEPS, ids=lambda command: type(command).__name__)
def test_nothing_comes_between_what_has_not_begun_or_is_over(command: Command) -> None:
    made.given().when(command).refused("engagement-unknown")
    made.given().history(made.ended()).when(command).refused("engagement-ended")
