"""What happened to a service."""

from typing import Annotated, Literal

from pydantic import Field

from domain.service.closing.events import ClosingEvent
from domain.service.gatherings.events import GatheringEvent
from domain.service.pivot.events import PivotEvent
from domain.shared.deadlines import Escalated, Reminded
from domain.shared.models import Event
from domain.shared.periods import ZoneName
from domain.shared.values import Identifier


class ServiceOpened(Event):
    """A regional organisation joined the platform."""

    type: Literal["ServiceOpened"] = "ServiceOpened"
    service: Identifier
    name: str
    region: str
    playbook: Identifier
    coordinators: tuple[Identifier, ...]
    contact: Identifier | None = None
    time_zone: ZoneName = "Asia/Tokyo"


class DeskCoordinatorAdded(Event):
    """One more person coordinates for this desk."""

    type: Literal["DeskCoordinatorAdded"] = "DeskCoordinatorAdded"
    coordinator: Identifier


class DeskCoordinatorRemoved(Event):
    """Somebody coordinates for this desk no longer."""

    type: Literal["DeskCoordinatorRemoved"] = "DeskCoordinatorRemoved"
    coordinator: Identifier


class MembersInNewHands(Event):
    """These people coordinate for the members from now on; `successor` looks after them, and did not do so before."""

    type: Literal["MembersInNewHands"] = "MembersInNewHands"
    coordinators: tuple[Identifier, ...]
    successor: Identifier | None


class DeskContactChanged(Event):
    """Somebody else speaks for the regional organisation."""

    type: Literal["DeskContactChanged"] = "DeskContactChanged"
    contact: Identifier


class EngagementListed(Event):
    """An engagement belongs to this service from now on. The service counts them and keeps no list."""

    type: Literal["EngagementListed"] = "EngagementListed"
    engagement: Identifier
    number: int


class MembersCounted(Event):
    """So many members have this role from now on. The service counts them and keeps no list."""

    type: Literal["MembersCounted"] = "MembersCounted"
    member_role: Identifier
    number: int


class ServiceClosed(Event):
    """The service ended; `stays_connected` can still be asked, and `how` says in which way (None: by mail)."""

    type: Literal["ServiceClosed"] = "ServiceClosed"
    reason: str
    stays_connected: Identifier | None = None
    how: str | None = None


ServiceEvent = Annotated[
    ServiceOpened
    | DeskCoordinatorAdded
    | DeskCoordinatorRemoved
    | MembersInNewHands
    | DeskContactChanged
    | EngagementListed
    | MembersCounted
    | ServiceClosed
    | PivotEvent
    | GatheringEvent
    | ClosingEvent
    | Reminded
    | Escalated,
    Field(discriminator="type"),
]
