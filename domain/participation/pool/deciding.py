"""Who is invited to a successor."""

from typing import assert_never

from domain.participation.pool import commands as asked
from domain.participation.pool.commands import PoolCommand
from domain.participation.pool.events import InvitedToSuccessor, SuccessorAwaits
from domain.participation.state import Participation
from domain.shared.models import Event


def decide(command: PoolCommand, state: Participation) -> list[Event]:
    """Only who is in the pool today, and to each successor once."""
    if not state.in_pool:
        return []
    values = command.model_dump(exclude={"type"})
    match command:
        case asked.InviteToSuccessor():
            return [] if command.service in state.successors else [SuccessorAwaits(**values)]
        case asked.TellOfSuccessor():
            return [] if command.service in state.invited_to else [InvitedToSuccessor(**values)]
        case _:
            assert_never(command)
