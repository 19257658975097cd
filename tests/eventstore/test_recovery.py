"""Starting over: every open stream gets news, and nothing else does."""

import asyncio

from psycopg.conninfo import make_conninfo

from banso.eventstore.recovery import recover
from banso.eventstore.schema import migrate
from banso.eventstore.subscriptions import catch_up
from banso.opening import open_store
from banso.readmodels.catalogue import audit
from banso.readmodels.service_counts import ServiceCounts

from support.damaging import damage
from support.system import MASTER_KEY, System, new_database, until


async def streams_with_news(system: System) -> set[str]:
    """Which streams have news."""
    return {row[0] for row in await system.rows("SELECT stream FROM banso.news")}


async def test_every_open_stream_gets_news_and_no_finished_one(told: System) -> None:
    await damage(told, "DELETE FROM banso.news", "UPDATE banso.effects SET status = 'done' WHERE status = 'pending'")
    store = told.store
    found = await recover(store.pool, store.keys, told.settings.anchor_directory, patience_seconds=0)
    assert await streams_with_news(told) == {"service:desk", "engagement:a", "participation:a1"}
    assert (found.streams, found.waiting, found.erasures) == (3, 3, 0)


async def test_a_finished_stream_with_something_left_to_carry_out_gets_news(told: System) -> None:
    await damage(
        told,
        "DELETE FROM banso.news",
        "UPDATE banso.streams SET finished = true",
        "UPDATE banso.effects SET status = 'done'",
        "UPDATE banso.effects SET status = 'attempted' WHERE effect_id = "
        "(SELECT effect_id FROM banso.effects WHERE stream = 'participation:a1' LIMIT 1)",
    )
    await recover(told.store.pool, told.store.keys, told.settings.anchor_directory, patience_seconds=0)
    assert await streams_with_news(told) == {"participation:a1"}


async def test_news_that_are_leased_are_free_again_and_never_go_back(told: System) -> None:
    await damage(told, "UPDATE banso.news SET leased_until = clock_timestamp() + interval '1 hour'")
    before = await told.rows("SELECT stream, version FROM banso.news ORDER BY stream")
    await recover(told.store.pool, told.store.keys, told.settings.anchor_directory, patience_seconds=0)
    open_ones = await told.rows("SELECT stream, version FROM banso.news WHERE leased_until IS NULL ORDER BY stream")
    assert open_ones == [row for row in before if not row[0].startswith("person:")]


async def test_it_waits_until_the_news_are_taken_up_and_tells_progress(told: System) -> None:
    seen: list[tuple[int, int]] = []
    recovering = asyncio.create_task(
        recover(
            told.store.pool, told.store.keys, told.settings.anchor_directory,
            progress=lambda done, total: seen.append((done, total)),
        )
    )  # fmt: skip
    await until(lambda: seen, "progress")
    assert not recovering.done()
    await damage(told, "DELETE FROM banso.news")
    assert (await recovering).waiting == 0
    assert seen[-1] == (3, 3)


async def test_it_is_right_after_a_restore_into_another_database(told: System) -> None:
    """A template copy stands for the restored backup; it begins a new epoch, and subscribers go on where they were."""
    await catch_up(told.store.pool, ServiceCounts())
    counted = await told.rows("SELECT service, event_type, count FROM banso.service_counts ORDER BY 1, 2")
    await told.store.pool.close()
    name = f"restored_{abs(hash(told.owner)):x}"
    template = (await told.rows("SELECT current_database()"))[0][0]
    await new_database(make_conninfo(told.owner, dbname="postgres"), f'{name}" TEMPLATE "{template}')
    restored = make_conninfo(told.owner, dbname=name)
    logins = await migrate(restored, MASTER_KEY)
    async with open_store(logins, MASTER_KEY, clock=told.clock, size=4) as store:
        told.store, told.owner = store, restored
        assert await told.rows("SELECT max(epoch) FROM banso.epochs") == [(2,)]
        assert await catch_up(store.pool, ServiceCounts()) == 0
        await told.send("engagement:a", {"type": "PlanMilestone", "milestone": "m1", "title": "成果", "fee": 1,
                                         "due_on": "2100-01-01"})  # fmt: skip
        assert await catch_up(store.pool, ServiceCounts()) == 1
        now = await told.rows("SELECT service, event_type, count FROM banso.service_counts ORDER BY 1, 2")
        assert sorted([*counted, ("desk", "MilestonePlanned", 1)]) == now
        assert (await recover(store.pool, store.keys, told.settings.anchor_directory, patience_seconds=0)).streams == 3
        assert (await audit(restored)).sound
