"""The bare Temporal workflow as a side of a comparison."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bench.measuring import p50
from bench.peer_worker import Bare
from bench.servers import Bench
from temporalio.client import Client, WorkflowHandle


@dataclass(frozen=True)
class BareTemporal:
    """A worker with the bare workflow runs in another process."""

    bench: Bench
    client: Client
    queue: str

    async def update_p50(self, times: int) -> float:
        """Median time of an update that does nothing, in milliseconds, one after the other."""
        (handle,) = await self._begin(1)
        taken = await p50(times, lambda _: handle.execute_update(Bare.no_op))
        await self._end([handle])
        return taken

    async def updates_per_second(self, each: int, workflows: int = 20) -> float:
        """Updates that do nothing, on so many workflows at once."""
        return await self._rate(Bare.no_op, each, workflows)

    async def updates_with_activity_per_second(self, each: int, workflows: int = 20) -> float:
        """Updates that wait for one normal activity, on so many workflows at once."""
        return await self._rate(Bare.with_activity, each, workflows)

    async def _rate(self, update: object, each: int, workflows: int) -> float:
        handles = await self._begin(workflows)

        async def work(handle: WorkflowHandle) -> None:
            for _ in range(each):
                await handle.execute_update(update)

        begun = time.perf_counter()
        await asyncio.gather(*(work(handle) for handle in handles))
        taken = time.perf_counter() - begun
        await self._end(handles)
        return each * workflows / taken

    async def _begin(self, count: int) -> list[WorkflowHandle]:
        """Fresh workflows that have answered once, so that none has to start while it is timed."""
        starting = (
            self.client.start_workflow(Bare.run, id=self.bench.name("bare"), task_queue=self.queue)
            for _ in range(count)
        )
        handles = list(await asyncio.gather(*starting))
        await asyncio.gather(*(handle.execute_update(Bare.no_op) for handle in handles))
        return handles

    async def _end(self, handles: list[WorkflowHandle]) -> None:
        await asyncio.gather(*(handle.signal(Bare.stop) for handle in handles))
        await asyncio.gather(*(handle.result() for handle in handles))


@asynccontextmanager
async def bare_temporal(bench: Bench) -> AsyncIterator[BareTemporal]:
    """The bare workflow, with its worker in a process of its own."""
    queue = bench.name("bare-queue")
    async with bench.running("bench.peer_worker", bench.temporal_address, queue):
        yield BareTemporal(bench, await bench.temporal(), queue)
