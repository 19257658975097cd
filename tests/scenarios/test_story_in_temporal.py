"""Whoever opens Temporal's own pages reads an engagement's story there, and nothing personal."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import groupby, pairwise
from pathlib import Path

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.testing import WorkflowEnvironment

from workflows.contracts import CONTINUE_AT_EVENTS, FRESH_EVENTS, LONG_SLEEP

from support.hands import PRIVATE
from support.histories import CHILD_ENDED, CHILD_STARTED, SCHEDULED, TIMER_STARTED, Run, every_run, remembered
from support.region import Region
from support.story_one_whole import accompany, after_the_work, prepare, recruit
from support.system import until

ENDS = (
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED,
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW,
)
ONE_TURN = 30
"""The most events that one turn adds, so the most by which a run passes the length at which it continues as new."""
GOING_TO_SLEEP = 5
"""What the turn that decides to sleep writes itself: its end, its plan, a timer less, what is shown, a new timer."""


@pytest.fixture
async def told(postgres: str, time_skipping: WorkflowEnvironment, tmp_path: Path) -> AsyncIterator[list[Run]]:
    """All runs of the story of A (a company that keeps silent) and D (a work permission that a human decides)."""
    async with remembered(postgres, time_skipping, tmp_path) as (system, started):
        region = Region.of(system, "ad")
        for part in (recruit, prepare, accompany, after_the_work):
            await part(region)

        async def ended() -> list[Run] | None:
            runs = await every_run(time_skipping.client, started)
            return runs if all(run.events[-1].event_type in ENDS for run in runs if of_a_project(run)) else None

        yield await until(ended, "the end of every run of a project")


def of_a_project(run: Run) -> bool:
    """Desks stay open when everything else is over."""
    return "/engagement:" in run.workflow_id or "/participation:" in run.workflow_id


async def test_the_histories_tell_the_story_of_an_engagement(told: list[Run]) -> None:
    engagement, participation = chain(told, "engagement:a"), chain(told, "participation:a1")
    assert stages(engagement) == ["recruit", "prepare", "accompany", "look_back", "stay_connected", "ended"]
    assert children(engagement) == ["MilestoneApproval"] * 2 + ["Retrospective"] + ["FollowUp"] * 3
    assert stages(participation) == ["apply", "prepare", "work", "stay_connected", "ended"]
    assert children(participation) == ["WorkPermissionCheck", "ContractRound"] + ["FollowUp"] * 3

    assert stages(chain(told, "engagement:a/milestone_approval:m1.1")) == ["asked", "reminded", "escalated", "closed"]
    assert stages(chain(told, "engagement:a/milestone_approval:m2.1")) == ["asked", "closed"]
    assert stages(chain(told, "engagement:a/retrospective:all")) == ["asked", "reminded", "escalated", "closed"]
    assert stages(chain(told, "participation:d1/work_permission:1")) == ["checking", "information_needed", "closed"]
    second_look = ["checking", "human_review", "closed"]
    assert stages(chain(told, "participation:d1/work_permission:2")) == second_look

    everything_has_a_summary(told)
    every_child_ends_in_the_run_that_began_it(told)
    runs_stay_short(told)
    sleepers_are_light(told)
    nothing_personal_is_there(told)


def chain(runs: list[Run], stream: str) -> list[Run]:
    """The runs of one workflow, in order."""
    found = [run for run in runs if run.workflow_id == f"gifu/{stream}"]
    assert found, f"no run of {stream}"
    return found


def stages(runs: list[Run]) -> list[str]:
    """The stages that a chain went through."""
    return [stage for stage, _ in groupby(stage for run in runs for stage in run.stages)]


def children(runs: list[Run]) -> list[str]:
    """The children that a chain began."""
    return [child for run in runs for child in run.children]


def everything_has_a_summary(runs: list[Run]) -> None:
    """Every timer and every activity says in words what it is about."""
    timers = {summary for run in runs for summary in run.summaries(TIMER_STARTED)}
    activities = {summary for run in runs for summary in run.summaries(SCHEDULED)}
    assert timers >= {
        "milestone_approval m1.1: reminder",
        "milestone_approval m1.1: escalation",
        "payment m1: reminder",
        "work_permission 2: reminder",
        "retrospective hr-a: escalation",
        "follow_up_due 3",
    }
    assert activities >= {
        "milestone_approval_request x 2",
        "milestone_approval_escalated",
        "render_contract",
        "check_work_permission",
        "follow_up_due 1",
        "milestone_approval m1.1: reminder",
    }
    for run in runs:
        for kind in (TIMER_STARTED, SCHEDULED):
            assert len(run.summaries(kind)) == len(run.of(kind)), f"something in {run.name} says nothing of itself"


def every_child_ends_in_the_run_that_began_it(runs: list[Run]) -> None:
    """So that whoever reads a run finds there how its children ended."""
    for run in runs:
        assert len(run.of(CHILD_STARTED)) == len(run.of(CHILD_ENDED)), f"a child of {run.name} ended elsewhere"


def runs_stay_short(runs: list[Run]) -> None:
    """A run is about a hundred events long, unless a child of its own is open; then it waits for that one."""
    alone = {run.name: len(run.events) for run in runs if not run.children}
    assert max(alone.values()) <= CONTINUE_AT_EVENTS + ONE_TURN, alone
    assert max(len(run.events) for run in runs) < 10 * CONTINUE_AT_EVENTS


def sleepers_are_light(runs: list[Run]) -> None:
    """Whoever sleeps for long begins a new run first (unless a child is open): a handful of events to wake with."""
    naps = [nap for run in runs for nap in long_naps(run)]
    assert len(naps) > 10
    assert max(naps) <= FRESH_EVENTS + GOING_TO_SLEEP
    assert min(naps) <= 9


def long_naps(run: Run) -> list[int]:
    """How many events a run had whenever it slept for days without an open child."""
    naps, open_children = [], 0
    for event, following in pairwise(run.events):
        open_children += (event.event_type == CHILD_STARTED) - (event.event_type == CHILD_ENDED)
        asleep = following.event_time.ToDatetime() - event.event_time.ToDatetime()
        if asleep > LONG_SLEEP + timedelta(hours=1) and not open_children:
            naps.append(event.event_id)
    return naps


def nothing_personal_is_there(runs: list[Run]) -> None:
    """Names, addresses and what people wrote are all marked; no byte of any history holds a mark."""
    marks = [b"@example.jp"]
    for word in (PRIVATE, "架空 "):
        marks += [word.encode(), json.dumps(word).strip('"').encode()]
    for run in runs:
        written = b"".join(event.SerializeToString() for event in run.events) + run.workflow_id.encode()
        assert run.workflow_id.encode() in written
        for mark in marks:
            assert mark not in written, f"{run.name} holds something personal"
