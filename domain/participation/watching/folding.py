"""How a participation's events change what its radar goes by."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from domain.participation.watching.events import RestNoted, WatchingEvent
from domain.participation.watching.state import ParticipantRadar
from domain.shared.periods import local_date
from domain.shared.watching import watching_changes as shared_changes

if TYPE_CHECKING:
    from domain.participation.state import Participation

SIGNS = frozenset({"CheckInSubmitted", "SessionHeld", "PackAcknowledged", "SurveyAnswered"})
"""What a participant does, or is there for: signs of life."""


def watching_changes(state: "Participation", event: WatchingEvent) -> dict[str, Any]:
    """The fields of a participation that are others after the event."""
    if isinstance(event, RestNoted):
        noted = {"rest": event.number, "resting": event.resting}
        return {"radar": state.radar.model_copy(update=noted)}
    return shared_changes(state, event)


def is_watched(state: "Participation") -> bool:
    """Whether the radar looks after somebody: while they work, and neither they nor the whole engagement rests.

    Who has announced to have no time at all, as in a lockdown, is not waited for.
    """
    unavailable = state.places.hours == ()
    rests = state.paused_since is not None or state.radar.resting or unavailable
    return state.radar.watch is not None and state.stage == "work" and not rests


def after_signs(before: "Participation", state: "Participation", event: Any, at: datetime) -> ParticipantRadar:
    """The radar after an event of any part: a sign of life is one, and with work that begins or goes on silence is
    counted anew.

    `state` is that after the event.
    """
    begins = is_watched(state) and not is_watched(before)
    if begins or event.type in SIGNS:
        return state.radar.heard(local_date(at, state.time_zone))
    return state.radar
