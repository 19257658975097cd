"""Consent that is taken back before and during the work, given anew, and what follows for hours and reports."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from domain.engagement import commands as to_engagement
from domain.engagement import events as on_engagement
from domain.participation import commands as asked
from domain.participation import events as happened
from domain.shared.deadlines import Escalated, MeetDeadline, Reminded
from domain.shared.effects import DeliverToStream, Notify
from domain.shared.models import Event

from support import engagements
from support import participations as made
from support.deciding import EMPLOYER, NOW, PARTICIPANT, SYSTEM
from support.people import private
from support.rules import waiting

WITHDRAW = asked.WithdrawEmployerConsent(reason="決算期のため")


def withdrawn(pauses: bool = True) -> happened.EmployerConsentWithdrawn:
    """The employer took its consent back."""
    return happened.EmployerConsentWithdrawn(
        reason=private(made.PERSON, "決算期のため"),
        pauses=pauses,
        schedule=waiting("consent_renewal", NOW),
        owner=made.COORDINATOR_OWNS,
    )


def consent(cap: str) -> asked.RecordEmployerConsent:
    """A new consent."""
    return asked.RecordEmployerConsent(weekly_hours_cap=Decimal(cap))


PAUSED = [*made.working(), withdrawn()]


def test_a_withdrawal_during_the_work_pauses_it_and_everybody_is_told() -> None:
    outcome = made.given().history(made.working()).when(WITHDRAW, by=EMPLOYER).then(withdrawn())
    assert outcome.told() == [
        ("consent_withdrawn", made.PERSON),
        ("consent_withdrawn_office", "coordinator-1"),
        ("consent_withdrawn_office", "company-1"),
        ("consent_withdrawn_office", "company-2"),
    ]
    assert outcome.state.paused_since == NOW
    assert outcome.state.weekly_hours_cap is None
    assert outcome.state.waits["consent_renewal:1"].owner == made.COORDINATOR_OWNS


@pytest.mark.parametrize(
    "events", [made.selected(), made.self_employed(), PAUSED, [*made.connected()], [made.applied()]]
)
def test_what_was_not_given_is_not_taken_back(events: list[Event]) -> None:
    made.given().history(events).when(WITHDRAW, by=EMPLOYER).refused("consent-not-given")


def test_a_new_consent_that_covers_the_contract_ends_the_pause() -> None:
    agreed = [made.agreement("6"), happened.WorkResumed()]
    outcome = made.given().history(PAUSED).when(consent("6"), by=EMPLOYER).then(*agreed)
    assert ("work_resumed", made.PERSON) in outcome.told()
    assert (outcome.state.paused_since, outcome.state.waits) == (None, {})


def test_a_new_consent_to_fewer_hours_keeps_the_pause_until_the_plan_keeps_to_it() -> None:
    outcome = made.given().history(PAUSED).when(consent("4"), by=EMPLOYER).then(made.agreement("4"))
    assert outcome.state.paused_since == NOW


def test_only_weeks_up_to_the_pause_are_reported_while_it_lasts() -> None:
    given = made.given().history(PAUSED).at(NOW + timedelta(days=20))
    values: dict[str, Any] = {"hours": "3", "main_job": "well", "text": "引き継ぎ"}
    given.when(asked.SubmitCheckIn(week_of=date(2026, 4, 13), **values), by=PARTICIPANT).refused(
        "work-paused", "week_of"
    )
    assert given.when(asked.SubmitCheckIn(week_of=date(2026, 3, 30), **values), by=PARTICIPANT).refusal is None


def deliveries(effects: list[Any]) -> list[str]:
    """The commands to other streams."""
    return [effect.command["type"] for effect in effects if isinstance(effect, DeliverToStream)]


def test_before_the_kick_off_the_engagement_learns_that_somebody_is_not_ready_and_ready_again() -> None:
    outcome = made.given().history(made.ready()).when(WITHDRAW, by=EMPLOYER).then(withdrawn())
    assert deliveries(outcome.effects()) == ["NoteParticipantNotReady"]
    again = made.given().history([*made.ready(), withdrawn()]).when(consent("8"), by=EMPLOYER)
    again.then(made.agreement("8"), happened.WorkResumed())
    assert deliveries(again.effects()) == ["NoteParticipantReady"]
    assert deliveries(made.given().history(made.working()).when(WITHDRAW).effects()) == []


def test_nothing_is_signed_or_offered_without_the_consent_and_the_check_is_not_begun_twice() -> None:
    given = made.given().history([*made.rendered(), withdrawn(pauses=False)])
    sign = asked.SignContract(side="participant", document=made.DOCUMENT)
    given.when(sign, by=PARTICIPANT).refused("contract-before-consent")
    given.when(made.offer()).refused("contract-before-consent")
    given.when(consent("8"), by=EMPLOYER).then(made.agreement("8"))


def test_the_engagement_notes_before_the_kick_off_only_that_somebody_is_not_ready() -> None:
    note = to_engagement.NoteParticipantNotReady(participation=engagements.FIRST)
    ready = [*engagements.filled(), engagements.became_ready(), engagements.planned()]
    outcome = engagements.given().history(ready).when(note, by=SYSTEM)
    outcome.then(on_engagement.ParticipantNotReady(participation=engagements.FIRST))
    unready = engagements.given().history([*ready, *outcome.events])
    unready.when(to_engagement.StartExecution()).refused("participants-not-ready")
    unready.when(note, by=SYSTEM).then()
    engagements.given().history(engagements.executing()).when(note, by=SYSTEM).then()


# Others become responsible while something waits: they are told, and reminded on a schedule of their own.

REVIEW = happened.PermissionReviewRequested(
    attempt=1, why="permit for VN recorded, scope unknown", owner=made.COORDINATOR_OWNS
)
OVERDUE = [
    *made.consented(),
    REVIEW,
    Reminded(kind="work_permission", subject="1", owner=made.COORDINATOR_OWNS),
    Escalated(kind="work_permission", subject="1", owner=made.COORDINATOR_OWNS),
]
HAND_OVER = asked.NoteResponsible(coordinator="coordinator-2", company_contacts=engagements.CONTACTS)


def test_whoever_takes_over_an_overdue_wait_is_told_and_reminded_anew() -> None:
    later = NOW + timedelta(days=9)
    outcome = made.given().history(OVERDUE).at(later).when(HAND_OVER, by=SYSTEM)
    outcome.then(
        happened.ResponsibleChanged(
            coordinator="coordinator-2",
            company_contacts=engagements.CONTACTS,
            newcomers=("coordinator-2",),
            schedules={"work_permission:1": waiting("work_permission", later)},
        )
    )
    assert outcome.told() == [("wait_handed_over", "coordinator-2")]
    wait = outcome.state.waits["work_permission:1"]
    assert (wait.owner.persons, wait.step, wait.handovers) == (("coordinator-2",), "asked", 1)
    (deadline,) = outcome.aggregate.deadlines(outcome.state)
    assert (deadline.ordinal, deadline.due) == (3, wait.schedule.remind_at)
    given = made.given().history(OVERDUE).history(outcome.events, at=later).at(deadline.due)
    given.when(MeetDeadline(kind="work_permission", subject="1", ordinal=1), by=SYSTEM).then()
    reminder = given.when(MeetDeadline(kind="work_permission", subject="1", ordinal=3), by=SYSTEM)
    assert reminder.told() == [("work_permission_reminder", "coordinator-2")]


def test_a_new_coordinator_learns_what_others_owe_for_so_long_that_the_one_before_was_told() -> None:
    asked_for = happened.PermissionInformationRequested(attempt=1, what="citizenship", owner=made.PARTICIPANT_OWNS)
    overdue = Escalated(kind="work_permission", subject="1", owner=made.PARTICIPANT_OWNS)
    outcome = made.given().history([*made.consented(), asked_for, overdue]).when(HAND_OVER, by=SYSTEM)
    assert outcome.told() == [("work_permission_escalated", "coordinator-2")]
    assert outcome.state.waits["work_permission:1"].step == "escalated"


def test_whoever_was_responsible_already_is_not_asked_anew() -> None:
    fewer = asked.NoteResponsible(coordinator="coordinator-1", company_contacts=("company-1",))
    outcome = made.given().history(made.rendered()).when(fewer, by=SYSTEM)
    (event,) = outcome.events
    assert isinstance(event, happened.ResponsibleChanged)
    assert (event.newcomers, event.schedules, outcome.told()) == ((), {}, [])
    more = fewer.model_copy(update={"company_contacts": ("company-1", "company-3")})
    assert made.given().history(made.rendered()).when(more, by=SYSTEM).told() == [("wait_handed_over", "company-3")]


def test_what_is_missing_is_named_in_the_readers_language() -> None:
    finding = asked.RecordPermissionCheck(attempt=1, outcome="information_needed", grounds="citizenship")
    (effect,) = made.given().history(made.consented()).when(finding, by=SYSTEM).effects()
    assert isinstance(effect, Notify)
    assert (effect.spoken["kind"].ja, effect.spoken["kind"].en) == ("国籍", "citizenship")
    review = finding.model_copy(update={"outcome": "human_review", "grounds": "permit for VN recorded, scope unknown"})
    (told,) = made.given().history(made.consented()).when(review, by=SYSTEM).effects()
    assert isinstance(told, Notify)
    assert "ベトナムの在留資格・就労許可は記録されています" in told.spoken["kind"].ja
    assert "scope" not in told.spoken["kind"].ja


def test_a_moment_is_told_on_the_clock_of_the_participant() -> None:
    berlin = [made.applied(time_zone="Europe/Berlin"), happened.WaitingBegan(place=1)]
    (effect,) = made.given().history(berlin).when(asked.OfferSeat(), by=SYSTEM).effects()
    assert isinstance(effect, Notify)
    assert effect.spoken["due"].en == "Sat 4 Apr, 03:00 (Europe/Berlin)"
    assert datetime.fromisoformat("2026-04-04T03:00+02:00") == NOW + timedelta(hours=72)
