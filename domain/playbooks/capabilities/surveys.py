"""Surveys that participants or members are asked to answer: sent by themselves, reminded of once, then closed."""

from collections.abc import Iterator, Mapping
from typing import Literal

from pydantic import Field

from domain.playbooks.capabilities.capability import Capability, Check, Senseless, senseless
from domain.playbooks.capabilities.memberships import unknown_role
from domain.playbooks.models import PlaybookModel
from domain.shared.values import BilingualText, Identifier

SCALE = range(1, 6)
"""What a question of the kind `scale` is answered with: 1 (not at all) to 5 (very much)."""

OF_MEMBERS = frozenset({"service_ended", "member_left"})
"""What makes surveys go out to members; all other occasions are those of participants."""


class Question(PlaybookModel):
    """One question: a number from 1 to 5, one of its choices, or free words."""

    kind: Literal["scale", "choice", "text"]
    text: BilingualText
    choices: dict[Identifier, BilingualText] = Field(default_factory=dict, max_length=20)


class SurveyRules(PlaybookModel):
    """One survey: its title, its questions by name, what makes it go out, and to whom.

    Members who have one of the roles in `of` are asked; where there are none, participants are.
    """

    title: BilingualText
    asked: Literal["programme_completed", "work_ended", "service_ended", "member_left"] = "work_ended"
    of: tuple[Identifier, ...] = Field(default=(), max_length=20)
    questions: dict[Identifier, Question] = Field(min_length=1, max_length=30)

    def is_for(self, member_role: str | None) -> bool:
        """Whether members of this role are asked; None: participants."""
        return member_role in self.of if member_role is not None else not self.of


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
        if one.asked == "programme_completed" and not one.of:
            yield senseless(
                "セッション([rules.sessions])も資料(packs)もないので、修了する人がなく、このアンケートは届きません。",
                "Without [rules.sessions] or packs nobody completes a programme, so that nobody is ever asked.",
                'asked = "work_ended"',
                ("surveys", name, "asked"),
            )


def _known_roles_are_asked(
    surveys: Mapping[str, SurveyRules], memberships: Mapping[str, object]
) -> Iterator[Senseless]:
    for name, one in surveys.items():
        for index, role in enumerate(one.of):
            if role not in memberships:
                yield unknown_role(role, tuple(memberships), 'of = ["{role}"]', ("surveys", name, "of", str(index)))


def _occasions_come(surveys: Mapping[str, SurveyRules], memberships: Mapping[str, object]) -> Iterator[Senseless]:
    for name, one in surveys.items():
        places = (("surveys", name, "asked"), ("surveys", name, "of"))
        if one.of and one.asked not in OF_MEMBERS:
            yield senseless(
                f"メンバー(of)には {one.asked} の機会がなく、このアンケートは届きません。",
                f"The occasion {one.asked} never comes for members (of), so that nobody is ever asked.",
                f'of = {_listed(one.of)} ⏎ asked = "service_ended"',
                *places,
            )
        if not one.of and one.asked in OF_MEMBERS:
            roles = tuple(memberships)[:1]
            yield senseless(
                f"{one.asked} の機会があるのはメンバーだけです。どの役割の人にお願いするかを of に書いてください。",
                f"The occasion {one.asked} comes for members only; name in of which roles of members are asked.",
                f'asked = "{one.asked}" ⏎ of = {_listed(roles)}' if roles else 'asked = "work_ended"',
                *places,
            )


def _listed(roles: tuple[str, ...]) -> str:
    names = ", ".join(f'"{role}"' for role in roles)
    return f"[{names}]"


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
        "rules.surveys.*.of*": 'of = ["client"]',
        "rules.surveys*": '[rules.surveys.closing] ⏎ title = { ja = "終わりのアンケート", en = "Closing survey" } '
        '⏎ asked = "work_ended" ⏎ ⏎ [rules.surveys.closing.questions.wish] ⏎ kind = "scale" '
        '⏎ text = { ja = "働きたいですか", en = "Do you want to work?" }',
    },
    checks=(
        Check(("surveys",), _choices_belong_to_choosing),
        Check(("surveys", "sessions", "packs"), _programmes_can_be_completed),
        Check(("surveys", "memberships"), _known_roles_are_asked),
        Check(("surveys", "memberships"), _occasions_come),
    ),
)
