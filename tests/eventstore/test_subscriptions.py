"""Subscribers see every event once, in one order, however late a transaction commits."""

import asyncio
from collections.abc import Sequence
from typing import Any

import psycopg
import pytest
from psycopg import AsyncConnection

from banso.eventstore.database import tenant_transaction, tenants
from banso.eventstore.subscriptions import OrderedEvent, advance, catch_up, follow
from banso.readmodels.catalogue import audit
from banso.readmodels.service_counts import ServiceCounts

from support.story_one import open_desk, post, register
from support.system import System, until


class Recorder:
    """Remembers what it was given; `fail_at` makes it fail once it has been given so many events."""

    name = "recorder"

    def __init__(self) -> None:
        self.seen: list[OrderedEvent] = []
        self.fail_at: int | None = None

    async def handle(self, connection: AsyncConnection, events: Sequence[OrderedEvent]) -> None:
        if self.fail_at is not None and len(self.seen) >= self.fail_at:
            self.fail_at = None
            raise psycopg.OperationalError("the connection is gone")
        self.seen += events

    def streams(self) -> list[str]:
        return [event.stream for event in self.seen]


def registration(person: str) -> dict[str, Any]:
    return {"type": "RegisterPerson", "name": f"架空 {person}", "email": f"{person}@example.jp"}


async def held_up(system: System, stream: str) -> AsyncConnection:
    """A transaction that has written an event and does not commit yet."""
    connection = await AsyncConnection.connect(system.owner)
    await connection.execute(
        "INSERT INTO banso.events (tenant, stream, version, epoch, event_id, type, schema_version, occurred_at, "
        "recorded_at, actor, command_id, correlation_id, payload, previous_hash, hash, effects) "
        "SELECT 'gifu', %s, 1, 1, gen_random_uuid(), 'PersonRegistered', 1, now(), now(), '{}', 'late', 'late', "
        "'{}', '', '', 0",
        (stream,),
    )
    return connection


async def test_two_transactions_that_commit_out_of_order_are_both_seen_in_a_stable_order(store: System) -> None:
    pool, recorder = store.store.pool, Recorder()
    await register(store, "first")
    assert await catch_up(pool, recorder) == 1
    late = await held_up(store, "person:late")
    await register(store, "early")

    # The event that was committed has the higher place, and nothing may be read beyond the one that is not.
    assert await catch_up(pool, recorder) == 0
    await late.commit()
    await late.close()

    assert await catch_up(pool, recorder) == 2
    assert recorder.streams() == ["person:first", "person:late", "person:early"]
    again = Recorder()
    again.name = "another"
    await catch_up(pool, again)
    assert again.streams() == recorder.streams()


async def test_a_transaction_that_is_rolled_back_leaves_no_gap(store: System) -> None:
    recorder = Recorder()
    await register(store, "first")
    late = await held_up(store, "person:late")
    await register(store, "early")
    await late.rollback()
    await late.close()
    assert await catch_up(store.store.pool, recorder) == 2
    assert recorder.streams() == ["person:first", "person:early"]


async def test_every_event_is_seen_once_in_batches_of_any_size(told: System) -> None:
    pool = told.store.pool
    total = (await told.rows("SELECT count(*) FROM banso.events"))[0][0]
    for size in (1, 3, 1000):
        recorder = Recorder()
        recorder.name = f"by-{size}"
        while await advance(pool, recorder, "gifu", size):
            pass
        assert len({event.event_id for event in recorder.seen}) == len(recorder.seen) == total
        order = [(event.epoch, event.transaction_id, event.position) for event in recorder.seen]
        assert order == sorted(order)
        versions: dict[str, int] = {}
        for event in recorder.seen:
            assert event.version == versions.get(event.stream, 0) + 1
            versions[event.stream] = event.version


async def test_work_that_fails_leaves_the_checkpoint_where_it_was(told: System) -> None:
    recorder = Recorder()
    recorder.fail_at = 0
    with pytest.raises(psycopg.OperationalError):
        await catch_up(told.store.pool, recorder)
    assert await told.rows("SELECT * FROM banso.checkpoints WHERE subscriber = 'recorder'") == []
    assert await catch_up(told.store.pool, recorder) == (await told.rows("SELECT count(*) FROM banso.events"))[0][0]


async def test_two_runners_of_one_subscriber_never_count_twice(store: System) -> None:
    await open_desk(store)
    for letter in "abc":
        await post(store, letter)
    await asyncio.gather(*(catch_up(store.store.pool, ServiceCounts(), limit=2) for _ in range(4)))
    assert await store.rows("SELECT service, event_type, count FROM banso.service_counts ORDER BY event_type") == [
        ("desk", "PostingDrafted", 3),
        ("desk", "PostingPublished", 3),
    ]
    assert (await audit(store.owner)).sound


async def test_every_tenant_is_followed_and_kept_apart(store: System) -> None:
    pool, recorder = store.store.pool, Recorder()
    for tenant in ("gifu", "nagano", "mie"):
        await store.send("person:a", registration("a"), tenant=tenant)
    assert await tenants(pool) == ["gifu", "mie", "nagano"]
    assert await catch_up(pool, recorder) == 3
    assert sorted(event.tenant for event in recorder.seen) == ["gifu", "mie", "nagano"]


async def test_the_list_of_tenants_tells_names_only_and_only_to_the_application(store: System) -> None:
    await register(store, "first")
    async with await AsyncConnection.connect(store.logins.relay) as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            await connection.execute("SELECT banso.tenants()")
    async with tenant_transaction(store.store.pool, "nagano") as connection:
        assert await (await connection.execute("SELECT * FROM banso.tenants()")).fetchall() == [("gifu",)]
        assert await (await connection.execute("SELECT stream FROM banso.streams")).fetchall() == []


async def test_following_goes_on_after_an_outage(store: System) -> None:
    recorder = Recorder()
    following = asyncio.create_task(follow(store.store.pool, [recorder], every_seconds=0.01))
    try:
        await register(store, "first")
        await until(lambda: recorder.streams() == ["person:first"], "the first event")
        recorder.fail_at = 1
        await register(store, "second")
        await until(lambda: recorder.fail_at is None, "the outage")
        await until(lambda: recorder.streams() == ["person:first", "person:second"], "the second event")
    finally:
        following.cancel()


class Feeder(Recorder):
    """While it works on a batch, somebody writes the next event: there is always more."""

    def __init__(self, system: System) -> None:
        super().__init__()
        self._system = system

    async def handle(self, connection: AsyncConnection, events: Sequence[OrderedEvent]) -> None:
        await super().handle(connection, events)
        for event in events:
            if event.tenant == "gifu":
                await register(self._system, f"next-{len(self.seen)}")


async def test_a_tenant_in_which_writing_never_ends_does_not_keep_the_others_waiting(store: System) -> None:
    feeder = Feeder(store)
    await register(store, "first")
    await store.send("person:a", registration("a"), tenant="nagano")
    await asyncio.wait_for(catch_up(store.store.pool, feeder), 20)
    assert {event.tenant for event in feeder.seen} == {"gifu", "nagano"}


async def test_every_tenant_gets_a_batch_in_turn(store: System) -> None:
    recorder = Recorder()
    for tenant in ("gifu", "nagano"):
        for person in ("a", "b", "c"):
            await store.send(f"person:{person}", registration(person), tenant=tenant)
    assert await catch_up(store.store.pool, recorder, limit=2) == 6
    assert [event.tenant for event in recorder.seen] == ["gifu"] * 2 + ["nagano"] * 2 + ["gifu", "nagano"]
