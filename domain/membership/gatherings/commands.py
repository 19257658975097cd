"""What may be asked of a membership about gatherings."""

from typing import ClassVar, Literal

from domain.shared.actors import Role
from domain.shared.meeting import Meeting
from domain.shared.models import Command
from domain.shared.values import Identifier, Line

OFFICE = frozenset({Role.COORDINATOR, Role.OPERATOR})
MEMBER = OFFICE | {Role.PARTICIPANT}
BANSO = frozenset({Role.SYSTEM})


class InviteToGathering(Command):
    """A gathering of the service will take place."""

    type: Literal["InviteToGathering"] = "InviteToGathering"
    who: ClassVar[frozenset[Role]] = BANSO
    meeting: Meeting


class NoteGatheringCancelled(Command):
    """A gathering does not take place."""

    type: Literal["NoteGatheringCancelled"] = "NoteGatheringCancelled"
    who: ClassVar[frozenset[Role]] = BANSO
    gathering: Identifier
    reason: Line


class RegisterForGathering(Command):
    """The member wants to come to a gathering; the service tells whether there is still a place."""

    type: Literal["RegisterForGathering"] = "RegisterForGathering"
    who: ClassVar[frozenset[Role]] = MEMBER
    gathering: Identifier


class AnswerRegistration(Command):
    """There is a place in the gathering, or there is none left."""

    type: Literal["AnswerRegistration"] = "AnswerRegistration"
    who: ClassVar[frozenset[Role]] = BANSO
    gathering: Identifier
    accepted: bool


class MoveGathering(Command):
    """The member comes on another day: to this gathering, instead of the one of its series that they are invited to.

    Whoever has a place keeps it until there is one on the other day; where that is full, nothing changes.
    """

    type: Literal["MoveGathering"] = "MoveGathering"
    who: ClassVar[frozenset[Role]] = MEMBER
    gathering: Identifier


class RecordAttendance(Command):
    """The member came to a gathering, or missed it. What was recorded by mistake is put right by recording it anew."""

    type: Literal["RecordAttendance"] = "RecordAttendance"
    who: ClassVar[frozenset[Role]] = OFFICE
    gathering: Identifier
    attended: bool


MemberGatheringCommand = (
    InviteToGathering
    | NoteGatheringCancelled
    | RegisterForGathering
    | AnswerRegistration
    | MoveGathering
    | RecordAttendance
)
