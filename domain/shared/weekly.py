"""Hours of a week as people write them, such as `mon-fri 09:00-17:30`, on the clock of the place where they are."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, NamedTuple
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from domain.shared.mistakes import mistake
from domain.shared.models import FrozenModel

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LINE = re.compile(r"([a-z]{3})(?:-([a-z]{3}))? (\d\d):(\d\d)-(\d\d):(\d\d)")
_FORM = (
    "mon-fri 09:00-17:30 や sat 10:00-24:00 のように書いてください。",
    "Write days and times such as mon-fri 09:00-17:30 or sat 10:00-24:00.",
)
MINUTES_OF_A_DAY = 24 * 60


class Interval(NamedTuple):
    """From one moment to another, both aware and in UTC."""

    begins: datetime
    ends: datetime


class _Span(NamedTuple):
    """Minutes after midnight on some days of the week (0 is Monday)."""

    days: frozenset[int]
    begins: int
    ends: int


def checked_hours(line: str) -> str:
    """One line of weekly hours.

    Raises:
        ValueError: it has another form, a day or time that does not exist, or does not end after it begins.
    """
    _span(line)
    return line


WeeklyHours = Annotated[str, AfterValidator(checked_hours)]
"""One line of weekly hours; the end 24:00 is midnight."""

Week = Annotated[tuple[WeeklyHours, ...], Field(max_length=50)]
"""The hours of a whole week; none at all is an empty list."""


class HoursAhead(FrozenModel):
    """Hours of a week that were announced: they hold from a day to come on, where the person is then."""

    since: date
    hours: Week


def same_week(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two ways of writing say the same hours."""
    begins = datetime(2026, 1, 5, tzinfo=UTC)
    first, second = (intervals(week, "UTC", begins, begins + timedelta(days=7)) for week in (one, other))
    return first == second


def _span(line: str) -> _Span:
    found = _LINE.fullmatch(line)
    if found is None or found[1] not in DAYS or (found[2] or found[1]) not in DAYS:
        raise _mistaken(line, "は曜日と時刻として読めません", "are no weekly hours")
    first, last = DAYS.index(found[1]), DAYS.index(found[2] or found[1])
    begins, ends = _minutes(found[3], found[4]), _minutes(found[5], found[6])
    if begins is None or ends is None or ends <= begins:
        raise _mistaken(
            line, "は、その日のうちに始まって終わっていません", "does not end after it begins, within one day"
        )
    return _Span(frozenset((first + ahead) % 7 for ahead in range((last - first) % 7 + 1)), begins, ends)


def _mistaken(line: str, ja: str, en: str) -> PydanticCustomError:
    return mistake(f"{line[:60]!r} {ja}。{_FORM[0]}", f"{line[:60]!r} {en}. {_FORM[1]}")


def _minutes(hour: str, minute: str) -> int | None:
    minutes = int(hour) * 60 + int(minute)
    return minutes if int(minute) < 60 and minutes <= MINUTES_OF_A_DAY else None


class _Stretch(NamedTuple):
    """A time in which the clocks of a zone are not changed."""

    begins: datetime
    ends: datetime
    offset: timedelta


def intervals(week: tuple[str, ...], zone: str, begins: datetime, ends: datetime) -> list[Interval]:
    """When these hours are within a period, as clocks of `zone` show them; merged, in order.

    An hour that a change of clocks skips is not there, one that it repeats is there twice.
    """
    spans = [_span(line) for line in week]
    return merged(one for stretch in _stretches(zone, begins, ends) for one in _within(stretch, spans))


def _within(stretch: _Stretch, spans: list[_Span]) -> Iterator[Interval]:
    day = (stretch.begins + stretch.offset).replace(hour=0, minute=0, second=0, microsecond=0)
    while day - stretch.offset < stretch.ends:
        midnight = day - stretch.offset
        for span in spans:
            if day.weekday() in span.days:
                first, last = (midnight + timedelta(minutes=minutes) for minutes in (span.begins, span.ends))
                yield Interval(max(first, stretch.begins), min(last, stretch.ends))
        day += timedelta(days=1)


def _stretches(zone: str, begins: datetime, ends: datetime) -> Iterator[_Stretch]:
    """A period (in UTC), divided where the clocks of a zone are changed; they are changed once a day at most."""
    place, start, begins = ZoneInfo(zone), begins.astimezone(UTC), begins.astimezone(UTC)
    while start < ends:
        following = min(start + timedelta(days=1), ends.astimezone(UTC))
        before, after = _offset(start, place), _offset(following, place)
        if before != after:
            change = _change(start, following, place)
            yield _Stretch(begins, change, before)
            begins = change
        start = following
    yield _Stretch(begins, ends.astimezone(UTC), _offset(ends, place))


def _offset(moment: datetime, place: ZoneInfo) -> timedelta:
    return moment.astimezone(place).utcoffset() or timedelta()


def _change(before: datetime, after: datetime, place: ZoneInfo) -> datetime:
    """The minute at which clocks are changed, between two moments that lie on either side of it."""
    old = _offset(before, place)
    while after - before > timedelta(minutes=1):
        middle = before + (after - before) / 2
        if _offset(middle, place) == old:
            before = middle
        else:
            after = middle
    return after.replace(second=0, microsecond=0)


def merged(spans: Iterable[Interval]) -> list[Interval]:
    """The intervals in order, those that touch or overlap made one, and empty ones left out."""
    found: list[Interval] = []
    for one in sorted(each for each in spans if each.begins < each.ends):
        if found and one.begins <= found[-1].ends:
            found[-1] = Interval(found[-1].begins, max(found[-1].ends, one.ends))
        else:
            found.append(one)
    return found


def common(first: list[Interval], second: list[Interval]) -> list[Interval]:
    """What both have in common; each is in order and without overlaps."""
    return merged(
        Interval(max(one.begins, other.begins), min(one.ends, other.ends)) for one in first for other in second
    )


def total(spans: list[Interval]) -> timedelta:
    """How long they are together."""
    return sum((one.ends - one.begins for one in spans), timedelta())
