"""How a person hears of a service that follows: once, in however many pools they are."""

from typing import Any

from domain.participation.pool.commands import TellOfSuccessor
from domain.person.pool.commands import HearOfSuccessor
from domain.person.pool.events import SuccessorHeardOf
from domain.shared.effects import Effect
from domain.shared.models import Event
from domain.shared.telling import to_stream


def hear(command: HearOfSuccessor, person: Any) -> list[Event]:
    """The first participation that asks tells it; nobody tells somebody who was erased."""
    if person is None or person.erased or command.service in person.successors:
        return []
    return [SuccessorHeardOf(**command.model_dump(exclude={"type"}))]


def react(event: SuccessorHeardOf) -> list[Effect]:
    """That participation writes the invitation."""
    telling = TellOfSuccessor(**event.model_dump(exclude={"type", "participation"}))
    return [to_stream("participation", event.participation, telling)]
