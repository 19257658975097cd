"""Acknowledged commands: everything in one transaction, against a bare update, a bare append and the Python peer."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg
from bench.desk import drafted, in_rounds, open_desk, send
from bench.measuring import Measured, Result, Target, in_turns, p50, ratios
from bench.peer_eventsourcing import Postings, postings
from bench.peer_temporal import BareTemporal, bare_temporal
from bench.servers import Bench, Installation, installed

TENANT = "bench"
STREAMS = 20

UPDATE = Target("command-update", "acknowledged command, p50 / bare Temporal update", 0.2, at_most=True)
AT_ONCE = Target("command-at-once", "commands/s, 20 at once / bare updates/s", 10, at_most=False)
PEER_ONE = Target("command-peer-one", "commands/s, 1 writer / eventsourcing", 1.2, at_most=False, stretch=2)
PEER_EIGHT = Target("command-peer-eight", "commands/s, 8 writers / eventsourcing", 3, at_most=False, stretch=4)
APPEND = Target("command-append", "acknowledged command, p50 / raw one-row append", 6, at_most=True, stretch=4)

NOTE = (
    "half of the commands appoint a coordinator (look up a person, 1 event, 1 effect), half let one leave (1 event); "
    "20 fresh streams a turn, no worker running"
)


class Commands:
    """Our side."""

    def __init__(self, installation: Installation) -> None:
        self._store = installation.store

    async def p50(self, times: int) -> float:
        """Median time of an acknowledged command, in milliseconds, one after the other."""
        streams = await drafted(self._store, TENANT, STREAMS)
        work = list(in_rounds(streams, times))
        return await p50(times, lambda number: send(self._store, TENANT, *work[number]))

    async def rate(self, writers: int, commands: int, streams_each: int) -> float:
        """Acknowledged commands a second by so many writers at once, each on streams of its own."""
        shares = [await drafted(self._store, TENANT, streams_each) for _ in range(writers)]
        each = commands // writers

        async def write(streams: list[str]) -> None:
            for stream, command in in_rounds(streams, each):
                await send(self._store, TENANT, stream, command)

        begun = time.perf_counter()
        await asyncio.gather(*(write(share) for share in shares))
        return each * writers / (time.perf_counter() - begun)


async def raw_append_p50(owner: str, times: int) -> float:
    """Median time of one INSERT of one row in a transaction of its own, in milliseconds."""
    payload = b"x" * 300

    async with await psycopg.AsyncConnection.connect(owner, autocommit=True) as connection:
        await connection.execute(
            "CREATE TABLE IF NOT EXISTS raw (id bigserial PRIMARY KEY, stream text, payload bytea)"
        )

        async def append(number: int) -> None:
            await connection.execute("INSERT INTO raw (stream, payload) VALUES (%s, %s)", (f"s-{number}", payload))

        return await p50(times, append)


@asynccontextmanager
async def _sides(bench: Bench) -> AsyncIterator[tuple[Commands, BareTemporal, Postings, str]]:
    raw = await bench.new_database("raw")
    peer = await bench.new_database("eventsourcing")
    async with installed(bench) as installation, bare_temporal(bench) as temporal:
        await open_desk(installation.store, TENANT)
        with postings(peer) as application:
            yield Commands(installation), temporal, application, raw


async def measure(bench: Bench) -> list[Measured]:
    """All targets of acknowledged commands."""
    async with _sides(bench) as (ours, temporal, peer, raw):
        return [*await _latency(bench, ours, temporal, raw), *await _rates(bench, ours, temporal, peer)]


async def _latency(bench: Bench, ours: Commands, temporal: BareTemporal, raw: str) -> list[Measured]:
    commands = bench.size(300, 150)
    figures = await in_turns(
        bench.turns + 2,
        {
            "command p50, ms": lambda: ours.p50(commands),
            "bare update p50, ms": lambda: temporal.update_p50(bench.size(100, 50)),
            "raw append p50, ms": lambda: raw_append_p50(raw, commands),
        },
    )
    command, update, append = figures.values()
    return [
        Result(UPDATE, ratios(command, update), "a workflow update that does nothing", figures, NOTE),
        Result(APPEND, ratios(command, append), "psycopg: one INSERT of one row, its own transaction", figures, NOTE),
    ]


async def _rates(bench: Bench, ours: Commands, temporal: BareTemporal, peer: Postings) -> list[Measured]:
    many = bench.size(2000, 800)
    at_once = await in_turns(
        bench.turns,
        {
            "commands/s, 20 at once": lambda: ours.rate(20, many, 1),
            "bare updates/s, 20 at once": lambda: temporal.updates_per_second(bench.size(20, 8)),
        },
    )
    one = await in_turns(
        bench.turns,
        {
            "commands/s, 1 writer": lambda: ours.rate(1, bench.size(600, 300), STREAMS),
            "eventsourcing/s, 1 writer": lambda: asyncio.to_thread(peer.rate, 1, bench.size(600, 300), STREAMS),
        },
    )
    eight = await in_turns(
        bench.turns,
        {
            "commands/s, 8 writers": lambda: ours.rate(8, many, 8),
            "eventsourcing/s, 8 writers": lambda: asyncio.to_thread(peer.rate, 8, bench.size(1200, 600), 8),
        },
    )
    library = "eventsourcing, POSTGRES_* defaults: load, one command, save"
    return [
        _ratio(AT_ONCE, at_once, "20 workflows, one bare update each at a time"),
        _ratio(PEER_ONE, one, library),
        _ratio(PEER_EIGHT, eight, library),
    ]


def _ratio(target: Target, figures: dict[str, list[float]], floor: str) -> Result:
    ours, theirs = figures.values()
    return Result(target, ratios(ours, theirs), floor, figures, NOTE)
