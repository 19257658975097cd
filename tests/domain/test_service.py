"""The desk: open, counting its engagements, closed."""

from typing import Any

import pytest

from domain.service.aggregate import SERVICE
from domain.service.commands import CloseService, NoteEngagement, OpenService
from domain.service.events import EngagementListed, ServiceClosed
from domain.shared.deadlines import MeetDeadline

from support.deciding import SYSTEM, Given
from support.people import DESK, FACTS, opened

OPEN = OpenService(name="試験の窓口", region="岐阜", playbook="test-rules", coordinators=("coordinator-1",))
NOTE = NoteEngagement(engagement="engagement-1")
CLOSE = CloseService(reason="終了")
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


def test_a_desk_closes_once() -> None:
    outcome = given().events(opened()).when(CLOSE).then(ServiceClosed(reason="終了"))
    assert SERVICE.finished(outcome.state)
    given().events(opened(), ServiceClosed(reason="終了")).when(CLOSE).refused("service-closed")


def test_time_decides_nothing_about_a_desk() -> None:
    given().events(opened()).when(MEET, by=SYSTEM).then()


@pytest.mark.parametrize("command", [NOTE, CLOSE, MEET])
def test_nothing_happens_to_a_desk_that_does_not_exist(command: Any) -> None:
    given().when(command).refused("service-unknown")
