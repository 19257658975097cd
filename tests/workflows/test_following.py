"""How workflows follow: plans, effects, deadlines, children, continue-as-new. Fake activities, real servers."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import datetime, timedelta

import pytest
from temporalio.api.sdk.v1 import WorkflowMetadata
from temporalio.client import Client
from temporalio.common import RetryPolicy
from temporalio.service import RPCError
from temporalio.testing import WorkflowEnvironment

from activities import contracts as agreed
from workflows import contracts as names

from support.following import Following, Waiting, World, event_names, following

Begin = Callable[[World], Awaitable[Following]]
APPROVAL = "milestone_approval:m1.1"


@pytest.fixture
async def begin(temporal: Client) -> AsyncIterator[Begin]:
    """Follow a world on the dev server, where time is real; what still runs is terminated afterwards."""
    async with AsyncExitStack() as stack:

        async def start(world: World, stream: str = "engagement:a") -> Following:
            followed = await stack.enter_async_context(following(temporal, stream, world))
            stack.push_async_callback(_end, followed)
            await followed.nudge()
            await followed.sees(lambda: world.seen, "the first plan")
            return followed

        yield start


async def _end(followed: Following) -> None:
    for handle in (followed.handle, *(followed.child(key) for key in [*followed.world.processes, APPROVAL])):
        try:
            await handle.terminate()
        except RPCError:
            continue


async def test_cheap_effects_go_together_and_others_alone(begin: Begin) -> None:
    world = World()
    world.effects = {
        "mail-1": (agreed.SEND_NOTIFICATIONS, None),
        "mail-2": (agreed.SEND_NOTIFICATIONS, None),
        "document": (agreed.RENDER_CONTRACT, None),
        "told": (agreed.DELIVER_TO_STREAMS, None),
    }
    followed = await begin(world)
    await followed.sees(lambda: not world.effects, "every effect")
    assert sorted(world.calls) == [
        (agreed.DELIVER_TO_STREAMS, ("told",)),
        (agreed.RENDER_CONTRACT, ("document",)),
        (agreed.SEND_NOTIFICATIONS, ("mail-1", "mail-2")),
    ]


async def test_an_effect_under_way_is_not_begun_twice(begin: Begin) -> None:
    world = World(effects={"mail-1": (agreed.SEND_NOTIFICATIONS, None)})
    world.hold = {agreed.SEND_NOTIFICATIONS: asyncio.Event()}
    followed = await begin(world)
    await followed.sees(lambda: world.calls, "the first mail")
    world.effects["mail-2"] = (agreed.SEND_NOTIFICATIONS, None)
    await followed.looks()
    await followed.sees(lambda: len(world.calls) == 2, "the second mail")
    await followed.looks()
    world.hold[agreed.SEND_NOTIFICATIONS].set()
    await followed.sees(lambda: not world.effects, "both mails")
    await followed.looks()
    assert world.called(agreed.SEND_NOTIFICATIONS) == [("mail-1",), ("mail-2",)]


async def test_news_that_come_during_a_plan_are_looked_at(begin: Begin) -> None:
    world = World()
    followed = await begin(world)
    world.hold = {agreed.PLAN: asyncio.Event()}
    await followed.looks()
    world.version = 2  # the plan that is being made knows version 1 only
    await followed.nudge()
    world.hold[agreed.PLAN].set()
    await followed.sees(lambda: world.seen[None] == 2, "a second look")


async def test_a_deadline_that_has_come_is_met_once(begin: Begin) -> None:
    world = World()
    followed = await begin(world)
    now = (await followed.handle.describe()).start_time
    world.deadlines[None] = Waiting(due=now - timedelta(hours=1))
    await followed.looks(2)
    await followed.looks()
    assert world.called(agreed.MEET_DEADLINE) == [("check_in_answer:1:1",)]


async def test_an_overtaken_deadline_changes_nothing(begin: Begin) -> None:
    world = World()
    followed = await begin(world)
    now = (await followed.handle.describe()).start_time
    world.deadlines[None] = Waiting(due=now, overtaken=True)
    await followed.looks(2)
    assert await followed.status() == "RUNNING"
    assert len(world.called(agreed.MEET_DEADLINE)) == 1


async def test_a_sleeper_wakes_for_its_deadline(time_skipping: WorkflowEnvironment) -> None:
    world = World()
    due = await time_skipping.get_current_time() + timedelta(days=90)
    world.deadlines[None] = Waiting(due=due)
    async with following(time_skipping.client, "engagement:a", world) as followed:
        await followed.nudge()
        await followed.sees(lambda: world.seen, "the first plan")
        await asyncio.wait_for(time_skipping.sleep(timedelta(days=89)), 30)
        assert not world.calls
        await asyncio.wait_for(time_skipping.sleep(timedelta(days=1, seconds=2)), 30)
        await followed.sees(lambda: world.called(agreed.MEET_DEADLINE), "the deadline")
        assert "check_in_answer 1: reminder" in str(await followed.history())


async def test_a_deadline_that_moves_is_slept_for_anew(time_skipping: WorkflowEnvironment) -> None:
    world = World()
    now = await time_skipping.get_current_time()
    world.deadlines[None] = Waiting(due=now + timedelta(days=2))
    async with following(time_skipping.client, "engagement:a", world) as followed:
        await followed.nudge()
        await followed.sees(lambda: world.seen, "the first plan")
        world.deadlines[None] = Waiting(due=now + timedelta(days=4), ordinal=2)
        await asyncio.wait_for(time_skipping.sleep(timedelta(days=3)), 30)
        await followed.sees(lambda: len(world.asked_by) == 2, "a look at the old moment")
        assert not world.calls
        await asyncio.wait_for(time_skipping.sleep(timedelta(days=1, seconds=2)), 30)
        await followed.sees(lambda: world.called(agreed.MEET_DEADLINE), "the deadline")
        assert world.called(agreed.MEET_DEADLINE) == [("check_in_answer:1:2",)]


async def test_a_child_is_started_told_and_ends_with_its_process(begin: Begin) -> None:
    world = World(stage="accompany", processes={APPROVAL: "asked"})
    world.effects = {"mail": (agreed.SEND_NOTIFICATIONS, APPROVAL)}
    followed = await begin(world)
    await followed.sees(lambda: world.called(agreed.SEND_NOTIFICATIONS), "the child's mail")
    world.processes[APPROVAL], world.version = "reminded", 2
    await followed.nudge()
    await followed.sees(lambda: world.seen[APPROVAL] == 2, "a look of the child")
    world.processes.clear()
    world.version = 3
    await followed.nudge()
    assert await asyncio.wait_for(followed.child(APPROVAL).result(), 20) is None
    assert await followed.status() == "RUNNING"
    history = event_names(await followed.history())
    assert history.count("CHILD_WORKFLOW_EXECUTION_STARTED") == 1
    assert history.count("CHILD_WORKFLOW_EXECUTION_COMPLETED") == 1


async def test_a_child_that_is_gone_is_started_again(begin: Begin) -> None:
    world = World(stage="accompany", processes={APPROVAL: "asked"})
    followed = await begin(world)
    await followed.sees(lambda: APPROVAL in world.seen, "the child's first plan")
    first = (await followed.child(APPROVAL).describe()).run_id
    world.version = 2
    await followed.child(APPROVAL).terminate("lost")
    await followed.sees(lambda: world.seen[APPROVAL] == 2, "a look of another child, without a nudge")
    assert (await followed.child(APPROVAL).describe()).run_id != first


async def test_a_child_hears_of_its_end_though_its_parent_continued_as_new_meanwhile(
    begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(names, "CONTINUE_WITH_CHILDREN_AT_EVENTS", 40)
    monkeypatch.setattr(names, "CONTINUE_AT_EVENTS", 40)
    world = World(stage="accompany", processes={APPROVAL: "asked"})
    followed = await begin(world)
    await followed.sees(lambda: APPROVAL in world.seen, "the child's first plan")
    first = await followed.run_id()
    while await followed.run_id() == first:
        await followed.looks()
    # The process closes without an own nudge for the new run: what it looks at next no longer names it.
    world.processes.clear()
    await followed.nudge()
    assert await asyncio.wait_for(followed.child(APPROVAL).result(), 20) is None


async def busy(followed: Following) -> datetime:
    """Its next deadline is an hour away, so that its sleep is short; the moment that it is now."""
    now = (await followed.handle.describe()).start_time
    followed.world.deadlines[None] = Waiting(due=now + timedelta(hours=1))
    await followed.looks()
    return now


async def test_continues_as_new_after_a_hundred_events(begin: Begin) -> None:
    world = World()
    followed = await begin(world)
    await busy(followed)
    first = await followed.run_id()
    while await followed.run_id() == first:
        await followed.looks()
    old = followed.client.get_workflow_handle(followed.handle.id, run_id=first)
    events = event_names(await old.fetch_history())
    assert names.CONTINUE_AT_EVENTS <= len(events) < names.CONTINUE_AT_EVENTS + 15
    assert events[-1] == "WORKFLOW_EXECUTION_CONTINUED_AS_NEW"


async def test_before_a_long_sleep_a_worn_run_begins_anew_and_a_fresh_one_stays(begin: Begin) -> None:
    world = World()
    followed = await begin(world)
    now = await busy(followed)
    for _ in range(6):
        await followed.looks()
    first = await followed.run_id()
    world.deadlines[None] = Waiting(due=now + timedelta(days=30))
    await followed.nudge()

    async def renewed() -> bool:
        return await followed.run_id() != first

    async def asleep() -> bool:
        return event_names(await followed.history())[-1] == "TIMER_STARTED"

    await followed.sees(renewed, "a new run")
    await followed.sees(asleep, "a timer")
    sleeping = event_names(await followed.history())
    assert len(sleeping) <= 8, f"a sleeper has {sleeping}"
    second = await followed.run_id()
    await followed.looks()
    await followed.sees(asleep, "a timer again")
    assert await followed.run_id() == second


async def test_temporals_own_pages_tell_where_it_stands(begin: Begin) -> None:
    world = World(stage="accompany", processes={APPROVAL: "asked"}, waits_for="company: milestone_approval")
    followed = await begin(world)
    due = (await followed.handle.describe()).start_time + timedelta(hours=3)
    world.deadlines[None] = Waiting(due=due)
    await followed.looks()
    shown = await followed.handle.query("__temporal_workflow_metadata", result_type=WorkflowMetadata)
    assert shown.current_details.splitlines() == [
        "**accompany**: Months of work; each delivery lies before the company until it decides.",
        "",
        f"- must act: company: milestone_approval, until {due:%Y-%m-%d %H:%M} UTC",
        f"- next: check_in_answer 1: reminder, {due:%Y-%m-%d %H:%M} UTC",
        f"- under way: {APPROVAL} (asked)",
    ]
    found = (await followed.handle.describe()).typed_search_attributes
    assert (found[names.STAGE], found[names.WAITS_FOR]) == ("accompany", world.waits_for)
    assert found[names.UNTIL] == due


async def test_a_finished_workflow_ends_and_a_later_nudge_starts_it_again(begin: Begin) -> None:
    world = World(over=True)
    followed = await begin(world)
    await asyncio.wait_for(followed.handle.result(), 20)
    first = await followed.run_id()
    world.effects["mail"] = (agreed.SEND_NOTIFICATIONS, None)
    await followed.nudge()
    await followed.sees(lambda: not world.effects, "the late effect")
    await asyncio.wait_for(followed.handle.result(), 20)
    assert await followed.run_id() != first


async def test_what_an_activity_gives_up_is_parked_and_blocks_nothing(begin: Begin) -> None:
    world = World(broken={"document"})
    world.effects = {"document": (agreed.RENDER_CONTRACT, None), "mail": (agreed.SEND_NOTIFICATIONS, None)}
    followed = await begin(world)
    await followed.sees(lambda: not world.effects, "both effects")
    assert world.called(agreed.PARK_EFFECTS) == [("document",)]
    assert world.called(agreed.RENDER_CONTRACT) == [("document",)]
    assert world.called(agreed.SEND_NOTIFICATIONS) == [("mail",)]
    assert await followed.status() == "RUNNING"


@pytest.mark.parametrize("stream", ["engagement:a", "participation:a1", "service:desk", "person:p"])
async def test_stages_may_be_unknown_skipped_and_left_backwards(begin: Begin, stream: str) -> None:
    world = World(stage="a stage of next year")
    followed = await begin(world, stream)
    for stage in ("prepare", "recruit", "apply", "stay_connected", "prepare", "another", "ended"):
        world.stage, world.version = stage, world.version + 1
        await followed.nudge()
        await followed.sees(lambda: world.seen[None] == world.version, f"a look at {stage}")
    world.over, world.version = True, world.version + 1
    await followed.nudge()
    await asyncio.wait_for(followed.handle.result(), 20)


async def test_no_nudge_is_lost_while_runs_continue_as_new(begin: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "CONTINUE_AT_EVENTS", 20)
    world = World()
    followed = await begin(world)
    runs = {await followed.run_id()}
    for _ in range(60):
        world.version += 1
        await followed.nudge()
        runs.add(await followed.run_id())
    await followed.sees(lambda: world.seen[None] == world.version, "the last version")
    assert len(runs) > 5, "hardly any run continued as new"


async def test_while_no_plan_can_be_made_the_workflow_rests_and_its_history_stays_short(
    begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    pace = RetryPolicy(initial_interval=timedelta(seconds=0.05), maximum_attempts=agreed.PLAN_PACE.maximum_attempts)
    monkeypatch.setattr(agreed, "PLAN_PACE", pace)
    monkeypatch.setattr(agreed, "PLAN_PAUSES", (timedelta(seconds=0.1), timedelta(seconds=0.2)))
    monkeypatch.setattr(names, "CONTINUE_AT_EVENTS", 30)
    world = World()
    followed = await begin(world)
    first = await followed.run_id()
    world.unable = True
    await followed.nudge()

    async def renewed() -> bool:
        return await followed.run_id() != first

    await followed.sees(renewed, "a new run")
    world.unable, world.version = False, 2
    await followed.sees(lambda: world.seen[None] == 2, "a plan after the outage, without a nudge")
    old = followed.client.get_workflow_handle(followed.handle.id, run_id=first)
    assert len(event_names(await old.fetch_history())) < 60
