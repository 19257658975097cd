"""Telling each of many streams: once each, however often it is begun anew; parked with a reason where one refuses."""

import asyncio
from collections import Counter
from typing import Any

import pytest
from temporalio.exceptions import ApplicationError

from activities import contracts as agreed
from activities import telling_each
from banso.commands import CommandHandler
from banso.eventstore.errors import not_known_yet
from domain.shared.actors import Role
from domain.shared.refusals import refusal

from support.performing import Hands
from support.story_one import open_desk, post, register

PEOPLE = tuple(f"guest-{letter}" for letter in "abcdefg")
SUCCESSOR = "service:team"


async def pooled(desk: Hands) -> None:
    """Seven people applied and were declined; all but the last stay in the pool. A successor is open."""
    await open_desk(desk.system)
    await post(desk.system, "a", service="desk", seats=1)
    for person in PEOPLE:
        await register(desk.system, person, employment="not_working")
        way = f"participation:{person}"
        words = {"engagement": "a", "person": person, "motivation": "また働きたい"}
        await desk.send(way, "Apply", person, Role.PARTICIPANT, **words)
        await desk.send(way, "DeclineApplicant", reason="席が足りませんでした")
        if person != PEOPLE[-1]:
            await desk.send(way, "AgreeToPool", person, Role.PARTICIPANT)
    opening = {"name": "在宅チーム", "region": "どこからでも", "playbook": "furusato-kengyo"}
    await desk.send(SUCCESSOR, "OpenService", **opening, coordinators=["coordinator"])


async def invited(desk: Hands) -> list[int]:
    """How often each of the seven was invited."""
    types = [await desk.system.event_types(f"participation:{person}") for person in PEOPLE]
    return [one.count("InvitedToSuccessor") for one in types]


async def entry(desk: Hands) -> Any:
    """The latest effect that tells each."""
    return [one for one in await desk.ledger(SUCCESSOR) if one.kind == "tell_each"][-1]


async def test_everybody_in_the_pool_is_told_once_and_nobody_else(desk: Hands) -> None:
    await pooled(desk)
    await desk.send(SUCCESSOR, "InvitePool", predecessor="desk")
    due = [one for one in (await desk.plan(SUCCESSOR)).effects if one.activity == agreed.TELL_EACH]
    for batch in due * 2:
        await desk.call(batch.activity, batch)
    assert await invited(desk) == [1] * 6 + [0]
    found = await entry(desk)
    assert (found.status, found.reason) == ("done", "7 streams were told")


async def test_a_second_opening_invites_only_who_joined_the_pool_since(desk: Hands) -> None:
    await pooled(desk)
    for _ in range(2):
        await desk.send(SUCCESSOR, "InvitePool", predecessor="desk")
        await desk.perform(SUCCESSOR)
    assert await invited(desk) == [1] * 6 + [0]
    await desk.send(f"participation:{PEOPLE[-1]}", "AgreeToPool", PEOPLE[-1], Role.PARTICIPANT)
    await desk.send(SUCCESSOR, "InvitePool", predecessor="desk")
    await desk.perform(SUCCESSOR)
    assert await invited(desk) == [1] * 7
    await desk.perform(f"participation:{PEOPLE[0]}")
    mails = [mail for mail in desk.system.mails() if mail.to == (f"{PEOPLE[0]}@example.jp",)]
    assert [mail.subject for mail in mails].count("次のご案内です：在宅チーム") == 1


def breaking(monkeypatch: pytest.MonkeyPatch, after: int, error: BaseException) -> Counter[str]:
    """The handler breaks off, once, when it has told so many; how often it was asked for each stream."""
    whole, asked = CommandHandler.send, Counter[str]()

    async def send(self: CommandHandler, envelope: Any, **options: Any) -> Any:
        if envelope.command_id.startswith("each/"):
            asked[envelope.stream.id] += 1
            if asked.total() == after + 1:
                raise error
        return await whole(self, envelope, **options)

    monkeypatch.setattr(CommandHandler, "send", send)
    return asked


@pytest.mark.parametrize(
    "error",
    [asyncio.CancelledError(), not_known_yet("each/x")],
    ids=["the worker ends", "the database goes away"],
)
async def test_broken_off_in_the_middle_it_begins_anew_and_tells_each_once(
    desk: Hands, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    await pooled(desk)
    monkeypatch.setattr(telling_each, "PAGE", 2)
    await desk.send(SUCCESSOR, "InvitePool", predecessor="desk")
    asked = breaking(monkeypatch, 3, error)
    with pytest.raises((asyncio.CancelledError, ApplicationError)):
        await desk.perform(SUCCESSOR)
    assert await invited(desk) == [1] * 3 + [0] * 4
    assert (await entry(desk)).status == "attempted"
    await desk.perform(SUCCESSOR)
    assert asked[PEOPLE[0]] == 2, "it did not begin anew"
    assert await invited(desk) == [1] * 6 + [0]
    assert (await entry(desk)).status == "done"


async def test_a_stream_that_refuses_costs_no_other_and_parks_it_with_the_reason(
    desk: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    await pooled(desk)
    await desk.send(SUCCESSOR, "InvitePool", predecessor="desk")
    no = refusal("out-of-order", wrong=("いまではありません。", "Not now."), right=("あとで。", "Later."))
    breaking(monkeypatch, 2, no)
    await desk.perform(SUCCESSOR)
    assert await invited(desk) == [1, 1, 0, 1, 1, 1, 0]
    found = await entry(desk)
    refused = f"participation:{PEOPLE[2]}"
    assert (found.status, found.reason) == (
        "parked",
        f"1 of 7 streams refused it, the first: {refused} (out-of-order)",
    )
    await desk.system.store.handler.retry_effect("gifu", found.effect_id)
    await desk.perform(SUCCESSOR)
    assert await invited(desk) == [1] * 6 + [0]
    assert (await entry(desk)).status == "done"


async def test_every_page_shows_that_it_is_alive(desk: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    await pooled(desk)
    monkeypatch.setattr(telling_each, "PAGE", 1)
    await desk.send(SUCCESSOR, "InvitePool", predecessor="desk")
    await desk.perform(SUCCESSOR)
    assert desk.beats[-7:] == [str(number) for number in range(1, 8)]
