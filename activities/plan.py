"""What is due on a stream: the plan that its workflow acts on. Only this clears news."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from psycopg_pool import AsyncConnectionPool
from temporalio import activity

from activities.contracts import (
    EFFECT_POLICIES,
    MEET_DEADLINE,
    MOST_EFFECTS_AT_ONCE,
    PARK_EFFECTS,
    PLAN,
    DeadlineDue,
    DeadlineMet,
    EffectsDue,
    Plan,
    PlanRequest,
    ProcessDue,
)
from banso.clock import Clock
from banso.commands import CommandEnvelope, CommandHandler
from banso.eventstore import effects as ledger
from banso.eventstore.database import tenant_transaction
from banso.eventstore.effects import LedgerEntry
from banso.eventstore.news import clear
from banso.eventstore.reading import read_head
from domain.aggregates import AGGREGATES
from domain.shared.actors import Actor, Role
from domain.shared.deadlines import MeetDeadline
from domain.shared.decider import Aggregate
from domain.shared.values import StreamReference
from domain.shared.waiting import Deadline, Wait

MOST_EFFECTS_A_PLAN = 200
CLOSED = "closed"


class Planning:
    """Plans, and deadlines that have come."""

    def __init__(self, pool: AsyncConnectionPool, handler: CommandHandler, clock: Clock) -> None:
        self._pool = pool
        self._handler = handler
        self._clock = clock

    @activity.defn(name=PLAN)
    async def plan(self, request: PlanRequest) -> Plan:
        """What the workflow of this stream, or of one of its processes, does next."""
        aggregate = AGGREGATES[StreamReference.parse(request.stream).kind]
        async with tenant_transaction(self._pool, request.tenant) as connection:
            head = await read_head(connection, request.tenant, request.stream, aggregate)
            if head is None:
                return Plan(
                    version=0, stage=CLOSED, effects=(), deadline=None, processes=(), waits_for="", until=None, finished=True
                )
            version, state = head
            if request.process is None:
                await clear(connection, request.tenant, request.stream, version)
            due = await ledger.due(connection, request.tenant, request.stream, MOST_EFFECTS_A_PLAN)
        return self._plan(request, aggregate, version, state, due)

    def _plan(
        self, request: PlanRequest, aggregate: Aggregate, version: int, state: Any, due: Sequence[LedgerEntry]
    ) -> Plan:
        running = {process.key: process.step for process in aggregate.processes(state)}
        if request.process is None:
            # A process that is over may still have something to send, and its own child sends it.
            left_over = {entry.process: CLOSED for entry in due if entry.process and entry.process not in running}
            processes = {**running, **left_over}
            stage, waits = aggregate.stage(state), list(state.waits.values())
        else:
            processes = {}
            stage = running.get(request.process, CLOSED)
            waits = [wait for wait in state.waits.values() if wait.process == request.process]
        mine = [entry for entry in due if entry.process == request.process]
        deadline = self._deadline(request, aggregate.deadlines(state))
        first = min(waits, key=lambda wait: wait.schedule.escalate_at, default=None)
        over = aggregate.finished(state) if request.process is None else stage == CLOSED
        return Plan(
            version=version,
            stage=stage,
            effects=tuple(_batches(request, mine)),
            deadline=deadline,
            processes=tuple(_process_due(key, step) for key, step in sorted(processes.items())),
            waits_for=_who(first) if first else "",
            until=first.schedule.escalate_at if first else None,
            finished=over and not mine and not processes and deadline is None,
        )

    def _deadline(self, request: PlanRequest, deadlines: Sequence[Deadline]) -> DeadlineDue | None:
        mine = [deadline for deadline in deadlines if deadline.process == request.process]
        if not mine:
            return None
        first = min(mine, key=lambda deadline: (deadline.due, deadline.key))
        return DeadlineDue(
            tenant=request.tenant,
            stream=request.stream,
            kind=first.kind,
            subject=first.subject,
            ordinal=first.ordinal,
            due=first.due,
            wake_at=self._clock.server_time(first.due),
            come=first.due <= self._clock.at(request.woken_at),
        )

    @activity.defn(name=MEET_DEADLINE)
    async def meet_deadline(self, deadline: DeadlineDue) -> DeadlineMet:
        """Send the deadline as a command, under an id made of what it is and never of a time: it counts once."""
        command = MeetDeadline(kind=deadline.kind, subject=deadline.subject, ordinal=deadline.ordinal)
        identity = f"{deadline.kind}:{deadline.subject}:{deadline.ordinal}"
        envelope = CommandEnvelope(
            command_id=f"deadline/{deadline.stream}/{identity}",
            tenant=deadline.tenant,
            stream=StreamReference.parse(deadline.stream),
            actor=Actor(person="clock", role=Role.SYSTEM),
            command=command.model_dump(mode="json"),
            not_before=deadline.due,
        )
        outcome = await self._handler.send(envelope)
        return DeadlineMet(happened=bool(outcome.receipt.events))

    @activity.defn(name=PARK_EFFECTS)
    async def park_effects(self, batch: EffectsDue) -> None:
        """Park what an activity could not settle within its time."""
        async with tenant_transaction(self._pool, batch.tenant) as connection:
            for entry in await ledger.load(connection, batch.tenant, [UUID(one) for one in batch.effects]):
                if entry.status in ("pending", "attempted"):
                    reason = "no attempt came to an end within its time"
                    now = self._clock.now()
                    await ledger.settle(connection, batch.tenant, entry.effect_id, "parked", now, reason)


def _who(wait: Wait) -> str:
    return f"{wait.owner.role.value}: {wait.kind}"


def _process_due(key: str, step: str) -> ProcessDue:
    kind, _, subject = key.partition(":")
    return ProcessDue(kind=kind, subject=subject, step=step)


def _batches(request: PlanRequest, entries: Sequence[LedgerEntry]) -> list[EffectsDue]:
    by_activity: dict[str, list[str]] = {}
    alone: list[tuple[str, str]] = []
    for entry in entries:
        policy = EFFECT_POLICIES[entry.kind]
        if policy.grouping == "alone":
            alone.append((policy.activity, str(entry.effect_id)))
        else:
            by_activity.setdefault(policy.activity, []).append(str(entry.effect_id))
    groups = [
        (name, ids[start : start + MOST_EFFECTS_AT_ONCE])
        for name, ids in by_activity.items()
        for start in range(0, len(ids), MOST_EFFECTS_AT_ONCE)
    ]
    groups.extend((name, [one]) for name, one in alone)
    return [
        EffectsDue(tenant=request.tenant, stream=request.stream, activity=name, effects=tuple(ids))
        for name, ids in groups
    ]
