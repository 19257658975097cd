"""Who is told of a survey's events."""

from typing import assert_never

from domain.participation.state import Participation
from domain.participation.surveys import events as happened
from domain.participation.surveys.events import SurveyEvent
from domain.participation.surveys.state import Survey
from domain.playbooks.capabilities.surveys import SCALE, Question
from domain.shared.effects import Effect
from domain.shared.telling import tell
from domain.shared.values import BilingualText, Language
from domain.shared.waiting import Wait


def react(event: SurveyEvent, state: Participation) -> list[Effect]:
    """The effects of one event; `state` is that after the event."""
    survey = state.surveys[event.survey]
    about = {"subject": event.survey}
    match event:
        case happened.SurveySent():
            return tell(state, "survey_request", (state.person,), about, spoken=_words(survey))
        case happened.SurveyAnswered():
            return tell(state, "survey_answered", (state.person,), about, spoken={"survey": survey.title})
        case happened.SurveyClosed():
            spoken = {"survey": survey.title}
            return tell(state, "survey_answer_escalated", (state.coordinator,), about, spoken=spoken)
        case _:
            assert_never(event)


def wait_words(wait: Wait, state: Participation) -> dict[str, BilingualText]:
    """What a reminder of a survey says besides who and until when."""
    return _words(state.surveys[wait.subject]) if wait.kind == "survey_answer" else {}


def _words(survey: Survey) -> dict[str, BilingualText]:
    asked = {language: "\n".join(_asked(survey, language)) for language in ("ja", "en")}
    return {"survey": survey.title, "questions": BilingualText(**asked)}


def _asked(survey: Survey, language: Language) -> list[str]:
    return [
        f"{number}. {one.text.of(language)}{_how(one, language)}"
        for number, one in enumerate(survey.questions.values(), start=1)
    ]


def _how(question: Question, language: Language) -> str:
    gap = "" if language == "ja" else " "
    if question.kind == "scale":
        first, last = SCALE[0], SCALE[-1]
        return f"{gap}({first} 〜 {last})" if language == "ja" else f"{gap}({first} to {last})"
    if question.kind == "choice":
        return f"{gap}({' / '.join(one.of(language) for one in question.choices.values())})"
    return "(自由にお書きください)" if language == "ja" else f"{gap}(in your own words)"
