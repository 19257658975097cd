"""The relay: one nudge in flight for each stream, leases that run out, two at once, a login that sees news alone."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import psycopg
import pytest
from temporalio.client import Client

from banso import relay as relaying
from banso.eventstore.news import News, clear, lease
from banso.relay import MOST_AT_ONCE, Relay
from banso.temporal_setup import TemporalConnection

from support.story_one import register
from support.system import System, until

SHORT_LEASE_SECONDS = 0.5


@asynccontextmanager
async def as_relay(system: System) -> AsyncIterator[psycopg.AsyncConnection]:
    """A connection with the relay's login."""
    async with await psycopg.AsyncConnection.connect(system.logins.relay, autocommit=True) as connection:
        yield connection


async def give_news(system: System, count: int) -> None:
    """So many people become known; each stream has news, and nobody looks."""
    await asyncio.gather(*(register(system, f"p{n}") for n in range(count)))


@asynccontextmanager
async def running_relay(system: System, temporal: Client, queue: str) -> AsyncIterator[None]:
    """A relay with a short lease; nobody works on its queue, so that news stay until a test clears them."""
    connection = TemporalConnection("unused:1", temporal.namespace)
    connection._client = temporal
    relay = Relay(system.logins.relay, connection, queue, lease_seconds=SHORT_LEASE_SECONDS)
    task = asyncio.create_task(relay.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


class Watched:
    """The real nudge, slowed down and counted."""

    def __init__(self) -> None:
        self.now: Counter[str] = Counter()
        self.most: Counter[str] = Counter()
        self.most_at_all = 0
        self.versions: dict[str, list[int]] = {}
        self._nudge = relaying.nudge

    async def __call__(self, client: Client, task_queue: str, news: News) -> None:
        self.now[news.stream] += 1
        self.most[news.stream] = max(self.most[news.stream], self.now[news.stream])
        self.most_at_all = max(self.most_at_all, self.now.total())
        self.versions.setdefault(news.stream, []).append(news.version)
        try:
            await asyncio.sleep(0.05)
            await self._nudge(client, task_queue, news)
        finally:
            self.now[news.stream] -= 1


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Watched:
    """Every nudge of the relay."""
    found = Watched()
    monkeypatch.setattr(relaying, "nudge", found)
    return found


async def test_one_nudge_in_flight_for_each_stream(store: System, temporal: Client, watched: Watched) -> None:
    store.tenant = f"flight-{abs(hash(store.owner)):x}"[:40]
    await give_news(store, 40)
    async with running_relay(store, temporal, "nobody"):
        for n in range(30):
            change = {"type": "ChangeContact", "name": f"架空 {n}", "email": "p0@example.jp", "language": "ja"}
            await store.send("person:p0", change)
        await until(lambda: len(watched.versions) == 40 and max(watched.versions["person:p0"]) == 31, "all nudges")
    assert set(watched.most.values()) == {1}
    assert 1 < watched.most_at_all <= MOST_AT_ONCE
    # Coalesced: far fewer nudges than commands, and none that goes back.
    assert len(watched.versions["person:p0"]) < 30
    assert watched.versions["person:p0"] == sorted(watched.versions["person:p0"])


async def test_two_relays_never_take_the_same_news(store: System) -> None:
    await give_news(store, 60)
    async with as_relay(store) as one, as_relay(store) as other:
        taken: list[str] = []
        for _ in range(10):
            both = await asyncio.gather(lease(one, 7, 60.0), lease(other, 7, 60.0))
            taken += [news.stream for found in both for news in found]
    assert len(taken) == len(set(taken)) == 60


async def test_two_relays_at_once_pass_everything_on(store: System, temporal: Client, watched: Watched) -> None:
    store.tenant = f"two-{abs(hash(store.owner)):x}"[:40]
    await give_news(store, 60)
    async with running_relay(store, temporal, "nobody"), running_relay(store, temporal, "nobody"):
        await until(lambda: len(watched.versions) == 60, "all nudges")


async def test_a_relay_killed_between_lease_and_signal(store: System, temporal: Client, watched: Watched) -> None:
    store.tenant = f"killed-{abs(hash(store.owner)):x}"[:40]
    await give_news(store, 3)
    async with as_relay(store) as dying, as_relay(store) as other:
        assert len(await lease(dying, 10, 2.0)) == 3
        await dying.close()
        assert await lease(other, 10) == []
    began = asyncio.get_running_loop().time()
    async with running_relay(store, temporal, "nobody"):
        await until(lambda: len(watched.versions) == 3, "the nudges of a dead relay")
    assert asyncio.get_running_loop().time() - began < 10


async def test_news_that_nobody_clears_are_passed_on_again(store: System, temporal: Client, watched: Watched) -> None:
    store.tenant = f"again-{abs(hash(store.owner)):x}"[:40]
    await give_news(store, 1)
    async with running_relay(store, temporal, "nobody"):
        await until(lambda: len(watched.versions.get("person:p0", [])) >= 2, "a second nudge")


async def test_only_what_was_read_is_cleared(store: System) -> None:
    await give_news(store, 1)
    change = {"type": "ChangeContact", "name": "架空", "email": "p0@example.jp", "language": "ja"}
    await store.send("person:p0", change)
    async with store.store.pool.connection() as connection, connection.transaction():
        await connection.execute("SELECT set_config('banso.tenant', %s, true)", (store.tenant,))
        assert not await clear(connection, store.tenant, "person:p0", 1)
        assert await clear(connection, store.tenant, "person:p0", 2)
        assert not await clear(connection, store.tenant, "person:p0", 2)


async def test_the_relay_sees_news_and_nothing_else(store: System) -> None:
    await give_news(store, 2)
    tables = await store.rows(
        "SELECT format('%%I.%%I', schemaname, tablename) FROM pg_tables WHERE schemaname IN ('banso', 'banso_keys')"
    )
    assert len(tables) > 10
    async with as_relay(store) as connection:
        assert len(await (await connection.execute("SELECT * FROM banso.news")).fetchall()) == 2
        for (table,) in tables:
            if table != "banso.news":
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    await connection.execute(f"SELECT * FROM {table}")
        for change in (
            "DELETE FROM banso.news",
            "UPDATE banso.news SET version = 0",
            "INSERT INTO banso.news DEFAULT VALUES",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                await connection.execute(change)
