"""The state of a service and how events change it."""

from datetime import datetime
from typing import assert_never

from domain.service.events import EngagementListed, ServiceClosed, ServiceEvent, ServiceOpened
from domain.shared.decider import StreamState, begun


class Service(StreamState):
    """A regional desk: its rules and counts; members and engagements keep themselves."""

    name: str
    region: str
    playbook: str
    coordinators: tuple[str, ...]
    engagements: int = 0
    closed: bool = False


def evolve(state: Service | None, event: ServiceEvent, _: datetime) -> Service:
    """The state after one more event."""
    if isinstance(event, ServiceOpened):
        return Service(id=event.service, **event.model_dump(exclude={"type", "service"}))
    service = begun(state)
    match event:
        case EngagementListed():
            return service.model_copy(update={"engagements": event.number})
        case ServiceClosed():
            return service.model_copy(update={"closed": True})
        case _:
            assert_never(event)
