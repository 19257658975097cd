"""What happened between a member and the gatherings of the service."""

from typing import Literal

from domain.shared.meeting import Meeting
from domain.shared.models import Event
from domain.shared.values import Identifier


class GatheringInvited(Event):
    """The member was invited to a gathering; `options` are all of its series, to one of which they may move."""

    type: Literal["GatheringInvited"] = "GatheringInvited"
    meeting: Meeting
    options: tuple[Meeting, ...] = ()


class GatheringCalledOff(Event):
    """A gathering to which the member was invited does not take place."""

    type: Literal["GatheringCalledOff"] = "GatheringCalledOff"
    gathering: Identifier
    reason: str


class RegistrationAsked(Event):
    """The member wants to come."""

    type: Literal["RegistrationAsked"] = "RegistrationAsked"
    gathering: Identifier


class RegistrationConfirmed(Event):
    """The member has a place."""

    type: Literal["RegistrationConfirmed"] = "RegistrationConfirmed"
    gathering: Identifier


class RegistrationDeclined(Event):
    """There was no place left for the member."""

    type: Literal["RegistrationDeclined"] = "RegistrationDeclined"
    gathering: Identifier


class MoveAsked(Event):
    """The member would rather come to another gathering of the series, and keeps the place that they have meanwhile."""

    type: Literal["MoveAsked"] = "MoveAsked"
    former: Identifier
    gathering: Identifier


class MoveDeclined(Event):
    """There was no place left on the other day; the member keeps the one that they have."""

    type: Literal["MoveDeclined"] = "MoveDeclined"
    former: Identifier
    gathering: Identifier


class GatheringChosenAnew(Event):
    """The member comes to another gathering of the series instead.

    Where they `had_place` in the former one, they have one here, and that one is given back.
    """

    type: Literal["GatheringChosenAnew"] = "GatheringChosenAnew"
    former: Identifier
    meeting: Meeting
    had_place: bool


class AttendanceRecorded(Event):
    """The member came, or missed it. `was` is what had been recorded before."""

    type: Literal["AttendanceRecorded"] = "AttendanceRecorded"
    gathering: Identifier
    attended: bool
    was: bool | None


MemberGatheringEvent = (
    GatheringInvited
    | GatheringCalledOff
    | RegistrationAsked
    | RegistrationConfirmed
    | RegistrationDeclined
    | MoveAsked
    | MoveDeclined
    | GatheringChosenAnew
    | AttendanceRecorded
)
