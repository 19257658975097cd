"""Reactions: from the acknowledgement of a command to the mail that tells somebody, by a worker of its own process."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bench.desk import APPOINT, LEAVE, drafted, open_desk, send
from bench.mail_sink import MailSink, mail_sink
from bench.measuring import Measured, Result, Target, in_turns, percentile, ratios
from bench.peer_temporal import BareTemporal, bare_temporal
from bench.servers import Bench, Installation, installed, until, worker_variables

from banso.eventstore.effects import effect_id
from banso.stack.process import OwnedProcess

TENANT = "bench"
STREAMS = 100
AT_ONCE = 20

MEDIAN = Target("reaction-p50", "acknowledged → mail handed over, idle, p50 / bare update", 10, at_most=True)
SLOWEST = Target("reaction-p95", "acknowledged → mail handed over, idle, p95 / bare update", 30, at_most=True)
ONE_BY_ONE = Target("reactions-one", "reactions/s, one by one / update + activity", 1, at_most=False)
BURSTS = Target("reactions-bursts", "reactions/s, in bursts / update + activity", 4, at_most=False)


@dataclass
class Reactions:
    """Our side: each reaction is one event, one effect, one mail."""

    bench: Bench
    installation: Installation
    sink: MailSink
    streams: list[str]
    worker: OwnedProcess
    slowest: list[float] = field(default_factory=list)

    async def idle_p50(self, times: int) -> float:
        """Median time from acknowledgement to handing over, in milliseconds; the p95 is kept beside."""
        taken = []
        for number in range(times):
            stream = self.streams[number % len(self.streams)]
            mail = await self._appoint(stream)
            acknowledged = time.perf_counter()
            taken.append((await asyncio.wait_for(mail, 60) - acknowledged) * 1000)
            await self._leave([stream])
        self.slowest.append(percentile(taken, 95))
        return percentile(taken, 50)

    async def one_by_one(self) -> float:
        """Reactions a second, each stream one at a time, so many streams at once."""
        waiting = list(self.streams)

        async def work() -> None:
            while waiting:
                await asyncio.wait_for(await self._appoint(waiting.pop()), 120)

        begun = time.perf_counter()
        await asyncio.gather(*(work() for _ in range(AT_ONCE)))
        taken = time.perf_counter() - begun
        await self._leave(self.streams)
        return len(self.streams) / taken

    async def in_bursts(self, each: int) -> float:
        """Reactions a second where each stream has several at once, until the last mail is handed over."""
        waiting = list(self.streams)
        mails: list[asyncio.Future[float]] = []

        async def work() -> None:
            while waiting:
                stream = waiting.pop()
                for _ in range(each):
                    mails.append(await self._appoint(stream))
                    await send(self.installation.store, TENANT, stream, LEAVE)

        begun = time.perf_counter()
        await asyncio.gather(*(work() for _ in range(AT_ONCE)))
        last = max(await asyncio.wait_for(asyncio.gather(*mails), 180))
        await self.settled()
        return len(mails) / (last - begun)

    async def settled(self) -> None:
        """Until no stream has news and no effect is open."""
        await until(self.installation.at_rest, "rest", needs=self.worker)

    async def _appoint(self, stream: str) -> "asyncio.Future[float]":
        outcome = await send(self.installation.store, TENANT, stream, APPOINT)
        return self.sink.mail_of(str(effect_id(outcome.receipt.events[0].event_id, 0)))

    async def _leave(self, streams: list[str]) -> None:
        """Back to where everything began, and at rest."""
        for stream in streams:
            await send(self.installation.store, TENANT, stream, LEAVE)
        await self.settled()


@asynccontextmanager
async def _sides(bench: Bench) -> AsyncIterator[tuple[Reactions, BareTemporal]]:
    async with installed(bench) as installation, mail_sink() as (sink, smtp_url), bare_temporal(bench) as temporal:
        await open_desk(installation.store, TENANT)
        streams = await drafted(installation.store, TENANT, bench.size(STREAMS, 40))
        variables = worker_variables(bench, installation, bench.name("queue"), smtp_url)
        async with bench.running("worker", **variables) as worker:
            reactions = Reactions(bench, installation, sink, streams, worker)
            await reactions.settled()
            yield reactions, temporal


async def measure(bench: Bench) -> list[Measured]:
    """All targets of reactions."""
    async with _sides(bench) as (ours, temporal):
        idle = await in_turns(
            bench.turns,
            {
                "reaction p50, ms": lambda: ours.idle_p50(bench.size(40, 10)),
                "bare update p50, ms": lambda: temporal.update_p50(bench.size(60, 30)),
            },
        )
        reaction, update = idle.values()
        slowest = ours.slowest[-len(reaction) :]
        sustained = await in_turns(
            bench.turns,
            {
                "one by one/s": ours.one_by_one,
                "update + activity/s": lambda: temporal.updates_with_activity_per_second(bench.size(8, 4)),
                "in bursts/s": lambda: ours.in_bursts(bench.size(10, 4)),
            },
        )
    one, peer, bursts = sustained.values()
    floor = "an update that waits for one normal activity, 20 workflows at once"
    return [
        Result(MEDIAN, ratios(reaction, update), "p50 of a bare update", idle),
        Result(SLOWEST, ratios(slowest, update), "p50 of a bare update", {"reaction p95, ms": slowest, **idle}),
        Result(
            ONE_BY_ONE,
            ratios(one, peer),
            floor,
            sustained,
            f"{len(ours.streams)} streams, 20 at once, one effect and mail each",
        ),
        Result(
            BURSTS,
            ratios(bursts, peer),
            floor,
            sustained,
            f"{len(ours.streams)} streams, several commands each without waiting",
        ),
    ]
