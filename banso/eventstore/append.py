"""The two round trips of a command's transaction: lock and look, then write everything at once."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

import orjson
from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

from banso.eventstore.effects import effect_id, ledger_row
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
    """Everything that one accepted command writes.

    `before` is the state from which `state` came, None where there was none that today's rules have folded;
    `version` is the stream's once this is written, 0 where it does not exist even then.
    """

    tenant: str
    stream: str
    aggregate: Aggregate
    events: Sequence[StoredEvent]
    effects: Sequence[tuple[StoredEvent, int, Effect]]
    state: Any
    state_bytes: bytes
    before: Any
    is_new: bool
    version: int
    command_id: str
    fingerprint: bytes
    receipt: bytes
    recorded_at: datetime
    correlation_id: str


@dataclass(frozen=True, slots=True)
class Part:
    """A writing statement that travels with others as one of them; `name` is unique among them.

    It may use the values that all share (tenant, stream, kind, version); its own begin with its name.
    """

    name: str
    sql: str
    values: Mapping[str, Any] = field(default_factory=dict)


class InlineProjection(Protocol):
    """A read model written in the command's own transaction; its rows are keyed by the stream alone."""

    def parts(self, new: NewEvents) -> Sequence[Part]:
        """What is to be written: the parts see the rows as they were before, not what the others write."""
        ...


_ACCEPTED = (
    "SELECT NULL AS stream, fingerprint, receipt, NULL::integer FROM banso.commands "
    "WHERE tenant = %(tenant)s AND command_id = %(command_id)s"
)
_FACTS = (
    " UNION ALL SELECT stream, state, NULL, state_version FROM banso.streams "
    "WHERE tenant = %(tenant)s AND stream = ANY(%(facts)s)"
)


async def look(connection: AsyncConnection, tenant: str, stream: str, command_id: str, facts: Sequence[str]) -> Looked:
    """Lock the stream's head; see whether the command was accepted before; read the facts that it needs."""
    head = await connection.execute(
        "SELECT version, hash, state, state_version FROM banso.streams WHERE tenant = %s AND stream = %s FOR UPDATE",
        (tenant, stream),
    )
    # A statement of its own: it has to see what was committed while the lock was waited for.
    values = {"tenant": tenant, "command_id": command_id, "facts": list(facts)}
    known = await connection.execute(_ACCEPTED + _FACTS if facts else _ACCEPTED, values)
    row = await head.fetchone()
    accepted, found = None, {}
    for key, first, second, state_version in await known.fetchall():
        if key is None:
            accepted = (first, second)
        else:
            found[key] = (first, state_version)
    return Looked(head=Head(*row) if row else None, accepted=accepted, facts=found)


_INSERT_COMMAND = (
    "INSERT INTO banso.commands (tenant, command_id, stream, fingerprint, receipt, recorded_at) "
    "VALUES (%(tenant)s, %(command_id)s, %(stream)s, %(fingerprint)s, %(receipt)s, %(recorded_at)s)"
)
_INSERT_STREAM = (
    "INSERT INTO banso.streams (tenant, stream, kind, version, hash, state, state_version, finished) VALUES "
    "(%(tenant)s, %(stream)s, %(kind)s, %(version)s, %(hash)s, %(state)s, %(state_version)s, %(finished)s)"
)
_UPDATE_STREAM = (
    "UPDATE banso.streams SET version = %(version)s, hash = %(hash)s, state = %(state)s, "
    "state_version = %(state_version)s, finished = %(finished)s WHERE tenant = %(tenant)s AND stream = %(stream)s"
)
_GIVE_NEWS = (
    "INSERT INTO banso.news (tenant, stream, version) VALUES (%(tenant)s, %(stream)s, %(version)s) "
    "ON CONFLICT (tenant, stream) DO UPDATE SET version = excluded.version, leased_until = NULL"
)
_INSERT_EVENTS = (
    "INSERT INTO banso.events (tenant, stream, epoch, occurred_at, recorded_at, actor, command_id, correlation_id, "
    "causation_id, version, event_id, type, schema_version, payload, previous_hash, hash, effects_hash, "
    "effects) VALUES "
)
_ONE_EVENT = (
    "(%(tenant)s, %(stream)s, (SELECT max(epoch) FROM banso.epochs), %(occurred_at)s, %(recorded_at)s, %(actor)s, "
    "%(command_id)s, %(correlation_id)s, %(causation_id)s, "
    "%(version_{0})s, %(event_id_{0})s, %(type_{0})s, %(schema_version_{0})s, %(payload_{0})s, %(previous_hash_{0})s, "
    "%(hash_{0})s, %(effects_hash_{0})s, %(effects_{0})s)"
)
_INSERT_EFFECTS = (
    "INSERT INTO banso.effects (tenant, stream, correlation_id, created_at, effect_id, version, place, kind, process, "
    "payload, depends_on) SELECT %(tenant)s, %(stream)s, %(correlation_id)s, %(recorded_at)s, called.* "
    "FROM jsonb_to_recordset(%(effects)s) AS called (effect_id uuid, version bigint, place smallint, kind text, "
    "process text, payload jsonb, depends_on uuid[])"
)


