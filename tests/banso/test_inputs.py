"""What people send is refused in their own language, our own checks of values included."""

import pytest

from banso.inputs import parse_command
from domain.shared.refusals import DomainError


def test_hours_that_cannot_be_read_are_refused_in_both_languages() -> None:
    with pytest.raises(DomainError) as refused:
        parse_command("engagement", {"type": "SetBusinessHours", "hours": ["mon 9-18"], "minimum_coverage": 1})

    assert refused.value.field == "hours.0"
    assert "曜日と時刻として読めません" in refused.value.wrong.ja
    assert "are no weekly hours" in refused.value.wrong.en
    assert "no weekly" not in refused.value.wrong.ja


@pytest.mark.parametrize("day", ["2026-02-30", "2026-13-01"])
def test_a_day_that_no_calendar_has_is_called_so(day: str) -> None:
    with pytest.raises(DomainError) as refused:
        parse_command("participation", {"type": "RecordInterview", "held_on": day, "note": "よい話"})

    assert "カレンダーにない日です" in refused.value.wrong.ja
    assert "there is no such day in the calendar" in refused.value.wrong.en


@pytest.mark.parametrize("day", ["30.11.", "tomorrow", "2026-11-30T12:00"])
def test_what_is_no_day_is_told_how_days_are_written(day: str) -> None:
    with pytest.raises(DomainError) as refused:
        parse_command("participation", {"type": "RecordInterview", "held_on": day, "note": "よい話"})

    assert "2026-12-01" in refused.value.wrong.ja
    assert "like 2026-12-01" in refused.value.wrong.en


@pytest.mark.parametrize("at", ["12/1", "2026-12-01T19:00", "2026-12-01T25:00+09:00"])
def test_a_moment_that_cannot_be_read_is_refused_in_both_languages(at: str) -> None:
    with pytest.raises(DomainError) as refused:
        parse_command("participation", {"type": "ArrangeInterview", "at": at, "place": "駅前"})

    assert "2026-12-01T19:00+09:00 の形で" in refused.value.wrong.ja
    assert "like 2026-12-01T19:00+09:00" in refused.value.wrong.en
    assert "Input" not in refused.value.wrong.ja
