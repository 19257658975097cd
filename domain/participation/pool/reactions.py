"""How an invitation is told, to a person once."""

from typing import assert_never

from domain.participation.pool.events import InvitedToSuccessor, PoolEvent, SuccessorAwaits
from domain.participation.state import Participation
from domain.person.pool.commands import HearOfSuccessor
from domain.shared.effects import Effect
from domain.shared.telling import tell, to_stream


def react(event: PoolEvent, state: Participation) -> list[Effect]:
    """The person is asked whether they heard of it by another participation; else they get the one invitation."""
    match event:
        case SuccessorAwaits():
            hearing = HearOfSuccessor(participation=state.id, **event.model_dump(exclude={"type"}))
            return [to_stream("person", state.person, hearing)]
        case InvitedToSuccessor():
            about = {"successor": event.name, "region": event.region}
            return tell(state, "successor_invitation", (state.person,), about)
        case _:
            assert_never(event)
