"""What an audit compares of read models that collect rows from single events: each row with its event, and back."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import class_row

from banso.eventstore.envelope import COLUMNS, StoredEvent
from banso.eventstore.findings import Collected, Findings, Row

FETCHED_AT_ONCE = 1000

_SEEN = (
    "EXISTS (SELECT FROM banso.checkpoints AS c WHERE c.tenant = events.tenant AND c.subscriber = %(subscriber)s "
    "AND (events.epoch, events.transaction_id, events.position) <= (c.epoch, c.transaction_id, c.position))"
)
_DUE = (
    f"SELECT {COLUMNS} FROM banso.events WHERE type = ANY(%(types)s) "  # noqa: S608 - names of ours
    f"AND (%(tenant)s::text IS NULL OR tenant = %(tenant)s) AND {_SEEN}"
)


async def check_collected(
    connection: AsyncConnection, tenant: str | None, model: Collected, findings: Findings
) -> None:
    """Rows against the events up to the subscriber's checkpoint; memory is bounded by a batch of events."""
    parameters = {"tenant": tenant, "types": list(model.types), "subscriber": model.subscriber}
    async with connection.cursor(name="due", binary=True, row_factory=class_row(StoredEvent)) as cursor:
        cursor.itersize = FETCHED_AT_ONCE
        await cursor.execute(_DUE, parameters)
        while batch := await cursor.fetchmany(FETCHED_AT_ONCE):
            await _check_batch(connection, model, batch, findings)
    await _check_besides(connection, model, parameters, findings)


async def _check_batch(
    connection: AsyncConnection, model: Collected, events: Sequence[StoredEvent], findings: Findings
) -> None:
    places = [(event.tenant, event.stream, event.version) for event in events]
    cursor = await connection.execute(
        f"SELECT {', '.join(model.columns)} FROM banso.{model.name} WHERE (tenant, stream, version) IN "  # noqa: S608
        "(SELECT * FROM unnest(%s::text[], %s::text[], %s::integer[]))",
        tuple([place[number] for place in places] for number in range(3)),
    )
    kept: dict[tuple[Any, ...], list[Row]] = {}
    for row in await cursor.fetchall():
        kept.setdefault(row[:3], []).append(row)
    for event, place in zip(events, places, strict=True):
        if _comparable(kept.get(place, [])) != _comparable(model.rows(event)):
            _differs(model, place, findings)


async def _check_besides(
    connection: AsyncConnection, model: Collected, parameters: dict[str, Any], findings: Findings
) -> None:
    """Rows that no counted event stands for."""
    cursor = await connection.execute(
        f"SELECT DISTINCT tenant, stream, version FROM banso.{model.name} AS kept "  # noqa: S608 - names of ours
        "WHERE (%(tenant)s::text IS NULL OR tenant = %(tenant)s) AND NOT EXISTS (SELECT FROM banso.events "
        "WHERE events.tenant = kept.tenant AND events.stream = kept.stream AND events.version = kept.version "
        f"AND type = ANY(%(types)s) AND {_SEEN})",
        parameters,
    )
    for place in await cursor.fetchall():
        _differs(model, place, findings)


def _differs(model: Collected, place: Row, findings: Findings) -> None:
    tenant, stream, version = place
    ja = f"{model.name} の {stream} 第{version}番の行が、記録と一致しません。"
    en = f"{model.name} differs from what event {version} of {stream} stands for."
    findings.add("read-model-differs", tenant, stream, version, ja, en)


def _comparable(rows: Sequence[Row]) -> list[str]:
    """Rows without regard to their order and to how a moment or an amount is written."""
    return sorted(" | ".join(_plain(value) for value in row) for row in rows)


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return str(value)
