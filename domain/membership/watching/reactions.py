"""Who is told when the radar turns."""

from typing import assert_never

from domain.membership.state import Membership
from domain.membership.watching import events as happened
from domain.membership.watching.events import WatchingEvent
from domain.shared.effects import Effect
from domain.shared.watching import CareGiven, RadarTurned, ask_for_care


def react(event: WatchingEvent, state: Membership) -> list[Effect]:
    """The effects of one event; `state` is that after the event."""
    match event:
        case RadarTurned() | CareGiven():
            return ask_for_care(event, state)
        case happened.WatchBegan() | happened.ReportOverdue() | happened.ReportSettled():
            return []
        case _:
            assert_never(event)
