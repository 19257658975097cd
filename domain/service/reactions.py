"""What the world should do about a service's events: its people are told."""

from collections.abc import Callable

from domain.membership.commands import NoteCoordinators
from domain.service import events as happened
from domain.service.closing import reactions as closing
from domain.service.closing.events import ClosingEvent
from domain.service.closing.state import VOICES
from domain.service.events import ServiceEvent
from domain.service.gatherings import reactions as gatherings
from domain.service.gatherings.events import GatheringEvent
from domain.service.gatherings.state import ATTENDANCE
from domain.service.pivot import reactions as pivot
from domain.service.pivot.events import PivotEvent
from domain.service.state import Service
from domain.shared.deadlines import Escalated, Reminded
from domain.shared.effects import Effect
from domain.shared.reviewing import REVIEW
from domain.shared.telling import tell, to_each, to_stream
from domain.shared.values import BilingualText


def react(event: ServiceEvent, state: Service) -> list[Effect]:
    """The effects of one event; `state` is that after the event."""
    if isinstance(event, PivotEvent):
        return pivot.react(event, state)
    if isinstance(event, GatheringEvent):
        return gatherings.react(event, state)
    if isinstance(event, ClosingEvent):
        return closing.react(event, state)
    match event:
        case happened.ServiceOpened():
            return tell(state, "desk_opened", state.office)
        case happened.DeskCoordinatorAdded():
            people = (event.coordinator, *state.office)
            return tell(state, "desk_coordinator_added", people, names={"person": event.coordinator})
        case happened.DeskCoordinatorRemoved():
            people = (event.coordinator, *state.office)
            return tell(state, "desk_coordinator_removed", people, names={"person": event.coordinator})
        case happened.MembersInNewHands():
            noted = to_each("membership", NoteCoordinators(coordinators=event.coordinators), service=state.id)
            return [noted, *(tell(state, "members_handed_over", (event.successor,)) if event.successor else [])]
        case happened.DeskContactChanged():
            return tell(state, "desk_contact_changed", state.office, names={"person": event.contact})
        case happened.ServiceClosed():
            # Where the end was announced, everybody in an engagement has heard of it.
            announced = state.closing.announced is not None
            return [*_closed(event, state), *([] if announced else [closing.engagements_told(state)])]
        case happened.EngagementListed() if state.closed or state.closing.announced is not None:
            # Drafted in the very moment of the announcement, it missed the word of it.
            return [to_stream("engagement", event.engagement, closing.end_for_engagements(state))]
        case Reminded() | Escalated():
            return ON_WAIT[event.kind](event, state)
        case _:
            return []


ON_WAIT: dict[str, Callable[[Reminded | Escalated, Service], list[Effect]]] = {
    ATTENDANCE: gatherings.on_wait,
    REVIEW: pivot.on_wait,
    VOICES: closing.on_wait,
}
"""What is said while something is waited for, by the kind of wait."""
BY_MAIL = BilingualText(ja="いつでもメールでどうぞ", en="by mail, at any time")


def _closed(event: happened.ServiceClosed, state: Service) -> list[Effect]:
    """An ending is a beginning: it says who stays connected, and how."""
    stays = event.stays_connected or state.coordinators[0]
    how = BilingualText(ja=event.how, en=event.how) if event.how else BY_MAIL
    return tell(state, "desk_closed", (*state.office, stays), names={"person": stays}, spoken={"how": how})
