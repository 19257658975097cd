"""Steps that a report mentions as done."""

import pytest

from domain.membership.accompanying.mentions import steps_mentioned


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("よい日でした", ()),
        ("できた 1", (1,)),
        ("できました：１、３", (1, 3)),
        ("今日の報告\n✓ 2\nまた明日", (2,)),
        ("Done: 3, 1", (1, 3)),
        ("できた 4", ()),
        ("できた 0", ()),
        ("3 時にできた", ()),
        ("できた 2 つ目の看板", ()),
    ],
)
def test_lines_that_say_so_count_and_no_other(text: str, found: tuple[int, ...]) -> None:
    assert steps_mentioned(text, 3) == found
