"""How a workflow follows its stream: ask for a plan, act on it, sleep until news or a deadline.

Everything that a workflow knows comes from plans recorded in its history, so that a changed business rule needs no
change here. A nudge only says that it is worth looking.
"""

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError, FailureError, WorkflowAlreadyStartedError
from temporalio.exceptions import TimeoutError as ActivityTimeout

from activities import contracts as agreed
from activities.contracts import DeadlineDue, DeadlineMet, EffectsDue, Plan, PlanRequest, ProcessDue
from workflows import contracts as names
from workflows.contracts import Follow, Nudge

ChildHandle = workflow.ChildWorkflowHandle[Any, Any]

LOCAL_FAILURES = (ActivityError, ApplicationError, ActivityTimeout)
"""A local activity fails with its own error, where a regular one fails with an ActivityError around it."""


class Follower:
    """One workflow's eyes and hands. Its only memory is what it is doing right now."""

    def __init__(self, follow: Follow) -> None:
        self.follow = follow
        self.news = True
        self.plan: Plan | None = None
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._told: dict[str, ProcessDue | None] = dict.fromkeys(follow.told)
        self._told_version = 0
        self._nudged = True
        self._children: dict[str, ChildHandle] = {}
        self._shown: tuple[str, ...] = ()

    def nudge(self) -> None:
        """There may be something to see, for this workflow or its children."""
        self.news = self._nudged = True

    @property
    def stage(self) -> str:
        """The stage of the last plan."""
        return self.plan.stage if self.plan else ""

    @property
    def finished(self) -> bool:
        """Whether nothing is left to do, nothing is under way and every child has ended. Looked at before the end."""
        return self.plan is not None and self.plan.finished and not self.news and not self._waits_for_others()

    async def look(self) -> None:
        """Ask for a plan, show it, and begin what it wants. News that come meanwhile are looked at next."""
        plan = await self._ask()
        self.plan = plan
        self._show(plan)
        for batch in plan.effects:
            self._begin(batch)
        await self._tell_children(plan)
        if plan.deadline is not None and plan.deadline.come:
            await self._meet(plan.deadline)

    async def during(self, stage: str) -> None:
        """Follow the stream as long as it is at this stage."""
        while self.stage == stage and not self.finished:
            await self.turn()

    async def turn(self) -> None:
        """Rest until there is something to see, then look."""
        if self.plan is not None:
            await self._rest(self.plan)
        await self.look()

    async def _ask(self) -> Plan:
        """The plan; while the database is away, resting between attempts."""
        pause, longest = agreed.PLAN_PAUSES
        while True:
            self.news = False
            try:
                return await self._ask_once()
            except LOCAL_FAILURES:
                with suppress(TimeoutError):
                    await workflow.wait_condition(
                        lambda: self.news, timeout=pause, timeout_summary="no plan could be made; asking again"
                    )
                self._continue_if_long()
                pause = min(2 * pause, longest)

    async def _ask_once(self) -> Plan:
        request = PlanRequest(
            tenant=self.follow.tenant,
            stream=self.follow.stream,
            process=self.follow.process,
            woken_at=workflow.now(),
        )
        plan: Plan = await workflow.execute_local_activity(
            agreed.PLAN,
            request,
            result_type=Plan,
            start_to_close_timeout=agreed.PLAN_START_TO_CLOSE,
            schedule_to_close_timeout=agreed.PLAN_SCHEDULE_TO_CLOSE,
            retry_policy=agreed.PLAN_PACE,
        )
        return plan

    def _show(self, plan: Plan) -> None:
        workflow.set_current_details(_in_words(plan))
        shown = (plan.stage, plan.waits_for, _moment(plan.until))
        if shown == self._shown:
            return
        self._shown = shown
        until_update = names.UNTIL.value_set(plan.until) if plan.until else names.UNTIL.value_unset()
        workflow.upsert_search_attributes(
            [names.STAGE.value_set(plan.stage), names.WAITS_FOR.value_set(plan.waits_for or "-"), until_update]
        )

    def _begin(self, batch: EffectsDue) -> None:
        fresh = tuple(effect for effect in batch.effects if effect not in self._under_way)
        if not fresh:
            return
        task = asyncio.create_task(self._perform(batch.model_copy(update={"effects": fresh})))
        for effect in fresh:
            self._under_way[effect] = task

    async def _perform(self, batch: EffectsDue) -> None:
        policy = next(one for one in agreed.EFFECT_POLICIES.values() if one.activity == batch.activity)
        try:
            await workflow.execute_activity(
                batch.activity,
                batch,
                start_to_close_timeout=policy.start_to_close,
                schedule_to_close_timeout=agreed.GIVE_UP_AFTER,
                heartbeat_timeout=policy.heartbeat,
                retry_policy=policy.retry,
                summary=batch.says or f"{len(batch.effects)} x {batch.activity}",
            )
        except ActivityError:
            await self._park(batch)
        finally:
            for effect in batch.effects:
                self._under_way.pop(effect, None)
            self.news = True

    async def _park(self, batch: EffectsDue) -> None:
        # Where even this cannot be written down, the next plan hands the same effects out again.
        with suppress(*LOCAL_FAILURES):
            await workflow.execute_local_activity(
                agreed.PARK_EFFECTS,
                batch,
                start_to_close_timeout=agreed.PLAN_START_TO_CLOSE,
                schedule_to_close_timeout=agreed.PLAN_SCHEDULE_TO_CLOSE,
                retry_policy=agreed.PLAN_PACE,
            )

    async def _meet(self, deadline: DeadlineDue) -> None:
        # Where it could not be met in all that time, the next plan names it again.
        with suppress(ActivityError):
            await workflow.execute_activity(
                agreed.MEET_DEADLINE,
                deadline,
                result_type=DeadlineMet,
                start_to_close_timeout=agreed.DEADLINE_START_TO_CLOSE,
                schedule_to_close_timeout=agreed.GIVE_UP_AFTER,
                retry_policy=agreed.DEADLINE_PACE,
                summary=_says(deadline),
            )
        self.news = True

    async def _tell_children(self, plan: Plan) -> None:
        """A plan may take up news before their nudge comes, and then none comes: children are told all the same."""
        newer = self._nudged or plan.news or plan.version > self._told_version
        self._nudged, self._told_version = False, plan.version
        running = {process.key: process for process in plan.processes}
        for key in sorted(self._told.keys() | running.keys()):
            child = Follow(tenant=self.follow.tenant, stream=self.follow.stream, process=key)
            known = key in self._told and not self._has_ended(key)
            if known and (newer or self._told[key] != running.get(key)):
                known = await self._signal(child)
            if not known and key in running:
                await self._start(child)
        self._told = dict(running)

    async def _signal(self, child: Follow) -> bool:
        handle = workflow.get_external_workflow_handle(names.workflow_id(child))
        try:
            await handle.signal(names.NUDGE, Nudge())
        except FailureError:
            return False
        return True

    async def _start(self, child: Follow) -> None:
        try:
            self._children[child.process or ""] = await workflow.start_child_workflow(
                names.workflow_type(child),
                child,
                id=names.workflow_id(child),
                task_timeout=names.TASK_TIMEOUT,
                parent_close_policy=workflow.ParentClosePolicy.ABANDON,
                search_attributes=workflow.info().typed_search_attributes,
                static_summary=f"{child.process} of {child.stream}",
            )
        except WorkflowAlreadyStartedError:
            await self._signal(child)
        else:
            self._children[child.process or ""].add_done_callback(self._child_ended)

    def _child_ended(self, child: asyncio.Task[Any]) -> None:
        # Worth a look: now this run may end, or begin anew for a long sleep, or has to start the child again.
        if not child.cancelled():
            child.exception()  # is in the history
        self.news = True

    def _has_ended(self, key: str) -> bool:
        return key in self._children and self._children[key].done()

    async def _rest(self, plan: Plan) -> None:
        if self.news:
            self._continue_if_long()
            return
        pause = plan.deadline.wake_at - workflow.now() if plan.deadline else None
        if pause is None or pause > names.LONG_SLEEP:
            self._continue_if_stale()
        try:
            await workflow.wait_condition(
                lambda: self.news,
                timeout=max(pause, timedelta()) if pause is not None else None,
                timeout_summary=_says(plan.deadline) if plan.deadline else None,
            )
        except TimeoutError:
            self.news = True
        self._continue_if_long()

    def _continue_if_long(self) -> None:
        if workflow.info().get_current_history_length() >= names.CONTINUE_AT_EVENTS:
            self._continue_as_new()

    def _continue_if_stale(self) -> None:
        if workflow.info().get_current_history_length() > names.FRESH_EVENTS:
            self._continue_as_new()

    def _waits_for_children(self) -> bool:
        # A child that this run has started ends in this run's history, where a reader looks for it (and the
        # time-skipping server never skips again when it ends after its parent's run).
        return any(not child.done() for child in self._children.values())

    def _waits_for_others(self) -> bool:
        return bool(self._under_way) or self._waits_for_children()

    def _continue_as_new(self) -> None:
        # Effects under way and signals not yet handled would be lost with this run, so it goes on until they are done.
        if self._under_way or not workflow.all_handlers_finished():
            return
        very_long = workflow.info().get_current_history_length() >= names.CONTINUE_WITH_CHILDREN_AT_EVENTS
        if very_long or not self._waits_for_children():
            # Given by name: left to itself, an attribute that was unset goes along as nothing, and a run that begins
            # with a moment of nothing can never begin.
            workflow.continue_as_new(
                self.follow.model_copy(update={"told": tuple(sorted(self._told))}),
                search_attributes=workflow.info().typed_search_attributes,
            )


def _says(deadline: DeadlineDue) -> str:
    return deadline.says or f"{deadline.kind} {deadline.subject}, {deadline.ordinal}"


def _moment(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "-"


def _in_words(plan: Plan) -> str:
    """What Temporal's own pages show of a workflow, as Markdown."""
    lines = [f"**{plan.stage}**: {names.IN_WORDS.get(plan.stage, '')}", ""]
    if plan.waits_for:
        lines.append(f"- must act: {plan.waits_for}, until {_moment(plan.until)}")
    if plan.deadline:
        lines.append(f"- next: {_says(plan.deadline)}, {_moment(plan.deadline.due)}")
    lines += [f"- under way: {process.key} ({process.step})" for process in plan.processes]
    lines += [f"- being done: {batch.says or batch.activity}" for batch in plan.effects]
    return "\n".join(lines)


class Following:
    """What all workflows have in common: they follow a stream or one of its processes, and can be nudged."""

    @workflow.init
    def __init__(self, follow: Follow) -> None:
        self.follower = Follower(follow)

    @workflow.signal(name=names.NUDGE)
    def nudge(self, _: Nudge) -> None:
        """There is news."""
        self.follower.nudge()
