"""Who came to a gathering is somebody's duty to record, and nobody has to remember it by themselves."""

from datetime import timedelta
from typing import Any

import pytest

from domain.membership.gatherings import commands as invited
from domain.membership.gatherings import events as happened
from domain.service.events import DeskContactChanged, DeskCoordinatorAdded, DeskCoordinatorRemoved
from domain.service.gatherings import commands as asked
from domain.service.gatherings import events as counted
from domain.shared.deadlines import MeetDeadline
from domain.shared.effects import Notify
from domain.shared.models import Event

from support.closing_stories import meeting
from support.deciding import COORDINATOR, NOW, SYSTEM, Given, Outcome
from support.gatherings import ARRANGED, COMPLETE, INVITED, OVER, TERMS, answers, member, number_of, register, service
from support.people import DESK


def over(*before: Event) -> Outcome:
    """The gathering is over."""
    return service().events(TERMS, ARRANGED, *before).at(meeting().ends_at).when(OVER, by=SYSTEM)


def held(*before: Event) -> Given:
    """It is over, and two had registered."""
    two = (number_of(1), number_of(2), *before)
    return service().events(TERMS, ARRANGED, *two, *over(*two).events).at(meeting().ends_at)


def attendance(attended: bool, **changes: Any) -> asked.CountAttendance:
    """Somebody came, or did not."""
    return asked.CountAttendance(gathering="day-1", attended=attended, **changes)


def test_who_came_is_waited_for_until_it_is_known_of_everybody_who_had_a_place() -> None:
    given = held()
    wait = given.state.waits["attendance_record:day-1"]
    assert (wait.owner.persons, wait.schedule.since) == (("coordinator-1",), meeting().ends_at)
    assert wait.schedule.escalate_at == meeting().ends_at + timedelta(days=9)
    walked_in = given.when(attendance(True, registered=False), by=SYSTEM)
    assert "attendance_record:day-1" in walked_in.state.waits
    first = given.history(walked_in.events).when(attendance(False), by=SYSTEM)
    righted = given.history([*walked_in.events, *first.events]).when(attendance(True, was=False), by=SYSTEM)
    assert "attendance_record:day-1" in righted.state.waits, "one of two"
    known = given.history([*walked_in.events, *first.events, *righted.events])
    assert known.when(attendance(False), by=SYSTEM).state.waits == {}


def test_where_nobody_is_missing_nobody_waits() -> None:
    assert over().told() == [("gathering_held", "coordinator-1")]
    assert over().state.waits == {}
    one = number_of(1)
    known = service().events(ARRANGED, one).when(attendance(True), by=SYSTEM).events
    assert over(one, *known).state.waits == {}


def test_the_office_is_reminded_of_how_many_and_the_escalation_goes_to_whoever_speaks_for_it_too() -> None:
    given = held(DeskContactChanged(contact="company-1"))
    first = given.when(attendance(True), by=SYSTEM)
    given = given.history(first.events)
    reminder = MeetDeadline(kind="attendance_record", subject="day-1", ordinal=1)
    reminded = given.at(meeting().ends_at + timedelta(days=3)).when(reminder, by=SYSTEM)
    assert reminded.told() == [("attendance_record_reminder", "coordinator-1")]
    (mail,) = [one for one in reminded.effects() if isinstance(one, Notify)]
    assert mail.about["number"] == "1"
    late = given.history(reminded.events).at(meeting().ends_at + timedelta(days=9))
    escalated = late.when(reminder.model_copy(update={"ordinal": 2}), by=SYSTEM)
    assert escalated.told() == [("attendance_record_escalated", one) for one in ("company-1", "coordinator-1")]


def test_the_office_may_say_that_no_more_will_be_known_and_decides_about_nobody_by_that() -> None:
    outcome = held().when(COMPLETE).then(counted.AttendanceCompleted(gathering="day-1", by=COORDINATOR))
    assert outcome.state.waits == {}
    assert (outcome.state.gatherings.known["day-1"].missed, outcome.told()) == (0, [])
    held().history(outcome.events).when(COMPLETE).refused("attendance-not-asked", "gathering")
    service().events(ARRANGED).when(COMPLETE).refused("attendance-not-asked", "gathering")


def test_whoever_gave_the_place_back_after_it_is_not_waited_for() -> None:
    one = held().when(register(1, registered=False), by=SYSTEM)
    assert [event.number for event in one.events] == [1]
    assert held().when(register(3), by=SYSTEM).events == [
        counted.RegistrationTurnedAway(gathering="day-1", membership=f"{DESK}.participant-3")
    ]
    both = held().history(one.events).when(register(2, registered=False), by=SYSTEM)
    assert both.state.waits == {}


def test_what_the_office_waits_for_is_in_the_hands_of_whoever_coordinates() -> None:
    taken_over = held().events(DeskCoordinatorAdded(coordinator="coordinator-2"))
    gone = taken_over.events(DeskCoordinatorRemoved(coordinator="coordinator-1"))
    assert gone.state.waits["attendance_record:day-1"].owner.persons == ("coordinator-2",)


@pytest.mark.parametrize("registered", [True, False])
def test_the_service_hears_whether_the_member_had_a_place(registered: bool) -> None:
    answer = [happened.RegistrationAsked(gathering="day-1"), happened.RegistrationConfirmed(gathering="day-1")]
    given = member().events(INVITED, *answer[: 2 * registered]).at(NOW + timedelta(days=10))
    outcome = given.when(invited.RecordAttendance(gathering="day-1", attended=False))
    assert answers(outcome)[0]["registered"] is registered
