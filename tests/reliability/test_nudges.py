"""A nudge that arrives while a workflow finishes, or continues as new, is acted on: a thousand times."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from typing import Any

import pytest
from chaos.driver import lay_foundation
from temporalio import activity
from temporalio.api.enums.v1 import EventType, WorkflowTaskFailedCause
from temporalio.client import Client

from activities.contracts import PLAN, Plan, PlanRequest
from activities.plan import Planning
from banso.eventstore.news import News
from banso.relay import nudge
from domain.shared.actors import Actor, Role

from support.story_one import register
from support.system import System, running_mail, running_store, until, working

FINISHES, FINISHING = 600, 15
CONTINUES, CONTINUING = 400, 20
AWHILE_SECONDS = 1.0
SYSTEM = Actor(person="delivery", role=Role.SYSTEM)


class Meddler:
    """Commits a command and nudges right after a plan has read the stream, and before its workflow acts on it."""

    def __init__(self) -> None:
        self.system: System | None = None
        self.left: Counter[str] = Counter()
        self.done: Counter[str] = Counter()
        self.read: dict[str, int] = {}
        self.nudged = 0
        self.waking = 0
        self._just_done: set[str] = set()

    async def after(self, request: PlanRequest, plan: Plan) -> None:
        """Called between a plan and its workflow."""
        stream = request.stream
        self.read[stream] = max(self.read.get(stream, 0), plan.version)
        # The server turns nudges away while a run that was held back tries to end once more: every other plan is left
        # alone, so that runs do end, and continue.
        if self.system is None or self.left[stream] <= 0 or stream in self._just_done:
            self._just_done.discard(stream)
            return
        self._just_done.add(stream)
        self.left[stream] -= 1
        self.done[stream] += 1
        version = await _happen(self.system, stream, self.done[stream])
        assert self.system.temporal is not None
        news = News(tenant=self.system.tenant, stream=stream, version=version)
        with suppress(TimeoutError):
            await asyncio.wait_for(nudge(self.system.temporal, self.system.settings.task_queue, news), AWHILE_SECONDS)
            self.nudged += 1

    async def wake(self, stream: str) -> None:
        """Something new, passed on by the relay."""
        assert self.system is not None
        self.waking += 1
        await _happen(self.system, stream, f"w{self.waking}")


async def _happen(system: System, stream: str, number: int | str) -> int:
    """Something new on a stream, its version after it."""
    kind, _, name = stream.partition(":")
    command: dict[str, Any] = {"type": "NoteEngagement", "engagement": f"e{number}"}
    actor = SYSTEM
    if kind == "person":
        command = {"type": "ChangeContact", "name": f"架空 {number}", "email": f"{name}@example.jp", "language": "ja"}
        actor = Actor(person="coordinator", role=Role.COORDINATOR)
    outcome = await system.send(stream, command, actor=actor, command_id=f"{stream}/{number}")
    return int(outcome.receipt.version)


@pytest.fixture
async def meddled(
    postgres: str, temporal: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[System, Meddler]]:
    """A working system whose plans are followed by a command and a nudge at once."""
    meddler = Meddler()

    class Meddled(Planning):
        @activity.defn(name=PLAN)
        async def plan(self, request: PlanRequest) -> Plan:
            plan = await super().plan(request)
            await meddler.after(request, plan)
            return plan

    monkeypatch.setattr("banso.composition.Planning", Meddled)
    async with AsyncExitStack() as stack:
        queue = f"queue-{tmp_path.name}"
        smtp_url = await stack.enter_async_context(running_mail(tmp_path))
        system = await stack.enter_async_context(
            running_store(postgres, tmp_path, smtp_url=smtp_url, BANSO_TASK_QUEUE=queue)
        )
        system.tenant = f"nudges-{abs(hash(str(tmp_path))):x}"[:40]
        await stack.enter_async_context(working(system, temporal))
        await lay_foundation(system)
        await system.settle()
        meddler.system = system
        yield system, meddler


async def _meddle(meddled: tuple[System, Meddler], streams: list[str], times: int) -> Counter[str]:
    """Let it happen so many times, see that each is acted on, and count what the histories tell."""
    system, meddler = meddled
    assert times % len(streams) == 0, "every stream has the same share"
    for stream in streams:
        meddler.left[stream] = times // len(streams)
    while sum(meddler.done.values()) < times:
        # Whatever has come to rest is started again.
        resting = [stream for stream in streams if meddler.left[stream]]
        await asyncio.gather(*(meddler.wake(stream) for stream in resting))
        await system.settle()
    await system.settle()
    heads = dict(await system.rows("SELECT stream, version FROM banso.streams WHERE stream = ANY(%s)", streams))
    assert {stream: meddler.read[stream] for stream in streams} == heads
    assert sum(meddler.done.values()) == times
    return await _told_by_histories(system, streams)


async def _told_by_histories(system: System, streams: list[str]) -> Counter[str]:
    client = system.temporal
    assert client is not None
    found: Counter[str] = Counter()
    for stream in streams:
        identifier = f"{system.tenant}/{stream}"
        async for run in client.list_workflows(f"WorkflowId = '{identifier}'"):
            found["runs"] += 1
            async for event in client.get_workflow_handle(identifier, run_id=run.run_id).fetch_history_events():
                found[EventType.Name(event.event_type).removeprefix("EVENT_TYPE_")] += 1
                cause = event.workflow_task_failed_event_attributes.cause
                if cause == WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND:
                    found["nudged at the last moment"] += 1
    return found


async def _visible(system: System, streams: list[str], what: str, count: int) -> Counter[str]:
    async def there() -> Counter[str] | None:
        found = await _told_by_histories(system, streams)
        return found if found[what] >= count else None

    found = await until(there, f"{count} x {what}")
    print({name: found[name] for name in ("runs", what, "nudged at the last moment", "WORKFLOW_EXECUTION_SIGNALED")})
    return Counter(found)


async def test_while_it_finishes(meddled: tuple[System, Meddler]) -> None:
    """A person's workflow finishes as soon as it has looked."""
    system, _ = meddled
    streams = [f"person:p{n}" for n in range(FINISHING)]
    await asyncio.gather(*(register(system, f"p{n}") for n in range(FINISHING)))
    await system.settle()
    await _meddle(meddled, streams, FINISHES)
    found = await _visible(system, streams, "WORKFLOW_EXECUTION_COMPLETED", 50)
    # The server tells how often a workflow wanted to end and was held back by a nudge that had just come.
    assert found["nudged at the last moment"] > FINISHES / 2
    assert found["runs"] == found["WORKFLOW_EXECUTION_COMPLETED"]


async def test_while_it_continues_as_new(meddled: tuple[System, Meddler]) -> None:
    """A service's workflow has no timer: it continues as new whenever it has become stale and comes to rest."""
    system, _ = meddled
    streams = [f"service:desk-{n}" for n in range(CONTINUING)]
    for stream in streams:
        opened = {"type": "OpenService", "name": "窓口", "region": "岐阜県", "playbook": "furusato-kengyo"}
        await system.send(stream, {**opened, "coordinators": ["coordinator"]})
    await system.settle()
    await _meddle(meddled, streams, CONTINUES)
    found = await _visible(system, streams, "WORKFLOW_EXECUTION_CONTINUED_AS_NEW", 20)
    assert found["nudged at the last moment"] > 5
