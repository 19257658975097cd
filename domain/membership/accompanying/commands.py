"""What may be asked about a client's goal, their reports and the answers. Nothing here assesses anybody."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from domain.shared.actors import Role
from domain.shared.models import Command
from domain.shared.values import Line, Prose

OFFICE = frozenset({Role.COORDINATOR, Role.OPERATOR})
StepNumbers = Annotated[tuple[Annotated[int, Field(ge=1, le=20)], ...], Field(max_length=20)]


class SetGoal(Command):
    """What a client wants to get to, and the steps on the way; it takes the place of the goal before."""

    type: Literal["SetGoal"] = "SetGoal"
    who: ClassVar[frozenset[Role]] = frozenset({Role.PARTICIPANT})
    goal: Line
    steps: Annotated[tuple[Line, ...], Field(max_length=20)] = ()


class WriteReport(Command):
    """A few words about the day or the week; `done` are the numbers of steps that are done now."""

    type: Literal["WriteReport"] = "WriteReport"
    who: ClassVar[frozenset[Role]] = frozenset({Role.PARTICIPANT})
    text: Prose
    done: StepNumbers = ()


class AnswerReport(Command):
    """A warm answer to a report: no marks, no categories, no verdict, only words."""

    type: Literal["AnswerReport"] = "AnswerReport"
    who: ClassVar[frozenset[Role]] = OFFICE | {Role.COMPANION}
    number: Annotated[int, Field(ge=1)]
    text: Prose


AccompanyingCommand = SetGoal | WriteReport | AnswerReport
