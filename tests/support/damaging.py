"""Damage on purpose, as nobody can do it by way of the application: the owner, with the triggers off."""

from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg.rows import class_row

from banso.eventstore.envelope import COLUMNS, GENESIS, StoredEvent, hash_of

from support.system import System

GUARDED = ("events", "commands")


async def damage(system: System, *statements: str, **values: Any) -> None:
    """Run statements as the owner with the append-only triggers off; each has to touch something."""
    async with await psycopg.AsyncConnection.connect(system.owner, autocommit=True) as connection:
        await _triggers(connection, "DISABLE")
        for statement in statements:
            cursor = await connection.execute(statement, values)  # type: ignore[arg-type]
            assert cursor.rowcount != 0, f"this damaged nothing: {statement}"
        await _triggers(connection, "ENABLE")


async def _triggers(connection: psycopg.AsyncConnection, what: str) -> None:
    for table in GUARDED:
        await connection.execute(f"ALTER TABLE banso.{table} {what} TRIGGER append_only")  # type: ignore[arg-type]


async def rewrite_chain(system: System, stream: str) -> None:
    """Give every event of a stream, and its head, the hashes that fit what is there now: a forger with time."""
    async with await psycopg.AsyncConnection.connect(system.owner, autocommit=True) as connection:
        async with connection.cursor(row_factory=class_row(StoredEvent)) as cursor:
            await cursor.execute(f"SELECT {COLUMNS} FROM banso.events WHERE stream = %s ORDER BY version", (stream,))
            events: Sequence[StoredEvent] = await cursor.fetchall()
        await _triggers(connection, "DISABLE")
        previous = GENESIS
        for event in events:
            digest = hash_of(event, previous)
            await connection.execute(
                "UPDATE banso.events SET previous_hash = %s, hash = %s WHERE stream = %s AND version = %s",
                (previous, digest, stream, event.version),
            )
            previous = digest
        await connection.execute("UPDATE banso.streams SET hash = %s WHERE stream = %s", (previous, stream))
        await _triggers(connection, "ENABLE")
