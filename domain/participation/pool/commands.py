"""What those who stayed in touch are asked."""

from typing import ClassVar, Literal

from domain.shared.actors import Role
from domain.shared.models import Command
from domain.shared.values import Identifier


class InviteToSuccessor(Command):
    """A service that follows this one opens its doors to those who stayed in the pool."""

    type: Literal["InviteToSuccessor"] = "InviteToSuccessor"
    who: ClassVar[frozenset[Role]] = frozenset({Role.SYSTEM})
    service: Identifier
    name: str
    region: str


class TellOfSuccessor(Command):
    """The person has not heard of that service by another participation: this one invites them."""

    type: Literal["TellOfSuccessor"] = "TellOfSuccessor"
    who: ClassVar[frozenset[Role]] = frozenset({Role.SYSTEM})
    service: Identifier
    name: str
    region: str


PoolCommand = InviteToSuccessor | TellOfSuccessor
