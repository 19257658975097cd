"""Hours of a week on clocks that change: what is written, when that is, and what two have in common."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.shared.weekly import DAYS, Interval, checked_hours, common, intervals, merged, same_week, total

ZONES = (
    "Asia/Tokyo", "Australia/Sydney", "Asia/Kolkata", "Africa/Nairobi", "Europe/Berlin", "Europe/London",
    "America/Sao_Paulo", "America/New_York", "America/Los_Angeles",
)  # fmt: skip


def at(text: str) -> datetime:
    """A moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize("line", ["mon 09:00-10:00", "mon-fri 09:00-18:30", "sat-mon 00:00-24:00", "sun 23:59-24:00"])
def test_hours_that_people_write(line: str) -> None:
    assert checked_hours(line) == line


@pytest.mark.parametrize(
    "line",
    ["", "mon", "mon 9:00-10:00", "mon 10:00-09:00", "mon 09:00-09:00", "moon 09:00-10:00", "mon 09:60-10:00",
     "mon 09:00-24:01", "mon-xyz 09:00-10:00", "Mon 09:00-10:00"],
)  # fmt: skip
def test_hours_that_mean_nothing(line: str) -> None:
    with pytest.raises(ValueError, match="mon-fri 09:00-17:30"):
        checked_hours(line)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("mon-fri 09:00-12:00",), ("wed-fri 09:00-12:00", "mon-tue 09:00-11:00", "mon-tue 11:00-12:00"), True),
        (("mon-sun 00:00-24:00",), ("thu-wed 00:00-24:00",), True),
        ((), (), True),
        ((), ("mon 09:00-12:00",), False),
        (("mon 09:00-12:00",), ("tue 09:00-12:00",), False),
    ],
)
def test_the_same_hours_may_be_written_in_many_ways(one: tuple[str, ...], other: tuple[str, ...], same: bool) -> None:
    assert same_week(one, other) == same_week(other, one) == same


def test_the_days_of_both_changes_are_an_hour_shorter_and_longer() -> None:
    whole_days = ("mon-sun 00:00-24:00",)
    march = intervals(whole_days, "Europe/Berlin", at("2026-03-28T23:00"), at("2026-03-29T22:00"))
    october = intervals(whole_days, "Europe/Berlin", at("2026-10-24T22:00"), at("2026-10-25T23:00"))
    assert (total(march), total(october)) == (timedelta(hours=23), timedelta(hours=25))
    night = ("sun 01:00-04:00",)
    assert total(intervals(night, "Europe/Berlin", at("2026-03-28T00:00"), at("2026-03-30T00:00"))) == timedelta(
        hours=2
    )
    assert total(intervals(night, "Europe/Berlin", at("2026-10-24T00:00"), at("2026-10-26T00:00"))) == timedelta(
        hours=4
    )


def test_the_same_hours_shift_against_each_other_when_one_zone_changes_first() -> None:
    new_york, berlin = ("mon-fri 08:00-14:00",), ("mon-fri 14:00-20:00",)
    shared = {}
    for day in ("2026-03-06", "2026-03-09", "2026-03-30", "2026-10-26", "2026-11-02"):
        begins = at(f"{day}T00:00")
        ends = begins + timedelta(days=1)
        both = common(
            intervals(new_york, "America/New_York", begins, ends), intervals(berlin, "Europe/Berlin", begins, ends)
        )
        shared[day] = total(both) // timedelta(hours=1)
    assert shared == {"2026-03-06": 6, "2026-03-09": 5, "2026-03-30": 6, "2026-10-26": 5, "2026-11-02": 6}


LINES = st.builds(
    lambda first, last, begin, length: f"{first}-{last} {begin:02}:00-{min(begin + length, 24):02}:00",
    st.sampled_from(DAYS),
    st.sampled_from(DAYS),
    st.integers(0, 23),
    st.integers(1, 24),
)


def _there(lines: tuple[str, ...], zone: str, moment: datetime) -> bool:
    """What a clock on the wall says at one moment, without any intervals."""
    local = moment.astimezone(ZoneInfo(zone))
    for line in lines:
        days, _, hours = line.partition(" ")
        first, _, last = days.partition("-")
        ahead = (DAYS.index(last) - DAYS.index(first)) % 7
        begins, _, ends = hours.partition("-")
        on_day = (local.weekday() - DAYS.index(first)) % 7 <= ahead
        if on_day and begins <= f"{local:%H:%M}" < ends:
            return True
    return False


@example(("sun-sun 00:00-02:00",), "Europe/Berlin", date(2026, 3, 28))
@example(("sun-sun 02:00-05:00",), "Europe/Berlin", date(2026, 3, 28))
@example(("sun-sun 01:00-02:00",), "Europe/Berlin", date(2026, 10, 24))
@example(("sun-sun 02:00-03:00",), "Europe/Berlin", date(2026, 10, 24))
@example(("sun-sun 00:00-02:00",), "Australia/Sydney", date(2026, 4, 4))
@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    lines=st.lists(LINES, min_size=1, max_size=3).map(tuple),
    zone=st.sampled_from(ZONES),
    day=st.sampled_from(
        [date(2026, 3, 7), date(2026, 3, 28), date(2026, 4, 4), date(2026, 10, 24), date(2026, 10, 31)]
    ),
)
def test_intervals_are_what_the_clock_on_the_wall_says(lines: tuple[str, ...], zone: str, day: date) -> None:
    begins = datetime(day.year, day.month, day.day, tzinfo=UTC)
    found = intervals(lines, zone, begins, begins + timedelta(days=3))
    assert found == merged(found)
    for quarter in range(3 * 24 * 4):
        moment = begins + timedelta(minutes=15 * quarter)
        inside = any(one.begins <= moment < one.ends for one in found)
        assert inside == _there(lines, zone, moment), moment


def test_intervals_that_touch_are_one_and_empty_ones_are_none() -> None:
    first, second, third = (at(f"2026-01-01T0{hour}:00") for hour in (1, 2, 3))
    spans = [Interval(second, third), Interval(first, second), Interval(third, third), Interval(third, first)]
    assert merged(spans) == [Interval(first, third)]
