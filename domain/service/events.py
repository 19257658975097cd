"""What happened to a service."""

from typing import Annotated, Literal

from pydantic import Field

from domain.shared.models import Event
from domain.shared.values import Identifier


class ServiceOpened(Event):
    """A regional organisation joined the platform."""

    type: Literal["ServiceOpened"] = "ServiceOpened"
    service: Identifier
    name: str
    region: str
    playbook: Identifier
    coordinators: tuple[Identifier, ...]


class EngagementListed(Event):
    """An engagement belongs to this service from now on. The service counts them and keeps no list."""

    type: Literal["EngagementListed"] = "EngagementListed"
    engagement: Identifier
    number: int


class ServiceClosed(Event):
    """The service ended."""

    type: Literal["ServiceClosed"] = "ServiceClosed"
    reason: str


ServiceEvent = Annotated[ServiceOpened | EngagementListed | ServiceClosed, Field(discriminator="type")]
