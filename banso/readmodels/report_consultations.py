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
class ConsultationFigures:
    """Problems that were raised in a period, and what became of them until today.

    `open_by_kind` are those that are still open, by kind, with the age in days of the oldest in `oldest_days`.
    `repeats` are causes that one project met twice or more, with how often.
    """

    raised: int = 0
    closed: int = 0
    open_by_kind: dict[str, int] = field(default_factory=dict)
    oldest_days: dict[str, int] = field(default_factory=dict)
    median_hours_to_first_answer: float | None = None
    repeats: dict[str, int] = field(default_factory=dict)
    schedules_reflected: int = 0


def consultation_figures(streams: Iterable[list["Fact"]], period: "Period", today: date) -> ConsultationFigures:
    """The figures of a period; facts come stream by stream, in order."""
    told, hours = ConsultationFigures(), list[float]()
    for facts in streams:
        raised = {
            fact.subject: fact.occurred_at
            for fact in facts
            if fact.measure == "consultation_raised" and period.has(fact.occurred_at)
        }
        closed = {fact.subject for fact in facts if fact.measure == "consultation_closed"} & raised.keys()
        told.raised += len(raised)
        told.closed += len(closed)
        told.schedules_reflected += sum(
            fact.measure == "schedule_reflected" and period.has(fact.occurred_at) for fact in facts
        )
        hours += _hours_to_first_answer(facts, raised)
        for cause, times in Counter(_last(facts, "consultation_cause", raised).values()).items():
            if times >= AGAIN:
                told.repeats[cause] = told.repeats.get(cause, 0) + times
        for number, kind in _last(facts, "consultation_kind", raised.keys() - closed).items():
            _still_open(told, kind, (today - raised[number].astimezone(ZoneInfo(period.zone)).date()).days)
    told.median_hours_to_first_answer = round(median(hours), 1) if hours else None
    return told


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


def _still_open(told: ConsultationFigures, kind: str, days: int) -> None:
    told.open_by_kind[kind] = told.open_by_kind.get(kind, 0) + 1
    told.oldest_days[kind] = max(told.oldest_days.get(kind, 0), days)
