"""Histories of a story that was told on a real server: every run of every workflow, in chains and with children."""

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import (
    Client,
    Interceptor,
    OutboundInterceptor,
    StartWorkflowInput,
    WorkflowHandle,
    WorkflowHistory,
)
from temporalio.converter import PayloadConverter
from temporalio.testing import WorkflowEnvironment

from workflows.contracts import STAGE

from support.system import System, running_mail, running_store, set_clock_like, working

CONTINUED = EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW
CHILD_STARTED = EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_STARTED
CHILD_ENDED = EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_COMPLETED
UPSERTED = EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES
TIMER_STARTED = EventType.EVENT_TYPE_TIMER_STARTED
SCHEDULED = EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED


@dataclass(frozen=True)
class Run:
    """One run of one workflow."""

    workflow_id: str
    run_id: str
    history: WorkflowHistory

    @property
    def events(self) -> list[HistoryEvent]:
        """Its events, in order."""
        return list(self.history.events)

    @property
    def type(self) -> str:
        """The workflow's type."""
        return str(self.events[0].workflow_execution_started_event_attributes.workflow_type.name)

    @property
    def began(self) -> datetime:
        """When it began; naive, UTC."""
        return self.events[0].event_time.ToDatetime()

    @property
    def name(self) -> str:
        """A file name that tells the workflow: its type, stream and process."""
        return re.sub(r"[^a-z0-9A-Z]+", "-", f"{self.type}-{self.workflow_id.partition('/')[2]}")

    def of(self, kind: int) -> list[HistoryEvent]:
        """Its events of one type."""
        return [event for event in self.events if event.event_type == kind]

    @property
    def stages(self) -> list[str]:
        """The stages that it showed, in order."""
        found = []
        for event in self.of(UPSERTED):
            fields = event.upsert_workflow_search_attributes_event_attributes.search_attributes.indexed_fields
            if STAGE.name in fields:
                found.append(str(_decoded(fields[STAGE.name])))
        return found

    @property
    def children(self) -> list[str]:
        """The types of the children that it started, in order."""
        begun = (event.child_workflow_execution_started_event_attributes for event in self.of(CHILD_STARTED))
        return [str(child.workflow_type.name) for child in begun]

    def summaries(self, kind: int) -> list[str]:
        """What its timers, or its activities, say of themselves."""
        found = (event.user_metadata.summary for event in self.of(kind))
        return [str(_decoded(summary)) for summary in found if summary.data]


def _decoded(payload: Any) -> Any:
    return PayloadConverter.default.from_payload(payload)


@dataclass
class Started(Interceptor):
    """Remembers every run that a client started or woke."""

    runs: dict[tuple[str, str], None] = field(default_factory=dict)

    def intercept_client(self, next: OutboundInterceptor) -> OutboundInterceptor:  # noqa: A002 - the SDK's name
        """Around a client."""
        return _Remembering(next, self.runs)


class _Remembering(OutboundInterceptor):
    def __init__(self, inner: OutboundInterceptor, runs: dict[tuple[str, str], None]) -> None:
        super().__init__(inner)
        self._runs = runs

    async def start_workflow(self, input: StartWorkflowInput) -> WorkflowHandle[Any, Any]:  # noqa: A002
        handle = await super().start_workflow(input)
        if handle.result_run_id:
            self._runs[input.id, handle.result_run_id] = None
        return handle


async def every_run(client: Client, started: Started) -> list[Run]:
    """What was started, what it continued as, and its children: all of them, the earliest first."""
    found: dict[tuple[str, str], Run] = {}
    waiting = list(started.runs)
    while waiting:
        identity = waiting.pop()
        if identity in found:
            continue
        handle = client.get_workflow_handle(identity[0], run_id=identity[1])
        run = Run(*identity, await handle.fetch_history())
        found[identity] = run
        waiting.extend(_next_of(run))
    return sorted(found.values(), key=lambda run: run.began)


def _next_of(run: Run) -> list[tuple[str, str]]:
    found = []
    for event in run.of(CONTINUED):
        attributes = event.workflow_execution_continued_as_new_event_attributes
        found.append((run.workflow_id, attributes.new_execution_run_id))
    for event in run.of(CHILD_STARTED):
        execution = event.child_workflow_execution_started_event_attributes.workflow_execution
        found.append((execution.workflow_id, execution.run_id))
    return found


@asynccontextmanager
async def remembered(
    owner: str, environment: WorkflowEnvironment, folder: Path
) -> AsyncIterator[tuple[System, Started]]:
    """Everything on a clock that can be skipped, and a memory of every run."""
    started = Started()
    async with AsyncExitStack() as stack:
        smtp_url = await stack.enter_async_context(running_mail(folder))
        clock = set_clock_like(await environment.get_current_time())
        system = await stack.enter_async_context(running_store(owner, folder, clock=clock, smtp_url=smtp_url))
        system.environment = environment
        config = environment.client.config()
        config["interceptors"] = [started]
        yield await stack.enter_async_context(working(system, Client(**config))), started
