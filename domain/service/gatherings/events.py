"""What happened to a service's gatherings. The service counts who comes and keeps no list."""

from typing import Literal

from pydantic import AwareDatetime

from domain.playbooks.schema import WaitPeriods
from domain.shared.actors import Actor
from domain.shared.meeting import Meeting
from domain.shared.models import Event
from domain.shared.periods import Period
from domain.shared.values import Identifier
from domain.shared.waiting import Owner, Schedule


class GatheringTermsSet(Event):
    """What counts for gatherings of a kind from now on.

    The office is told of few registrations `small_before` they begin, and records who came within `recording`.
    """

    type: Literal["GatheringTermsSet"] = "GatheringTermsSet"
    kind: Identifier
    small_before: Period
    recording: WaitPeriods


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


class NewcomerInvited(Event):
    """Somebody became a member when these gatherings had been arranged already; they are invited like everybody."""

    type: Literal["NewcomerInvited"] = "NewcomerInvited"
    membership: Identifier
    gatherings: tuple[Identifier, ...]


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
    """A while before a gathering, fewer were registered than make it worth it. Nothing was decided by that."""

    type: Literal["GatheringTooSmall"] = "GatheringTooSmall"
    gathering: Identifier
    registered: int


class GatheringHeld(Event):
    """A gathering's time is over."""

    type: Literal["GatheringHeld"] = "GatheringHeld"
    gathering: Identifier
    registered: int


class AttendanceAsked(Event):
    """`owner` is to record of everybody who had registered whether they came."""

    type: Literal["AttendanceAsked"] = "AttendanceAsked"
    gathering: Identifier
    owner: Owner
    schedule: Schedule


class AttendanceCounted(Event):
    """So many came to a gathering, and so many missed it, as far as it is known."""

    type: Literal["AttendanceCounted"] = "AttendanceCounted"
    gathering: Identifier
    attended: int
    missed: int


class RegisteredRecorded(Event):
    """Of so many who had registered for a gathering it is known whether they came."""

    type: Literal["RegisteredRecorded"] = "RegisteredRecorded"
    gathering: Identifier
    number: int


class AttendanceCompleted(Event):
    """The office said that who came is recorded as far as it ever will be."""

    type: Literal["AttendanceCompleted"] = "AttendanceCompleted"
    gathering: Identifier
    by: Actor


GatheringEvent = (
    GatheringTermsSet
    | StudyMeetingPlanned
    | GatheringArranged
    | GatheringCancelled
    | NewcomerInvited
    | RegistrationCounted
    | RegistrationTurnedAway
    | GatheringTooSmall
    | GatheringHeld
    | AttendanceAsked
    | AttendanceCounted
    | RegisteredRecorded
    | AttendanceCompleted
)
