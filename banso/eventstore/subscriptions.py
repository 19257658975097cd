"""Asynchronous subscribers: each sees every event of a tenant once, in one order, however late a transaction commits.

The order is (epoch, transaction id, position). Events of the current epoch are read only below the oldest transaction
that still runs, so that nothing appears later in front of what was read; older epochs are complete.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import psycopg
import structlog
from psycopg import AsyncConnection
from psycopg.rows import class_row
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from banso.eventstore.database import tenant_transaction, tenants
from banso.eventstore.envelope import COLUMNS, StoredEvent

BATCH = 500
LOOK_EVERY_SECONDS = 1.0

logger = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class OrderedEvent(StoredEvent):
    """A stored event with its place in the order of its tenant."""

    epoch: int
    transaction_id: int
    position: int


class Subscriber(Protocol):
    """Makes something of events. `name` is that of its checkpoint and never changes."""

    @property
    def name(self) -> str:
        """The name of its checkpoint."""
        ...

    async def handle(self, connection: AsyncConnection, events: Sequence[OrderedEvent]) -> None:
        """Work on events of one tenant, in order, within the transaction that moves the checkpoint past them."""
        ...


_BEGIN = (
    "INSERT INTO banso.checkpoints (tenant, subscriber, epoch, transaction_id, position) "
    "VALUES (%s, %s, 0, '0', 0) ON CONFLICT DO NOTHING"
)
_LOCK = (
    "SELECT epoch, transaction_id::text, position FROM banso.checkpoints "
    "WHERE tenant = %s AND subscriber = %s FOR UPDATE"
)
SETTLED = "(epoch < (SELECT max(epoch) FROM banso.epochs) OR transaction_id < pg_snapshot_xmin(pg_current_snapshot()))"
"""SQL condition: nothing can appear any more before this event."""
_NEXT = (
    f"SELECT {COLUMNS}, epoch, transaction_id::text::bigint AS transaction_id, position FROM banso.events "  # noqa: S608
    "WHERE tenant = %s AND (epoch, transaction_id, position) > (%s, %s::xid8, %s) "
    f"AND {SETTLED} ORDER BY epoch, transaction_id, position LIMIT %s"
)
_ADVANCE = (
    "UPDATE banso.checkpoints SET epoch = %s, transaction_id = %s::text::xid8, position = %s "
    "WHERE tenant = %s AND subscriber = %s"
)


async def advance(pool: AsyncConnectionPool, subscriber: Subscriber, tenant: str, limit: int = BATCH) -> int:
    """Give a subscriber the next events of a tenant; how many there were.

    The checkpoint is locked first and commits with the work: two runners of one subscriber never count twice.
    """
    async with tenant_transaction(pool, tenant) as connection:
        await connection.execute(_BEGIN, (tenant, subscriber.name))
        cursor = await connection.execute(_LOCK, (tenant, subscriber.name))
        checkpoint = await cursor.fetchone()
        assert checkpoint is not None
        async with connection.cursor(row_factory=class_row(OrderedEvent)) as reader:
            await reader.execute(_NEXT, (tenant, *checkpoint, limit))
            events = await reader.fetchall()
        if events:
            await subscriber.handle(connection, events)
            last = events[-1]
            place = (last.epoch, last.transaction_id, last.position)
            await connection.execute(_ADVANCE, (*place, tenant, subscriber.name))
    return len(events)


async def catch_up(pool: AsyncConnectionPool, subscriber: Subscriber, limit: int = BATCH) -> int:
    """Give a subscriber everything that there is, a batch for each tenant in turn; how many events that were.

    A batch that is not full ends a tenant's turns: where writing never pauses there is always one event more.
    """
    total = 0
    behind = await tenants(pool)
    while behind:
        counts = [(tenant, await advance(pool, subscriber, tenant, limit)) for tenant in behind]
        total += sum(count for _, count in counts)
        behind = [tenant for tenant, count in counts if count == limit]
    return total


async def follow(
    pool: AsyncConnectionPool, subscribers: Sequence[Subscriber], *, every_seconds: float = LOOK_EVERY_SECONDS
) -> None:
    """Keep subscribers up to date until cancelled; outages of PostgreSQL are waited out."""
    while True:
        for subscriber in subscribers:
            try:
                await catch_up(pool, subscriber)
            except (psycopg.Error, PoolTimeout) as error:
                # Nothing was committed, so the next look begins where this one did.
                logger.warning("subscriber_held_up", subscriber=subscriber.name, error=type(error).__name__)
        await asyncio.sleep(every_seconds)
