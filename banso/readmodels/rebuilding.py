"""Rebuilding a read model from the events, beside the old one, which serves until the new one takes its name.

Writers wait for the last few streams to be caught up, and readers for the rename only: milliseconds both.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from psycopg import AsyncConnection
from psycopg.rows import class_row
from pydantic import ValidationError

from banso.eventstore.audit_crossings import count_query
from banso.eventstore.envelope import COLUMNS, StoredEvent, decode_all
from banso.eventstore.findings import Collected, Counted, Derived, Row
from banso.eventstore.reading import stream_damaged
from banso.readmodels.catalogue import DERIVED, READ_MODELS, SERVICE_COUNTS
from banso.readmodels.inline import insert_into
from banso.readmodels.report_facts import REPORT_FACTS
from domain.aggregates import AGGREGATES
from domain.shared.refusals import refusal

FETCHED_AT_ONCE = 200
CATCH_UP_ROUNDS = 10
FEW_STREAMS = 50
"""So few changed streams are caught up while writers wait."""
SWAP_TRIES = 20
LOCK_TIMEOUT = "300ms"
"""A swap that has to wait longer for somebody's transaction lets everybody pass and comes again."""

Progress = Callable[[int, int], None]
"""Told (events folded, of how many)."""


def _silent(_: int, __: int) -> None:
    return


@dataclass(frozen=True)
class Rebuilt:
    """What a rebuild came to: events that were read, rows that were written, streams that changed meanwhile."""

    readmodel: str
    events: int
    rows: int
    caught_up: int


async def rebuild(owner_conninfo: str, readmodel: str, progress: Progress = _silent) -> Rebuilt:
    """Rebuild one of `READ_MODELS`, while everything goes on.

    Raises:
        DomainError: there is no such read model; nothing was changed.
        StoreError: an event cannot be read; the old read model stays.
    """
    if readmodel not in READ_MODELS:
        raise refusal(
            "read-model-unknown",
            wrong=(f"「{readmodel}」という一覧はありません。", f"There is no read model {readmodel}."),
            right=(f"あるのは: {', '.join(READ_MODELS)}。", f"There are: {', '.join(READ_MODELS)}."),
        )
    async with await AsyncConnection.connect(owner_conninfo, application_name="banso rebuild") as connection:
        await connection.set_autocommit(True)
        # Two rebuilds of one read model would pull the stand-in from under each other.
        await connection.execute("SELECT pg_advisory_lock(hashtext(%s))", (f"banso rebuild {readmodel}",))
        await connection.execute("SELECT banso.stand_in(%s)", (readmodel,))
        if readmodel == SERVICE_COUNTS.name:
            return await _rebuild_followed(connection, SERVICE_COUNTS, _counting(connection, SERVICE_COUNTS), progress)
        if readmodel == REPORT_FACTS.name:
            return await _rebuild_followed(connection, REPORT_FACTS, _collecting(connection, REPORT_FACTS), progress)
        model = next(model for model in DERIVED if model.name == readmodel)
        return await _rebuild_derived(connection, owner_conninfo, model, progress)


async def _rebuild_derived(
    connection: AsyncConnection, owner_conninfo: str, model: Derived, progress: Progress
) -> Rebuilt:
    bound = await _bound(connection)
    events, rows = await _fold_all(connection, owner_conninfo, model, progress)
    caught_up = last = 0
    for _ in range(CATCH_UP_ROUNDS):
        following = await _bound(connection)
        changed = await _catch_up(connection, model, bound)
        bound, caught_up = following, caught_up + changed
        if changed <= FEW_STREAMS:
            break

    async def finish() -> None:
        nonlocal last
        # Writers hold this lock from their own row until they commit: what they wrote is visible after it.
        await connection.execute(f"LOCK TABLE banso.{model.name} IN SHARE ROW EXCLUSIVE MODE")
        last = await _catch_up(connection, model, bound)

    await _swap(connection, model.name, finish)
    return Rebuilt(model.name, events, rows, caught_up + last)


async def _one(connection: AsyncConnection, query: str) -> Any:
    row = await (await connection.execute(query)).fetchone()
    return row[0] if row else None


Bound = tuple[int, int]
"""(epoch, transaction id): every event before it is visible."""


async def _bound(connection: AsyncConnection) -> Bound:
    cursor = await connection.execute(
        "SELECT (SELECT max(epoch) FROM banso.epochs), pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
    )
    row = await cursor.fetchone()
    assert row is not None
    return row[0], row[1]


