"""A world for workflows to follow, made of fake activities under the registered names: no database, no mail."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from temporalio import activity
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowHandle, WorkflowHistory
from temporalio.exceptions import ApplicationError
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from activities import contracts as agreed
from activities.contracts import DeadlineDue, DeadlineMet, EffectsDue, Plan, PlanRequest, ProcessDue
from banso.log_context import ContextInterceptor
from banso.temporal_setup import register_search_attributes
from workflows import contracts as names
from workflows.contracts import Follow, Nudge, workflow_id, workflow_type
from workflows.registry import WORKFLOWS

from support.system import until

TENANT = "gifu"


@dataclass
class Waiting:
    """A deadline of the world; `moves` tells that nothing comes of it, because it was overtaken."""

    due: datetime
    ordinal: int = 1
    overtaken: bool = False


@dataclass
class World:
    """What is true at the moment. Tests change it and nudge; every call of an activity is written down in `calls`.

    `effects` are pending ones by id, with their activity and process; `broken` never work; `hold` keeps activities
    of these names waiting until it is set; `unable` makes plans fail as long as it is true.
    """

    stage: str = "recruit"
    waits_for: str = ""
    version: int = 1
    over: bool = False
    unable: bool = False
    processes: dict[str, str] = field(default_factory=dict)
    effects: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    deadlines: dict[str | None, Waiting] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    hold: dict[str, asyncio.Event] = field(default_factory=dict)
    calls: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    asked_by: list[str | None] = field(default_factory=list)
    seen: dict[str | None, int] = field(default_factory=dict)

    def called(self, name: str) -> list[tuple[str, ...]]:
        """What each call of an activity was about."""
        return [about for known, about in self.calls if known == name]

    @activity.defn(name=agreed.PLAN)
    async def plan(self, request: PlanRequest) -> Plan:
        """What is due, as of the moment at which it was asked."""
        self.asked_by.append(request.process)
        if self.unable:
            raise ApplicationError("the database is away")
        plan = self._plan(request)
        await self._held(agreed.PLAN)
        self.seen[request.process] = plan.version
        return plan

    def _plan(self, request: PlanRequest) -> Plan:
        mine = request.process
        stage = self.stage if mine is None else self.processes.get(mine, "closed")
        processes = [
            ProcessDue(kind=key.partition(":")[0], subject=key.partition(":")[2], step=step)
            for key, step in self.processes.items()
        ]
        deadline = self._deadline(request)
        effects = self._batches(request)
        over = (self.over and not processes if mine is None else stage == "closed") and not effects and not deadline
        return Plan(
            version=self.version,
            stage=stage,
            effects=effects,
            deadline=deadline,
            processes=tuple(processes) if mine is None else (),
            waits_for=self.waits_for,
            until=deadline.due if deadline and self.waits_for else None,
            finished=over,
        )

    def _batches(self, request: PlanRequest) -> tuple[EffectsDue, ...]:
        groups: dict[str, list[str]] = {}
        for effect, (name, process) in self.effects.items():
            if process == request.process:
                groups.setdefault(name, []).append(effect)
        return tuple(
            EffectsDue(tenant=request.tenant, stream=request.stream, activity=name, effects=tuple(group))
            for name, group in groups.items()
        )

    def _deadline(self, request: PlanRequest) -> DeadlineDue | None:
        waiting = self.deadlines.get(request.process)
        if waiting is None:
            return None
        return DeadlineDue(
            tenant=request.tenant,
            stream=request.stream,
            kind="check_in_answer",
            subject="1",
            ordinal=waiting.ordinal,
            due=waiting.due,
            wake_at=waiting.due,
            come=waiting.due <= request.woken_at,
            says="check_in_answer 1: reminder",
        )

    @activity.defn(name=agreed.MEET_DEADLINE)
    async def meet_deadline(self, deadline: DeadlineDue) -> DeadlineMet:
        """The moment has come."""
        self.calls.append((agreed.MEET_DEADLINE, (f"{deadline.kind}:{deadline.subject}:{deadline.ordinal}",)))
        keys = [key for key, waiting in self.deadlines.items() if waiting.ordinal == deadline.ordinal]
        overtaken = [self.deadlines.pop(key).overtaken for key in keys]
        return DeadlineMet(happened=not any(overtaken))

    @activity.defn(name=agreed.PARK_EFFECTS)
    async def park_effects(self, batch: EffectsDue) -> None:
        """Nothing more is tried."""
        self._finish(agreed.PARK_EFFECTS, batch)

    @activity.defn(name=agreed.SEND_NOTIFICATIONS)
    async def send_notifications(self, batch: EffectsDue) -> None:
        """Mails."""
        await self._perform(agreed.SEND_NOTIFICATIONS, batch)

    @activity.defn(name=agreed.DELIVER_TO_STREAMS)
    async def deliver_to_streams(self, batch: EffectsDue) -> None:
        """Deliveries."""
        await self._perform(agreed.DELIVER_TO_STREAMS, batch)

    @activity.defn(name=agreed.TELL_EACH)
    async def tell_each(self, batch: EffectsDue) -> None:
        """Word to each of many."""
        await self._perform(agreed.TELL_EACH, batch)

    @activity.defn(name=agreed.RENDER_CONTRACT)
    async def render_contract(self, batch: EffectsDue) -> None:
        """A document."""
        await self._perform(agreed.RENDER_CONTRACT, batch)

    @activity.defn(name=agreed.CHECK_WORK_PERMISSION)
    async def check_work_permission(self, batch: EffectsDue) -> None:
        """A check."""
        await self._perform(agreed.CHECK_WORK_PERMISSION, batch)

    async def _perform(self, name: str, batch: EffectsDue) -> None:
        if self.broken & set(batch.effects):
            self.calls.append((name, batch.effects))
            raise ApplicationError("it never works", non_retryable=True)
        self.calls.append((name, batch.effects))
        await self._held(name)
        for effect in batch.effects:
            self.effects.pop(effect, None)

    def _finish(self, name: str, batch: EffectsDue) -> None:
        self.calls.append((name, batch.effects))
        for effect in batch.effects:
            self.effects.pop(effect, None)

    async def _held(self, name: str) -> None:
        if name in self.hold:
            while not self.hold[name].is_set():
                activity.heartbeat() if not activity.info().is_local else None
                await asyncio.sleep(0.02)

    @property
    def activities(self) -> list[Callable[..., Any]]:
        """All of them, for a worker."""
        return [
            self.plan,
            self.meet_deadline,
            self.park_effects,
            self.send_notifications,
            self.deliver_to_streams,
            self.tell_each,
            self.render_contract,
            self.check_work_permission,
        ]


@dataclass
class Following:
    """A workflow that follows the world."""

    client: Client
    world: World
    follow: Follow
    task_queue: str

    @property
    def handle(self) -> WorkflowHandle[Any, Any]:
        """The latest run."""
        return self.client.get_workflow_handle(workflow_id(self.follow))

    def child(self, process: str) -> WorkflowHandle[Any, Any]:
        """The latest run of a child."""
        return self.client.get_workflow_handle(workflow_id(self.follow.model_copy(update={"process": process})))

    async def nudge(self) -> None:
        """There is something to see; starts the workflow where it does not run."""
        await self.client.start_workflow(
            workflow_type(self.follow),
            self.follow,
            id=workflow_id(self.follow),
            task_queue=self.task_queue,
            task_timeout=names.TASK_TIMEOUT,
            start_signal=names.NUDGE,
            start_signal_args=[Nudge(version=self.world.version)],
        )

    async def sees(self, condition: Callable[[], Any], what: str) -> None:
        """Wait for something."""
        await until(condition, what, 20)

    async def looks(self, more: int = 1) -> None:
        """Nudge, and wait until so many more plans were asked for."""
        before = len(self.world.asked_by)
        await self.nudge()
        await self.sees(lambda: len(self.world.asked_by) >= before + more, "a look")

    async def run_id(self) -> str:
        """The id of the latest run."""
        return str((await self.handle.describe()).run_id)

    async def status(self) -> str:
        """How the latest run stands."""
        found = (await self.handle.describe()).status
        return found.name if found else ""

    async def history(self) -> WorkflowHistory:
        """That of the latest run."""
        return await self.handle.fetch_history()


def event_names(history: WorkflowHistory) -> list[str]:
    """The types of a history's events."""
    return [EventType.Name(event.event_type).removeprefix("EVENT_TYPE_") for event in history.events]


@asynccontextmanager
async def following(client: Client, stream: str, world: World) -> AsyncIterator[Following]:
    """A worker with the real workflows and the world's activities; what still runs at the end is terminated."""
    await register_search_attributes(client)
    queue = f"following-{uuid4()}"
    # A tenant of its own, because the dev server is shared by all tests of this process.
    followed = Following(client, world, Follow(tenant=f"{TENANT}-{uuid4().hex[:12]}", stream=stream), queue)
    async with Worker(
        client,
        task_queue=queue,
        workflows=list(WORKFLOWS),
        activities=world.activities,
        workflow_runner=UnsandboxedWorkflowRunner(),
        interceptors=[ContextInterceptor()],
        graceful_shutdown_timeout=timedelta(),
    ):
        yield followed
