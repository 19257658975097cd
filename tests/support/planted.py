"""A mistake in workflow code, planted: one command more than the histories know."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from datetime import timedelta

    from workflows.contracts import Follow
    from workflows.entities import Entity


@workflow.defn(name="EngagementWorkflow")
class HastyEngagement(Entity):
    """Rests before it looks."""

    @workflow.run
    async def run(self, _: Follow) -> None:
        """One timer too many."""
        await workflow.sleep(timedelta(seconds=1))
        await self.follow_to_the_end()
