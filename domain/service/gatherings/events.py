"""What happened to a service's gatherings. The service counts who comes and keeps no list."""

from typing import Literal

from pydantic import AwareDatetime

from domain.shared.meeting import Meeting
from domain.shared.models import Event
from domain.shared.values import Identifier


class StudyMeetingPlanned(Event):
    """The service will arrange its next study meeting by itself, at `invite_at`, and the one after it in time."""

    type: Literal["StudyMeetingPlanned"] = "StudyMeetingPlanned"
    number: int
    meeting: Meeting
    invite_at: AwareDatetime
    invite_before: str
    every: str
    times: int | None
    minimum: int
    capacity: int | None


class GatheringArranged(Event):
    """A gathering will take place."""

    type: Literal["GatheringArranged"] = "GatheringArranged"
    meeting: Meeting
    minimum: int
    capacity: int | None


class GatheringCancelled(Event):
    """A gathering does not take place."""

    type: Literal["GatheringCancelled"] = "GatheringCancelled"
    gathering: Identifier
    reason: str


class RegistrationCounted(Event):
    """So many are registered for a gathering from now on."""

    type: Literal["RegistrationCounted"] = "RegistrationCounted"
    gathering: Identifier
    membership: Identifier
    registered: bool
    number: int


class RegistrationTurnedAway(Event):
    """There was no place left in a gathering, or it does not take place."""

    type: Literal["RegistrationTurnedAway"] = "RegistrationTurnedAway"
    gathering: Identifier
    membership: Identifier


class GatheringTooSmall(Event):
    """Two days before a gathering, fewer were registered than make it worth it. Nothing was decided by that."""

    type: Literal["GatheringTooSmall"] = "GatheringTooSmall"
    gathering: Identifier
    registered: int


class GatheringHeld(Event):
    """A gathering's time is over."""

    type: Literal["GatheringHeld"] = "GatheringHeld"
    gathering: Identifier
    registered: int


class AttendanceCounted(Event):
    """So many came to a gathering, and so many missed it, as far as it is known."""

    type: Literal["AttendanceCounted"] = "AttendanceCounted"
    gathering: Identifier
    attended: int
    missed: int


GatheringEvent = (
    StudyMeetingPlanned
    | GatheringArranged
    | GatheringCancelled
    | RegistrationCounted
    | RegistrationTurnedAway
    | GatheringTooSmall
    | GatheringHeld
    | AttendanceCounted
)
