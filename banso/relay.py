"""The relay passes news on to workflows: it starts them, or wakes those that run. Hints only; plans clear news."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

import psycopg
import structlog
from psycopg import AsyncConnection
from temporalio.client import Client
from temporalio.common import (
    SearchAttributePair,
    TypedSearchAttributes,
    WorkflowIDConflictPolicy,
    WorkflowIDReusePolicy,
)
from temporalio.service import RPCError

from banso.eventstore.news import CHANNEL, LEASE_SECONDS, News, lease
from workflows import contracts as names
from workflows.contracts import Follow, Nudge

LOOK_EVERY_SECONDS = 1.0
"""Polling is the guarantee; a bell only wakes it earlier."""
BATCH = 100
MOST_AT_ONCE = 20
PAUSES_SECONDS = (0.1, 0.5, 2.0)
"""Between attempts of one nudge; after the last its lease has to run out."""

logger = structlog.get_logger()


class Relay:
    """Leases streams with news, commits, then signals; one nudge in flight per stream, the total bounded."""

    def __init__(
        self,
        conninfo: str,
        temporal: Callable[[], Awaitable[Client]],
        task_queue: str,
        *,
        lease_seconds: float = LEASE_SECONDS,
    ) -> None:
        self._conninfo = conninfo
        self._temporal = temporal
        self._task_queue = task_queue
        self._lease_seconds = lease_seconds
        self._in_flight: dict[tuple[str, str], asyncio.Task[None]] = {}
        self._newer: dict[tuple[str, str], News] = {}
        self._places = asyncio.Semaphore(MOST_AT_ONCE)

    async def run(self) -> None:
        """Pass news on until cancelled; outages of PostgreSQL or Temporal are waited out."""
        while True:
            try:
                async with await AsyncConnection.connect(self._conninfo, autocommit=True) as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    await self._pass_on_for_ever(connection)
            except psycopg.Error as error:
                logger.warning("relay_without_database", error=type(error).__name__)
                await asyncio.sleep(0.5)
            finally:
                for task in list(self._in_flight.values()):
                    task.cancel()

    async def _pass_on_for_ever(self, connection: AsyncConnection) -> None:
        while True:
            found = await lease(connection, BATCH, self._lease_seconds)
            for news in found:
                await self._begin(news)
            if len(found) < BATCH:
                await _bell_or_time(connection)

    async def _begin(self, news: News) -> None:
        key = (news.tenant, news.stream)
        if key in self._in_flight:
            # The plan that the nudge in flight brings about may have read already: another one goes right after it.
            self._newer[key] = news
            return
        await self._places.acquire()
        task = asyncio.create_task(self._nudge_all(key, news))
        self._in_flight[key] = task
        task.add_done_callback(lambda _: self._ended(key))

    def _ended(self, key: tuple[str, str]) -> None:
        self._in_flight.pop(key, None)
        self._newer.pop(key, None)
        self._places.release()

    async def _nudge_all(self, key: tuple[str, str], first: News) -> None:
        news: News | None = first
        while news is not None:
            await self._nudge(news)
            news = self._newer.pop(key, None)

    async def _nudge(self, news: News) -> None:
        for pause in PAUSES_SECONDS:
            try:
                client = await self._temporal()
                await nudge(client, self._task_queue, news)
                return
            except (RPCError, RuntimeError, OSError) as error:
                logger.warning("nudge_failed", tenant=news.tenant, stream=news.stream, error=type(error).__name__)
                await asyncio.sleep(pause)
        # The lease runs out and somebody tries again.


async def nudge(client: Client, task_queue: str, news: News) -> None:
    """Start the stream's workflow, or wake it; a finished one starts again."""
    follow = Follow(tenant=news.tenant, stream=news.stream)
    await client.start_workflow(
        names.workflow_type(follow),
        follow,
        id=names.workflow_id(follow),
        task_queue=task_queue,
        task_timeout=names.TASK_TIMEOUT,
        id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        start_signal=names.NUDGE,
        start_signal_args=[Nudge(version=news.version)],
        search_attributes=TypedSearchAttributes([SearchAttributePair(names.TENANT, news.tenant)]),
        static_summary=news.stream,
    )


async def _bell_or_time(connection: AsyncConnection) -> None:
    with contextlib.suppress(StopAsyncIteration):
        async for _ in connection.notifies(timeout=LOOK_EVERY_SECONDS, stop_after=1):
            return
