"""Reading streams: events in their order, and folds."""

from typing import Any

import structlog
from psycopg import AsyncConnection
from psycopg.rows import class_row
from pydantic import ValidationError

from banso.eventstore.envelope import COLUMNS, StoredEvent, decode
from banso.eventstore.errors import StoreError, store_error
from domain.shared.decider import Aggregate

logger = structlog.get_logger()

FOLDED_AT_ONCE = 5000
"""Events that are in memory together when a stream is folded anew."""


async def read_stream(
    connection: AsyncConnection, tenant: str, stream: str, after_version: int = 0, limit: int = 10_000
) -> list[StoredEvent]:
    """The events of one stream after a version, in order."""
    async with connection.cursor(row_factory=class_row(StoredEvent)) as cursor:
        await cursor.execute(
            f"SELECT {COLUMNS} FROM banso.events WHERE tenant = %s AND stream = %s AND version > %s "  # noqa: S608
            "ORDER BY version LIMIT %s",
            (tenant, stream, after_version, limit),
        )
        return await cursor.fetchall()


async def read_head(
    connection: AsyncConnection, tenant: str, stream: str, aggregate: Aggregate
) -> tuple[int, Any] | None:
    """Version and cached state of a stream, personal values still sealed; None where there is no such stream.

    Raises:
        StoreError: a newer release of Banso wrote this stream.
    """
    cursor = await connection.execute(
        "SELECT version, state, state_version FROM banso.streams WHERE tenant = %s AND stream = %s", (tenant, stream)
    )
    row = await cursor.fetchone()
    if row is None:
        return None
    version, state, state_version = row
    return version, await current_state(connection, tenant, stream, aggregate, state, state_version)


async def current_state(
    connection: AsyncConnection, tenant: str, stream: str, aggregate: Aggregate, state: bytes, state_version: int
) -> Any:
    """A cached state, folded anew where an older release wrote it.

    Raises:
        StoreError: a newer release of Banso wrote it.
    """
    if state_version == aggregate.state_version:
        try:
            return aggregate.state.model_validate_json(state)
        except ValidationError:
            # It is a cache: what cannot be read is folded anew from the truth, and the next command mends it.
            logger.warning("cached_state_unreadable", tenant=tenant, stream=stream)
            return await refold(connection, tenant, stream, aggregate)
    if state_version > aggregate.state_version:
        raise store_error(
            "state-newer",
            wrong=("この記録は新しい版の Banso が書きました。", "This stream was written by a newer release of Banso."),
            right=("新しい版で続けてください。", "Go on with that release, or a later one."),
        )
    return await refold(connection, tenant, stream, aggregate)


async def refold(connection: AsyncConnection, tenant: str, stream: str, aggregate: Aggregate) -> Any:
    """The state of a stream, folded anew from all of its events.

    Raises:
        StoreError: an event cannot be read, or does not fit what came before it.
    """
    state, version = None, 0
    while events := await read_stream(connection, tenant, stream, version, FOLDED_AT_ONCE):
        state, version = fold_stored(aggregate, events, state), events[-1].version
    return state


def fold_stored(aggregate: Aggregate, events: list[StoredEvent], state: Any = None) -> Any:
    """The state after these stored events.

    Raises:
        StoreError: an event cannot be read, or does not fit what came before it.
    """
    for event in events:
        domain_event = decode(aggregate.kind, event.type, event.schema_version, event.payload)
        try:
            state = aggregate.evolve(state, domain_event, event.occurred_at)
        except (LookupError, ValidationError):
            raise stream_damaged(event.stream, event.version) from None
    return state


def stream_damaged(stream: str, version: int) -> StoreError:
    """An event that can be read and yet cannot have happened at this place."""
    return store_error(
        "stream-damaged",
        wrong=(
            f"{stream} の第{version}番の記録がその前と合いません。",
            f"Event {version} of {stream} does not fit what came before it.",
        ),
        right=(
            "`banso audit verify` で確かめ、バックアップから戻してください。",
            "Look with `banso audit verify`, and restore from a backup.",
        ),
    )
