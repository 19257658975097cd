"""What may be asked of a team that works for a client: its contract, the client's hours, its tasks, who is there."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from domain.playbooks.schema import Gate
from domain.shared.actors import Role
from domain.shared.models import Command
from domain.shared.periods import ZoneName
from domain.shared.values import Identifier, Line
from domain.shared.weekly import HoursAhead, Week

OFFICE = frozenset({Role.COORDINATOR, Role.OPERATOR})


class ConcludeClientContract(Command):
    """Operator and client have signed what the team does for the client; `contract` says where it is kept."""

    type: Literal["ConcludeClientContract"] = "ConcludeClientContract"
    who: ClassVar[frozenset[Role]] = OFFICE
    contract: Line
    signed_on: date


class SetBusinessHours(Command):
    """When the client's customers are served, on the client's clock, and by how many members at each moment."""

    type: Literal["SetBusinessHours"] = "SetBusinessHours"
    who: ClassVar[frozenset[Role]] = OFFICE
    hours: Annotated[Week, Field(min_length=1)]
    minimum_coverage: Annotated[int, Field(ge=0, le=100)]


class AddTask(Command):
    """Something is to be done; without an `assignee` (a participation) the coordinator finds somebody."""

    type: Literal["AddTask"] = "AddTask"
    who: ClassVar[frozenset[Role]] = OFFICE | {Role.COMPANY}
    task: Identifier
    title: Line
    assignee: Identifier | None = None


class AssignTask(Command):
    """Somebody else does it from now on."""

    type: Literal["AssignTask"] = "AssignTask"
    who: ClassVar[frozenset[Role]] = OFFICE
    task: Identifier
    assignee: Identifier


class FinishTask(Command):
    """It is done, and stays done."""

    type: Literal["FinishTask"] = "FinishTask"
    who: ClassVar[frozenset[Role]] = OFFICE | {Role.PARTICIPANT}
    task: Identifier


class NoteStanding(Command):
    """Whether a member is there, when they have time, and what keeps them from it.

    `number` says which of two is the later one; `until` is the first day from which they will not be there,
    `hours_ahead` are the hours that they have announced, in the order of their days.
    """

    type: Literal["NoteStanding"] = "NoteStanding"
    who: ClassVar[frozenset[Role]] = frozenset({Role.SYSTEM})
    participation: Identifier
    number: int
    active: bool
    time_zone: ZoneName
    hours: Week
    missing: tuple[Gate, ...]
    until: date | None
    hours_ahead: tuple[HoursAhead, ...] = ()


TeamCommand = ConcludeClientContract | SetBusinessHours | AddTask | AssignTask | FinishTask | NoteStanding
