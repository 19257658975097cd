"""The timeline tells who came, who left and who has what from now on, whoever it was that acted."""

from datetime import UTC, datetime
from typing import Any, get_args
from uuid import uuid4

import pytest

from banso.cli.history import ALSO, _told
from banso.cli.texts import Language, use
from banso.readmodels.queries import TimelineEntry
from domain.aggregates import AGGREGATES

AT = datetime(2026, 9, 1, 12, tzinfo=UTC)
REVIEW = {"since": "2026-12-19T15:00:00Z", "remind_at": "2026-12-22T15:00:00Z", "escalate_at": "2026-12-26T15:00:00Z"}


def told(type_: str, **content: Any) -> list[str]:
    actor = {"role": "coordinator", "person": "sakura"}
    entry = TimelineEntry(
        "service:desk", 3, uuid4(), type_, AT, actor, "c-1", "c-1", None, {"type": type_, **content}, "h"
    )
    return [line.strip() for line in _told(entry, "service:desk")]


@pytest.mark.parametrize(
    ("type_", "content", "ja", "en"),
    [
        ("DeskCoordinatorRemoved", {"coordinator": "jun"}, "担当コーディネーター: jun", "coordinator: jun"),
        ("DeskCoordinatorRemoved", {"coordinator": "sakura"}, "担当コーディネーター: sakura", "coordinator: sakura"),
        ("DeskContactChanged", {"contact": "jun"}, "団体の連絡先: jun", "contact: jun"),
        ("ServicePremiseEntrusted", {"premise": "p1", "owner": "jun"}, "責任を持つ人: jun", "owner: jun"),
        ("ServicePremiseHeld", {"premise": "p1", "review": REVIEW}, "次の見直し: ", "next review: "),
        ("ServicePremiseHeld", {"evidence": "聞いた"}, "根拠: 聞いた", "evidence: 聞いた"),
        ("MilestoneDelivered", {"evidence": "旗"}, "成果の説明・根拠: 旗", "evidence: 旗"),
        ("AvailabilitySet", {"since": "2026-12-01", "hours": []}, "開始: 2026-12-01", "since: 2026-12-01"),
    ],
)
def test_the_timeline_says_whom_and_what_it_is_about(type_: str, content: dict[str, Any], ja: str, en: str) -> None:
    for language, words in (("ja", ja), ("en", en)):
        use(language)  # type: ignore[arg-type]
        assert any(line.startswith(words) for line in told(type_, **content)), told(type_, **content)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_review_is_a_moment_and_nothing_is_told_of_none(language: Language) -> None:
    use(language)
    assert any(":00 " in line for line in told("ServicePremiseHeld", review=REVIEW)[1:])
    assert len(told("ServicePremiseHeld", review=None)) == 1


def test_what_is_told_besides_is_told_of_fields_that_events_have() -> None:
    events = {event.__name__: event for one in AGGREGATES.values() for event in get_args(get_args(one.events)[0])}
    assert set(ALSO) <= set(events)
    assert [name for name in ALSO if not set(ALSO[name]) & set(events[name].model_fields)] == []
