"""Temporal's database is deleted: `recover` brings every workflow, stage, child and timer back, and repeats nothing."""

import asyncio
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from chaos.driver import lay_foundation
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client

from banso.clock import SystemClock
from banso.eventstore.recovery import Recovered, recover
from domain.aggregates import AGGREGATES
from domain.shared.actors import Role
from workflows.contracts import Follow, workflow_id, workflow_type

from support.accounting import copies_of, every_effect_once, read_ledger
from support.story_one import acting
from support.system import System, until, working
from support.walking import between, walk
from support.world import running_world

PLACES = {
    "asked": "asked.apply",
    "offered": "offered.offer",
    "delivered": "delivered.deliver.m1",
    "looking-back": "looking-back.voice.president",
    "connected": "connected.voice.hr",
}
"""How far each engagement has come when the disaster strikes."""


class AheadClock(SystemClock):
    """The machine's clock, put forward: what waits for months comes at once."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self) -> datetime:
        """The machine's time and more."""
        return super().now() + self.ahead

    def at(self, server_time: datetime) -> datetime:
        """The server's time and more."""
        return server_time + self.ahead

    def server_time(self, moment: datetime) -> datetime:
        """When the server's clock will show it."""
        return moment - self.ahead


async def test_every_open_stream_has_its_workflow_again(postgres: str, tmp_path: Path) -> None:
    clock = AheadClock()
    async with running_world(tmp_path, postgres, clock=clock) as world:
        system = world.system
        await lay_foundation(system)
        async with working(system, await world.temporal_client()):
            await asyncio.gather(*(walk(system, between(name, None, last)) for name, last in PLACES.items()))
            await system.settle()
            before = await _expected(system)
            client = await world.temporal_client()
            await until(lambda: _agrees(client, before), "workflows that follow their streams")
        ledger, mails = await read_ledger(system), copies_of(system)

        await world.temporal.stop()
        shutil.rmtree(world.temporal.directory)
        await world.temporal.launch()
        client = await world.temporal_client()
        assert [one async for one in client.list_workflows()] == []
        async with working(system, client):
            recovered = await _recover(system)
            assert recovered.waiting == 0
            assert recovered.streams >= len(PLACES)
            assert await _expected(system) == before
            await until(lambda: _agrees(client, before), "workflows, stages, children and timers")
            assert sorted(map(repr, await read_ledger(system))) == sorted(map(repr, ledger))
            assert copies_of(system) == mails
            await _live_to_the_end(system, clock)
            await every_effect_once(system)


async def _recover(system: System) -> Recovered:
    found = await recover(system.store.pool, system.store.keys, system.settings.anchor_directory)
    await system.settle()
    return found


async def _live_to_the_end(system: System, clock: AheadClock) -> None:
    await asyncio.gather(*(walk(system, between(name, last, None)) for name, last in PLACES.items()))
    await system.settle()
    for ordinal, days in ((1, 35), (2, 65), (3, 95)):
        clock.ahead += timedelta(days=days)
        await _recover(system)
        for name in PLACES:
            answer = {"type": "AnswerFollowUp", "ordinal": ordinal, "text": "元気です"}
            president = acting(f"president-{name}", Role.COMPANY)
            await system.send(f"engagement:{name}", answer, actor=president)
            participant = acting(f"participant-{name}", Role.PARTICIPANT)
            await system.send(f"participation:{name}1", answer, actor=participant)
        await system.settle()
    for name in PLACES:
        assert (await system.state(f"engagement:{name}")).stage == "ended"
        assert (await system.state(f"participation:{name}1")).stage == "ended"


Shape = tuple[str, str, datetime | None]
"""A workflow's type, the stage or step that it shows, and when its timer rings."""


async def _expected(system: System) -> dict[str, Shape]:
    """What should run, from the streams alone."""
    found = {}
    for stream, kind, raw in await system.rows("SELECT stream, kind, state FROM banso.streams WHERE NOT finished"):
        aggregate = AGGREGATES[kind]
        state = aggregate.state.model_validate_json(raw)
        places = {None: aggregate.stage(state), **{one.key: one.step for one in aggregate.processes(state)}}
        for process, stage in places.items():
            due = [one.due for one in aggregate.deadlines(state) if one.process == process]
            follow = Follow(tenant=system.tenant, stream=stream, process=process)
            found[workflow_id(follow)] = (workflow_type(follow), str(stage), min(due, default=None))
    return found


async def _agrees(client: Client, expected: dict[str, Shape]) -> bool:
    running = {one.id async for one in client.list_workflows("ExecutionStatus = 'Running'")}
    if running != set(expected):
        return False
    return all([await _agrees_with(client, one, shape) for one, shape in expected.items()])


async def _agrees_with(client: Client, identifier: str, shape: Shape) -> bool:
    description = await client.get_workflow_handle(identifier).describe()
    stages = description.search_attributes.get("BansoStage", [""])
    rings = await _timer(client, identifier)
    kind, stage, due = shape
    if (due is None) != (rings is None):
        return False
    on_time = due is None or rings is None or abs(rings - due) < timedelta(seconds=5)
    return description.workflow_type == kind and stages == [stage] and on_time


async def _timer(client: Client, identifier: str) -> datetime | None:
    """When the timer that is running in the present run will ring."""
    rings: dict[str, datetime] = {}
    async for event in client.get_workflow_handle(identifier).fetch_history_events():
        if event.event_type == EventType.EVENT_TYPE_TIMER_STARTED:
            begun = event.timer_started_event_attributes
            started = event.event_time.ToDatetime(UTC)
            rings[begun.timer_id] = started + begun.start_to_fire_timeout.ToTimedelta()
        if event.event_type == EventType.EVENT_TYPE_TIMER_CANCELED:
            rings.pop(event.timer_canceled_event_attributes.timer_id)
        if event.event_type == EventType.EVENT_TYPE_TIMER_FIRED:
            rings.pop(event.timer_fired_event_attributes.timer_id)
    return min(rings.values(), default=None)
