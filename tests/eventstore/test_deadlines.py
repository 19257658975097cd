"""A deadline that comes too early leaves nothing behind, so that the due one, which has the same id, still counts."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from banso.clock import SettableClock
from banso.commands import Outcome
from domain.shared.actors import Actor, Role

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
