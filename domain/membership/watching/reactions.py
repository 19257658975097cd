"""Who is told when the radar turns."""

from typing import assert_never

from domain.membership.state import Membership
from domain.membership.watching import events as happened
from domain.membership.watching.events import WatchingEvent
from domain.shared.effects import Effect
from domain.shared.radar import in_words
from domain.shared.telling import tell


def react(event: WatchingEvent, state: Membership) -> list[Effect]:
    """The effects of one event; `state` is that after the event."""
    match event:
        case happened.RadarTurned():
            if event.owner is None:
                return []
            spoken = {"reasons": in_words(event.reasons)}
            return tell(state, "isolation_red", event.owner.persons, {"subject": str(event.number)}, spoken=spoken)
        case happened.CareGiven() | happened.WatchBegan() | happened.ReportOverdue() | happened.ReportSettled():
            return []
        case _:
            assert_never(event)
