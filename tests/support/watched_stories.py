"""Stories of participants on the radar: reports that nobody answers, care that is given, rests of everybody."""

from typing import Any

from domain.participation import commands as participation
from domain.participation.watching.commands import NoteRest
from domain.shared.watching import CloseCare

from support.deciding import COMPANION, SYSTEM
from support.rules import RULES
from support.scenes import TIME, Scene, Story

WEEKLY = RULES.model_copy(update={"execution": RULES.execution.model_copy(update={"check_in_every": "P7D"})})
"""The rules of the tests, by which a word a week is asked for."""

CARE = CloseCare(text="電話で話しました")
REPORTS = 3


def answer(number: int) -> Scene:
    """A report is answered."""
    return Scene(participation.AnswerCheckIn(number=number, text="いいですね"), COMPANION)


def rest(number: int, resting: bool = True) -> Scene:
    """The whole engagement rests, or goes on."""
    return Scene(NoteRest(number=number, resting=resting), SYSTEM, days=1)


def watched_tales(working: Story, report: Scene) -> dict[str, Story]:
    """Three such reports that nobody answers in time turn the radar red; somebody cares, and all are answered."""
    unanswered = tuple(scene for _ in range(REPORTS) for scene in (report, TIME, TIME))
    answered = tuple(answer(number) for number in range(1, REPORTS + 1))
    return {"watched": (*working, *unanswered, TIME, Scene(CARE), *answered, rest(1), rest(2, resting=False))}


WATCHED_MOVES: tuple[Any, ...] = (
    CARE,
    NoteRest(number=1, resting=True),
    NoteRest(number=2, resting=False),
    NoteRest(number=3, resting=True),
)
