"""What happened on somebody's way before they were sent."""

from datetime import date
from typing import Literal

from domain.shared.actors import Actor
from domain.shared.models import Event
from domain.shared.values import Identifier, PersonalText


class ModuleDone(Event):
    """One module is done; `complete` tells whether it was the last of those that the playbook names."""

    type: Literal["ModuleDone"] = "ModuleDone"
    module: Identifier
    done_on: date
    learned: PersonalText
    by: Actor
    complete: bool


class Departed(Event):
    """The day on which the participant leaves is settled."""

    type: Literal["Departed"] = "Departed"
    leaves_on: date
    by: Actor


ModuleEvent = ModuleDone | Departed
