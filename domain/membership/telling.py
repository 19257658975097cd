"""How a membership tells people of itself."""

from collections.abc import Iterable
from typing import Any

from domain.membership.state import Membership
from domain.shared.effects import Effect
from domain.shared.telling import notify


def tell(
    state: Membership, template: str, people: Iterable[str], about: dict[str, str] | None = None, **values: Any
) -> list[Effect]:
    """A message about this membership, to each of these people once."""
    return notify(template, people, about={"title": state.title, "host": state.host, **(about or {})}, **values)
