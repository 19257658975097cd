"""What happened to the surveys of one participant."""

from typing import Literal

from domain.playbooks.capabilities.surveys import Question
from domain.shared.models import Event
from domain.shared.values import BilingualText, Identifier, PersonalText
from domain.shared.waiting import Owner, Schedule


class SurveySent(Event):
    """The participant was asked these questions."""

    type: Literal["SurveySent"] = "SurveySent"
    survey: Identifier
    title: BilingualText
    questions: dict[Identifier, Question]
    schedule: Schedule
    owner: Owner


class SurveyAnswered(Event):
    """The participant answered, by question: numbers, choices, and words that are personal."""

    type: Literal["SurveyAnswered"] = "SurveyAnswered"
    survey: Identifier
    ratings: dict[Identifier, int]
    chosen: dict[Identifier, Identifier]
    texts: dict[Identifier, PersonalText]


class SurveyClosed(Event):
    """No answer came in time, and nobody is asked again. That is nobody's fault."""

    type: Literal["SurveyClosed"] = "SurveyClosed"
    survey: Identifier


SurveyEvent = SurveySent | SurveyAnswered | SurveyClosed
