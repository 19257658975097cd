"""The isolation radar's formula, count by count, and the days that silence counts."""

from datetime import date, timedelta

import pytest

from domain.playbooks.capabilities.radar import RadarRules, RadarWeights
from domain.shared.radar import (
    CAUSES,
    Counts,
    day_of_silence,
    in_words,
    level,
    points,
    reasons,
    silence_until_next,
    silent_days,
)

RULES = RadarRules()
TUESDAY = date(2026, 4, 7)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({}, (0, "green")),
        ({"silent_days": 1}, (10, "green")),
        ({"silent_days": 2}, (20, "yellow")),
        ({"silent_days": 3}, (30, "red")),
        ({"unanswered_reports": 1, "missed_meetings": 2}, (20, "yellow")),
        ({"unanswered_consultations": 2, "missed_meetings": 2}, (30, "red")),
        ({"missed_meetings": 3}, (15, "green")),
    ],
)
def test_every_count_adds_its_weight(counts: dict[str, int], expected: tuple[int, str]) -> None:
    found = Counts(**counts)
    assert (points(found, RULES), level(found, RULES)) == expected


def test_a_level_has_its_reasons_the_heaviest_first_and_none_that_adds_nothing() -> None:
    found = reasons(Counts(silent_days=1, missed_meetings=3), RULES)
    assert [(one.cause, one.count, one.points) for one in found] == [("missed_meetings", 3, 15), ("silent_days", 1, 10)]
    words = in_words(found)
    assert words.ja == "会えなかった集まりが3回、1日のあいだ便りがない"
    assert words.en == "3 meetings missed, 1 day without a word"
    muted = RadarRules(weights=RadarWeights(missed_meetings=0))
    assert [one.cause for one in reasons(Counts(silent_days=1, missed_meetings=3), muted)] == ["silent_days"]


@pytest.mark.parametrize("cause", CAUSES)
def test_every_cause_has_words_for_one_and_for_several(cause: str) -> None:
    one, two = (in_words(reasons(Counts(**{cause: count}), RULES)) for count in (1, 2))
    assert "1" in one.ja
    assert "2" in two.ja
    assert one.en.replace("1", "2") != two.en


@pytest.mark.parametrize(
    ("counts", "days"),
    [
        (Counts(), 2),
        (Counts(silent_days=2), 3),
        (Counts(unanswered_reports=1), 1),
        (Counts(missed_meetings=3), 1),
        (Counts(silent_days=3), None),
    ],
)
def test_silence_alone_turns_it_with_the_first_day_that_is_enough(counts: Counts, days: int | None) -> None:
    assert silence_until_next(counts, RULES) == days
    if days is not None:
        assert level(counts.model_copy(update={"silent_days": days}), RULES) != level(counts, RULES)
        assert level(counts.model_copy(update={"silent_days": days - 1}), RULES) == level(counts, RULES)


def test_silence_that_weighs_nothing_turns_nothing() -> None:
    assert silence_until_next(Counts(), RadarRules(weights=RadarWeights(silent_days=0))) is None


@pytest.mark.parametrize(
    "away", [(), ((3, 5),), ((-4, 1),), ((0, 0),), ((2, 40),), ((-9, -3), (2, 2), (4, 7), (8, 30))]
)
def test_a_day_counts_when_it_is_over_unless_it_was_a_day_away(away: tuple[tuple[int, int], ...]) -> None:
    days = tuple((TUESDAY + timedelta(days=first), TUESDAY + timedelta(days=last)) for first, last in away)
    counted = 0
    for passed in range(60):
        today = TUESDAY + timedelta(days=passed)
        assert silent_days(TUESDAY, today, days) == counted
        if counted and silent_days(TUESDAY, today - timedelta(days=1), days) < counted:
            assert day_of_silence(TUESDAY, counted, days) == today
        counted += not any(first <= today <= last for first, last in days)
    assert silent_days(TUESDAY, TUESDAY - timedelta(days=9)) == 0
