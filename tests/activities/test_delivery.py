"""Deliveries that the committing process could not make: made up for, once, or parked with the reason."""

from dataclasses import replace
from typing import Any

import pytest
from temporalio.exceptions import ApplicationError

from activities import contracts as agreed
from banso.commands import CommandHandler, Outcome
from banso.composition import activities_of
from domain.shared.actors import Role

from support.desk import ENGAGEMENT, PARTICIPATION, posted
from support.performing import Hands


@pytest.fixture
def interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The committing process ends right after each commit, so that it passes nothing on."""

    async def nothing(*said: Any) -> Outcome:
        _, so_far, _, _, delivery, *_ = said
        return replace(so_far, not_yet_passed_on=(delivery.target.key,))

    monkeypatch.setattr(CommandHandler, "_passed_on", nothing)


async def _apply(desk: Hands) -> Any:
    words = {"engagement": "a", "person": "participant-a", "motivation": "関わりたい"}
    return await desk.send(PARTICIPATION, "Apply", "participant-a", Role.PARTICIPANT, **words)


@pytest.mark.usefixtures("interrupted")
async def test_a_late_delivery_is_made_up_for_once(desk: Hands) -> None:
    await posted(desk)
    outcome = await _apply(desk)
    assert outcome.not_yet_passed_on == (ENGAGEMENT,)
    assert "ApplicationNoted" not in await desk.system.event_types(ENGAGEMENT)
    (batch,) = [one for one in (await desk.plan(PARTICIPATION)).effects if one.activity == agreed.DELIVER_TO_STREAMS]
    assert batch.says == "NoteApplication to engagement"
    for _ in range(2):
        await desk.call(batch.activity, batch)
    assert (await desk.system.event_types(ENGAGEMENT)).count("ApplicationNoted") == 1
    (entry,) = [one for one in await desk.ledger(PARTICIPATION) if one.kind == "deliver_to_stream"]
    assert entry.status == "done"


@pytest.mark.usefixtures("interrupted")
async def test_what_the_other_stream_refuses_is_parked_with_its_code_and_goes_through_when_that_is_mended(
    desk: Hands,
) -> None:
    await posted(desk)
    await _apply(desk)
    await _point_to(desk, "nowhere")
    await desk.perform(PARTICIPATION)
    (entry,) = [one for one in await desk.ledger(PARTICIPATION) if one.kind == "deliver_to_stream"]
    assert entry.status == "parked"
    assert (entry.reason or "").startswith("engagement:nowhere refused it: ")
    await _point_to(desk, "a")
    await desk.system.store.handler.retry_effect("gifu", entry.effect_id)
    await desk.perform(PARTICIPATION)
    assert (await desk.system.event_types(ENGAGEMENT)).count("ApplicationNoted") == 1


async def _point_to(desk: Hands, engagement: str) -> None:
    where = "SET payload = jsonb_set(payload, '{target,id}', to_jsonb(%s::text)) WHERE kind = 'deliver_to_stream'"
    await desk.system.rows(f"UPDATE banso.effects {where}", engagement)


async def test_a_mail_server_that_is_away_is_tried_again_and_costs_no_other_effect(desk: Hands) -> None:
    await posted(desk)
    await _apply(desk)
    away = desk.system.settings.model_copy(update={"smtp_url": "smtp://127.0.0.1:1"})
    mailless = {part.__name__: part for part in activities_of(desk.system.store, away)}
    desk.activities[agreed.SEND_NOTIFICATIONS] = mailless["send_notifications"]
    with pytest.raises(ApplicationError, match="2 of 2 not settled yet"):
        await desk.perform(PARTICIPATION)
    attempts = {entry.attempts for entry in await desk.ledger(PARTICIPATION) if entry.kind == "notify"}
    assert attempts == {1}
    assert "ApplicationNoted" in await desk.system.event_types(ENGAGEMENT)
