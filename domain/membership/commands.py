"""What may be asked of one person's membership in a service."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from domain.membership.accompanying.commands import AccompanyingCommand
from domain.membership.closing.commands import MemberClosingCommand
from domain.membership.gatherings.commands import MemberGatheringCommand
from domain.membership.matching.commands import MatchingCommand
from domain.membership.watching.commands import WatchingCommand
from domain.shared.actors import Role
from domain.shared.deadlines import MeetDeadline
from domain.shared.models import Command
from domain.shared.periods import ZoneName
from domain.shared.surveys import AnswerSurvey
from domain.shared.values import Identifier, Prose

OFFICE = frozenset({Role.COORDINATOR, Role.OPERATOR})
MEMBER = OFFICE | {Role.PARTICIPANT}


class JoinService(Command):
    """Somebody joins a service in a role that its playbook knows, sharing the understandings that it names.

    A membership's id is `SERVICE.PERSON`, so nobody is a member twice. Whoever left may join anew.
    """

    type: Literal["JoinService"] = "JoinService"
    who: ClassVar[frozenset[Role]] = MEMBER
    creates: ClassVar[bool] = True
    service: Identifier
    person: Identifier
    member_role: Identifier
    understandings: tuple[Identifier, ...] = ()


class LeaveService(Command):
    """A membership ends, with a reason."""

    type: Literal["LeaveService"] = "LeaveService"
    who: ClassVar[frozenset[Role]] = MEMBER
    reason: Prose


class NoteTimeZone(Command):
    """A member lives elsewhere now; `number` says which of two words is the later one."""

    type: Literal["NoteTimeZone"] = "NoteTimeZone"
    who: ClassVar[frozenset[Role]] = frozenset({Role.SYSTEM})
    number: int
    time_zone: ZoneName


class NoteCoordinators(Command):
    """These people coordinate for the desk from now on; the first of them looks after its members."""

    type: Literal["NoteCoordinators"] = "NoteCoordinators"
    who: ClassVar[frozenset[Role]] = frozenset({Role.SYSTEM})
    coordinators: Annotated[tuple[Identifier, ...], Field(min_length=1)]


MembershipCommand = Annotated[
    JoinService
    | LeaveService
    | NoteTimeZone
    | NoteCoordinators
    | MatchingCommand
    | AccompanyingCommand
    | WatchingCommand
    | MemberGatheringCommand
    | MemberClosingCommand
    | AnswerSurvey
    | MeetDeadline,
    Field(discriminator="type"),
]
