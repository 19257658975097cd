"""The way of one command, the same for everybody: web, command line, activities' results, deadlines that have come."""

import contextlib
import hashlib
import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
import psycopg
import structlog
import uuid_utils.compat as uuid_utils
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool, PoolTimeout
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from banso.clock import Clock
from banso.eventstore import effects as ledger
from banso.eventstore.append import Head, InlineProjection, Looked, NewEvents, look, write
from banso.eventstore.database import pipelined_transaction, tenant_transaction
from banso.eventstore.envelope import GENESIS, StoredEvent, link_hash
from banso.eventstore.errors import not_known_yet
from banso.eventstore.news import NewsBell
from banso.eventstore.pins import PinnedRules
from banso.eventstore.reading import current_state
from banso.eventstore.sealing import KeyRing, keys_to_seal, person_erased, seal
from banso.inputs import parse_command, refuse_oversized, size_of_command
from banso.receipts import Receipt, receipt_of
from domain.aggregates import AGGREGATES
from domain.playbooks.schema import PlaybookReference, Rules
from domain.shared.actors import Actor, Role
from domain.shared.deadlines import MeetDeadline
from domain.shared.decider import Aggregate, Context
from domain.shared.effects import DeliverToStream, Effect
from domain.shared.models import Command, Event
from domain.shared.policy import authorize
from domain.shared.refusals import DomainError, refusal
from domain.shared.values import CommandId, Identifier, StreamReference

logger = structlog.get_logger()

MOST_TRIES = 20
MOST_OUTAGES = 3
RIVALRY = (psycopg.errors.UniqueViolation, psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure)
"""Two callers may begin the same stream, or use one id, at the same moment; the later one looks again."""

VISIBLE = r"^[^\x00-\x1f\x7f]*$"


