"""Surveys that participants are asked to answer: sent by themselves, reminded of once, then closed."""

from typing import Literal, Self

from pydantic import Field, model_validator

from domain.playbooks.capabilities.capability import Capability
from domain.playbooks.models import PlaybookModel
from domain.shared.values import BilingualText, Identifier

SCALE = range(1, 6)
"""What a question of the kind `scale` is answered with: 1 (not at all) to 5 (very much)."""


class Question(PlaybookModel):
    """One question: a number from 1 to 5, one of its choices, or free words."""

    kind: Literal["scale", "choice", "text"]
    text: BilingualText
    choices: dict[Identifier, BilingualText] = Field(default_factory=dict, max_length=20)

    @model_validator(mode="after")
    def _choices_belong_to_choosing(self) -> Self:
        if self.kind == "choice" and len(self.choices) < 2:
            raise ValueError("a question of the kind choice offers two choices or more")
        if self.kind != "choice" and self.choices:
            raise ValueError(f"a question of the kind {self.kind} has no choices; let its kind be choice")
        return self


class SurveyRules(PlaybookModel):
    """One survey: its title, its questions by name, and what makes it go out to a participant."""

    title: BilingualText
    asked: Literal["programme_completed", "work_ended"] = "work_ended"
    questions: dict[Identifier, Question] = Field(min_length=1, max_length=30)


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
        "rules.surveys.*.questions*": '[rules.surveys.closing.questions.wish] ⏎ kind = "scale" '
        '⏎ text = { ja = "働きたいですか", en = "Do you want to work?" }',
        "rules.surveys": '[rules.surveys.closing] ⏎ title = { ja = "終わりのアンケート", en = "Closing survey" } '
        '⏎ asked = "programme_completed" ⏎ ⏎ [rules.surveys.closing.questions.wish] ⏎ kind = "scale" '
        '⏎ text = { ja = "働きたいですか", en = "Do you want to work?" }',
        "rules.surveys*": '[rules.surveys.closing] ⏎ title = { ja = "終わりのアンケート", en = "Closing survey" } '
        '⏎ asked = "programme_completed"',
    },
)
