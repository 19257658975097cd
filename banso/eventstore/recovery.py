"""Starting over after Temporal, or a whole machine, was lost: open streams get news, the relay does the rest."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from banso.eventstore.database import tenant_transaction, tenants
from banso.eventstore.erasure import complete_erasures
from banso.eventstore.news import NewsBell, waiting
from banso.eventstore.sealing import KeyRing

BATCH = 1000
LOOK_EVERY_SECONDS = 0.2

Progress = Callable[[int, int], None]
"""Told (done, of how many)."""


@dataclass(frozen=True)
class Recovered:
    """What a recovery came to: `streams` were open and got news, `waiting` of all news were not yet taken up at the
    end, `erasures` were interrupted once and are complete now. `replayed` persons were in a backup from before their
    erasure and were erased again."""

    streams: int
    waiting: int
    erasures: int
    replayed: int = 0


def _silent(_: int, __: int) -> None:
    return


async def recover(
    pool: AsyncConnectionPool,
    keys: KeyRing,
    directory: Path,
    *,
    progress: Progress = _silent,
    patience_seconds: float = 60.0,
) -> Recovered:
    """Let the workflows of all open streams be started again, and complete interrupted erasures.

    Repeating it is harmless: workflows that run are only woken. `directory` is the anchor directory. It returns once
    all news were taken up, or after `patience_seconds` (0: at once); what still waits then is passed on later.

    Raises:
        OSError: the log of erasures cannot be written.
        StoreError: the log of erasures cannot be read.
    """
    erasures = await complete_erasures(pool, keys, directory)
    streams = 0
    for tenant in await tenants(pool):
        streams += await _give_news(pool, tenant)
    bell = NewsBell(pool)
    bell.ring()
    await bell.close()
    left = await _drain(pool, streams, progress, patience_seconds)
    return Recovered(streams=streams, waiting=left, erasures=len(erasures))


async def _give_news(pool: AsyncConnectionPool, tenant: str) -> int:
    given, last = 0, ""
    while True:
        async with tenant_transaction(pool, tenant) as connection:
            found = await _give_some_news(connection, tenant, last)
        given += len(found)
        if len(found) < BATCH:
            return given
        last = max(found)


async def _give_some_news(connection: AsyncConnection, tenant: str, after: str) -> list[str]:
    """News to the next open streams in order; open are those that go on, or have something left to carry out."""
    cursor = await connection.execute(
        'SELECT stream FROM banso.streams WHERE tenant = %(tenant)s AND stream COLLATE "C" > %(after)s '
        "AND (NOT finished OR EXISTS (SELECT FROM banso.effects WHERE effects.tenant = streams.tenant "
        "AND effects.stream = streams.stream AND status IN ('pending', 'attempted'))) "
        'ORDER BY stream COLLATE "C" LIMIT %(batch)s',
        {"tenant": tenant, "after": after, "batch": BATCH},
    )
    found = [row[0] for row in await cursor.fetchall()]
    await connection.execute(
        "INSERT INTO banso.news (tenant, stream, version) SELECT tenant, stream, version FROM banso.streams "
        "WHERE tenant = %s AND stream = ANY(%s) ORDER BY stream ON CONFLICT (tenant, stream) "
        "DO UPDATE SET version = greatest(news.version, excluded.version), leased_until = NULL",
        (tenant, found),
    )
    return found


async def _drain(pool: AsyncConnectionPool, given: int, progress: Progress, patience_seconds: float) -> int:
    ends = asyncio.get_running_loop().time() + patience_seconds
    while True:
        left = await _all_waiting(pool)
        progress(max(0, given - left), given)
        if not left or asyncio.get_running_loop().time() >= ends:
            return left
        await asyncio.sleep(LOOK_EVERY_SECONDS)


async def _all_waiting(pool: AsyncConnectionPool) -> int:
    total = 0
    for tenant in await tenants(pool):
        async with tenant_transaction(pool, tenant) as connection:
            total += await waiting(connection)
    return total
