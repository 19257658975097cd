"""Surveys: sent when the playbook says so, answered once and completely, closed when no answer came.

Shared by every stream that is one person's way: participants and members are asked in the same manner.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Set
from typing import Any, ClassVar, Literal, Protocol, assert_never

from pydantic import Field

from domain.playbooks.capabilities.surveys import SCALE, Question
from domain.shared.actors import Role
from domain.shared.deadlines import Escalated, MeetDeadline, meet
from domain.shared.decider import Context
from domain.shared.effects import Effect
from domain.shared.models import Command, Event, FrozenModel
from domain.shared.refusals import DomainError, refusal
from domain.shared.telling import OfOnePerson, tell
from domain.shared.values import BilingualText, Identifier, Language, PersonalText, Prose, narrative
from domain.shared.waiting import Owner, Schedule, Wait, closed, opened
from domain.shared.wording import choices_in_words

KIND = "survey_answer"
OCCASIONS = {
    "ProgrammeCompleted": "programme_completed",
    "WorkEnded": "work_ended",
    "EndedWithService": "service_ended",
    "LeftService": "member_left",
}
"""Which event makes a survey go out, by what a playbook calls the occasion."""
_SIGN = re.compile("[=\uff1d]")
"""What stands between a question and its answer, in half and in full width."""


class AnswerSurvey(Command):
    """Whoever was asked answers a survey, each answer as QUESTION=ANSWER: a number, a choice, or words of their own."""

    type: Literal["AnswerSurvey"] = "AnswerSurvey"
    who: ClassVar[frozenset[Role]] = frozenset({Role.COORDINATOR, Role.OPERATOR, Role.PARTICIPANT})
    survey: Identifier
    answers: tuple[Prose, ...] = Field(min_length=1, max_length=30)


class SurveySent(Event):
    """Somebody was asked these questions."""

    type: Literal["SurveySent"] = "SurveySent"
    survey: Identifier
    title: BilingualText
    questions: dict[Identifier, Question]
    schedule: Schedule
    owner: Owner


class SurveyAnswered(Event):
    """They answered, by question: numbers, choices, and words that are personal."""

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


class Survey(FrozenModel):
    """What was asked, and what was answered."""

    title: BilingualText
    questions: dict[str, Question]
    standing: Literal["asked", "answered", "closed"] = "asked"
    ratings: dict[str, int] = Field(default_factory=dict)
    chosen: dict[str, str] = Field(default_factory=dict)
    texts: dict[str, PersonalText] = Field(default_factory=dict)


class Surveyed(OfOnePerson, Protocol):
    """A state of somebody who may be asked to answer surveys, which it keeps by name."""

    @property
    def surveys(self) -> dict[str, Survey]: ...


def with_surveys(events: list[Event], state: Surveyed, context: Context, member_role: str | None = None) -> list[Event]:
    """The events, and every survey that they make go out; nobody gets the same survey twice.

    `member_role` is that of a member; participants have none.
    """
    occasions = {OCCASIONS[name] for event in events if (name := type(event).__name__) in OCCASIONS}
    return [*events, *_sent(occasions, state, context, member_role)] if occasions else events


def _sent(occasions: Set[str], state: Surveyed, context: Context, member_role: str | None) -> list[Event]:
    waiting = context.schedule(KIND, state.time_zone)
    return [
        SurveySent(
            survey=name,
            title=one.title,
            questions=one.questions,
            schedule=waiting,
            owner=Owner(role=Role.PARTICIPANT, persons=(state.person,)),
        )
        for name, one in context.rules.surveys.items()
        if one.asked in occasions and one.is_for(member_role) and name not in state.surveys
    ]


def meet_survey(command: MeetDeadline, state: Surveyed, context: Context) -> list[Event]:
    """One reminder; then the survey is closed."""
    events = meet(state.waits, command, context.now)
    return [SurveyClosed(survey=event.subject) if isinstance(event, Escalated) else event for event in events]


def answer_survey(command: AnswerSurvey, state: Surveyed) -> Event:
    """Every number and choice is asked for; words of one's own are welcome and not asked for.

    Raises:
        DomainError: the survey is not open, or an answer is missing, given twice, or none.
    """
    survey = _open_survey(command.survey, state)
    given = _given(command.answers, survey.questions)
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
    return _answered(command.survey, given, survey.questions, state)


def _answered(name: str, given: Mapping[str, str], questions: Mapping[str, Question], state: Surveyed) -> Event:
    of_kind = {kind: {key: given[key] for key in given if questions[key].kind == kind} for kind in ("scale", "choice")}
    words = {key: text for key, text in given.items() if questions[key].kind == "text"}
    texts = {key: narrative(state.person, text) for key, text in words.items()}
    ratings = {key: int(text) for key, text in of_kind["scale"].items()}
    return SurveyAnswered(survey=name, ratings=ratings, chosen=of_kind["choice"], texts=texts)


def _open_survey(name: str, state: Surveyed) -> Survey:
    survey = state.surveys.get(name)
    if survey is None:
        raise _not_sent(name, state)
    if f"{KIND}:{name}" not in state.waits:
        raise refusal(
            "survey-over",
            wrong=("このアンケートは回答済みか、受付を終えています。", "This survey was answered, or is closed."),
            right=("お気持ちだけいただきます。ありがとうございます。", "Thank you all the same; nothing is owed."),
            field="survey",
        )
    return survey


def _not_sent(name: str, state: Surveyed) -> DomainError:
    known = choices_in_words({name: survey.title for name, survey in state.surveys.items()})
    sent = (f"届いているのは: {known.ja}。", f"Sent were: {known.en}.")
    ja, en = sent if state.surveys else ("アンケートは、まだ一つも届いていません。", "None was sent yet.")
    return refusal(
        "survey-unknown",
        wrong=(f"「{name}」というアンケートは届いていません。", f"No survey {name} was sent."),
        right=(
            f"{ja}プレイブックの [rules.surveys.名前] の asked で決まるときに、自動で届きます。",
            f"{en} Each goes out by itself, when its [rules.surveys.NAME] asked in the playbook says so.",
        ),
        field="survey",
    )


def _given(answers: Iterable[str], questions: Mapping[str, Question]) -> dict[str, str]:
    """The answers by question, as they are kept; all that cannot be used is named at once."""
    given: dict[str, str] = {}
    refused = []
    for text in answers:
        try:
            name, answer = _question_and_answer(text, questions)
            if name in given:
                raise _answered_twice(name, questions[name])
        except DomainError as error:
            refused.append(error)
        else:
            given[name] = answer
    if refused:
        raise _together(refused)
    return given


def _together(refused: list[DomainError]) -> DomainError:
    """Several refusals as one, under the code of the first; what they share is said once."""
    wrong, right = ([one.wrong for one in refused], [one.right for one in refused])
    return refusal(refused[0].code, wrong=_joined(wrong), right=_joined(right), field="answers")


def _joined(sentences: list[BilingualText]) -> tuple[str, str]:
    return "".join(dict.fromkeys(one.ja for one in sentences)), " ".join(dict.fromkeys(one.en for one in sentences))


def _answered_twice(name: str, question: Question) -> DomainError:
    return refusal(
        "answer-twice",
        wrong=(
            f"「{question.text.ja}」({name})に、答えが二つ以上あります。",
            f'"{question.text.en}" ({name}) is answered more than once.',
        ),
        right=("質問ごとに、答えは一つだけ書いてください。", "Give one answer to each question."),
        field="answers",
    )


def _question_and_answer(text: str, questions: Mapping[str, Question]) -> tuple[str, str]:
    said, *given = (part.strip() for part in _SIGN.split(text, maxsplit=1))
    name = _folded(said)
    question = questions.get(name)
    if question is not None and question.kind == "text" and given == [""]:
        raise _nothing_to_say(name, question)
    if question is None or not any(given):
        raise _unclear(text, questions)
    answer = _meant(question, given[0])
    if answer is None:
        raise _not_among(name, question, given[0])
    return name, answer


def _nothing_to_say(name: str, question: Question) -> DomainError:
    return refusal(
        "answer-empty",
        wrong=(
            f"「{question.text.ja}」({name})の答えが空です。",
            f'The answer to "{question.text.en}" ({name}) is empty.',
        ),
        right=("書くことがなければ、この質問は省いてください。", f"Leave {name} out where there is nothing to say."),
        field="answers",
    )


def _unclear(text: str, questions: Mapping[str, Question]) -> DomainError:
    known = choices_in_words({name: one.text for name, one in questions.items()})
    return refusal(
        "answer-unclear",
        wrong=(f"「{text[:40]}」がどの質問への答えか分かりません。", f"It is unclear what {text[:40]!r} answers."),
        right=(f"質問=答え の形で書いてください。質問: {known.ja}。", f"Write QUESTION=ANSWER. Questions: {known.en}."),
        field="answers",
    )


def _meant(question: Question, given: str) -> str | None:
    """The answer as it is kept: a choice may be given by its words, as the mail offers them; None where it is none."""
    if question.kind == "text":
        return given
    said = _folded(given)
    names = [str(number) for number in SCALE] if question.kind == "scale" else list(question.choices)
    by_words = [name for name, words in question.choices.items() if said in (_folded(words.ja), _folded(words.en))]
    found = [said] if said in names else by_words
    return found[0] if len(found) == 1 else None


def _folded(text: str) -> str:
    """Digits and letters as they are meant: full width as half width, small as capital."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


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


