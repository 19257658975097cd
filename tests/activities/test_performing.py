"""The ledger knows of every attempt before anything goes outside, whatever becomes of it."""

from typing import Any

import pytest
from psycopg import AsyncConnection
from temporalio.exceptions import ApplicationError

from activities.contracts import EffectsDue
from activities.performing import NothingToDo, Performer, Reach
from banso.eventstore.effects import LedgerEntry

from support.desk import ENGAGEMENT, posted
from support.performing import Hands

Standing = tuple[str, int, str | None]


async def mails(desk: Hands) -> list[Standing]:
    """How the mails of A's posting stand: status, attempts, reason."""
    return [(one.status, one.attempts, one.reason) for one in await desk.ledger(ENGAGEMENT) if one.kind == "notify"]


async def batch_of_mails(desk: Hands) -> tuple[Performer, EffectsDue]:
    """A performer, and what it is to carry out."""
    await posted(desk)
    return Performer(desk.system.store.pool, desk.system.clock), (await desk.plan(ENGAGEMENT)).effects[0]


async def test_an_attempt_is_on_record_before_anything_goes_outside(desk: Hands) -> None:
    performer, batch = await batch_of_mails(desk)
    seen: list[list[Standing]] = []

    async def look() -> None:
        seen.append(await mails(desk))

    async def prepare(*_: Any) -> Reach:
        return look

    await performer.perform(batch, prepare)
    assert [standing[place][:2] for place, standing in enumerate(seen)] == [("attempted", 1)] * len(batch.effects)
    assert await mails(desk) == [("done", 1, None)] * len(batch.effects)


@pytest.mark.parametrize("statement", ["SELECT 1 / 0", None], ids=["a statement fails", "our own code fails"])
async def test_an_attempt_that_fails_before_it_goes_outside_counts_too(desk: Hands, statement: str | None) -> None:
    performer, batch = await batch_of_mails(desk)

    async def prepare(connection: AsyncConnection, _: str, __: LedgerEntry) -> Reach:
        if statement is None:
            raise ZeroDivisionError
        await connection.execute(statement)
        return never

    async def never() -> None:
        raise AssertionError("it went outside though it could not be prepared")

    with pytest.raises(ApplicationError, match="not settled yet"):
        await performer.perform(batch, prepare)
    assert await mails(desk) == [("attempted", 1, None)] * len(batch.effects)


async def test_what_needs_nothing_is_done_and_says_why(desk: Hands) -> None:
    performer, batch = await batch_of_mails(desk)

    async def prepare(*_: Any) -> Reach:
        raise NothingToDo("settled meanwhile")

    await performer.perform(batch, prepare)
    assert await mails(desk) == [("done", 1, "settled meanwhile")] * len(batch.effects)
