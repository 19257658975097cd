"""Processes of several steps, as children of the stream's workflow.

A child holds nothing of record: it goes by the step that the plan names, and can be started again from there.
"""

from temporalio import workflow

from workflows.contracts import Follow
from workflows.following import Following


class Process(Following):
    """What all processes have in common: they go step by step until they are closed."""

    async def step_by_step(self, *steps: str) -> None:
        """Follow the process through its steps, in whatever order they come, to its close."""
        await self.follower.look()
        while not self.follower.finished:
            if self.follower.stage in steps:
                await self.follower.during(self.follower.stage)
            else:
                await self.follower.turn()


@workflow.defn(name="ContractRound")
class ContractRound(Process):
    """One round of terms: written down, shown to both sides, signed."""

    @workflow.run
    async def run(self, _: Follow) -> None:
        """The document is rendered; both sides are asked, reminded, and at last the coordinator is told."""
        await self.step_by_step("rendering", "asked", "reminded", "escalated")


@workflow.defn(name="WorkPermissionCheck")
class WorkPermissionCheck(Process):
    """Is this work permitted where the participant lives? By rule, by asking, or by a named human."""

    @workflow.run
    async def run(self, _: Follow) -> None:
        """Checked by rule; what is missing is asked for; what nobody knows waits for a human."""
        await self.step_by_step("checking", "information_needed", "human_review")


@workflow.defn(name="MilestoneApproval")
class MilestoneApproval(Process):
    """One delivery before the company. Silence never approves."""

    @workflow.run
    async def run(self, _: Follow) -> None:
        """The company is asked and reminded; where it stays silent, the coordinator is told."""
        await self.step_by_step("asked", "reminded", "escalated")


@workflow.defn(name="Retrospective")
class Retrospective(Process):
    """Looking back in several voices."""

    @workflow.run
    async def run(self, _: Follow) -> None:
        """Everybody is asked and reminded; who keeps silent is named, and nothing is put into their mouth."""
        await self.step_by_step("asked", "reminded", "escalated")


@workflow.defn(name="FollowUp")
class FollowUp(Process):
    """How they fare, months after the end."""

    @workflow.run
    async def run(self, _: Follow) -> None:
        """Asked, reminded, and at last the coordinator is told."""
        await self.step_by_step("asked", "reminded", "escalated")


@workflow.defn(name="Closing")
class Closing(Process):
    """The end of a service, kindly: from its announcement to the last voice that looks back on it."""

    @workflow.run
    async def run(self, _: Follow) -> None:
        """Everybody is told and invited, the last day passes; then members look back, and are asked once more."""
        await self.step_by_step("announced", "asked", "reminded", "escalated")
