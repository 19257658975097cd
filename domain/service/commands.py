"""What may be asked of a service: an operator's standing programme, here a regional desk."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from domain.service.closing.commands import ClosingCommand
from domain.service.gatherings.commands import GatheringCommand
from domain.service.pivot.commands import PivotCommand
from domain.shared.actors import Role
from domain.shared.deadlines import MeetDeadline
from domain.shared.models import Command
from domain.shared.periods import ZoneName
from domain.shared.values import Identifier, Line

OFFICE = frozenset({Role.COORDINATOR, Role.OPERATOR})


class OpenService(Command):
    """A regional organisation joins the platform with its playbook, its contact and its first coordinators.

    `time_zone` is the region's own: the days of its reports are counted by it. `contact` speaks for the organisation.
    `predecessor` is the service that this one follows: whoever stayed in its pool is invited.
    """

    type: Literal["OpenService"] = "OpenService"
    who: ClassVar[frozenset[Role]] = OFFICE
    creates: ClassVar[bool] = True
    name: Line
    region: Line
    playbook: Identifier
    coordinators: tuple[Identifier, ...] = Field(min_length=1, max_length=50)
    contact: Identifier | None = None
    time_zone: ZoneName = "Asia/Tokyo"
    predecessor: Identifier | None = None


class AddDeskCoordinator(Command):
    """One more person coordinates for this desk."""

    type: Literal["AddDeskCoordinator"] = "AddDeskCoordinator"
    who: ClassVar[frozenset[Role]] = OFFICE
    coordinator: Identifier


class RemoveDeskCoordinator(Command):
    """Somebody coordinates for this desk no longer; the last one stays until there is another."""

    type: Literal["RemoveDeskCoordinator"] = "RemoveDeskCoordinator"
    who: ClassVar[frozenset[Role]] = OFFICE
    coordinator: Identifier


class ChangeDeskContact(Command):
    """Somebody else speaks for the regional organisation from now on."""

    type: Literal["ChangeDeskContact"] = "ChangeDeskContact"
    who: ClassVar[frozenset[Role]] = OFFICE
    contact: Identifier


class NoteEngagement(Command):
    """An engagement of this service was drafted."""

    type: Literal["NoteEngagement"] = "NoteEngagement"
    who: ClassVar[frozenset[Role]] = frozenset({Role.SYSTEM})
    engagement: Identifier


class NoteMember(Command):
    """Somebody became a member of this service in a role, or left it.

    `membership` is theirs, by which they are invited to what was arranged before they came; `coordinator` looks after
    them, as far as they knew when they came.
    """

    type: Literal["NoteMember"] = "NoteMember"
    who: ClassVar[frozenset[Role]] = frozenset({Role.SYSTEM})
    member_role: Identifier
    joined: bool
    membership: Identifier | None = None
    coordinator: Identifier | None = None


class CloseService(Command):
    """A service without members ends; members are told first, with `AnnounceClosing`.

    Engagements that run go on to their own end, whoever is in them hears of it, and somebody stays there to be asked.
    `stays_connected` is that person; else it is the contact, or the first coordinator where there is none. `how` says
    where one finds them, or what lives on (None: a mail is enough).
    """

    type: Literal["CloseService"] = "CloseService"
    who: ClassVar[frozenset[Role]] = OFFICE
    reason: Line
    stays_connected: Identifier | None = None
    how: Line | None = None


ServiceCommand = Annotated[
    OpenService
    | AddDeskCoordinator
    | RemoveDeskCoordinator
    | ChangeDeskContact
    | NoteEngagement
    | NoteMember
    | CloseService
    | PivotCommand
    | GatheringCommand
    | ClosingCommand
    | MeetDeadline,
    Field(discriminator="type"),
]
