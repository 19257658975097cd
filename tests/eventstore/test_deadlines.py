"""A deadline that comes too early leaves nothing behind, so that the due one, which has the same id, still counts."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from banso.clock import SettableClock
from banso.commands import CommandEnvelope, Outcome
from domain.shared.actors import Actor, Role
from domain.shared.values import StreamReference

from support.closing_stories import end
from support.story_five_daily import SERVICE, Daily, membership
from support.story_one import open_desk, post, select
from support.system import System, running_store

STREAM = "participation:a1"
SYSTEM = Actor(person="deadline", role=Role.SYSTEM)
TABLES = ("events", "streams", "commands", "effects", "news", "overviews", "waits")


@pytest.fixture
async def waiting(postgres: str, tmp_path: Path) -> AsyncIterator[System]:
    """Somebody was selected, and their employer is waited for; the clock stands."""
    clock = SettableClock(datetime.now(UTC))
    async with running_store(postgres, tmp_path, clock=clock) as system:
        await open_desk(system)
        await post(system, "a")
        await select(system, "a")
        yield system


async def everything(system: System) -> list[Any]:
    """Whatever a deadline may change."""
    return [sorted(await system.rows(f"SELECT * FROM banso.{table}"), key=repr) for table in TABLES]


async def meet(system: System) -> Outcome:
    """What the workflow sends when it was woken for the first deadline of the employer's consent."""
    (wait,) = [one for one in (await system.state(STREAM)).waits.values() if one.kind == "employer_consent"]
    command = {"type": "MeetDeadline", "kind": wait.kind, "subject": wait.subject, "ordinal": 1}
    key = f"deadline/{STREAM}/{wait.kind}/{wait.subject}/1"
    return await system.send(STREAM, command, actor=SYSTEM, command_id=key)


async def test_a_deadline_that_comes_too_early_is_not_remembered_and_counts_when_it_is_due(waiting: System) -> None:
    clock = waiting.clock
    assert isinstance(clock, SettableClock)
    (wait,) = (await waiting.state(STREAM)).waits.values()
    before = await everything(waiting)

    clock.set(wait.schedule.remind_at - timedelta(seconds=1))
    early = await meet(waiting)
    assert early.receipt.events == ()
    assert await everything(waiting) == before

    clock.set(wait.schedule.remind_at)
    due = await meet(waiting)
    assert [event.type for event in due.receipt.events] == ["Reminded"]
    assert due.receipt.version == early.receipt.version + 1

    met = await everything(waiting)
    again = await meet(waiting)
    assert (again.repeated, again.receipt) == (True, due.receipt)
    assert await everything(waiting) == met


@pytest.fixture
async def side_by_side(postgres: str, tmp_path: Path) -> AsyncIterator[Daily]:
    """A client and an accompanist, and the day on which their service ends for both; the clock stands."""
    async with running_store(postgres, tmp_path, clock=SettableClock(datetime.now(UTC))) as system:
        daily = Daily.of(system)
        for person in ("coordinator", "client-1", "aoi"):
            await daily.register(person)
        words = {"name": "寄り添い", "region": "全国", "playbook": "daily-accompaniment"}
        await daily.send(f"service:{SERVICE}", "OpenService", **words, coordinators=["coordinator"])
        for person, role in (("client-1", "client"), ("aoi", "accompanist")):
            await daily.join(person, role)
        await daily.send(membership("client-1"), "MatchAccompanist", accompanist=f"{SERVICE}.aoi")
        closing = {"type": "NoteClosing", "end": end(system.clock.now()).model_dump(mode="json")}
        for person in ("client-1", "aoi"):
            await system.send(membership(person), closing, actor=SYSTEM)
        yield daily


async def test_what_follows_from_a_deadline_is_decided_as_of_its_moment(side_by_side: Daily) -> None:
    """The server's clock is ahead of this machine's: who ends first is nobody who left, in the client's eyes."""
    system = side_by_side.system
    closing = (await system.state(membership("aoi"))).closing
    assert system.clock.now() < closing.ends_at == (await system.state(membership("client-1"))).closing.ends_at
    envelope = CommandEnvelope(
        command_id="deadline/membership_end", tenant=system.tenant, stream=StreamReference.parse(membership("aoi")),
        actor=SYSTEM, not_before=closing.ends_at,
        command={"type": "MeetDeadline", "kind": "membership_end", "subject": str(closing.ends), "ordinal": 1},
    )  # fmt: skip
    await system.store.handler.send(envelope)
    assert (await system.event_types(membership("aoi")))[-1] == "EndedWithService"
    assert "AccompanistLeft" not in await system.event_types(membership("client-1"))
