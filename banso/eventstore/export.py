"""A stream as a file for people: JSON lines with everything, or a table that a spreadsheet opens safely."""

import csv
import io
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any, Literal

import orjson
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from banso.eventstore.database import tenant_transaction
from banso.eventstore.envelope import StoredEvent, content_of
from banso.eventstore.reading import read_stream
from banso.eventstore.sealing import KeyRing, personal_places
from domain.shared.actors import Actor, Role
from domain.shared.refusals import not_found
from domain.shared.role_words import not_for
from domain.shared.values import DASHES, FORMULA_STARTS, PersonalText, StreamReference

Format = Literal["jsonl", "csv"]

BATCH = 500
MAY_EXPORT = frozenset({Role.COORDINATOR, Role.OPERATOR})
ESCAPED_STARTS = FORMULA_STARTS | frozenset(DASHES) | frozenset("\n")
"""First characters that make a spreadsheet calculate instead of show; minus signs of every width, too."""

COLUMNS = (
    "tenant",
    "stream",
    "version",
    "event_id",
    "type",
    "schema_version",
    "occurred_at",
    "recorded_at",
    "actor",
    "command_id",
    "correlation_id",
    "causation_id",
    "content",
    "previous_hash",
    "hash",
    "effects_hash",
)


async def export_stream(
    pool: AsyncConnectionPool,
    keys: KeyRing,
    tenant: str,
    stream: StreamReference,
    *,
    actor: Actor,
    format: Format = "jsonl",  # noqa: A002
) -> AsyncIterator[str]:
    """The lines of the file, each with its line break; times in UTC, what was erased says so.

    Raises:
        NotAllowed: only coordinators and operators export, for a stream holds what many people wrote.
        NotFound: there is no such stream in this tenant.
        StoreError: an event or a personal value cannot be read.
    """
    _authorize(actor)
    write = _WRITERS[format]
    version, is_first = 0, True
    while True:
        async with tenant_transaction(pool, tenant) as connection:
            events = await read_stream(connection, tenant, stream.key, version, BATCH)
            rows = [await _row(connection, keys, tenant, event) for event in events]
        if is_first and not events:
            raise not_found(stream.key)
        if is_first and format == "csv":
            yield _csv_line(COLUMNS)
        for row in rows:
            yield write(row)
        if len(events) < BATCH:
            return
        version, is_first = events[-1].version, False


def _authorize(actor: Actor) -> None:
    if actor.role in MAY_EXPORT:
        return
    raise not_for(actor.role, MAY_EXPORT)


async def _row(connection: AsyncConnection, keys: KeyRing, tenant: str, event: StoredEvent) -> dict[str, Any]:
    content = content_of(event)
    await keys.open(connection, tenant, content)
    for place in list(personal_places(content)):
        value = PersonalText.model_validate(place)
        place["erased"] = value.erased
        place["text"] = value.shown()
        del place["sealed"]
    row = {column: getattr(event, column) for column in COLUMNS if column != "content"}
    effects = event.effects_hash.hex() if event.effects_hash is not None else None
    hashes = {"previous_hash": event.previous_hash.hex(), "hash": event.hash.hex(), "effects_hash": effects}
    return {column: {**row, **hashes, "content": content}[column] for column in COLUMNS}


def _json_line(row: dict[str, Any]) -> str:
    return orjson.dumps(row, option=orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE).decode()


def _table_line(row: dict[str, Any]) -> str:
    return _csv_line([_cell(row[column]) for column in COLUMNS])


def _cell(value: Any) -> str:
    if isinstance(value, dict):
        return escaped(orjson.dumps(value).decode())
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    return escaped("" if value is None else str(value))


def escaped(text: str) -> str:
    """A cell that a spreadsheet shows as it is: an apostrophe goes before whatever would begin a formula."""
    first, visible = text[:1], text.lstrip()[:1]
    return f"'{text}" if first in ESCAPED_STARTS or visible in ESCAPED_STARTS else text


def _csv_line(cells: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line, quoting=csv.QUOTE_ALL).writerow(cells)
    return line.getvalue()


_WRITERS: dict[Format, Callable[[dict[str, Any]], str]] = {"jsonl": _json_line, "csv": _table_line}