async def write(connection: AsyncConnection, new: NewEvents, projections: Sequence[InlineProjection]) -> None:
    """Append events, state, effects, projections, receipt and news; within a pipeline nothing is waited for.

    All of it is one statement: each statement costs a turn of the event loop and a way to the server.
    """
    values: dict[str, Any] = {
        "tenant": new.tenant,
        "stream": new.stream,
        "kind": new.aggregate.kind,
        "command_id": new.command_id,
        "fingerprint": new.fingerprint,
        "receipt": new.receipt,
        "recorded_at": new.recorded_at,
    }
    parts = _parts(new, projections) if new.events else []
    for part in parts:
        values.update(part.values)
    first = "WITH " + ", ".join(f"{part.name} AS ({part.sql})" for part in parts) + " " if parts else ""
    await connection.execute(first + _INSERT_COMMAND, values)


def _parts(new: NewEvents, projections: Sequence[InlineProjection]) -> list[Part]:
    events = ", ".join(_ONE_EVENT.format(place) for place in range(len(new.events)))
    parts = [
        Part("appended", _INSERT_EVENTS + events, _event_values(new)),
        Part("head", _INSERT_STREAM if new.is_new else _UPDATE_STREAM, _stream_values(new)),
        Part("news", _GIVE_NEWS),
    ]
    if new.effects:
        called = Jsonb([_effect_row(*effect) for effect in new.effects], dumps=orjson.dumps)
        parts.append(Part("effects", _INSERT_EFFECTS, {"effects": called}))
    for projection in projections:
        parts.extend(projection.parts(new))
    return parts


def _stream_values(new: NewEvents) -> dict[str, Any]:
    last = new.events[-1]
    return {
        "version": last.version,
        "hash": last.hash,
        "state": new.state_bytes,
        "state_version": new.aggregate.state_version,
        "finished": new.aggregate.finished(new.state),
    }


def _event_values(new: NewEvents) -> dict[str, Any]:
    first = new.events[0]
    values: dict[str, Any] = {
        "occurred_at": first.occurred_at,
        "actor": Jsonb(first.actor, dumps=orjson.dumps),
        "correlation_id": first.correlation_id,
        "causation_id": first.causation_id,
    }
    called_for = Counter(event.event_id for event, _, _ in new.effects)
    for place, event in enumerate(new.events):
        for name in (
            "version",
            "event_id",
            "type",
            "schema_version",
            "payload",
            "previous_hash",
            "hash",
            "effects_hash",
        ):
            values[f"{name}_{place}"] = getattr(event, name)
        values[f"effects_{place}"] = called_for[event.event_id]
    return values


def _effect_row(event: StoredEvent, place: int, effect: Effect) -> dict[str, Any]:
    kind, process, payload, depends_on = ledger_row(event.event_id, effect)
    return {
        "effect_id": effect_id(event.event_id, place),
        "version": event.version,
        "place": place,
        "kind": kind,
        "process": process,
        "payload": payload,
        "depends_on": depends_on,
    }
