"""Surveys that participants are asked to answer: sent by themselves, reminded of once, then closed."""

from collections.abc import Iterator, Mapping
from typing import Literal

from pydantic import Field

from domain.playbooks.capabilities.capability import Capability, Check, Senseless, senseless
from domain.playbooks.models import PlaybookModel
from domain.shared.values import BilingualText, Identifier

SCALE = range(1, 6)
"""What a question of the kind `scale` is answered with: 1 (not at all) to 5 (very much)."""


class Question(PlaybookModel):
    """One question: a number from 1 to 5, one of its choices, or free words."""

    kind: Literal["scale", "choice", "text"]
    text: BilingualText
    choices: dict[Identifier, BilingualText] = Field(default_factory=dict, max_length=20)


class SurveyRules(PlaybookModel):
    """One survey: its title, its questions by name, and what makes it go out to a participant."""

    title: BilingualText
    asked: Literal["programme_completed", "work_ended"] = "work_ended"
    questions: dict[Identifier, Question] = Field(min_length=1, max_length=30)


CHOICES = 'choices = { yes = { ja = "はい", en = "Yes" }, no = { ja = "いいえ", en = "No" } }'


def _choices_belong_to_choosing(surveys: Mapping[str, SurveyRules]) -> Iterator[Senseless]:
    for survey, rules in surveys.items():
        for name, question in rules.questions.items():
            place = ("surveys", survey, "questions", name)
            if question.kind == "choice" and len(question.choices) < 2:
                yield senseless(
                    "kind が choice の質問には、選択肢(choices)が二つ以上必要です。",
                    "A question of the kind choice needs two choices or more.",
                    f'kind = "choice" ⏎ {CHOICES}',
                    (*place, "choices"),
                    (*place, "kind"),
                )
            if question.kind != "choice" and question.choices:
                yield senseless(
                    f"kind が {question.kind} の質問に、選択肢(choices)は付けられません。",
                    f"A question of the kind {question.kind} has no choices; let its kind be choice.",
                    f'kind = "choice" ⏎ {CHOICES}',
                    (*place, "choices"),
                )


def _programmes_can_be_completed(
    surveys: Mapping[str, SurveyRules], sessions: Mapping[str, object], packs: tuple[str, ...]
) -> Iterator[Senseless]:
    if sessions or packs:
        return
    for name, one in surveys.items():
        if one.asked == "programme_completed":
            yield senseless(
                "セッション([rules.sessions])も資料(packs)もないので、修了する人がなく、このアンケートは届きません。",
                "Without [rules.sessions] or packs nobody completes a programme, so that nobody is ever asked.",
                'asked = "work_ended"',
                ("surveys", name, "asked"),
            )


SURVEYS = Capability(
    name="surveys",
    waits=("survey_answer",),
    messages={
        "survey_request": frozenset({"survey", "questions"}),
        "survey_answered": frozenset({"survey"}),
        "survey_answer_reminder": frozenset({"survey", "questions"}),
        "survey_answer_escalated": frozenset({"survey"}),
    },
    asks={"survey_request": "survey_answer"},
    examples={
        "rules.surveys.*.choices*": f'[rules.surveys.closing.questions.wish] ⏎ kind = "choice" ⏎ {CHOICES}',
        "rules.surveys.*.questions*": '[rules.surveys.closing.questions.wish] ⏎ kind = "scale" '
        '⏎ text = { ja = "働きたいですか", en = "Do you want to work?" }',
        "rules.surveys*": '[rules.surveys.closing] ⏎ title = { ja = "終わりのアンケート", en = "Closing survey" } '
        '⏎ asked = "work_ended" ⏎ ⏎ [rules.surveys.closing.questions.wish] ⏎ kind = "scale" '
        '⏎ text = { ja = "働きたいですか", en = "Do you want to work?" }',
    },
    checks=(
        Check(("surveys",), _choices_belong_to_choosing),
        Check(("surveys", "sessions", "packs"), _programmes_can_be_completed),
    ),
)
