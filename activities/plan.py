"""What is due on a stream: the plan that its workflow acts on. Only this clears news."""

from collections import Counter
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
from banso.eventstore.database import pipelined_transaction, tenant_transaction
from banso.eventstore.effects import LedgerEntry
from banso.eventstore.news import clear
from banso.eventstore.reading import read_head
from domain.aggregates import AGGREGATES
from domain.shared.actors import Actor, Role
from domain.shared.deadlines import MeetDeadline
from domain.shared.decider import Aggregate
from domain.shared.values import StreamReference
from domain.shared.waiting import STEP_ORDINALS, Deadline, Wait

MOST_EFFECTS_A_PLAN = 200
LONGEST_SUMMARY = 200
CLOSED = "closed"
NOTHING_THERE = Plan(
    version=0, stage=CLOSED, effects=(), deadline=None, processes=(), waits_for="", until=None, finished=True
)


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
        async with pipelined_transaction(self._pool, request.tenant) as connection:
            head = await read_head(connection, request.tenant, request.stream, aggregate)
            if head is None:
                return NOTHING_THERE
            version, state = head
            news = request.process is None and await clear(connection, request.tenant, request.stream, version)
            due = await ledger.due(connection, request.tenant, request.stream, MOST_EFFECTS_A_PLAN)
        return self._plan(request, aggregate, version, state, due).model_copy(update={"news": news})

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
            processes=tuple(_process_due(key, step, due) for key, step in sorted(processes.items())),
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
            says=_of_deadline(first),
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


def _process_due(key: str, step: str, due: Sequence[LedgerEntry]) -> ProcessDue:
    kind, _, subject = key.partition(":")
    return ProcessDue(kind=kind, subject=subject, step=step, effects=sum(entry.process == key for entry in due))


def _of_deadline(deadline: Deadline) -> str:
    steps = {STEP_ORDINALS["asked"]: "reminder", STEP_ORDINALS["reminded"]: "escalation"}
    alone = deadline.kind in (
        "follow_up_due",
        "notice_end",
        "deputy_end",
        "study_meeting",
        "gathering_small",
        "gathering_over",
        "service_end",
        "membership_end",
    )
    step = "" if alone else f": {steps.get(deadline.ordinal, deadline.ordinal)}"
    return f"{deadline.kind} {deadline.subject}{step}"


def _batches(request: PlanRequest, entries: Sequence[LedgerEntry]) -> list[EffectsDue]:
    by_activity: dict[str, list[LedgerEntry]] = {}
    alone: list[tuple[str, list[LedgerEntry]]] = []
    for entry in entries:
        policy = EFFECT_POLICIES[entry.kind]
        if policy.grouping == "alone":
            alone.append((policy.activity, [entry]))
        else:
            by_activity.setdefault(policy.activity, []).append(entry)
    together = [
        (name, group[start : start + MOST_EFFECTS_AT_ONCE])
        for name, group in by_activity.items()
        for start in range(0, len(group), MOST_EFFECTS_AT_ONCE)
    ]
    return [
        EffectsDue(
            tenant=request.tenant,
            stream=request.stream,
            activity=name,
            effects=tuple(str(entry.effect_id) for entry in group),
            says=_of_effects(group),
        )
        for name, group in [*together, *alone]
    ]


def _of_effects(entries: Sequence[LedgerEntry]) -> str:
    """What effects are about, for readers of Temporal's pages; names of messages and commands hold nothing personal."""
    counts = Counter(_of_effect(entry) for entry in entries)
    words = ", ".join(f"{words} x {count}" if count > 1 else words for words, count in counts.items())
    return words if len(words) <= LONGEST_SUMMARY else f"{words[: LONGEST_SUMMARY - 1]}…"


def _of_effect(entry: LedgerEntry) -> str:
    match entry.payload:
        case {"type": "notify", "template": str(template)}:
            return template
        case {"type": "deliver_to_stream", "command": {"type": str(command)}, "target": {"kind": kind}}:
            return f"{command} to {kind}"
        case {"type": "tell_each", "command": {"type": str(command)}, "kind": str(kind)}:
            return f"{command} to each {kind}"
        case _:
            return entry.kind
