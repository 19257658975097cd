"""A gathering of a desk, and a member who may come to it: what tests of both begin with."""

from typing import Any

from domain.membership.aggregate import MEMBERSHIP
from domain.membership.gatherings import events as happened
from domain.service.aggregate import SERVICE
from domain.service.gatherings import commands as asked
from domain.service.gatherings import events as counted
from domain.shared.deadlines import MeetDeadline
from domain.shared.effects import DeliverToStream

from support.closing_stories import MEMBERSHIP_ID, joined, meeting
from support.deciding import Given, Outcome
from support.people import DESK, FACTS, opened
from support.rules import RULES

OVER = MeetDeadline(kind="gathering_over", subject="day-1", ordinal=1)
COMPLETE = asked.CompleteAttendance(gathering="day-1")
ARRANGED = counted.GatheringArranged(meeting=meeting(), minimum=2, capacity=2)
TERMS = counted.GatheringTermsSet(
    kind="counselling_day", small_before="P2D", recording=RULES.waits["attendance_record"]
)
INVITED = happened.GatheringInvited(meeting=meeting())


def service() -> Given:
    """The desk is open."""
    return Given(SERVICE, stream=DESK, facts=FACTS).events(opened())


def member() -> Given:
    """Somebody is a member."""
    return Given(MEMBERSHIP, stream=MEMBERSHIP_ID, facts=FACTS).events(joined())


def register(number: int, registered: bool = True) -> asked.CountRegistration:
    """A member registers, or gives the place back."""
    return asked.CountRegistration(gathering="day-1", membership=f"{DESK}.participant-{number}", registered=registered)


def number_of(number: int, registered: bool = True) -> counted.RegistrationCounted:
    """So many are registered."""
    return counted.RegistrationCounted(
        gathering="day-1", membership=f"{DESK}.participant-{number}", registered=registered, number=number
    )


def answers(outcome: Outcome) -> list[dict[str, Any]]:
    """What other streams are told."""
    return [one.command for one in outcome.effects() if isinstance(one, DeliverToStream)]
