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


@pytest.mark.parametrize("at", ["12/1", "2026-12-01T19:00", "2026-12-01T25:00+09:00"])
def test_a_moment_that_cannot_be_read_is_refused_in_both_languages(at: str) -> None:
    with pytest.raises(DomainError) as refused:
        parse_command("participation", {"type": "ArrangeInterview", "at": at, "place": "駅前"})

    assert "2026-12-01T19:00+09:00 の形で" in refused.value.wrong.ja
    assert "like 2026-12-01T19:00+09:00" in refused.value.wrong.en
    assert "Input" not in refused.value.wrong.ja
