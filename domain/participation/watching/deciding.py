"""What a participation decides about its radar when it is told, or when somebody was looked after."""

from typing import assert_never

from domain.participation.state import Participation
from domain.participation.watching.commands import NoteRest, WatchingCommand
from domain.participation.watching.events import RestNoted
from domain.shared.models import Event
from domain.shared.watching import CloseCare, close_care


def decide(command: WatchingCommand, state: Participation) -> list[Event]:
    """The events that follow from a command.

    Raises:
        DomainError: the command is refused.
    """
    match command:
        case CloseCare():
            return [close_care(command, state)]
        case NoteRest():
            over = state.stage not in ("apply", "prepare", "work")
            known = over or command.number <= state.radar.rest
            return [] if known else [RestNoted(number=command.number, resting=command.resting)]
        case _:
            assert_never(command)
