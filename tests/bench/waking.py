"""Sleeping workflows on a fresh worker: what waking one costs, and how much memory a thousand take."""

import statistics
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import psutil
from bench.desk import APPOINT, LEAVE, drafted, open_desk, send
from bench.mail_sink import mail_sink
from bench.measuring import Measured, Result, Target
from bench.servers import Bench, Installation, installed, quiet, until, worker_variables

TENANT = "sleepers"
"""Its own: other measures use the same Temporal, where a workflow of the same name would be theirs."""
REST_SECONDS = 400.0
TURNS = 3
"""A thousand workflows are woken twice in each, which takes minutes."""

NOTHING_DUE = Target("wake-nothing", "waking a sleeper, nothing due: CPU of the worker", 12, at_most=True, unit="ms")
ONE_EFFECT = Target("wake-effect", "waking a sleeper, one effect: CPU of the worker", 25, at_most=True, unit="ms")
MEMORY = Target("memory", "worker with 1,000 workflows in its cache", 200, at_most=True, unit="MiB")


@dataclass(frozen=True)
class Woken:
    """What a fresh worker used to come to rest: processor seconds, and memory in MiB."""

    seconds: float
    memory: float


@dataclass(frozen=True)
class Sleepers:
    """Engagements whose workflows sleep while no worker runs."""

    bench: Bench
    installation: Installation
    variables: dict[str, str]
    streams: list[str]

    async def fresh_worker(self, prepare: Callable[[], Awaitable[None]]) -> Woken:
        """Prepare while nobody works; then let a fresh worker do everything, and look at what it used."""
        await prepare()
        async with self.bench.running("worker", **self.variables) as worker:
            await until(self.installation.at_rest, "rest", REST_SECONDS, worker)
            seconds = await quiet(worker.pid)
            return Woken(seconds, psutil.Process(worker.pid).memory_info().rss / 2**20)

    async def nothing(self) -> None:
        """Nobody is woken."""

    async def news(self) -> None:
        """Everybody is woken, and nothing is due."""
        await self.installation.rows(
            "INSERT INTO banso.news (tenant, stream, version) SELECT tenant, stream, version FROM banso.streams "
            "WHERE stream = ANY(%s) ON CONFLICT DO NOTHING",
            self.streams,
        )

    async def effects(self) -> None:
        """Everybody is woken for one mail."""
        for stream in self.streams:
            await send(self.installation.store, TENANT, stream, APPOINT)

    async def back(self) -> None:
        """As before `effects`; the news of it is not part of what is measured."""
        for stream in self.streams:
            await send(self.installation.store, TENANT, stream, LEAVE)
        await self.installation.rows("DELETE FROM banso.news")


@asynccontextmanager
async def _asleep(bench: Bench, count: int) -> AsyncIterator[Sleepers]:
    async with installed(bench) as installation, mail_sink() as (_, smtp_url):
        await open_desk(installation.store, TENANT)
        streams = await drafted(installation.store, TENANT, count)
        variables = worker_variables(bench, installation, bench.name("queue"), smtp_url)
        sleepers = Sleepers(bench, installation, variables, streams)
        # The first worker starts every workflow and lets it fall asleep.
        await sleepers.fresh_worker(sleepers.nothing)
        yield sleepers


async def measure(bench: Bench) -> list[Measured]:
    """Waking with nothing due and with one effect, in turns, each time on a fresh worker."""
    count = bench.size(1000, 100)
    idle: list[float] = []
    nothing: list[Woken] = []
    effect: list[Woken] = []
    async with _asleep(bench, count) as sleepers:
        for _ in range(TURNS):
            idle.append((await sleepers.fresh_worker(sleepers.nothing)).seconds)
            nothing.append(await sleepers.fresh_worker(sleepers.news))
            effect.append(await sleepers.fresh_worker(sleepers.effects))
            await sleepers.back()
    base = statistics.median(idle)
    milliseconds = [tuple((woken.seconds - base) / count * 1000 for woken in each) for each in (nothing, effect)]
    note = f"{count} workflows; user and system time of worker and relay, less that of a worker that wakes nobody"
    start = {"worker that wakes nobody, CPU s": idle}
    return [
        Result(NOTHING_DUE, milliseconds[0], "a fixed budget", start, note),
        Result(ONE_EFFECT, milliseconds[1], "a fixed budget", start, note + "; one mail each"),
        _memory(count, nothing),
    ]


def _memory(count: int, woken: list[Woken]) -> Measured:
    figures = tuple(one.memory for one in woken)
    return Result(MEMORY, figures, "a fixed budget", {}, f"resident memory with {count} workflows woken and cached")
