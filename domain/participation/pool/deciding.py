"""Who is invited to a successor."""

from domain.participation.pool.commands import InviteToSuccessor
from domain.participation.pool.events import InvitedToSuccessor
from domain.participation.state import Participation
from domain.shared.models import Event


def invite(command: InviteToSuccessor, state: Participation) -> list[Event]:
    """Only who is in the pool today, and to each successor once."""
    if not state.in_pool or command.service in state.invited_to:
        return []
    return [InvitedToSuccessor(**command.model_dump(exclude={"type"}))]
