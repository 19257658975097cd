"""Whoever decides about a family permit is told what is known of it, in words; the rule itself stays as it was."""

import re

import pytest

from domain.legal.accompanying import _HINTS, hint
from domain.legal.work_permission import KnownPermit, assess, grounds_in_words

from support.deciding import JAPANESE, NOW


@pytest.mark.parametrize("country", sorted(_HINTS))
def test_a_hint_is_told_and_decides_nothing(country: str) -> None:
    found = assess(country, ("JP",), [KnownPermit(country=country, valid_until=None)], NOW.date())
    assert found.outcome == "human_review"
    known, told = hint(country), grounds_in_words(found.grounds)
    assert known is not None
    assert known.ja in told.ja
    assert known.en in told.en
    assert JAPANESE.search(known.ja)
    assert not JAPANESE.search(known.en)
    assert not re.search(r"[_{}]", told.ja + told.en)


def test_where_nothing_is_known_nothing_is_said() -> None:
    assert hint("KE") is None
    told = grounds_in_words("permit for KE recorded, scope unknown")
    assert "known:" not in told.en
    assert "参考" not in told.ja
