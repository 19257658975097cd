"""Is everything as it was written? Chains, folds, read models, receipts, effects, anchors: looked at in one snapshot.

Personal values stay sealed, so no keys are needed; commands go on meanwhile; memory is bounded by a batch of streams.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any

from psycopg import AsyncConnection, IsolationLevel, sql
from psycopg.rows import class_row, dict_row

from banso.eventstore.anchors import Anchor, AnchorRecord, StreamName, read_anchors
from banso.eventstore.audit_collected import check_collected
from banso.eventstore.audit_crossings import look_across
from banso.eventstore.audit_streams import RecordedEvent, StreamCheck, Surroundings
from banso.eventstore.envelope import COLUMNS
from banso.eventstore.findings import Collected, Counted, Derived, Findings, Row

BATCH = 200
FETCHED_AT_ONCE = 2000

Progress = Callable[[int, int], None]
"""Told (streams looked at, of how many)."""


def _silent(_: int, __: int) -> None:
    return


async def verify(
    conninfo: str,
    *,
    tenant: str | None = None,
    anchors: Path | None = None,
    derived: Sequence[Derived] = (),
    counted: Sequence[Counted] = (),
    collected: Sequence[Collected] = (),
    progress: Progress = _silent,
) -> Findings:
    """Look at everything and name each damage; nothing is changed.

    `conninfo` is the owner's (all tenants), or the application's with a `tenant`. `anchors` is the directory of
    anchors; without it a stream that is gone as a whole cannot be missed. `derived`, `counted` and `collected` are the
    read models.
    """
    findings = Findings()
    record = await asyncio.to_thread(read_anchors, anchors) if anchors is not None else AnchorRecord()
    expected = {name: anchor for name, anchor in record.latest.items() if tenant in (None, name[0])}
    findings.anchors = len(expected)
    for damage in record.damages:
        findings.add(
            "anchor-damaged", tenant or "", "", None, f"錨の記録が壊れています: {damage}", f"Anchor file: {damage}."
        )
    async with await AsyncConnection.connect(conninfo, application_name="banso audit") as connection:
        await connection.set_isolation_level(IsolationLevel.REPEATABLE_READ)
        await connection.set_read_only(True)
        async with connection.transaction():
            # Before the snapshot: a read model that is swapped after it would look empty.
            tables = [name for models in (derived, counted, collected) for name in (model.name for model in models)]
            for table in tables:
                await connection.execute(
                    sql.SQL("LOCK TABLE banso.{} IN ACCESS SHARE MODE").format(sql.Identifier(table))
                )
            if tenant is not None:
                await connection.execute("SELECT set_config('banso.tenant', %s, true)", (tenant,))
            await _look_at_streams(connection, tenant, expected, derived, findings, progress)
            await look_across(connection, tenant, counted, findings)
            for model in collected:
                await check_collected(connection, tenant, model, findings)
    for (owner, stream), anchor in expected.items():
        findings.add(
            "stream-missing",
            owner,
            stream,
            anchor.version,
            f"{stream} がありません。第{anchor.version}番まであったと外部に記録されています。",
            f"{stream} is gone; it is anchored outside with {anchor.version} events.",
        )
    return findings


_ALL_STREAMS = " UNION ".join(
    f"SELECT tenant, stream FROM banso.{table} WHERE %(tenant)s::text IS NULL OR tenant = %(tenant)s"  # noqa: S608
    for table in ("streams", "events", "effects", "overviews", "waits", "news")
)


async def _look_at_streams(
    connection: AsyncConnection,
    tenant: str | None,
    anchors: dict[StreamName, Anchor],
    derived: Sequence[Derived],
    findings: Findings,
    progress: Progress,
) -> None:
    counting = f"SELECT count(*) FROM ({_ALL_STREAMS}) AS s"  # noqa: S608
    total = await (await connection.execute(counting, {"tenant": tenant})).fetchone()
    count = total[0] if total else 0
    async with connection.cursor(name="streams") as names:
        await names.execute(_ALL_STREAMS, {"tenant": tenant})
        while batch := await names.fetchmany(BATCH):
            await _look_at_batch(connection, batch, anchors, derived, findings)
            findings.streams += len(batch)
            progress(findings.streams, count)


async def _look_at_batch(
    connection: AsyncConnection,
    names: Sequence[Row],
    anchors: dict[StreamName, Anchor],
    derived: Sequence[Derived],
    findings: Findings,
) -> None:
    around = await _surroundings(connection, names, derived)
    checks = {
        (name[0], name[1]): StreamCheck(
            name[0], name[1], around[name[0], name[1]], findings, anchors.pop((name[0], name[1]), None)
        )
        for name in names
    }
    async for event in _events(connection, names):
        findings.events += 1
        checks[event.tenant, event.stream].follow(event)
    for check in checks.values():
        check.finish(derived)


_AMONG = "(tenant, stream) IN (SELECT * FROM unnest(%s::text[], %s::text[]))"


def _keys(names: Sequence[Row]) -> tuple[list[str], list[str]]:
    return [name[0] for name in names], [name[1] for name in names]


async def _events(connection: AsyncConnection, names: Sequence[Row]) -> AsyncIterator[RecordedEvent]:
    async with connection.cursor(name="events", binary=True, row_factory=class_row(RecordedEvent)) as cursor:
        cursor.itersize = FETCHED_AT_ONCE
        await cursor.execute(
            f"SELECT {COLUMNS}, effects FROM banso.events WHERE {_AMONG} ORDER BY tenant, stream, version",  # noqa: S608
            _keys(names),
        )
        async for event in cursor:
            yield event


async def _surroundings(
    connection: AsyncConnection, names: Sequence[Row], derived: Sequence[Derived]
) -> dict[StreamName, Surroundings]:
    found = {(name[0], name[1]): Surroundings() for name in names}
    for row in await _rows(connection, "streams", "kind, version, hash, state, state_version, finished", names):
        found[row["tenant"], row["stream"]].head = row
    for row in await _rows(connection, "news", "version", names):
        found[row["tenant"], row["stream"]].news = row["version"]
    for row in await _rows(
        connection, "effects", "effect_id, version, place, kind, process, payload, depends_on", names
    ):
        found[row["tenant"], row["stream"]].effects[row["effect_id"]] = row
    for model in derived:
        for row in await _rows(connection, model.name, ", ".join(model.columns[2:]), names):
            values = tuple(row[column] for column in model.columns)
            found[row["tenant"], row["stream"]].derived.setdefault(model.name, []).append(values)
    return found


async def _rows(connection: AsyncConnection, table: str, columns: str, names: Sequence[Row]) -> list[dict[str, Any]]:
    async with connection.cursor(row_factory=dict_row) as cursor:
        query = f"SELECT tenant, stream, {columns} FROM banso.{table} WHERE {_AMONG}"  # noqa: S608
        await cursor.execute(query, _keys(names))
        return await cursor.fetchall()
