"""What happened to those who stayed in touch."""

from typing import Literal

from domain.shared.models import Event
from domain.shared.values import Identifier


class SuccessorAwaits(Event):
    """A service that follows would invite somebody in the pool; whether they heard of it, their person knows."""

    type: Literal["SuccessorAwaits"] = "SuccessorAwaits"
    service: Identifier
    name: str
    region: str


class InvitedToSuccessor(Event):
    """Somebody in the pool was invited to a service that follows this one, once."""

    type: Literal["InvitedToSuccessor"] = "InvitedToSuccessor"
    service: Identifier
    name: str
    region: str


PoolEvent = SuccessorAwaits | InvitedToSuccessor
