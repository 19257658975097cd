"""The two round trips of a command's transaction: lock and look, then write everything at once."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

from banso.eventstore.effects import dependencies, effect_id
from banso.eventstore.envelope import StoredEvent
from domain.shared.decider import Aggregate
from domain.shared.effects import Effect


@dataclass(frozen=True)
class Head:
    """A stream's locked head row, with the cached fold."""

    version: int
    hash: bytes
    state: bytes
    state_version: int


@dataclass(frozen=True)
class Looked:
    """What the first round trip found. `facts` are (state, state version) of other streams by key, unlocked."""

    head: Head | None
    accepted: tuple[bytes, bytes] | None
    facts: dict[str, tuple[bytes, int]]


@dataclass(frozen=True)
class NewEvents:
    """Everything that one accepted command writes."""

    tenant: str
    stream: str
    aggregate: Aggregate
    events: Sequence[StoredEvent]
    effects: Sequence[tuple[StoredEvent, int, Effect]]
    state: Any
    state_bytes: bytes
    is_new: bool
    command_id: str
    fingerprint: bytes
    receipt: bytes
    recorded_at: datetime
    correlation_id: str


class InlineProjection(Protocol):
    """A read model written in the command's own transaction; its rows are keyed by the stream alone."""

    async def write(self, connection: AsyncConnection, new: NewEvents) -> None:
        """Write the stream's rows; called inside a pipeline, so that nothing is waited for."""
        ...


async def look(connection: AsyncConnection, tenant: str, stream: str, command_id: str, facts: Sequence[str]) -> Looked:
    """Lock the stream's head; see whether the command was accepted before; read the facts that it needs."""
    async with connection.pipeline():
        await connection.execute("SELECT set_config('banso.tenant', %s, true)", (tenant,))
        head = await connection.execute(
            "SELECT version, hash, state, state_version FROM banso.streams WHERE tenant = %s AND stream = %s FOR UPDATE",
            (tenant, stream),
        )
        accepted = await connection.execute(
            "SELECT fingerprint, receipt FROM banso.commands WHERE tenant = %s AND command_id = %s",
            (tenant, command_id),
        )
        others = None
        if facts:
            others = await connection.execute(
                "SELECT stream, state, state_version FROM banso.streams WHERE tenant = %s AND stream = ANY(%s)",
                (tenant, list(facts)),
            )
    row = await head.fetchone()
    return Looked(
        head=Head(*row) if row else None,
        accepted=await accepted.fetchone(),
        facts={key: (state, version) for key, state, version in await others.fetchall()} if others else {},
    )


_INSERT_EVENT = (
    "INSERT INTO banso.events (tenant, stream, version, epoch, event_id, type, schema_version, occurred_at, "
    "recorded_at, actor, command_id, correlation_id, causation_id, payload, previous_hash, hash, effects) "
    "SELECT %s, %s, %s, max(epoch), %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s FROM banso.epochs"
)
_INSERT_EFFECT = (
    "INSERT INTO banso.effects (tenant, effect_id, stream, version, place, kind, process, payload, depends_on, "
    "correlation_id, created_at) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)
_INSERT_STREAM = (
    "INSERT INTO banso.streams (version, hash, state, state_version, finished, tenant, stream, kind) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
)
_UPDATE_STREAM = (
    "UPDATE banso.streams SET version = %s, hash = %s, state = %s, state_version = %s, finished = %s "
    "WHERE tenant = %s AND stream = %s"
)
_GIVE_NEWS = (
    "INSERT INTO banso.news (tenant, stream, version) VALUES (%s, %s, %s) ON CONFLICT (tenant, stream) "
    "DO UPDATE SET version = excluded.version, leased_until = NULL"
)


async def write(connection: AsyncConnection, new: NewEvents, projections: Sequence[InlineProjection]) -> None:
    """Append events, state, effects, projections, receipt and news; nothing is waited for inside."""
    async with connection.pipeline():
        await connection.execute(
            "INSERT INTO banso.commands (tenant, command_id, stream, fingerprint, receipt, recorded_at) "
            "VALUES (%s, %s, %s, %s, %s, %s)",
            (new.tenant, new.command_id, new.stream, new.fingerprint, new.receipt, new.recorded_at),
        )
        if not new.events:
            return
        await _write_stream(connection, new)
        called_for = Counter(event.event_id for event, _, _ in new.effects)
        for event in new.events:
            await connection.execute(_INSERT_EVENT, (*_event_row(event), called_for[event.event_id]))
        for event, place, effect in new.effects:
            await connection.execute(_INSERT_EFFECT, _effect_row(new, event, place, effect))
        for projection in projections:
            await projection.write(connection, new)
        await connection.execute(_GIVE_NEWS, (new.tenant, new.stream, new.events[-1].version))


async def _write_stream(connection: AsyncConnection, new: NewEvents) -> None:
    last = new.events[-1]
    finished = new.aggregate.finished(new.state)
    values = (last.version, last.hash, new.state_bytes, new.aggregate.state_version, finished, new.tenant, new.stream)
    if new.is_new:
        await connection.execute(_INSERT_STREAM, (*values, new.aggregate.kind))
    else:
        await connection.execute(_UPDATE_STREAM, values)


def _event_row(event: StoredEvent) -> tuple[Any, ...]:
    return (
        event.tenant,
        event.stream,
        event.version,
        event.event_id,
        event.type,
        event.schema_version,
        event.occurred_at,
        event.recorded_at,
        Jsonb(event.actor),
        event.command_id,
        event.correlation_id,
        event.causation_id,
        event.payload,
        event.previous_hash,
        event.hash,
    )


def _effect_row(new: NewEvents, event: StoredEvent, place: int, effect: Effect) -> tuple[Any, ...]:
    return (
        new.tenant,
        effect_id(event.event_id, place),
        new.stream,
        event.version,
        place,
        effect.type,
        effect.process,
        Jsonb(effect.model_dump(mode="json")),
        dependencies(event.event_id, effect),
        new.correlation_id,
        new.recorded_at,
    )
