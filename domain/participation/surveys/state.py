"""The surveys of one participant as they are kept, and how events change them."""

from typing import Literal, assert_never

from pydantic import Field

from domain.participation.surveys import events as happened
from domain.participation.surveys.events import SurveyEvent
from domain.playbooks.capabilities.surveys import Question
from domain.shared.models import FrozenModel
from domain.shared.values import BilingualText, PersonalText
from domain.shared.waiting import Wait, closed, opened


class Survey(FrozenModel):
    """What was asked, and what was answered."""

    title: BilingualText
    questions: dict[str, Question]
    standing: Literal["asked", "answered", "closed"] = "asked"
    ratings: dict[str, int] = Field(default_factory=dict)
    chosen: dict[str, str] = Field(default_factory=dict)
    texts: dict[str, PersonalText] = Field(default_factory=dict)


Surveys = dict[str, Survey]
"""By name."""


def survey_changes(surveys: Surveys, waits: dict[str, Wait], event: SurveyEvent) -> dict[str, object]:
    """What one event changes about the surveys and the participation's waits."""
    match event:
        case happened.SurveySent():
            survey = Survey(title=event.title, questions=event.questions)
            wait = Wait(kind="survey_answer", subject=event.survey, owner=event.owner, schedule=event.schedule)
            waits = opened(waits, wait)
        case happened.SurveyAnswered():
            given = {"ratings": event.ratings, "chosen": event.chosen, "texts": event.texts}
            survey = surveys[event.survey].model_copy(update={**given, "standing": "answered"})
            waits = closed(waits, f"survey_answer:{event.survey}")
        case happened.SurveyClosed():
            survey = surveys[event.survey].model_copy(update={"standing": "closed"})
            waits = closed(waits, f"survey_answer:{event.survey}")
        case _:
            assert_never(event)
    return {"surveys": {**surveys, event.survey: survey}, "waits": waits}
