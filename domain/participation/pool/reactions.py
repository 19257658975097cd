"""How an invitation is told."""

from domain.participation.pool.events import InvitedToSuccessor
from domain.participation.state import Participation
from domain.shared.effects import Effect
from domain.shared.telling import tell


def react(event: InvitedToSuccessor, state: Participation) -> list[Effect]:
    """The one invitation."""
    about = {"successor": event.name, "region": event.region}
    return tell(state, "successor_invitation", (state.person,), about)
