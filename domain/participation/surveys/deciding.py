"""Surveys: sent when the playbook says so, answered once and completely, closed when no answer came."""

from collections.abc import Mapping

from domain.participation.state import Participation
from domain.participation.surveys.commands import AnswerSurvey
from domain.participation.surveys.events import SurveyAnswered, SurveyClosed, SurveySent
from domain.participation.surveys.state import Survey
from domain.playbooks.capabilities.surveys import SCALE, Question
from domain.shared.actors import Role
from domain.shared.deadlines import Escalated, MeetDeadline, meet
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.refusals import DomainError, refusal
from domain.shared.values import BilingualText, narrative
from domain.shared.waiting import Owner
from domain.shared.wording import choices_in_words

OCCASIONS = {"ProgrammeCompleted": "programme_completed", "WorkEnded": "work_ended"}
"""Which event makes a survey go out, by what a playbook calls the occasion."""


def with_surveys(events: list[Event], state: Participation, context: Context) -> list[Event]:
    """The events, and every survey that they make go out; nobody gets the same survey twice."""
    occasions = {OCCASIONS[name] for event in events if (name := type(event).__name__) in OCCASIONS}
    waiting = context.schedule("survey_answer", state.time_zone)
    sent = [
        SurveySent(
            survey=name,
            title=one.title,
            questions=one.questions,
            schedule=waiting,
            owner=Owner(role=Role.PARTICIPANT, persons=(state.person,)),
        )
        for name, one in context.rules.surveys.items()
        if one.asked in occasions and name not in state.surveys
    ]
    return [*events, *sent]


def meet_survey(command: MeetDeadline, state: Participation, context: Context) -> list[Event]:
    """One reminder; then the survey is closed."""
    events = meet(state.waits, command, context.now)
    return [SurveyClosed(survey=event.subject) if isinstance(event, Escalated) else event for event in events]


def answer(command: AnswerSurvey, state: Participation) -> list[Event]:
    """Every number and choice is asked for; words of one's own are welcome and not asked for."""
    survey = _open_survey(command.survey, state)
    given = dict(_question_and_answer(text, survey) for text in command.answers)
    missing = [name for name, one in survey.questions.items() if one.kind != "text" and name not in given]
    if missing:
        raise refusal(
            "answers-missing",
            wrong=(f"まだ答えのない質問があります: {', '.join(missing)}。", f"Not answered yet: {', '.join(missing)}."),
            right=(
                "数字と選択の質問には、すべてお答えください。",
                "Answer every question that asks for a number or a choice.",
            ),
            field="answers",
        )
    return [_answered(command.survey, given, survey.questions, state)]


def _answered(name: str, given: Mapping[str, str], questions: Mapping[str, Question], state: Participation) -> Event:
    of_kind = {kind: {key: given[key] for key in given if questions[key].kind == kind} for kind in ("scale", "choice")}
    words = {key: text for key, text in given.items() if questions[key].kind == "text"}
    texts = {key: narrative(state.person, text) for key, text in words.items()}
    ratings = {key: int(text) for key, text in of_kind["scale"].items()}
    return SurveyAnswered(survey=name, ratings=ratings, chosen=of_kind["choice"], texts=texts)


def _open_survey(name: str, state: Participation) -> Survey:
    survey = state.surveys.get(name)
    if survey is None:
        known = choices_in_words({name: survey.title for name, survey in state.surveys.items()})
        raise refusal(
            "survey-unknown",
            wrong=(f"「{name}」というアンケートは届いていません。", f"No survey {name} was sent."),
            right=(
                f"届いているのは: {known.ja}。プレイブックの [rules.surveys.名前] で決めます。",
                f"Sent were: {known.en}. A playbook names its surveys in [rules.surveys.NAME].",
            ),
            field="survey",
        )
    if f"survey_answer:{name}" not in state.waits:
        raise refusal(
            "survey-over",
            wrong=("このアンケートは回答済みか、受付を終えています。", "This survey was answered, or is closed."),
            right=("お気持ちだけいただきます。ありがとうございます。", "Thank you all the same; nothing is owed."),
            field="survey",
        )
    return survey


def _question_and_answer(text: str, survey: Survey) -> tuple[str, str]:
    name, sign, given = (part.strip() for part in text.partition("="))
    question = survey.questions.get(name)
    if question is None or not sign or not given:
        known = choices_in_words({name: one.text for name, one in survey.questions.items()})
        raise refusal(
            "answer-unclear",
            wrong=(
                f"「{text[:40]}」がどの質問への答えか分かりません。",
                f"It is unclear what {text[:40]!r} answers.",
            ),
            right=(
                f"質問=答え の形で書いてください。質問: {known.ja}。",
                f"Write QUESTION=ANSWER. Questions: {known.en}.",
            ),
            field="answers",
        )
    return name, _checked(name, question, given)


def _checked(name: str, question: Question, given: str) -> str:
    allowed = {"scale": [str(number) for number in SCALE], "choice": list(question.choices)}.get(question.kind)
    if allowed is not None and given not in allowed:
        raise _not_among(name, question, given)
    return given


def _not_among(name: str, question: Question, given: str) -> DomainError:
    asked, numbers = question.text, ", ".join(str(number) for number in SCALE)
    known = choices_in_words(question.choices) if question.choices else BilingualText(ja=numbers, en=numbers)
    return refusal(
        "answer-unknown",
        wrong=(
            f"「{asked.ja}」({name})の答えに「{given[:40]}」はありません。",
            f'{given[:40]!r} is no answer to "{asked.en}" ({name}).',
        ),
        right=(f"選べるのは: {known.ja}。", f"There are: {known.en}."),
        field="answers",
    )
