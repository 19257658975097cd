"""What happened on the radar of a participation."""

from typing import Literal

from domain.shared.models import Event
from domain.shared.watching import CareGiven, RadarTurned


class RestNoted(Event):
    """The whole engagement rests, or looks back already; or it goes on, and a word is waited for again."""

    type: Literal["RestNoted"] = "RestNoted"
    number: int
    resting: bool


WatchingEvent = RadarTurned | CareGiven | RestNoted
