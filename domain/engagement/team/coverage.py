"""How many members have time at each moment of the client's hours: now, and as far as it is announced."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from domain.engagement.team.state import BusinessHours, Member
from domain.shared.periods import local_date, midnight_of
from domain.shared.weekly import Interval, common, intervals, merged, total

A_WEEK = timedelta(days=7)
A_YEAR = timedelta(days=370)
"""A little longer, so that every change of clocks of a year is in it."""


class Gap(NamedTuple):
    """From one moment to another (in UTC) fewer have time than have to."""

    begins: datetime
    ends: datetime
    covered: int


def as_now(member: Member, begins: datetime, ends: datetime) -> list[Interval]:
    """When somebody has time within a period, were it to stay as it is now."""
    return intervals(member.hours, member.time_zone, begins, ends) if member.there else []


def presence(member: Member, begins: datetime, ends: datetime) -> list[Interval]:
    """When somebody has time within a period, as announced, until the day from which they will not be there."""
    if not member.active:
        return []
    last = min(ends, midnight_of(member.until, member.time_zone)) if member.until else ends
    weeks = [member.hours, *(one.hours for one in member.hours_ahead)]
    edges = [begins, *(midnight_of(one.since, member.time_zone) for one in member.hours_ahead), last]
    return merged(
        one
        for week, (first, second) in zip(weeks, pairwise(edges), strict=True)
        if first < last and begins < second
        for one in intervals(week, member.time_zone, max(first, begins), min(second, last))
    )


def gaps(business: BusinessHours, zone: str, members: Iterable[Member], begins: datetime, ends: datetime) -> list[Gap]:
    """Every stretch of the client's hours within a period in which fewer members have time than the minimum."""
    served = intervals(business.hours, zone, begins, ends)
    there = [common(served, presence(member, begins, ends)) for member in members]
    found: list[Gap] = []
    for hours in served:
        inner = {moment for spans in there for one in spans for moment in one if hours.begins < moment < hours.ends}
        edges = sorted({hours.begins, *inner, hours.ends})
        for first, second in pairwise(edges):
            covered = sum(any(one.begins <= first and second <= one.ends for one in spans) for spans in there)
            if covered < business.minimum:
                _append(found, Gap(first, second, covered))
    return found


def _append(found: list[Gap], gap: Gap) -> None:
    if found and (found[-1].ends, found[-1].covered) == (gap.begins, gap.covered):
        found[-1] = found[-1]._replace(ends=gap.ends)
    else:
        found.append(gap)


def first_gap(business: BusinessHours, zone: str, members: Mapping[str, Member], now: datetime) -> Gap | None:
    """The first gap of the coming year, by what is announced: hours, moves, permits that end, changes of clocks.

    Between those moments every week is like the one before, so one week after each is looked at.
    """
    announced = [midnight_of(day, one.time_zone) for one in members.values() for day in one.turns]
    zones = {zone, *(one.time_zone for one in members.values())}
    changes = [moment for each in zones for moment in clock_changes(each, now.year)]
    turns = sorted({now, *(moment for moment in (*announced, *changes) if now < moment < now + A_YEAR)})
    found = (gap for turn in turns for gap in gaps(business, zone, members.values(), turn, turn + A_WEEK))
    return next(found, None)


@lru_cache(maxsize=2000)
def clock_changes(zone: str, year: int) -> tuple[datetime, ...]:
    """The days (their midnight in UTC) of this year and the next on which the clocks of a zone change."""
    place, day, found = ZoneInfo(zone), datetime(year, 1, 1, tzinfo=UTC), []
    while day.year < year + 2:
        following = day + timedelta(days=1)
        if day.astimezone(place).utcoffset() != following.astimezone(place).utcoffset():
            found.append(day)
        day = following
    return tuple(found)


def best_for(
    task_hours: list[Interval],
    members: Mapping[str, Member],
    open_tasks: Mapping[str, int],
    begins: datetime,
    ends: datetime,
) -> str | None:
    """Who has time now and covers most of these hours, then has the fewest open tasks, then comes first by id.

    None where nobody does.
    """
    ranked = []
    for key, member in members.items():
        covered = total(common(task_hours, presence(member, begins, ends)))
        if covered and member.there:
            ranked.append((-covered, open_tasks.get(key, 0), key))
    return min(ranked)[2] if ranked else None


def day_of(gap: Gap, zone: str) -> date:
    """The client's day on which a gap begins."""
    return local_date(gap.begins, zone)
