"""What may be asked about surveys."""

from typing import ClassVar, Literal

from pydantic import Field

from domain.shared.actors import Role
from domain.shared.models import Command
from domain.shared.values import Identifier, Prose

PARTICIPANT = frozenset({Role.COORDINATOR, Role.OPERATOR, Role.PARTICIPANT})


class AnswerSurvey(Command):
    """The participant answers a survey, each answer as QUESTION=ANSWER: a number, a choice, or words of their own."""

    type: Literal["AnswerSurvey"] = "AnswerSurvey"
    who: ClassVar[frozenset[Role]] = PARTICIPANT
    survey: Identifier
    answers: tuple[Prose, ...] = Field(min_length=1, max_length=30)


SurveyCommand = AnswerSurvey
