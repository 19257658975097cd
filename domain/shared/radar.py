"""The isolation radar: a published formula over named counts (docs/radar.md), and never a bare number.

It says how alone somebody may be, not how good anybody is: every count is of something that others can make up for.
"""

from datetime import date, timedelta
from typing import Literal, get_args

from domain.playbooks.capabilities.radar import RadarRules
from domain.shared.models import FrozenModel
from domain.shared.values import BilingualText

Level = Literal["green", "yellow", "red"]
Cause = Literal["silent_days", "unanswered_reports", "unanswered_consultations", "missed_meetings"]
CAUSES: tuple[Cause, ...] = get_args(Cause)
Days = tuple[date, date]
"""First and last day of an absence, both included."""


class Counts(FrozenModel):
    """What the formula counts of one person: whole days without a word, and what still waits for others' answers."""

    silent_days: int = 0
    unanswered_reports: int = 0
    unanswered_consultations: int = 0
    missed_meetings: int = 0


class Reason(FrozenModel):
    """One cause, how often it counts, and the points that it adds."""

    cause: Cause
    count: int
    points: int


def reasons(counts: Counts, rules: RadarRules) -> tuple[Reason, ...]:
    """What adds up, the heaviest first; nothing that adds nothing."""
    found = [_reason(cause, getattr(counts, cause), rules) for cause in CAUSES]
    return tuple(sorted((one for one in found if one.points), key=lambda one: -one.points))


def _reason(cause: Cause, count: int, rules: RadarRules) -> Reason:
    return Reason(cause=cause, count=count, points=count * getattr(rules.weights, cause))


def points(counts: Counts, rules: RadarRules) -> int:
    """The sum of all counts, each times its weight."""
    return sum(one.points for one in reasons(counts, rules))


def level(counts: Counts, rules: RadarRules) -> Level:
    """Red from the points of red on, else yellow from those of yellow on, else green."""
    found = points(counts, rules)
    if found >= rules.red:
        return "red"
    return "yellow" if found >= rules.yellow else "green"


def silence_until_next(counts: Counts, rules: RadarRules) -> int | None:
    """With how many silent days, if nothing else changes, the radar next turns; None where silence turns it no more."""
    weight, now = rules.weights.silent_days, level(counts, rules)
    if now == "red" or weight == 0:
        return None
    others = points(counts.model_copy(update={"silent_days": 0}), rules)
    wanted = rules.yellow if now == "green" else rules.red
    return -((others - wanted) // weight)


def is_above(one: Level, other: Level) -> bool:
    """Whether a level is more alarming than another."""
    order: tuple[Level, ...] = get_args(Level)
    return order.index(one) > order.index(other)


def days_until_above(counts: Counts, rules: RadarRules, recorded: Level) -> int | None:
    """With how many silent days the level is above the recorded one, if nothing else changes; None if it never is."""
    days = counts.silent_days
    while True:
        found = counts.model_copy(update={"silent_days": days})
        further = silence_until_next(found, rules)
        if further is None:
            return None
        days = further
        if is_above(level(found.model_copy(update={"silent_days": days}), rules), recorded):
            return days


def silent_days(due_on: date, today: date, away: tuple[Days, ...] = ()) -> int:
    """The days from `due_on`, when a word was due, to yesterday on which it did not come; days away do not count.

    No two absences share a day.
    """
    yesterday = today - timedelta(days=1)
    shared = ((min(last, yesterday) - max(first, due_on)).days + 1 for first, last in away)
    return max(0, (today - due_on).days) - sum(max(0, days) for days in shared)


def day_of_silence(due_on: date, days: int, away: tuple[Days, ...] = ()) -> date:
    """The first day on which so many silent days lie behind."""
    day = due_on + timedelta(days=days)
    while (missing := days - silent_days(due_on, day, away)) > 0:
        day += timedelta(days=missing)
    return day


_WORDS: dict[Cause, tuple[str, str, str]] = {
    "silent_days": ("{count}日のあいだ便りがない", "{count} day without a word", "{count} days without a word"),
    "unanswered_reports": ("返事のない報告が{count}件", "{count} unanswered report", "{count} unanswered reports"),
    "unanswered_consultations": (
        "返事のない相談が{count}件", "{count} unanswered consultation", "{count} unanswered consultations",
    ),
    "missed_meetings": ("会えなかった集まりが{count}回", "{count} meeting missed", "{count} meetings missed"),
}  # fmt: skip
"""In Japanese; in English of one, and of several."""


def in_words(found: tuple[Reason, ...]) -> BilingualText:
    """The reasons as people say them, in both languages."""
    ja = "、".join(_WORDS[one.cause][0].format(count=one.count) for one in found)
    en = ", ".join(_WORDS[one.cause][1 if one.count == 1 else 2].format(count=one.count) for one in found)
    return BilingualText(ja=ja or "心配な様子はない", en=en or "nothing to worry about")
