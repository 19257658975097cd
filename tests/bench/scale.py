"""A region at its size: 1,000 open engagements with ten applications each, from the first command to a recovery.

What is measured, in this order: how commands are acknowledged while the store grows; how fast a worker reacts to all of
them at once, and to a single one afterwards; what that takes of memory and disk; and how long everything takes to be
back when Temporal is lost.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from bench.desk import APPOINT, LEAVE, draft, open_desk, register, send
from bench.mail_sink import MailSink, mail_sink
from bench.measuring import Measured, NotMeasured, Result, Target, percentile
from bench.servers import Bench, Installation, installed, until, worker_variables

from banso.eventstore.effects import effect_id
from banso.eventstore.recovery import recover
from banso.stack.process import OwnedProcess
from banso.stack.temporal_binary import find_temporal
from banso.stack.temporal_server import TemporalServer
from domain.shared.actors import Actor, Role

TENANT = "bench"
APPLICATIONS_EACH = 10
AT_ONCE = 20
ONE_BY_ONE = 40
MOST_SECONDS = 3600.0
"""So long a worker may take to come to rest; what is still open then is said, and the rate is that of what was done."""
QUICK_SECONDS = 150.0

COMMANDS = Target("scale-commands", "commands/s, the last tenth / the first tenth", 0.8, at_most=False)
REACTIONS = Target("scale-reactions", "effects settled a second, everything new at once", 10, at_most=False, unit="/s")
LAG = Target("scale-lag", "acknowledged → mail, all engagements open, idle, p95", 500, at_most=True, unit="ms")
MEMORY = Target("scale-memory", "worker that has followed every stream", 400, at_most=True, unit="MiB")
RECOVERED = Target("scale-recover", "recover after Temporal is lost, each 1,000 streams", 60, at_most=True, unit="s")
FACTS = Target("scale-postgresql", "PostgreSQL, an engagement with ten applications", 256, at_most=True, unit="KiB")
HISTORIES = Target("scale-temporal", "Temporal, an engagement with ten applications", 1024, at_most=True, unit="KiB")
TARGETS = (COMMANDS, REACTIONS, LAG, MEMORY, RECOVERED, FACTS, HISTORIES)


@dataclass(frozen=True)
class Rest:
    """How a worker came to rest: after so many seconds, with so many effects settled, and what was left."""

    seconds: float
    settled: int
    open: int

    @property
    def rate(self) -> float:
        """Effects a second."""
        return self.settled / self.seconds

    @property
    def words(self) -> str:
        """For a note."""
        left = f", {self.open} still open" if self.open else ""
        return f"{self.settled} effects in {self.seconds:.0f} s{left}"


@dataclass
class Scale:
    """One region, its store and its mails."""

    bench: Bench
    installation: Installation
    sink: MailSink
    smtp_url: str
    engagements: int
    streams: list[str] = field(default_factory=list)

    @property
    def participations(self) -> int:
        """How many applications there are."""
        return self.engagements * APPLICATIONS_EACH

    async def post(self) -> None:
        """Every engagement is published; ten people are known, each of whom will apply everywhere."""
        await open_desk(self.installation.store, TENANT)
        for number in range(APPLICATIONS_EACH):
            await register(self.installation.store, TENANT, f"applicant-{number}")
        for number in range(self.engagements):
            stream = await draft(self.installation.store, TENANT, f"scale-{number}")
            await send(self.installation.store, TENANT, stream, {"type": "PublishPosting"})
            self.streams.append(stream)

    async def apply(self, first: int, last: int) -> float:
        """Applications from the first to before the last, so many at once; how many were acknowledged a second."""
        waiting = iter(range(first, last))

        async def work() -> None:
            for number in waiting:
                await self._apply(number)

        begun = time.perf_counter()
        await asyncio.gather(*(work() for _ in range(AT_ONCE)))
        return (last - first) / (time.perf_counter() - begun)

    async def _apply(self, number: int) -> None:
        person, engagement = f"applicant-{number % APPLICATIONS_EACH}", number // APPLICATIONS_EACH
        words = {"engagement": f"scale-{engagement}", "person": person, "motivation": "この町が好きだから"}
        actor = Actor(person=person, role=Role.PARTICIPANT)
        await send(self.installation.store, TENANT, f"participation:scale-{number}", {"type": "Apply", **words}, actor)

    async def rest(self, worker: OwnedProcess) -> Rest:
        """Let the worker come to rest, or as far as it comes in the time that it has."""
        before, begun = await self._settled(), time.perf_counter()
        patience = self.bench.size(int(MOST_SECONDS), int(QUICK_SECONDS))
        try:
            await until(self.installation.at_rest, "rest", patience, worker)
        except TimeoutError as error:
            self.bench.say(f"scale: {error}")
        seconds = time.perf_counter() - begun
        return Rest(seconds, await self._settled() - before, await self._count("status IN ('pending', 'attempted')"))

    async def one_by_one(self) -> list[float]:
        """Milliseconds from an acknowledged command to its mail, while nothing else is done."""
        taken = []
        for number in range(ONE_BY_ONE):
            stream = self.streams[number % len(self.streams)]
            outcome = await send(self.installation.store, TENANT, stream, APPOINT)
            acknowledged = time.perf_counter()
            mail = self.sink.mail_of(str(effect_id(outcome.receipt.events[0].event_id, 0)))
            taken.append((await asyncio.wait_for(mail, 120) - acknowledged) * 1000)
            await send(self.installation.store, TENANT, stream, LEAVE)
        return taken

    async def waited(self) -> tuple[float, float]:
        """How long effects waited in the great burst, p50 and p95, in seconds."""
        rows = await self.installation.rows(
            "SELECT percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY extract(epoch FROM settled_at - "
            "created_at)) FROM banso.effects WHERE settled_at IS NOT NULL"
        )
        p50, p95 = rows[0][0] or (0.0, 0.0)  # type: ignore[misc]
        return float(p50), float(p95)

    async def bytes_of_facts(self) -> int:
        """What the store takes on the disk, indexes and all."""
        rows = await self.installation.rows(
            "SELECT sum(pg_total_relation_size(oid))::bigint FROM pg_class WHERE relkind = 'r' "
            "AND relnamespace IN ('banso'::regnamespace, 'banso_keys'::regnamespace)"
        )
        return int(str(rows[0][0]))

    async def lost_temporal(self) -> tuple[float, int, Rest]:
        """Another Temporal that knows nothing: seconds until every stream was taken up, how many were not; the rest."""
        folder = self.bench.directory / self.bench.name("temporal-anew")
        async with TemporalServer(folder, find_temporal(self.bench.say).path).start() as address:
            variables = {**self._variables(), "TEMPORAL_ADDRESS": address}
            async with self.bench.running("worker", **variables) as worker:
                begun = time.perf_counter()
                recovered = await recover(
                    self.installation.store.pool,
                    self.installation.store.keys,
                    folder / "anchors",
                    patience_seconds=self.bench.size(int(MOST_SECONDS), int(QUICK_SECONDS)),
                )
                taken = time.perf_counter() - begun
                return taken, recovered.waiting, await self.rest(worker)

    @asynccontextmanager
    async def worker(self) -> AsyncIterator[OwnedProcess]:
        """A worker on the Temporal of the run."""
        async with self.bench.running("worker", **self._variables()) as process:
            yield process

    def _variables(self) -> dict[str, str]:
        return worker_variables(self.bench, self.installation, self.bench.name("queue"), self.smtp_url)

    async def _settled(self) -> int:
        return await self._count("status = 'done'")

    async def _count(self, condition: str) -> int:
        rows = await self.installation.rows(f"SELECT count(*) FROM banso.effects WHERE {condition}")
        return int(str(rows[0][0]))


def bytes_of_histories(directory: Path) -> int:
    """What Temporal's database takes on the disk."""
    return sum(file.stat().st_size for file in directory.glob("temporal.db*"))


