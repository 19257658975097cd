"""What may be asked of somebody's way before they are sent."""

from datetime import date
from typing import ClassVar, Literal

from domain.shared.actors import Role
from domain.shared.models import Command
from domain.shared.values import Identifier, Prose

OFFICE = frozenset({Role.COORDINATOR, Role.OPERATOR})


class RecordModule(Command):
    """One of the modules that the playbook names is done, on a day, and what was learned."""

    type: Literal["RecordModule"] = "RecordModule"
    who: ClassVar[frozenset[Role]] = OFFICE | {Role.PARTICIPANT}
    module: Identifier
    done_on: date
    learned: Prose


class Depart(Command):
    """The participant leaves on this day, with every module done."""

    type: Literal["Depart"] = "Depart"
    who: ClassVar[frozenset[Role]] = OFFICE | {Role.PARTICIPANT}
    leaves_on: date


ModuleCommand = RecordModule | Depart
