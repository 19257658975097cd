"""Work permission: settled by rule in one certain case; otherwise a question, or a named human."""

from typing import Any

import pytest

from domain.shared.actors import Role

from support.desk import PARTICIPATION, consented, posted
from support.performing import Hands
from support.story_one import register

PERMIT = {"country": "JP", "kind": "特定活動", "valid_until": "2027-01-31"}
OUTCOMES: list[tuple[dict[str, Any], dict[str, Any] | None, str, str, str]] = [
    ({"citizen_of": ["JP"]}, None, "WorkPermissionCleared", "clear", "clear"),
    ({"citizen_of": []}, None, "PermissionInformationRequested", "information_needed", "citizenship"),
    ({"citizen_of": ["VN"]}, None, "PermissionInformationRequested", "information_needed", "permit valid in JP"),
    ({"citizen_of": ["VN"]}, PERMIT, "PermissionReviewRequested", "human_review", "permit for JP recorded"),
    ({"citizen_of": ["JP"], "residence": "VN"}, PERMIT, "PermissionInformationRequested", "information_needed", "VN"),
]


@pytest.mark.parametrize(("person", "permit", "event", "outcome", "note"), OUTCOMES)
async def test_what_is_found_comes_back_as_an_event(
    desk: Hands, person: dict[str, Any], permit: dict[str, Any] | None, event: str, outcome: str, note: str
) -> None:
    await _applied_by(desk, permit, **person)
    await consented(desk)
    await desk.perform(PARTICIPATION, "work_permission:1")
    assert (await desk.system.event_types(PARTICIPATION))[-1] == event
    state = await desk.system.state(PARTICIPATION)
    assert state.permission == outcome
    assert note in (state.permission_note or outcome)
    (entry,) = [one for one in await desk.ledger(PARTICIPATION) if one.kind == "check_work_permission"]
    assert (entry.status, entry.reason) == ("done", outcome)


async def _applied_by(desk: Hands, permit: dict[str, Any] | None, **values: Any) -> None:
    await posted(desk)
    person = "from-elsewhere"
    await register(desk.system, person, employer_contact="hr-a", **values)
    if permit:
        await desk.send(f"person:{person}", "RecordPermit", **permit)
    words = {"engagement": "a", "person": person, "motivation": "関わりたい"}
    await desk.send(PARTICIPATION, "Apply", person, Role.PARTICIPANT, **words)
    await desk.send("engagement:a", "SelectParticipant", participation="a1")


async def test_a_permit_is_looked_at_on_the_day_of_the_check(desk: Hands) -> None:
    await _applied_by(desk, {**PERMIT, "valid_until": "2026-04-06"}, citizen_of=["VN"])
    await consented(desk)
    desk.system.clock.set(desk.system.clock.now().replace(hour=15, minute=1))  # type: ignore[attr-defined]
    await desk.perform(PARTICIPATION, "work_permission:1")
    state = await desk.system.state(PARTICIPATION)
    assert state.permission == "information_needed", "in Japan it is the seventh of April by now"


async def test_the_review_has_a_named_human(desk: Hands) -> None:
    await _applied_by(desk, PERMIT, citizen_of=["VN"])
    await consented(desk)
    await desk.perform(PARTICIPATION, "work_permission:1")
    plan = await desk.plan(PARTICIPATION, "work_permission:1")
    assert (plan.stage, plan.waits_for) == ("human_review", "coordinator: work_permission")
    assert (await desk.system.state(PARTICIPATION)).permission_reviewer == "coordinator"


async def test_a_check_that_is_repeated_counts_once(desk: Hands) -> None:
    await _applied_by(desk, None, citizen_of=["JP"])
    await consented(desk)
    await desk.perform(PARTICIPATION, "work_permission:1")
    events = await desk.system.event_types(PARTICIPATION)
    await desk.system.rows("UPDATE banso.effects SET status = 'attempted' WHERE kind = 'check_work_permission'")
    await desk.perform(PARTICIPATION, "work_permission:1")
    assert await desk.system.event_types(PARTICIPATION) == events


@pytest.mark.parametrize(
    ("language", "words"), [("ja", "確認している項目：国籍"), ("en", "What is missing: citizenship")]
)
async def test_what_is_missing_is_asked_for_in_the_readers_own_language(desk: Hands, language: str, words: str) -> None:
    await _applied_by(desk, None, citizen_of=[], language=language)
    await consented(desk)
    for _ in range(2):
        await desk.perform(PARTICIPATION, "work_permission:1")
    (mail,) = [one for one in desk.system.mails() if one.to == ("from-elsewhere@example.jp",)]
    assert words in mail.text
    assert ("citizenship" in mail.text) == (language == "en")
