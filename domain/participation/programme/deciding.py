"""Which rule of a programme answers which command."""

from typing import assert_never

from domain.participation.programme import commands as asked
from domain.participation.programme import completing, packs, sessions
from domain.participation.programme.commands import ProgrammeCommand
from domain.participation.state import Participation
from domain.shared.decider import Context
from domain.shared.models import Event


def decide(command: ProgrammeCommand, state: Participation, context: Context) -> list[Event]:
    """The events that follow from a command.

    Raises:
        DomainError: the command is refused.
    """
    match command:
        case asked.ArrangeSession():
            return sessions.arrange(command, state, context)
        case asked.MoveSession():
            return sessions.move(command, state, context)
        case asked.CancelSession():
            return sessions.cancel(command, state)
        case asked.RecordSession():
            return sessions.record(command, state, context)
        case asked.DeliverPack():
            return packs.deliver(command, state, context)
        case asked.AcknowledgePack():
            return packs.acknowledge(command, state)
        case asked.CompleteProgramme():
            return completing.complete(state, context)
        case _:
            assert_never(command)
