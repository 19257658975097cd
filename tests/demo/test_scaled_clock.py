"""Simulated time: as fast and as far as it is told, never back, and the same for whoever asks."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from banso.clock import LOOK_AGAIN_AFTER, ScaledClock, Stretch

REAL = datetime(2026, 11, 22, 12, tzinfo=UTC)
SINCE = datetime(2026, 4, 6, 1, tzinfo=UTC)
DAY_A_SECOND = 86_400.0


class Machine:
    """A machine's clock that a test sets."""

    def __init__(self) -> None:
        self.now = REAL

    def __call__(self) -> datetime:
        return self.now


def stretch(days: float, *, begins: datetime = REAL, since: datetime = SINCE) -> Stretch:
    return Stretch(begins=begins, since=since, until=since + timedelta(days=days), pace=DAY_A_SECOND)


def test_time_passes_at_its_pace_and_stands_still_at_the_end_of_a_stretch() -> None:
    machine = Machine()
    clock = ScaledClock(lambda: stretch(10), machine)

    assert clock.now() == SINCE
    machine.now += timedelta(seconds=4)
    assert clock.now() == SINCE + timedelta(days=4)
    machine.now += timedelta(days=400)
    assert clock.now() == SINCE + timedelta(days=10)


def test_a_timer_for_a_moment_of_the_stretch_goes_off_when_it_comes() -> None:
    clock, moment = ScaledClock(lambda: stretch(10), Machine()), SINCE + timedelta(days=7)

    assert clock.server_time(moment) == REAL + timedelta(seconds=7)
    assert clock.at(clock.server_time(moment)) == moment


def test_a_later_moment_is_asked_for_again_after_the_stretch_and_never_at_once() -> None:
    machine = Machine()
    clock = ScaledClock(lambda: stretch(1), machine)

    assert clock.server_time(SINCE + timedelta(days=2)) == REAL + LOOK_AGAIN_AFTER
    assert clock.server_time(SINCE + timedelta(days=180)) == REAL + timedelta(seconds=180)
    machine.now += timedelta(hours=1)
    assert clock.server_time(SINCE + timedelta(days=180)) == machine.now + LOOK_AGAIN_AFTER


def test_the_time_is_told_in_utc_wherever_the_stretch_was_written() -> None:
    # What is folded now and what is folded from stored events later must be the same, to the letter.
    japan = SINCE.astimezone(timezone(timedelta(hours=9)))
    clock = ScaledClock(lambda: stretch(0, since=japan), Machine())

    assert clock.now().tzinfo is UTC
    assert clock.at(REAL).isoformat() == SINCE.isoformat()


@given(st.lists(st.tuples(st.floats(0, 1e5), st.floats(0, 400)), min_size=1, max_size=20))
def test_time_never_goes_back_from_one_stretch_to_the_next(steps: list[tuple[float, float]]) -> None:
    machine, present = Machine(), [stretch(0)]
    clock = ScaledClock(lambda: present[0], machine)
    seen = clock.now()
    for seconds, days in steps:
        machine.now += timedelta(seconds=seconds)
        assert clock.now() >= seen
        seen = clock.now()
        present[0] = stretch(days, begins=machine.now, since=seen)
        assert clock.now() == seen
