"""The ledger of effects: pending, attempted, done, uncertain or parked."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID, uuid5

import orjson
from psycopg import AsyncConnection
from psycopg.rows import class_row

from domain.shared.effects import Effect

Status = Literal["pending", "attempted", "done", "uncertain", "parked"]


@dataclass(frozen=True)
class LedgerEntry:
    """One effect and how far it is. `attempts` counts those that reached out; `reason` tells why it is parked."""

    effect_id: UUID
    stream: str
    version: int
    place: int
    kind: str
    process: str | None
    payload: dict[str, Any]
    depends_on: list[UUID]
    correlation_id: str
    status: Status
    attempts: int
    reason: str | None
    created_at: datetime
    settled_at: datetime | None


COLUMNS = (
    "effect_id, stream, version, place, kind, process, payload, depends_on, correlation_id, status, attempts, reason, "
    "created_at, settled_at"
)


def effect_id(event_id: UUID, place: int) -> UUID:
    """The id of an event's effect: the same for ever, so that outside services can recognise it."""
    return uuid5(event_id, str(place))


def dependencies(event_id: UUID, effect: Effect) -> list[UUID]:
    """The ids of the effects that must be done before this one."""
    return [effect_id(event_id, place) for place in effect.after]


LedgerRow = tuple[str, str | None, Mapping[str, Any], Sequence[UUID]]
"""What is asked of the outside world: kind, process, payload, and the effects that have to be done before."""


def ledger_row(event_id: UUID, effect: Effect) -> LedgerRow:
    """How the ledger keeps an effect of this event."""
    return effect.type, effect.process, effect.model_dump(mode="json"), dependencies(event_id, effect)


def effects_hash(rows: Sequence[LedgerRow]) -> bytes:
    """SHA-256 over all that one event asks of the outside world, in the order in which it asks."""
    return hashlib.sha256(orjson.dumps(rows, option=orjson.OPT_SORT_KEYS)).digest()


async def load(connection: AsyncConnection, tenant: str, wanted: list[UUID]) -> list[LedgerEntry]:
    """Entries by their ids, in the order of their events."""
    async with connection.cursor(row_factory=class_row(LedgerEntry)) as cursor:
        await cursor.execute(
            f"SELECT {COLUMNS} FROM banso.effects WHERE tenant = %s AND effect_id = ANY(%s) "  # noqa: S608
            "ORDER BY stream, version, place",
            (tenant, wanted),
        )
        return await cursor.fetchall()


async def due(connection: AsyncConnection, tenant: str, stream: str, limit: int) -> list[LedgerEntry]:
    """Effects of a stream that are pending or attempted and wait for no other effect, oldest first."""
    async with connection.cursor(row_factory=class_row(LedgerEntry)) as cursor:
        await cursor.execute(
            f"SELECT {COLUMNS} FROM banso.effects AS mine WHERE tenant = %s AND stream = %s "  # noqa: S608
            "AND status IN ('pending', 'attempted') AND NOT EXISTS ("
            "SELECT FROM banso.effects AS other WHERE other.tenant = mine.tenant "
            "AND other.effect_id = ANY(mine.depends_on) AND other.status <> 'done') "
            "ORDER BY version, place LIMIT %s",
            (tenant, stream, limit),
        )
        return await cursor.fetchall()


async def mark_attempted(connection: AsyncConnection, tenant: str, effect: UUID) -> int:
    """Commit to trying, before anything goes outside; the number of this attempt, or 0 when there is nothing to do."""
    cursor = await connection.execute(
        "UPDATE banso.effects SET status = 'attempted', attempts = attempts + 1 "
        "WHERE tenant = %s AND effect_id = %s AND status IN ('pending', 'attempted') RETURNING attempts",
        (tenant, effect),
    )
    row = await cursor.fetchone()
    return row[0] if row else 0


async def settle(
    connection: AsyncConnection, tenant: str, effect: UUID, status: Status, at: datetime, reason: str | None = None
) -> None:
    """Write down how an effect ended; what is done stays done."""
    await connection.execute(
        "UPDATE banso.effects SET status = %s, reason = %s, settled_at = %s "
        "WHERE tenant = %s AND effect_id = %s AND status <> 'done'",
        (status, reason, at, tenant, effect),
    )


async def retry(connection: AsyncConnection, tenant: str, effect: UUID) -> LedgerEntry | None:
    """Make a parked or uncertain effect pending again, and give its stream news; None when it is neither."""
    async with connection.cursor(row_factory=class_row(LedgerEntry)) as cursor:
        await cursor.execute(
            "UPDATE banso.effects SET status = 'pending', attempts = 0, reason = NULL, settled_at = NULL "  # noqa: S608
            f"WHERE tenant = %s AND effect_id = %s AND status IN ('parked', 'uncertain') RETURNING {COLUMNS}",
            (tenant, effect),
        )
        entry = await cursor.fetchone()
    if entry is not None:
        await give_news(connection, tenant, entry.stream)
    return entry


async def give_news(connection: AsyncConnection, tenant: str, stream: str) -> None:
    """Let the relay wake this stream's workflow, though no event came."""
    await connection.execute(
        "INSERT INTO banso.news (tenant, stream, version) SELECT tenant, stream, version FROM banso.streams "
        "WHERE tenant = %s AND stream = %s ON CONFLICT (tenant, stream) DO UPDATE SET leased_until = NULL",
        (tenant, stream),
    )