async def measure(bench: Bench) -> list[Measured]:
    """All figures of scale, one after the other on one region."""
    engagements = bench.size(1000, 50)
    async with installed(bench) as installation, mail_sink() as (sink, smtp_url):
        scale = Scale(bench, installation, sink, smtp_url, engagements)
        empty = await scale.bytes_of_facts(), bytes_of_histories(bench.directory / "temporal")
        await scale.post()
        rates = await _applications(scale)
        worked = await _followed(scale)
        full = await scale.bytes_of_facts(), bytes_of_histories(bench.directory / "temporal")
        taken, left, rest = await scale.lost_temporal()
    kept = [(after - before) / engagements / 1024 for before, after in zip(empty, full, strict=True)]
    size = f"{engagements} engagements, {scale.participations} applications"
    thousands = (engagements + scale.participations) / 1000
    again = f"{size}; {left} not taken up after {taken:.0f} s, then {rest.words}"
    return [
        Result(COMMANDS, (rates[-1] / rates[0],), "itself", {"applications/s, by tenths": rates}, size),
        *worked,
        Result(RECOVERED, (taken / thousands,), "a fixed budget", {"recover, s": [taken]}, again),
        Result(FACTS, (kept[0],), "a fixed budget", {}, f"{size}; tables and indexes"),
        Result(HISTORIES, (kept[1],), "a fixed budget", {}, f"{size}; growth of its database file"),
    ]


async def _applications(scale: Scale) -> list[float]:
    """Acknowledged applications a second, tenth by tenth."""
    share = scale.participations // 10
    rates = []
    for tenth in range(10):
        rates.append(await scale.apply(tenth * share, (tenth + 1) * share))
        scale.bench.say(f"scale: {rates[-1]:.0f} applications/s")
    return rates


async def _followed(scale: Scale) -> list[Measured]:
    """One worker meets everything at once, then single commands; its memory at the end."""
    async with scale.worker() as worker:
        rest = await scale.rest(worker)
        waited = await scale.waited()
        scale.bench.say(f"scale: {rest.words}")
        single: Sequence[float] = [] if rest.open else await scale.one_by_one()
        memory = psutil.Process(worker.pid).memory_info().rss / 2**20
    burst = {"waited in the burst, p50 and p95, s": waited}
    streams = f"{scale.engagements + scale.participations} streams"
    return [
        Result(REACTIONS, (rest.rate,), "a fixed budget", burst, f"{streams}: {rest.words}"),
        _lag(single),
        Result(MEMORY, (memory,), "a fixed budget", {}, f"resident memory after {streams}"),
    ]


def _lag(single: Sequence[float]) -> Measured:
    """How long single commands waited for their mails; unknown where the worker never came to rest."""
    if not single:
        return NotMeasured(LAG, "the worker did not come to rest")
    note = f"{len(single)} commands, one after the other"
    return Result(LAG, (percentile(single, 95),), "a fixed budget", {"p50, ms": [percentile(single, 50)]}, note)
