"""Of which services a person has heard that follow those whose pool they stayed in."""

from typing import Literal

from domain.shared.models import Event
from domain.shared.values import Identifier


class SuccessorHeardOf(Event):
    """The person hears of a service that follows, by this participation and no other one."""

    type: Literal["SuccessorHeardOf"] = "SuccessorHeardOf"
    participation: Identifier
    service: Identifier
    name: str
    region: str
