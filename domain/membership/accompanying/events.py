"""What happened with a client's goal and reports."""

from typing import Literal

from domain.shared.models import Event
from domain.shared.values import Identifier, PersonalText
from domain.shared.waiting import Owner, Schedule


class GoalSet(Event):
    """The client's goal and its steps."""

    type: Literal["GoalSet"] = "GoalSet"
    goal: PersonalText
    steps: tuple[PersonalText, ...]


class ReportWritten(Event):
    """A report came in; its owner answers it. `done` are steps that were not done before."""

    type: Literal["ReportWritten"] = "ReportWritten"
    number: int
    text: PersonalText
    done: tuple[int, ...]
    schedule: Schedule
    owner: Owner


class ReportAnswered(Event):
    """A report was answered; `late` where it had been raised already."""

    type: Literal["ReportAnswered"] = "ReportAnswered"
    number: int
    by: Identifier
    text: PersonalText
    late: bool


AccompanyingEvent = GoalSet | ReportWritten | ReportAnswered