def survey_changes(state: Surveyed, event: SurveyEvent) -> dict[str, Any]:
    """What one event changes about the surveys and the waits of a state."""
    surveys, waits = state.surveys, closed(state.waits, f"{KIND}:{event.survey}")
    match event:
        case SurveySent():
            survey = Survey(title=event.title, questions=event.questions)
            wait = Wait(kind=KIND, subject=event.survey, owner=event.owner, schedule=event.schedule)
            waits = opened(waits, wait)
        case SurveyAnswered():
            given = {"ratings": event.ratings, "chosen": event.chosen, "texts": event.texts}
            survey = surveys[event.survey].model_copy(update={**given, "standing": "answered"})
        case SurveyClosed():
            survey = surveys[event.survey].model_copy(update={"standing": "closed"})
        case _:
            assert_never(event)
    return {"surveys": {**surveys, event.survey: survey}, "waits": waits}


def open_surveys(waits: dict[str, Wait]) -> dict[str, Wait]:
    """The waits for answers to surveys: whatever else ends, these can be given until their survey is closed."""
    return {key: wait for key, wait in waits.items() if wait.kind == KIND}


def tell_of_survey(event: SurveyEvent, state: Surveyed) -> list[Effect]:
    """Who is told of one event; `state` is that after the event."""
    survey = state.surveys[event.survey]
    about = {"subject": event.survey}
    match event:
        case SurveySent():
            return tell(state, "survey_request", (state.person,), about, spoken=_words(survey))
        case SurveyAnswered():
            return tell(state, "survey_answered", (state.person,), about, spoken={"survey": survey.title})
        case SurveyClosed():
            spoken = {"survey": survey.title}
            return tell(state, "survey_answer_escalated", (state.coordinator,), about, spoken=spoken)
        case _:
            assert_never(event)


def survey_words(wait: Wait, state: Surveyed) -> dict[str, BilingualText]:
    """What a reminder of a survey says besides who and until when."""
    return _words(state.surveys[wait.subject]) if wait.kind == KIND else {}


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
