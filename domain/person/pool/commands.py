"""What a person is told of services that follow those whose pool they stayed in."""

from typing import ClassVar, Literal

from domain.shared.actors import Role
from domain.shared.models import Command
from domain.shared.values import Identifier


class HearOfSuccessor(Command):
    """A participation of theirs, in the pool, was told of a service that follows; they hear of it by the first only."""

    type: Literal["HearOfSuccessor"] = "HearOfSuccessor"
    who: ClassVar[frozenset[Role]] = frozenset({Role.SYSTEM})
    participation: Identifier
    service: Identifier
    name: str
    region: str
