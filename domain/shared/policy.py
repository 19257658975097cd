"""May this actor do this here? The one policy, asked for every command before it is decided."""

from typing import Any

from domain.shared.actors import Actor, Role
from domain.shared.decider import Aggregate
from domain.shared.models import Command
from domain.shared.refusals import not_found
from domain.shared.role_words import not_for

TENANT_WIDE = frozenset({Role.COORDINATOR, Role.OPERATOR, Role.SYSTEM})
"""Roles that reach every stream of their tenant; all others must belong to the stream."""


def authorize(aggregate: Aggregate, stream_id: str, command: Command, actor: Actor, state: Any | None) -> None:
    """Refuse what the actor may not do. `state` is None where there is no such stream yet.

    Raises:
        NotAllowed: the actor's role may never send this command.
        NotFound: there is no such stream to act on, or the actor does not belong to it: both look the same.
    """
    if actor.role not in command.who:
        raise not_for(actor.role, command.who)
    if state is None:
        if not command.creates:
            raise not_found(f"{aggregate.kind}:{stream_id}")
        return
    if actor.role not in TENANT_WIDE and actor.role not in aggregate.relations(state, actor.person):
        raise not_found(f"{aggregate.kind}:{stream_id}")
