"""News: which streams have something that no workflow has seen. Nudges are hints; these rows are the guarantee."""

import asyncio
import contextlib
from dataclasses import dataclass

import psycopg
import structlog
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool, PoolTimeout

CHANNEL = "banso_news"
LEASE_SECONDS = 3.0
"""How long one relay keeps fresh news to itself; after that, news that no plan cleared is passed on again."""
LONGEST_LEASE_SECONDS = 30.0
"""The older the news, the longer the lease, up to this: a workflow that cannot go on is not flooded with signals."""
GATHERED_SECONDS = 0.01
"""Rings that come this soon after another go together; the first of them is never late."""

logger = structlog.get_logger()


@dataclass(frozen=True)
class News:
    """One stream with news."""

    tenant: str
    stream: str
    version: int


class NewsBell:
    """Wakes relays early, by a notification after the commit. A lost ring only costs the relay's next look.

    Rings are gathered: a notification holds a lock across its commit, so one for many commands is cheaper.
    """

    def __init__(self, pool: AsyncConnectionPool) -> None:
        self._pool = pool
        self._rung = asyncio.Event()
        self._ringer: asyncio.Task[None] | None = None

    def ring(self) -> None:
        """Wake the relays soon; nothing is waited for."""
        self._rung.set()
        if self._ringer is None or self._ringer.done():
            self._ringer = asyncio.create_task(self._ring())

    async def _ring(self) -> None:
        while self._rung.is_set():
            self._rung.clear()
            try:
                async with self._pool.connection() as connection:
                    await connection.execute("SELECT pg_notify(%s, '')", (CHANNEL,))
            except (psycopg.Error, PoolTimeout) as error:
                logger.info("bell_not_rung", error=type(error).__name__)
            await asyncio.sleep(GATHERED_SECONDS)

    async def close(self) -> None:
        """Finish a ring that is under way."""
        if self._ringer is not None:
            with contextlib.suppress(asyncio.CancelledError):
                await self._ringer


async def lease(connection: AsyncConnection, limit: int, seconds: float = LEASE_SECONDS) -> list[News]:
    """Take streams with news for a while, oldest first, passing over what another relay is taking."""
    cursor = await connection.execute(
        "UPDATE banso.news SET leased_until = clock_timestamp() + make_interval(secs => "
        "greatest(%s, least(%s, extract(epoch FROM clock_timestamp() - since)))) "
        "WHERE (tenant, stream) IN (SELECT tenant, stream FROM banso.news "
        "WHERE leased_until IS NULL OR leased_until < clock_timestamp() "
        "ORDER BY leased_until NULLS FIRST, since LIMIT %s FOR UPDATE SKIP LOCKED) "
        "RETURNING tenant, stream, version",
        (seconds, LONGEST_LEASE_SECONDS, limit),
    )
    return [News(*row) for row in await cursor.fetchall()]


async def clear(connection: AsyncConnection, tenant: str, stream: str, seen: int) -> bool:
    """Forget news up to the version that a plan has read; newer news stay. Whether there were any."""
    cursor = await connection.execute(
        "DELETE FROM banso.news WHERE tenant = %s AND stream = %s AND version <= %s RETURNING 1", (tenant, stream, seen)
    )
    return await cursor.fetchone() is not None


async def waiting(connection: AsyncConnection) -> int:
    """How many streams have news."""
    cursor = await connection.execute("SELECT count(*) FROM banso.news")
    row = await cursor.fetchone()
    return int(row[0]) if row else 0
