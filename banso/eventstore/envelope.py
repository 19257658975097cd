"""Events as they are stored: the envelope, its hash, and reading old shapes."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
from pydantic import TypeAdapter, ValidationError

from banso.eventstore.errors import StoreError, store_error
from domain.aggregates import AGGREGATES
from domain.shared.models import Event

GENESIS = bytes(32)
"""What stands before the first event of every stream."""

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]
UPCASTERS: dict[tuple[str, int], Upcaster] = {
    # Whoever began to work before the radar knew participants is not looked after by it.
    ("WorkStarted", 1): lambda content: {**content, "watch": None},
    # Hours were never announced for a day to come.
    ("AvailabilitySet", 1): lambda content: {**content, "begun": True},
    ("WhereaboutsNoted", 1): lambda content: {**content, "hours_ahead": [], "away_on": None},
    ("StandingNoted", 1): lambda content: {**content, "hours_ahead": []},
    # Nobody answered for what was written down before premises of a service had owners, and nobody looked at it anew.
    ("ServicePremiseRecorded", 1): lambda content: {**content, "owner": None, "review": None},
    ("ServicePremiseChanged", 1): lambda content: {**content, "review": None},
}
"""(event type, schema version) → a pure function to the next version."""


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """One row of the event store. Times are aware, in UTC; `payload` are the bytes that were hashed.

    `effects_hash` is that of the effects it called for (see `effects_hash` of the ledger), or None in old events.
    """

    tenant: str
    stream: str
    version: int
    event_id: UUID
    type: str
    schema_version: int
    occurred_at: datetime
    recorded_at: datetime
    actor: dict[str, Any]
    command_id: str
    correlation_id: str
    causation_id: str | None
    payload: bytes
    previous_hash: bytes
    hash: bytes
    effects_hash: bytes | None

    @property
    def kind(self) -> str:
        """The kind of stream that it belongs to."""
        return self.stream.partition(":")[0]


COLUMNS = (
    "tenant, stream, version, event_id, type, schema_version, occurred_at, recorded_at, actor, "
    "command_id, correlation_id, causation_id, payload, previous_hash, hash, effects_hash"
)
"""The columns of `StoredEvent`, in its order."""


def link_hash(
    previous: bytes,
    payload: bytes,
    tenant: str,
    stream: str,
    version: int,
    event_id: UUID,
    type_: str,
    schema_version: int,
    occurred_at: datetime,
    recorded_at: datetime,
    actor: dict[str, Any],
    command_id: str,
    correlation_id: str,
    causation_id: str | None,
    effects_hash: bytes | None,
) -> bytes:
    """SHA-256 over the previous hash, the envelope, the payload and the hash of the effects, where there is one.

    Position and transaction id are no part of it.
    """
    header = [
        tenant,
        stream,
        version,
        str(event_id),
        type_,
        schema_version,
        occurred_at.astimezone(UTC),
        recorded_at.astimezone(UTC),
        actor,
        command_id,
        correlation_id,
        causation_id,
    ]
    if effects_hash is not None:
        header.append(effects_hash.hex())
    encoded = orjson.dumps(header, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(previous + encoded + b"\n" + payload).digest()


def hash_of(event: StoredEvent, previous: bytes) -> bytes:
    """The hash that a stored event should have, given the one before it."""
    return link_hash(
        previous,
        event.payload,
        event.tenant,
        event.stream,
        event.version,
        event.event_id,
        event.type,
        event.schema_version,
        event.occurred_at,
        event.recorded_at,
        event.actor,
        event.command_id,
        event.correlation_id,
        event.causation_id,
        event.effects_hash,
    )


_ADAPTERS: dict[str, TypeAdapter[Event]] = {kind: TypeAdapter(one.events) for kind, one in AGGREGATES.items()}


def decode(kind: str, type_: str, schema_version: int, payload: bytes) -> Event:
    """The domain event of a payload, upcast to today's shape; personal values stay sealed.

    Raises:
        StoreError: the payload is damaged, or was written by a newer release.
    """
    try:
        if (type_, schema_version) not in UPCASTERS:
            return _ADAPTERS[kind].validate_json(payload)
        return _ADAPTERS[kind].validate_python(_upcast(type_, schema_version, orjson.loads(payload)))
    except (ValidationError, ValueError, LookupError, TypeError):
        raise _unreadable(type_, schema_version) from None


def content_of(event: StoredEvent) -> dict[str, Any]:
    """What an event says, upcast to today's shape, as JSON; personal values stay sealed.

    Raises:
        StoreError: the payload is damaged.
    """
    try:
        content = _upcast(event.type, event.schema_version, orjson.loads(event.payload))
    except (ValueError, LookupError, TypeError):
        raise _unreadable(event.type, event.schema_version) from None
    if not isinstance(content, dict):
        raise _unreadable(event.type, event.schema_version)
    return content


def _unreadable(type_: str, schema_version: int) -> StoreError:
    return store_error(
        "event-unreadable",
        wrong=(
            f"{type_}(形式 {schema_version})を読めません。",
            f"An event {type_} (shape {schema_version}) cannot be read.",
        ),
        right=(
            "`banso audit verify` で確かめ、必要ならバックアップから戻してください。",
            "Look with `banso audit verify`; restore from a backup, or open it with the release that wrote it.",
        ),
    )


_LISTS: dict[str, TypeAdapter[list[Event]]] = {kind: TypeAdapter(list[one.events]) for kind, one in AGGREGATES.items()}  # type: ignore[name-defined]


def decode_all(
    kind: str, types: Sequence[str], schema_versions: Sequence[int], payloads: Sequence[bytes]
) -> list[Event]:
    """The domain events of one stream's payloads, as `decode` for each but several times as fast.

    Raises:
        StoreError: a payload is damaged, or was written by a newer release.
    """
    if UPCASTERS.keys().isdisjoint(zip(types, schema_versions, strict=True)):
        try:
            return _LISTS[kind].validate_json(b"[" + b",".join(payloads) + b"]")
        except ValidationError:
            # One by one tells which it is.
            pass
    return [decode(kind, *one) for one in zip(types, schema_versions, payloads, strict=True)]


def _upcast(type_: str, schema_version: int, payload: dict[str, Any]) -> dict[str, Any]:
    while upcaster := UPCASTERS.get((type_, schema_version)):
        payload, schema_version = upcaster(payload), schema_version + 1
    return payload
