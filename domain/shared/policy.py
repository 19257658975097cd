"""May this actor do this here? The one policy, asked for every command before it is decided."""

from typing import Any

from domain.shared.actors import Actor, Role
from domain.shared.decider import Aggregate
from domain.shared.models import Command
from domain.shared.refusals import NotAllowed, not_found
from domain.shared.values import BilingualText

TENANT_WIDE = frozenset({Role.COORDINATOR, Role.OPERATOR, Role.SYSTEM})
"""Roles that reach every stream of their tenant; all others must belong to the stream."""


def authorize(aggregate: Aggregate, command: Command, actor: Actor, state: Any | None) -> None:
    """Refuse what the actor may not do.

    Raises:
        NotAllowed: the actor's role may never send this command.
        NotFound: the actor does not belong to this stream, which then looks as if it were not there.
    """
    if actor.role not in command.who:
        allowed = ", ".join(sorted(role.value for role in command.who))
        name = type(command).__name__
        raise NotAllowed(
            "not-allowed",
            wrong=BilingualText(
                ja=f"{actor.role.value} は {name} を実行できません。", en=f"A {actor.role.value} cannot send {name}."
            ),
            right=BilingualText(ja=f"実行できる役割: {allowed}。", en=f"These roles can: {allowed}."),
        )
    if actor.role in TENANT_WIDE or state is None:
        return
    if actor.role not in aggregate.relations(state, actor.person):
        raise not_found(f"{aggregate.kind}:{state.id}")
