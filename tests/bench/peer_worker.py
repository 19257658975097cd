"""What a bare Temporal does: a workflow whose update does nothing, or one normal activity that does nothing.

Run as a process of its own: `python -m bench.peer_worker ADDRESS QUEUE`.
"""

import asyncio
import sys
from datetime import timedelta

from temporalio import activity, workflow
from temporalio.client import Client
from temporalio.worker import Worker


@activity.defn
async def nothing() -> None:
    """Does nothing."""


@workflow.defn
class Bare:
    """Waits for updates until it is told to stop."""

    def __init__(self) -> None:
        self._stopped = False

    @workflow.run
    async def run(self) -> None:
        """Until stopped."""
        await workflow.wait_condition(lambda: self._stopped)

    @workflow.signal
    def stop(self) -> None:
        """The end."""
        self._stopped = True

    @workflow.update
    async def no_op(self) -> None:
        """The floor of anything that waits for a workflow's answer."""

    @workflow.update
    async def with_activity(self) -> None:
        """The floor of anything that a workflow does outside."""
        await workflow.execute_activity(nothing, start_to_close_timeout=timedelta(seconds=10))


async def main(address: str, queue: str) -> None:
    """Serve until ended."""
    client = await Client.connect(address)
    async with Worker(client, task_queue=queue, workflows=[Bare], activities=[nothing]):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
