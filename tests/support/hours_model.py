"""Day by day, which hours somebody has said that they have: a model of what a person's stream makes of it."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from domain.person.places.events import AvailabilityBegan, AvailabilitySet
from domain.shared.models import Event
from domain.shared.periods import local_date
from domain.shared.weekly import Interval, intervals

from support.driving import Step

FIRST, DAYS = date(2026, 3, 1), 2000
MONDAY = datetime(2026, 3, 2, tzinfo=UTC)


class HoursModel:
    """`plan` has the hours of each day from `FIRST` on; a word holds until the day of the next one that is known.

    What is announced is known only as long as it changes something; what has begun stays `said`.
    """

    def __init__(self) -> None:
        self.plan: list[tuple[Interval, ...] | None] = [None] * DAYS
        self.said: set[int] = set()
        self.begun: int | None = None

    def watch(self, step: Step) -> None:
        """Follow the events of a step, and compare."""
        for event in step.events:
            self._follow(event, step)
        if step.events and step.after is not None:
            self._compare(step.after.whereabouts)

    def _follow(self, event: Event, step: Step) -> None:
        match event:
            case AvailabilitySet():
                assert event.begun or event.since > local_date(step.now, step.before.time_zone)
                self._say(_place(event.since), _week(event.hours))
                self._begin(_place(event.since) if event.begun else None)
            case AvailabilityBegan():
                (day,) = (one.since for one in step.before.whereabouts.hours_ahead if one.number == event.number)
                assert local_date(step.now, _zone(step.before, day)) >= day, "begun before its day"
                self._begin(_place(day))
            case _:
                pass

    def _say(self, first: int, hours: tuple[Interval, ...] | None) -> None:
        later = (day for day in range(first + 1, DAYS) if day in self.said or self._changes(day))
        last = next(later, DAYS)
        self.plan[first:last] = [hours] * (last - first)

    def _begin(self, day: int | None) -> None:
        if day is not None:
            self.said |= {day, *(one for one in range(day) if self._changes(one))}
            self.begun = max(self.begun or 0, day)

    def _changes(self, day: int) -> bool:
        return day > 0 and self.plan[day - 1] != self.plan[day]

    def _compare(self, known: Any) -> None:
        now = None if self.begun is None else self.plan[self.begun]
        assert _week(known.hours) == now, "other hours hold now"
        turns = [day for day in range(DAYS) if self._changes(day)]
        assert [_place(one.since) for one in known.hours_ahead] == [one for one in turns if one > (self.begun or 0)]
        days = {*turns, *(_place(one.since) for one in known.availability)}
        for day in {0, *days, *(one - 1 for one in days)}:
            on_it = known.said_on(FIRST + timedelta(days=day))
            assert _week(on_it.hours if on_it else None) == self.plan[day], "other hours on a day"


def _place(day: date) -> int:
    return (day - FIRST).days


def _zone(person: Any, day: date) -> str:
    stays = [stay.time_zone for stay in person.whereabouts.stays if stay.since <= day]
    return stays[-1] if stays else person.registered_at[1]


@lru_cache
def _week(hours: tuple[str, ...] | None) -> tuple[Interval, ...] | None:
    """The same for the same hours, however they are written."""
    return None if hours is None else tuple(intervals(hours, "UTC", MONDAY, MONDAY + timedelta(days=7)))
