"""What the regional report tells of problems from the front. Counts and medians; nothing about a single person."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from banso.readmodels.report import Fact, Period

HOUR = timedelta(hours=1)
AGAIN = 2
"""A cause that a project met so often comes again."""


@dataclass
class ProjectFigures:
    """Problems that one project's front raised in a period, and what became of them until today.

    `open_by_kind` are those that are still open, by kind, with the age in days of the oldest in `oldest_days`.
    `repeats` are causes that the project met twice or more, with how often.
    """

    raised: int = 0
    closed: int = 0
    open_by_kind: dict[str, int] = field(default_factory=dict)
    oldest_days: dict[str, int] = field(default_factory=dict)
    median_hours_to_first_answer: float | None = None
    repeats: dict[str, int] = field(default_factory=dict)
    schedules_reflected: int = 0


@dataclass
class ConsultationFigures(ProjectFigures):
    """The same of all projects together; `projects` tells of each in which any was raised, by its id."""

    projects: dict[str, ProjectFigures] = field(default_factory=dict)


def consultation_figures(streams: Iterable[list["Fact"]], period: "Period", today: date) -> ConsultationFigures:
    """The figures of a period; facts come stream by stream, in order."""
    told, all_hours = ConsultationFigures(), list[float]()
    for facts in streams:
        project, hours = _of_project(facts, period, today)
        if project.raised:
            told.projects[facts[0].stream.partition(":")[2]] = project
        _add(told, project)
        all_hours += hours
    told.median_hours_to_first_answer = _median(all_hours)
    return told


def _of_project(facts: list["Fact"], period: "Period", today: date) -> tuple[ProjectFigures, list[float]]:
    """The figures of one stream, and how many hours each first answer took."""
    raised = {
        fact.subject: fact.occurred_at
        for fact in facts
        if fact.measure == "consultation_raised" and period.has(fact.occurred_at)
    }
    closed = {fact.subject for fact in facts if fact.measure == "consultation_closed"} & raised.keys()
    reflected = sum(fact.measure == "schedule_reflected" and period.has(fact.occurred_at) for fact in facts)
    causes = Counter(_last(facts, "consultation_cause", raised).values())
    hours = _hours_to_first_answer(facts, raised)
    told = ProjectFigures(
        raised=len(raised),
        closed=len(closed),
        schedules_reflected=reflected,
        repeats={cause: times for cause, times in causes.items() if times >= AGAIN},
        median_hours_to_first_answer=_median(hours),
    )
    for number, kind in _last(facts, "consultation_kind", raised.keys() - closed).items():
        days = (today - raised[number].astimezone(ZoneInfo(period.zone)).date()).days
        _still_open(told, kind, 1, days)
    return told, hours


def _add(told: ProjectFigures, project: ProjectFigures) -> None:
    told.raised += project.raised
    told.closed += project.closed
    told.schedules_reflected += project.schedules_reflected
    for cause, times in project.repeats.items():
        told.repeats[cause] = told.repeats.get(cause, 0) + times
    for kind, count in project.open_by_kind.items():
        _still_open(told, kind, count, project.oldest_days[kind])


def _median(hours: list[float]) -> float | None:
    return round(median(hours), 1) if hours else None


def _hours_to_first_answer(facts: list["Fact"], raised: dict[str, datetime]) -> list[float]:
    """An answer or the closing, whichever came first."""
    first: dict[str, datetime] = {}
    for fact in facts:
        if fact.measure in ("consultation_answered", "consultation_closed"):
            first.setdefault(fact.subject, fact.occurred_at)
    return [(at - raised[number]) / HOUR for number, at in first.items() if number in raised]


def _last(facts: list["Fact"], measure: str, numbers: Iterable[str]) -> dict[str, str]:
    """What was said last of each of these problems: its kind, or its cause."""
    said = {fact.subject.partition(".")[0]: fact.subject.partition(".")[2] for fact in facts if fact.measure == measure}
    return {number: said[number] for number in numbers if number in said}


def _still_open(told: ProjectFigures, kind: str, count: int, days: int) -> None:
    told.open_by_kind[kind] = told.open_by_kind.get(kind, 0) + count
    told.oldest_days[kind] = max(told.oldest_days.get(kind, 0), days)