@dataclass(frozen=True, slots=True)
class _Told:
    """One stream with all of its events, in order."""

    tenant: str
    stream: str
    version: int
    types: list[str]
    schema_versions: list[int]
    payloads: list[bytes]
    times: list[datetime]


def _told(where: str) -> str:
    """One row a stream: fetching events one by one costs several times as much."""
    return (
        "SELECT tenant, stream, max(version) AS version, array_agg(type ORDER BY version) AS types, "  # noqa: S608
        "array_agg(schema_version ORDER BY version) AS schema_versions, "
        "array_agg(payload ORDER BY version) AS payloads, array_agg(occurred_at ORDER BY version) AS times "
        f"FROM banso.events WHERE {where} GROUP BY tenant, stream"
    )


def _rows_of(model: Derived, told: _Told) -> list[Row]:
    """Fold one stream.

    Raises:
        StoreError: an event cannot be read, or does not fit what came before it.
    """
    kind = told.stream.partition(":")[0]
    aggregate, state = AGGREGATES[kind], None
    events = decode_all(kind, told.types, told.schema_versions, told.payloads)
    try:
        state = aggregate.fold(None, zip(events, told.times, strict=True))
    except (LookupError, ValidationError):
        raise stream_damaged(told.stream, told.version) from None
    return model.rows(told.tenant, told.stream, told.version, aggregate, state)


async def _streams(connection: AsyncConnection, where: str, parameters: tuple[Any, ...] = ()) -> AsyncIterator[_Told]:
    """Streams with their events, within a transaction."""
    async with connection.cursor(name="told", binary=True, row_factory=class_row(_Told)) as cursor:
        cursor.itersize = FETCHED_AT_ONCE
        await cursor.execute(_told(where), parameters)
        async for told in cursor:
            yield told


async def _fold_all(
    connection: AsyncConnection, owner_conninfo: str, model: Derived, progress: Progress
) -> tuple[int, int]:
    events = rows = 0
    total = await _one(connection, "SELECT count(*) FROM banso.events")
    into = f"COPY banso.{model.name}_rebuilt ({', '.join(model.columns)}) FROM STDIN"
    # COPY keeps its connection busy, so what is folded is written on another one.
    async with (
        await AsyncConnection.connect(owner_conninfo) as writer,
        connection.transaction(),
        writer.cursor() as cursor,
        cursor.copy(into) as copy,
    ):
        async for told in _streams(connection, "true"):
            for row in _rows_of(model, told):
                await copy.write_row(row)
                rows += 1
            events += len(told.payloads)
            progress(events, max(total, events))
    return events, rows


async def _catch_up(connection: AsyncConnection, model: Derived, bound: Bound) -> int:
    """Write the rows of every stream anew that has an event from the bound on; how many streams there were."""
    changed = 0
    async with connection.transaction():
        cursor = await connection.execute(
            "SELECT DISTINCT e.tenant, e.stream FROM banso.tenants() AS t "
            "JOIN banso.events AS e ON e.tenant = t AND e.epoch = %s AND e.transaction_id >= %s::text::xid8",
            bound,
        )
        names = await cursor.fetchall()
        keys = ([name[0] for name in names], [name[1] for name in names])
        async for told in _streams(
            connection, "(tenant, stream) IN (SELECT * FROM unnest(%s::text[], %s::text[]))", keys
        ):
            await _write_anew(connection, model, told)
            changed += 1
    return changed


async def _write_anew(connection: AsyncConnection, model: Derived, told: _Told) -> None:
    table = f"banso.{model.name}_rebuilt"
    place = (told.tenant, told.stream)
    await connection.execute(f"DELETE FROM {table} WHERE tenant = %s AND stream = %s", place)  # noqa: S608
    for row in _rows_of(model, told):
        await connection.execute(insert_into(table, model.columns), row)


async def _swap(connection: AsyncConnection, name: str, finish: Callable[[], Awaitable[None]]) -> None:
    """Finish the stand-in and let it take the name, in one transaction that never makes others wait for long.

    Raises:
        StoreError: somebody kept the old read model in use all the time.
    """
    for attempt in range(SWAP_TRIES):
        try:
            async with connection.transaction():
                await connection.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
                await finish()
                await connection.execute("SELECT banso.swap_in(%s)", (name,))
            return
        except (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected):
            await asyncio.sleep(0.1 * (attempt + 1))
    raise refusal(
        "read-model-busy",
        wrong=(f"一覧 {name} がずっと使われています。", f"The read model {name} was in use all the time."),
        right=("長い処理が終わってからやり直してください。", "Try again when long transactions are over."),
    )