class CommandEnvelope(BaseModel):
    """A command with who sends it, where to, and under which idempotency key.

    `not_before` is the moment for which a deadline was set: the decision is made as of then, or later.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    command_id: CommandId
    tenant: Identifier
    stream: StreamReference
    actor: Actor
    command: dict[str, Any]
    correlation_id: str | None = Field(default=None, max_length=200, pattern=VISIBLE)
    causation_id: str | None = Field(default=None, max_length=200, pattern=VISIBLE)
    not_before: AwareDatetime | None = None


@dataclass(frozen=True)
class Outcome:
    """A receipt, whether it was given before, what came of it on other streams, and which have not yet been told."""

    receipt: Receipt
    repeated: bool = False
    passed_on: tuple[Receipt, ...] = ()
    not_yet_passed_on: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Decision:
    """What a command came to, before it is written."""

    new: NewEvents
    receipt: Receipt
    keys: dict[tuple[str, str], bytes]
    rules_to_pin: Rules | None


@dataclass
class _DryRun(Exception):
    """Carries a preview out of a transaction that is rolled back."""

    receipt: Receipt


class _NothingDue(Exception):
    """A deadline came to nothing: it was overtaken. Nothing is remembered, so that it can come again."""


@dataclass
class CommandHandler:
    """Takes commands and answers with receipts. Holds nothing of record."""

    pool: AsyncConnectionPool
    clock: Clock
    keys: KeyRing
    rules_of: Callable[[str], Rules]
    projections: Sequence[InlineProjection]
    fingerprint_key: bytes
    bell: NewsBell
    pins: PinnedRules = field(default_factory=PinnedRules)

    async def send(self, envelope: CommandEnvelope, *, dry_run: bool = False, settles: UUID | None = None) -> Outcome:
        """Decide one command in one transaction, and tell other streams at once where that is possible.

        `settles` is the effect that this command carries out: it is done in the same transaction.

        Raises:
            DomainError: the command is refused; nothing was changed.
            NotKnownYet: the database went away; send the same id again to know.
        """
        refuse_oversized(size_of_command(envelope.command))
        aggregate = AGGREGATES[envelope.stream.kind]
        command = parse_command(envelope.stream.kind, envelope.command)
        with structlog.contextvars.bound_contextvars(
            tenant=envelope.tenant,
            stream=envelope.stream.key,
            command_id=envelope.command_id,
            actor=f"{envelope.actor.role}:{envelope.actor.person}",
        ):
            outcome, deliveries = await self._decide_and_write(envelope, aggregate, command, dry_run, settles)
            logger.debug("command_accepted", type=type(command).__name__, repeated=outcome.repeated)
        if deliveries:
            self.bell.ring()
            for entry in deliveries:
                outcome = await self._passed_on(outcome, envelope, *entry)
        elif not outcome.repeated:
            self.bell.ring()
        return outcome

    async def _decide_and_write(
        self, envelope: CommandEnvelope, aggregate: Aggregate, command: Command, dry_run: bool, settles: UUID | None
    ) -> tuple[Outcome, list[tuple[UUID, DeliverToStream, str, str]]]:
        for attempt in range(MOST_TRIES):
            try:
                return await self._try(envelope, aggregate, command, dry_run, settles)
            except RIVALRY:
                continue
            except psycopg.errors.IntegrityConstraintViolation as error:
                raise person_erased(error.diag.message_primary or "") from None
            except _DryRun as preview:
                return Outcome(preview.receipt), []
            except (psycopg.OperationalError, PoolTimeout) as error:
                logger.warning("store_unavailable", error=type(error).__name__)
                if attempt >= MOST_OUTAGES or isinstance(error, PoolTimeout):
                    break
                # The id makes asking again harmless; connections that a restart of the database broke are dropped.
                with contextlib.suppress(psycopg.Error, PoolTimeout):
                    await self.pool.check()
        raise not_known_yet(envelope.command_id)

    async def _try(
        self, envelope: CommandEnvelope, aggregate: Aggregate, command: Command, dry_run: bool, settles: UUID | None
    ) -> tuple[Outcome, list[tuple[UUID, DeliverToStream, str, str]]]:
        tenant, stream = envelope.tenant, envelope.stream.key
        needed = [reference.key for reference in aggregate.needs(command)]
        fingerprint = self._fingerprint(envelope)
        async with pipelined_transaction(self.pool, tenant) as connection:
            looked = await look(connection, tenant, stream, envelope.command_id, needed)
            if settles is not None:
                await ledger.settle(connection, tenant, settles, "done", self.clock.now())
            if looked.accepted is not None:
                return Outcome(self._same_receipt(envelope, looked.accepted, fingerprint), repeated=True), []
            decision = await self._decide(connection, envelope, aggregate, command, looked, fingerprint)
            if dry_run:
                raise _DryRun(decision.receipt)
            if not decision.new.events and isinstance(command, MeetDeadline):
                return Outcome(decision.receipt, repeated=True), []
            if decision.keys:
                await self.keys.require_living(connection, tenant, decision.keys)
            if decision.rules_to_pin is not None:
                await self.pins.keep(connection, tenant, decision.rules_to_pin)
            await write(connection, decision.new, self.projections)
        self.keys.remember(tenant, decision.keys)
        return Outcome(decision.receipt), _deliveries(decision.new)

    def _fingerprint(self, envelope: CommandEnvelope) -> bytes:
        content = [envelope.stream.key, envelope.command, envelope.actor.model_dump(mode="json")]
        encoded = orjson.dumps(content, option=orjson.OPT_SORT_KEYS, default=str)
        return hmac.new(self.fingerprint_key, encoded, hashlib.sha256).digest()

    def _same_receipt(self, envelope: CommandEnvelope, accepted: tuple[bytes, bytes], fingerprint: bytes) -> Receipt:
        known, receipt = accepted
        if not hmac.compare_digest(known, fingerprint):
            raise refusal(
                "command-id-reused",
                wrong=(
                    f"番号 {envelope.command_id} は別の内容で使われています。",
                    f"The id {envelope.command_id} was used for another command.",
                ),
                right=("新しい番号で送ってください。", "Send this one under a new id."),
            )
        return Receipt.model_validate_json(receipt)

    async def _decide(
        self,
        connection: AsyncConnection,
        envelope: CommandEnvelope,
        aggregate: Aggregate,
        command: Command,
        looked: Looked,
        fingerprint: bytes,
    ) -> _Decision:
        tenant = envelope.tenant
        head = looked.head
        state = None
        if head is not None:
            stream = envelope.stream.key
            state = await current_state(connection, tenant, stream, aggregate, head.state, head.state_version)
        authorize(aggregate, envelope.stream.id, command, envelope.actor, state)
        facts = {}
        for key, (raw, state_version) in looked.facts.items():
            known = AGGREGATES[key.partition(":")[0]]
            facts[key] = await current_state(connection, tenant, key, known, raw, state_version)
        rules, to_pin = await self._rules(connection, tenant, aggregate.playbook_of(state, command, facts))
        now = max(self.clock.now(), envelope.not_before or self.clock.now())
        context = Context(stream_id=envelope.stream.id, now=now, actor=envelope.actor, pinned=rules, facts=facts)
        clear = aggregate.decide(command, state, context)
        sealed, keys = await self._seal(connection, tenant, clear)
        new = self._fold(envelope, aggregate, head, state, sealed, now)
        receipt = receipt_of(envelope.command_id, new)
        new = replace(new, fingerprint=fingerprint, receipt=receipt.model_dump_json().encode())
        return _Decision(new=new, receipt=receipt, keys=keys, rules_to_pin=to_pin)

    async def _rules(
        self, connection: AsyncConnection, tenant: str, wish: PlaybookReference | str | None
    ) -> tuple[Rules | None, Rules | None]:
        if wish is None:
            return None, None
        if isinstance(wish, PlaybookReference):
            return await self.pins.read(connection, tenant, wish), None
        rules = self.rules_of(wish)
        return rules, rules

    async def _seal(
        self, connection: AsyncConnection, tenant: str, events: list[Event]
    ) -> tuple[list[tuple[Event, bytes]], dict[tuple[str, str], bytes]]:
        trees = [event.model_dump(mode="json") for event in events]
        names = {name for tree in trees for name in keys_to_seal(tree)}
        # All at once, and in one order: two commands that make the same keys must not wait for each other.
        keys = await self.keys.for_sealing(connection, tenant, names) if names else {}
        sealed: list[tuple[Event, bytes]] = []
        for event, tree in zip(events, trees, strict=True):
            has_changed = bool(keys_to_seal(tree))
            seal(tree, tenant, keys)
            payload = orjson.dumps(tree)
            sealed.append((type(event).model_validate_json(payload) if has_changed else event, payload))
        return sealed, keys

    def _fold(
        self,
        envelope: CommandEnvelope,
        aggregate: Aggregate,
        head: Head | None,
        state: Any,
        sealed: list[tuple[Event, bytes]],
        now: datetime,
    ) -> NewEvents:
        folded_today = head is not None and head.state_version == aggregate.state_version
        before = state if folded_today else None
        stored: list[StoredEvent] = []
        effects: list[tuple[StoredEvent, int, Effect]] = []
        version, previous = (head.version, head.hash) if head else (0, GENESIS)
        recorded_at = self.clock.now()
        for event, payload in sealed:
            version += 1
            state = aggregate.evolve(state, event, now)
            called = aggregate.react(event, state)
            one = _stored(envelope, event, payload, called, version, previous, now, recorded_at)
            previous = one.hash
            stored.append(one)
            effects.extend((one, place, effect) for place, effect in enumerate(called))
        return NewEvents(
            tenant=envelope.tenant,
            stream=envelope.stream.key,
            aggregate=aggregate,
            events=stored,
            effects=effects,
            state=state,
            state_bytes=state.model_dump_json().encode() if state is not None else b"",
            before=before,
            is_new=head is None,
            version=version,
            command_id=envelope.command_id,
            fingerprint=b"",
            receipt=b"",
            recorded_at=recorded_at,
            correlation_id=envelope.correlation_id or envelope.command_id,
        )

    async def _passed_on(
        self,
        so_far: Outcome,
        cause: CommandEnvelope,
        effect: UUID,
        delivery: DeliverToStream,
        correlation_id: str,
        causation_id: str | None,
    ) -> Outcome:
        try:
            told = await self.deliver(
                cause.tenant, effect, delivery, correlation_id, causation_id, not_before=cause.not_before
            )
        except (DomainError, psycopg.Error, PoolTimeout, TimeoutError) as error:
            logger.info("delivery_left_to_workflow", effect=str(effect), error=type(error).__name__)
            return replace(so_far, not_yet_passed_on=(*so_far.not_yet_passed_on, delivery.target.key))
        return replace(
            so_far,
            passed_on=(*so_far.passed_on, told.receipt, *told.passed_on),
            not_yet_passed_on=(*so_far.not_yet_passed_on, *told.not_yet_passed_on),
        )

    async def deliver(
        self,
        tenant: str,
        effect: UUID,
        delivery: DeliverToStream,
        correlation_id: str,
        causation_id: str | None,
        *,
        not_before: datetime | None = None,
    ) -> Outcome:
        """Tell another stream; the effect is done in the same transaction, so that it counts once.

        What follows from a deadline is decided as of its moment (`not_before`) or later, as the deadline itself was.

        Raises:
            DomainError: the other stream refuses it.
        """
        envelope = CommandEnvelope(
            command_id=f"effect/{effect}",
            tenant=tenant,
            stream=delivery.target,
            actor=Actor(person="delivery", role=Role.SYSTEM),
            command=delivery.command,
            correlation_id=correlation_id,
            causation_id=causation_id,
            not_before=not_before,
        )
        return await self.send(envelope, settles=effect)

    async def retry_effect(self, tenant: str, effect: UUID) -> ledger.LedgerEntry | None:
        """Let a parked or uncertain effect be tried again; None when it is neither."""
        async with tenant_transaction(self.pool, tenant) as connection:
            entry = await ledger.retry(connection, tenant, effect)
        self.bell.ring()
        return entry


def _stored(
    envelope: CommandEnvelope,
    event: Event,
    payload: bytes,
    called: Sequence[Effect],
    version: int,
    previous: bytes,
    now: datetime,
    recorded_at: datetime,
) -> StoredEvent:
    event_id = uuid_utils.uuid7()
    values: dict[str, Any] = {
        "tenant": envelope.tenant,
        "stream": envelope.stream.key,
        "version": version,
        "event_id": event_id,
        "schema_version": event.schema_version,
        "occurred_at": now,
        "recorded_at": recorded_at,
        "actor": envelope.actor.model_dump(mode="json"),
        "command_id": envelope.command_id,
        "correlation_id": envelope.correlation_id or envelope.command_id,
        "causation_id": envelope.causation_id,
        "effects_hash": ledger.effects_hash([ledger.ledger_row(event_id, effect) for effect in called]),
    }
    type_ = type(event).__name__
    digest = link_hash(previous, payload, type_=type_, **values)
    return StoredEvent(type=type_, payload=payload, previous_hash=previous, hash=digest, **values)


def _deliveries(new: NewEvents) -> list[tuple[UUID, DeliverToStream, str, str]]:
    return [
        (ledger.effect_id(event.event_id, place), effect, new.correlation_id, str(event.event_id))
        for event, place, effect in new.effects
        if isinstance(effect, DeliverToStream)
    ]
