"""The state of a service and how events change it."""

from datetime import datetime
from typing import Any, assert_never

from pydantic import Field

from domain.service.closing.events import ClosingAnnounced, ClosingEvent, LookingBackBegan, ServiceLookedBack
from domain.service.closing.state import VOICES, Closing, voices_wait
from domain.service.closing.state import evolve as closing_after
from domain.service.events import (
    DeskContactChanged,
    DeskCoordinatorAdded,
    DeskCoordinatorRemoved,
    EngagementListed,
    MembersCounted,
    MembersInNewHands,
    ServiceClosed,
    ServiceEvent,
    ServiceOpened,
)
from domain.service.gatherings.events import GatheringEvent
from domain.service.gatherings.state import Gatherings, waits_after, without_study_meetings
from domain.service.gatherings.state import evolve as gatherings_after
from domain.service.pivot.events import PivotEvent
from domain.service.pivot.state import Pivot, pivot_changes
from domain.service.pivot.state import waits_after as premise_waits_after
from domain.shared.actors import Role
from domain.shared.deadlines import Escalated, Reminded, step_after
from domain.shared.decider import StreamState, begun
from domain.shared.reviewing import REVIEW
from domain.shared.waiting import Owner, advanced, closed, opened, without


class Service(StreamState):
    """A regional desk: its rules and counts; members and engagements keep themselves.

    `contact` speaks for the organisation; `stays_connected` is whom to ask after the end.
    """

    name: str
    region: str
    playbook: str
    coordinators: tuple[str, ...]
    contact: str | None = None
    time_zone: str = "Asia/Tokyo"
    engagements: int = 0
    members: dict[str, int] = Field(default_factory=dict)
    closed: bool = False
    stays_connected: str | None = None
    pivot: Pivot = Pivot()
    gatherings: Gatherings = Gatherings()
    closing: Closing = Closing()

    @property
    def title(self) -> str:
        """What messages call it."""
        return self.name

    @property
    def host(self) -> str:
        """Who is behind it, as messages say it: its region."""
        return self.region

    @property
    def office(self) -> tuple[str, ...]:
        """Whoever speaks for the service, and its coordinators."""
        contact = (self.contact,) if self.contact else ()
        return (*contact, *self.coordinators)


def evolve(state: Service | None, event: ServiceEvent, at: datetime) -> Service:
    """The state after one more event."""
    if isinstance(event, ServiceOpened):
        return Service(id=event.service, **event.model_dump(exclude={"type", "service"}))
    service = begun(state)
    if isinstance(event, PivotEvent):
        pivot = pivot_changes(service.pivot, event, at)
        waits = premise_waits_after(service.waits, event, pivot)
        return service.model_copy(update={"pivot": pivot, "waits": waits})
    if isinstance(event, GatheringEvent):
        gatherings = gatherings_after(service.gatherings, event)
        waits = waits_after(service.waits, event, gatherings)
        return service.model_copy(update={"gatherings": gatherings, "waits": waits})
    if isinstance(event, ClosingEvent):
        return service.model_copy(update=_closing_changes(service, event))
    match event:
        case DeskCoordinatorAdded():
            return _in_hands_of(service, (*service.coordinators, event.coordinator))
        case DeskCoordinatorRemoved():
            others = tuple(one for one in service.coordinators if one != event.coordinator)
            return _in_hands_of(service, others)
        case MembersInNewHands():
            return service
        case DeskContactChanged():
            return service.model_copy(update={"contact": event.contact})
        case EngagementListed():
            return service.model_copy(update={"engagements": event.number})
        case MembersCounted():
            return service.model_copy(update={"members": {**service.members, event.member_role: event.number}})
        case ServiceClosed():
            over = {"closed": True, "stays_connected": event.stays_connected, "closing": service.closing.over()}
            return service.model_copy(update={**over, "waits": without(service.waits, REVIEW)})
        case Reminded() | Escalated():
            waits = advanced(service.waits, f"{event.kind}:{event.subject}", step_after(event))
            return service.model_copy(update={"waits": waits})
        case _:
            assert_never(event)


def _in_hands_of(service: Service, coordinators: tuple[str, ...]) -> Service:
    """Others coordinate, and what the office waits for is theirs; who answers for a premise does so by name."""
    owner = Owner(role=Role.COORDINATOR, persons=coordinators)
    waits = {
        key: wait if wait.kind == REVIEW else wait.model_copy(update={"owner": owner})
        for key, wait in service.waits.items()
    }
    return service.model_copy(update={"coordinators": coordinators, "waits": waits})


def _closing_changes(service: Service, event: ClosingEvent) -> dict[str, Any]:
    closing = closing_after(service.closing, event)
    match event:
        case ClosingAnnounced():
            return {"closing": closing, "gatherings": without_study_meetings(service.gatherings)}
        case LookingBackBegan() if closing.announced is not None:
            return {"closing": closing, "waits": opened(service.waits, voices_wait(closing.announced))}
        case ServiceLookedBack():
            return {"closing": closing, "waits": closed(service.waits, f"{VOICES}:all")}
        case _:
            return {"closing": closing}