Write = Callable[[str, Bound | None, Bound], Awaitable[int]]
"""Writes to the stand-in what events between two bounds come to (SQL condition, bounds); how many rows that were."""


async def _rebuild_followed(
    connection: AsyncConnection, model: Counted | Collected, write: Write, progress: Progress
) -> Rebuilt:
    """From the events alone; the checkpoints move with the swap, so that every event counts once."""
    events = await _one(connection, "SELECT count(*) FROM banso.events")
    progress(0, events)
    bound = await _bound(connection)
    rows = await write("%(low)s::text IS NULL AND " + _BELOW, None, bound)
    progress(events, events)
    later = 0

    async def finish() -> None:
        nonlocal later
        # Whoever follows this read model has finished a batch when we hold its checkpoints, and begins after them.
        await connection.execute(_LOCK_CHECKPOINTS, (model.subscriber,))
        now = await _bound(connection)
        later = await write(_FROM + " AND " + _BELOW, bound, now)
        await connection.execute(_MOVE_CHECKPOINTS, {"subscriber": model.subscriber, **_named(None, now)})

    await _swap(connection, model.name, finish)
    return Rebuilt(model.name, events, rows, later)


_BELOW = "(events.epoch, events.transaction_id) < (%(high_epoch)s, %(high)s::text::xid8)"
_FROM = "(events.epoch, events.transaction_id) >= (%(low_epoch)s, %(low)s::text::xid8)"
_LOCK_CHECKPOINTS = (
    "INSERT INTO banso.checkpoints (tenant, subscriber, epoch, transaction_id, position) "
    "SELECT tenant, %s, 0, '0', 0 FROM banso.tenants() AS tenant ORDER BY tenant "
    "ON CONFLICT (tenant, subscriber) DO UPDATE SET position = checkpoints.position"
)
_MOVE_CHECKPOINTS = (
    "UPDATE banso.checkpoints SET epoch = last.epoch, transaction_id = last.transaction_id, "  # noqa: S608
    "position = last.position "
    "FROM banso.tenants() AS tenant, LATERAL (SELECT epoch, transaction_id, position FROM banso.events "
    f"WHERE events.tenant = tenant.tenant AND {_BELOW} "
    "ORDER BY epoch DESC, transaction_id DESC, position DESC LIMIT 1) AS last "
    "WHERE checkpoints.tenant = tenant.tenant AND subscriber = %(subscriber)s"
)


def _named(low: Bound | None, high: Bound) -> dict[str, Any]:
    epoch, transaction_id = low or (None, None)
    return {"low_epoch": epoch, "low": transaction_id, "high_epoch": high[0], "high": high[1]}


def _counting(connection: AsyncConnection, model: Counted) -> Write:
    """Count in the database."""
    first, second = model.columns
    table = f"banso.{model.name}_rebuilt"

    async def write(condition: str, low: Bound | None, high: Bound) -> int:
        cursor = await connection.execute(
            f"INSERT INTO {table} AS mine (tenant, {first}, {second}, count) {count_query(model, condition)} "
            f"ON CONFLICT (tenant, {first}, {second}) DO UPDATE SET count = mine.count + excluded.count",
            _named(low, high),
        )
        return cursor.rowcount

    return write


def _collecting(connection: AsyncConnection, model: Collected) -> Write:
    """Read the events concerned and write their rows."""
    into = insert_into(f"banso.{model.name}_rebuilt", model.columns)

    async def write(condition: str, low: Bound | None, high: Bound) -> int:
        rows = 0
        parameters = {"types": list(model.types), **_named(low, high)}
        async with (
            connection.transaction(),
            connection.cursor(name="collected", binary=True, row_factory=class_row(StoredEvent)) as events,
            connection.cursor() as writer,
        ):
            await events.execute(
                f"SELECT {COLUMNS} FROM banso.events WHERE type = ANY(%(types)s) AND {condition}",  # noqa: S608
                parameters,
            )
            while batch := await events.fetchmany(FETCHED_AT_ONCE):
                found = [row for event in batch for row in model.rows(event)]
                await writer.executemany(into, found)
                rows += len(found)
        return rows

    return write
