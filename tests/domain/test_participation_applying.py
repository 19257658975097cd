"""From the application to the seat, or to a kind no."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from domain.engagement.aggregate import ENGAGEMENT
from domain.engagement.commands import NoteApplication, NoteApplicationClosed
from domain.participation import commands as asked
from domain.participation import events as happened
from domain.playbooks.schema import Rules
from domain.shared.actors import Role
from domain.shared.effects import CheckWorkPermission, DeliverToStream
from domain.shared.models import Event
from domain.shared.waiting import Owner

from support import engagements
from support import participations as made
from support.deciding import COORDINATOR, EMPLOYER, NOW, OTHER_PARTICIPANT, PARTICIPANT, SYSTEM
from support.people import FACTS, private
from support.rules import RULES, waiting


def delivered(effects: list[Any]) -> list[dict[str, Any]]:
    """The commands that the engagement is sent."""
    return [one.command for one in effects if isinstance(one, DeliverToStream) and one.target.id == engagements.ID]


def test_an_application_keeps_what_it_has_to_know_and_tells_the_engagement() -> None:
    outcome = made.given().when(made.apply(), by=PARTICIPANT).then(made.applied())
    noted = NoteApplication(participation=made.ID, person=made.PERSON).model_dump(mode="json")
    assert delivered(outcome.effects()) == [noted]
    assert outcome.told() == [("application_arrived", "coordinator-1"), ("application_received", made.PERSON)]


@pytest.mark.parametrize("employment", ["self_employed", "student", "not_working"])
def test_who_is_not_employed_has_no_employer_to_ask(employment: str) -> None:
    person = FACTS["person:participant-2"].model_copy(update={"employment": employment})
    known = made.given().knowing(**{"person:participant-2": person})
    outcome = known.when(made.apply("participant-2"), by=OTHER_PARTICIPANT)
    motivation = private("participant-2", "この町が好きだから")
    outcome.then(made.applied(person="participant-2", employed=False, employer_contact=None, motivation=motivation))


def engagement(events: list[Event]) -> dict[str, Any]:
    """Another state of the engagement, as a fact."""
    return {f"engagement:{engagements.ID}": ENGAGEMENT.fold(None, [(event, NOW) for event in events])}


@pytest.mark.parametrize(
    ("facts", "command", "code", "field"),
    [
        ({}, made.apply().model_copy(update={"engagement": "other"}), "engagement-unknown", "engagement"),
        (engagement([engagements.drafted()]), made.apply(), "not-recruiting", "engagement"),
        (engagement(engagements.filled()), made.apply(), "not-recruiting", "engagement"),
        (engagement(engagements.executing()), made.apply(), "not-recruiting", "engagement"),
        ({}, made.apply("nobody"), "person-unknown", "person"),
        (engagement([*engagements.published(), engagements.noted()]), made.apply(), "applied-already", "person"),
    ],
)
def test_an_application_is_refused(facts: dict[str, Any], command: asked.Apply, code: str, field: str) -> None:
    made.given().knowing(**facts).when(command, by=COORDINATOR).refused(code, field)


def test_nobody_applies_for_somebody_else() -> None:
    made.given().when(made.apply(), by=OTHER_PARTICIPANT).refused("other-person", "person")
    made.given().when(made.apply(), by=COORDINATOR).then(made.applied())


def test_one_applies_once_under_one_id() -> None:
    made.given().events(made.applied()).when(made.apply(), by=PARTICIPANT).refused("applied-already")


INTERVIEW = asked.RecordInterview(held_on=date(2026, 4, 1), note="話が弾んだ")


def test_an_interview_is_recorded_after_it_took_place() -> None:
    event = happened.Interviewed(held_on=date(2026, 4, 1), note=private(made.PERSON, "話が弾んだ"))
    given = made.given().events(made.applied())
    given.when(INTERVIEW).then(event)
    given.at(datetime(2026, 3, 31, 15, 0, tzinfo=UTC)).when(INTERVIEW).then(event)
    given.at(datetime(2026, 3, 31, 14, 59, tzinfo=UTC)).when(INTERVIEW).refused("date-future", "held_on")
    made.given().history(made.selected()).when(INTERVIEW).refused("out-of-order")


SELECTION = asked.RecordSelection()


def test_a_seat_asks_the_employer() -> None:
    outcome = made.given().events(made.applied()).when(SELECTION, by=SYSTEM).then(made.selected()[1])
    assert outcome.told() == [("selected", made.PERSON), ("employer_consent_request", "employer-1")]


def test_without_a_known_contact_the_participant_is_to_bring_the_consent() -> None:
    owner = Owner(role=Role.PARTICIPANT, persons=(made.PERSON,))
    expected = happened.Selected(consent=waiting("employer_consent", NOW), owner=owner)
    made.given().events(made.applied(employer_contact=None)).when(SELECTION, by=SYSTEM).then(expected)


def test_without_an_employer_the_work_permission_is_checked_at_once() -> None:
    begun = made.applied(employed=False, employer_contact=None)
    outcome = made.given().events(begun).when(SELECTION, by=SYSTEM)
    outcome.then(happened.Selected(consent=None, owner=None), made.check_started())
    assert [one for one in outcome.effects() if isinstance(one, CheckWorkPermission)] == [
        CheckWorkPermission(attempt=1, process="work_permission:1")
    ]


WITHDRAWN = happened.Withdrawn(reason=private(made.PERSON, "都合により"))
DECLINED = happened.Declined(reason=private(made.PERSON, "今回は別の方に"))


def test_a_seat_for_somebody_who_withdrew_meanwhile_changes_nothing() -> None:
    for events in ([made.applied(), WITHDRAWN], made.selected()):
        made.given().history(events).when(SELECTION, by=SYSTEM).then()


def test_a_no_is_told_with_its_reason_and_before_a_seat_is_given() -> None:
    decline = asked.DeclineApplicant(reason="今回は別の方に")
    outcome = made.given().events(made.applied()).when(decline).then(DECLINED)
    assert outcome.told() == [("declined", made.PERSON)]
    assert delivered(outcome.effects()) == [NoteApplicationClosed(participation=made.ID).model_dump()]
    made.given().history(made.selected()).when(decline).refused("out-of-order")


CALLED_OFF = happened.ParticipationCalledOff()


@pytest.mark.parametrize(
    "over", [[made.applied(), DECLINED], [made.applied(), WITHDRAWN], [made.applied(), CALLED_OFF], made.connected()]
)
def test_whoever_is_at_the_end_may_stay_in_the_pool(over: list[Event]) -> None:
    agree, at_the_end = asked.AgreeToPool(), made.given().history(over)
    at_the_end.when(agree, by=PARTICIPANT).then(happened.PoolJoined())
    at_the_end.history([happened.PoolJoined()]).when(agree, by=PARTICIPANT).then()


@pytest.mark.parametrize("events", [[made.applied()], made.selected(), made.working()])
def test_nobody_joins_the_pool_on_the_way(events: list[Event]) -> None:
    made.given().history(events).when(asked.AgreeToPool(), by=PARTICIPANT).refused("out-of-order")


@pytest.mark.parametrize("events", [[made.applied()], made.selected(), made.rendered(), made.ready()])
def test_stepping_back_is_free_until_the_work_begins(events: list[Event]) -> None:
    withdraw = asked.Withdraw(reason="都合により")
    outcome = made.given().history(events).when(withdraw, by=PARTICIPANT).then(WITHDRAWN)
    assert outcome.state.waits == {}
    assert delivered(outcome.effects()) == [NoteApplicationClosed(participation=made.ID).model_dump()]


@pytest.mark.parametrize("events", [made.working(), made.connected(), [made.applied(), WITHDRAWN]])
def test_stepping_back_later_is_refused(events: list[Event]) -> None:
    made.given().history(events).when(asked.Withdraw(reason="都合により"), by=PARTICIPANT).refused("out-of-order")


@pytest.mark.parametrize("command", [INTERVIEW, SELECTION, asked.AgreeToPool(), asked.NoteExecutionStarted()])
def test_nothing_happens_to_an_application_that_does_not_exist(command: Any) -> None:
    made.given().when(command).refused("participation-unknown")


def without_gates(*gates: str) -> Rules:
    """A playbook that asks for these only before the work."""
    return Rules.model_validate({**RULES.model_dump(), "gates": gates})


def test_a_playbook_without_gates_lets_work_begin_at_once() -> None:
    begun = made.applied(gates=())
    outcome = made.given().events(begun).when(asked.RecordSelection(), by=SYSTEM)
    outcome.then(happened.Selected(consent=None, owner=None), happened.BecameReady())
    ready = made.given().events(begun, *outcome.events)
    ready.when(made.offer(), by=COORDINATOR).refused("no-contract-here")
    kept = replace(made.given(), rules=without_gates()).when(made.apply(), by=PARTICIPANT)
    kept.then(begun)


def test_only_the_gates_of_the_playbook_are_asked_for() -> None:
    permitted = made.given().events(made.applied(gates=("work_permission",)))
    selected = permitted.when(asked.RecordSelection(), by=SYSTEM)
    selected.then(happened.Selected(consent=None, owner=None), made.check_started())
    consenting = made.given().events(made.applied(gates=("employer_consent",)))
    asked_for = consenting.when(asked.RecordSelection(), by=SYSTEM)
    cleared = consenting.events(*asked_for.events).when(
        asked.RecordEmployerConsent(weekly_hours_cap=Decimal(8)), by=EMPLOYER
    )
    cleared.then(made.agreement(), happened.BecameReady())
