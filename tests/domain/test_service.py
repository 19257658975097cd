"""The desk: open, counting its engagements, closed."""

from typing import Any

import pytest

from domain.service.aggregate import SERVICE
from domain.service.commands import (
    AddDeskCoordinator,
    ChangeDeskContact,
    CloseService,
    NoteEngagement,
    OpenService,
    RemoveDeskCoordinator,
)
from domain.service.events import (
    DeskContactChanged,
    DeskCoordinatorAdded,
    DeskCoordinatorRemoved,
    EngagementListed,
    ServiceClosed,
)
from domain.shared.deadlines import MeetDeadline
from domain.shared.effects import Notify

from support.deciding import SYSTEM, Given
from support.people import DESK, FACTS, opened

OPEN = OpenService(name="試験の窓口", region="岐阜", playbook="test-rules", coordinators=("coordinator-1",))
NOTE = NoteEngagement(engagement="engagement-1")
CLOSE = CloseService(reason="終了")
ADD = AddDeskCoordinator(coordinator="coordinator-2")
REMOVE = RemoveDeskCoordinator(coordinator="coordinator-1")
MEET = MeetDeadline(kind="x", subject="y", ordinal=1)


def given() -> Given:
    """No such desk yet; everybody is registered."""
    return Given(SERVICE, stream=DESK, facts=FACTS, rules=None)


def test_a_desk_opens_once_with_registered_coordinators() -> None:
    given().when(OPEN).then(opened())
    given().events(opened()).when(OPEN).refused("service-exists")
    nobody = OPEN.model_copy(update={"coordinators": ("coordinator-1", "nobody")})
    given().when(nobody).refused("person-unknown", "coordinators")


def test_a_desk_counts_its_engagements_also_those_that_come_in_while_it_closes() -> None:
    first = EngagementListed(engagement="engagement-1", number=1)
    given().events(opened()).when(NOTE, by=SYSTEM).then(first)
    second = given().events(opened(), first, ServiceClosed(reason="終了")).when(NOTE, by=SYSTEM)
    second.then(EngagementListed(engagement="engagement-1", number=2))


def test_a_desk_that_joins_has_a_contact_and_a_zone_of_its_own() -> None:
    joining = OPEN.model_copy(update={"contact": "company-1", "time_zone": "Asia/Ho_Chi_Minh"})
    outcome = given().when(joining).then(opened(contact="company-1", time_zone="Asia/Ho_Chi_Minh"))
    assert set(outcome.told()) == {("desk_opened", "company-1"), ("desk_opened", "coordinator-1")}
    given().when(joining.model_copy(update={"contact": "nobody"})).refused("person-unknown", "contact")
    twice = OPEN.model_copy(update={"coordinators": ("coordinator-1", "coordinator-1")})
    given().when(twice).then(opened())


def test_coordinators_come_and_go_and_somebody_is_always_there() -> None:
    come = DeskCoordinatorAdded(coordinator="coordinator-2")
    outcome = given().events(opened()).when(ADD).then(come)
    assert {person for _, person in outcome.told()} == {"coordinator-1", "coordinator-2"}
    given().events(opened(), come).when(ADD).refused("coordinator-already", "coordinator")
    given().events(opened()).when(AddDeskCoordinator(coordinator="nobody")).refused("person-unknown", "coordinator")
    given().events(opened()).when(REMOVE).refused("last-coordinator", "coordinator")
    given().events(opened()).when(RemoveDeskCoordinator(coordinator="coordinator-2")).refused(
        "no-coordinator", "coordinator"
    )
    gone = given().events(opened(), come).when(REMOVE).then(DeskCoordinatorRemoved(coordinator="coordinator-1"))
    assert gone.state.coordinators == ("coordinator-2",)
    assert {person for _, person in gone.told()} == {"coordinator-1", "coordinator-2"}


def test_somebody_else_may_speak_for_the_organisation() -> None:
    change = ChangeDeskContact(contact="company-1")
    outcome = given().events(opened()).when(change).then(DeskContactChanged(contact="company-1"))
    assert outcome.state.contact == "company-1"
    given().events(opened(contact="company-1")).when(change).refused("contact-already", "contact")
    given().events(opened()).when(ChangeDeskContact(contact="nobody")).refused("person-unknown", "contact")


def test_a_desk_closes_once_and_says_whom_to_ask_afterwards() -> None:
    closed = ServiceClosed(reason="終了", stays_connected="coordinator-1")
    outcome = given().events(opened()).when(CLOSE).then(closed)
    assert SERVICE.finished(outcome.state)
    assert set(outcome.told()) == {("desk_closed", "coordinator-1")}
    given().events(opened(contact="company-1")).when(CLOSE).then(
        ServiceClosed(reason="終了", stays_connected="company-1")
    )
    named = CLOSE.model_copy(update={"stays_connected": "companion-1"})
    kind = given().events(opened()).when(named).then(ServiceClosed(reason="終了", stays_connected="companion-1"))
    assert set(kind.told()) == {("desk_closed", "coordinator-1"), ("desk_closed", "companion-1")}
    how = CLOSE.model_copy(update={"how": "毎月第一土曜日の茶話会"})
    for command, words in ((CLOSE, "by mail, at any time"), (how, "毎月第一土曜日の茶話会")):
        told = [one for one in given().events(opened()).when(command).effects() if isinstance(one, Notify)]
        assert [one.spoken["how"].en for one in told] == [words]
    given().events(opened()).when(CLOSE.model_copy(update={"stays_connected": "nobody"})).refused(
        "person-unknown", "stays_connected"
    )


@pytest.mark.parametrize("command", [CLOSE, ADD, REMOVE, ChangeDeskContact(contact="company-1")])
def test_a_closed_desk_stays_as_it_is(command: Any) -> None:
    given().events(opened(), ServiceClosed(reason="終了")).when(command).refused("service-closed")


def test_time_decides_nothing_about_a_desk() -> None:
    given().events(opened()).when(MEET, by=SYSTEM).then()


@pytest.mark.parametrize("command", [NOTE, CLOSE, ADD, REMOVE, MEET])
def test_nothing_happens_to_a_desk_that_does_not_exist(command: Any) -> None:
    given().when(command).refused("service-unknown")
