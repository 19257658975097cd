"""Hours of a week that somebody has to spare, in their own zone, and how many of them two people share."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FORM = re.compile(rf"({'|'.join(DAYS)}) ([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)")

Interval = tuple[datetime, datetime]
"""From when to when, both in UTC."""


def checked_hours(text: str) -> str:
    """Hours of one day of the week, such as `mon 20:00-22:00`; midnight at the end is 24:00.

    Raises:
        ValueError: it is not of that form, or ends before it begins.
    """
    found = _FORM.fullmatch(text)
    if found is None:
        raise ValueError(f"this is no spare time: {text!r}; write it as mon 20:00-22:00")
    if _minutes(text)[1] <= _minutes(text)[0]:
        raise ValueError(
            "spare time ends before it begins; past midnight, write two: mon 23:00-24:00 and tue 00:00-01:00"
        )
    return text


SpareTime = Annotated[str, AfterValidator(checked_hours)]
SpareTimes = Annotated[tuple[SpareTime, ...], Field(max_length=30)]


def _minutes(text: str) -> tuple[int, int]:
    begins, ends = (clock.split(":") for clock in text.split(" ")[1].split("-"))
    return int(begins[0]) * 60 + int(begins[1]), int(ends[0]) * 60 + int(ends[1])


def shared_hours(one: tuple[str, ...], zone: str, other: tuple[str, ...], other_zone: str, week_of: date) -> float:
    """How many hours of a week both have to spare, each by their own clock, in the week of this day."""
    # Sunday evening here may be Monday morning there: their weeks before and after count as well.
    weeks = [week_of + timedelta(days=days) for days in (-7, 0, 7)]
    theirs = _merged([each for week in weeks for each in _intervals(other, other_zone, week)])
    shared = timedelta()
    for begins, ends in _merged(_intervals(one, zone, week_of)):
        shared += sum((max(min(ends, e) - max(begins, b), timedelta()) for b, e in theirs), timedelta())
    return shared / timedelta(hours=1)


def _intervals(times: tuple[str, ...], zone: str, week_of: date) -> list[Interval]:
    monday = week_of - timedelta(days=week_of.weekday())
    return [
        (_moment(day, begins, zone), _moment(day, ends, zone))
        for text in times
        for begins, ends in (_minutes(text),)
        for day in (monday + timedelta(days=DAYS.index(text[:3])),)
    ]


def _moment(day: date, minutes: int, zone: str) -> datetime:
    later, rest = divmod(minutes, 24 * 60)
    clock = time(rest // 60, rest % 60)
    return datetime.combine(day + timedelta(days=later), clock, ZoneInfo(zone)).astimezone(UTC)


def _merged(intervals: list[Interval]) -> list[Interval]:
    """The intervals without those that overlap, in their order."""
    merged: list[Interval] = []
    for begins, ends in sorted(intervals):
        if merged and begins <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], ends))
        else:
            merged.append((begins, ends))
    return merged
