"""A receipt says from which day on something holds, where the command named one."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from banso.cli.receipts import in_words
from banso.cli.texts import Language, use
from banso.commands import Outcome
from banso.receipts import EventNote, Receipt


def receipt(type_: str) -> Outcome:
    events = (EventNote(event_id=uuid4(), type=type_),)
    at = datetime(2026, 9, 1, tzinfo=UTC)
    return Outcome(
        Receipt(
            command_id="c-1",
            tenant="gifu",
            stream="person:aoi",
            version=3,
            stage="registered",
            events=events,
            next=(),
            told=(),
            recorded_at=at,
        )
    )


@pytest.mark.parametrize(
    ("language", "since", "words"),
    [
        ("en", "2026-12-01", "Availability set, from 2026-12-01 on"),
        ("en", None, "Availability set"),
        ("ja", "2026-12-01", "動ける時間を記録しました(2026-12-01 から) (AvailabilitySet)"),
        ("ja", None, "動ける時間を記録しました (AvailabilitySet)"),
    ],
)
def test_hours_are_told_with_their_first_day(language: Language, since: str | None, words: str) -> None:
    use(language)
    lines = in_words(receipt("AvailabilitySet"), dry_run=False, since=since).splitlines()
    assert any(line.endswith(f"  {words}") for line in lines), lines


def test_other_events_have_no_such_day() -> None:
    use("en")
    assert "2026-12-01" not in in_words(receipt("MoveBegan"), dry_run=False, since="2026-12-01")
