"""Read models are rebuilt beside the old ones, while everything goes on."""

import asyncio
from typing import Any

import psycopg
import pytest

from banso.eventstore.errors import StoreError
from banso.eventstore.subscriptions import catch_up
from banso.readmodels import rebuilding
from banso.readmodels.catalogue import READ_MODELS, audit
from banso.readmodels.rebuilding import rebuild
from banso.readmodels.service_counts import ServiceCounts
from domain.shared.refusals import DomainError

from support.damaging import damage
from support.story_one import post, register, select
from support.system import System

SHAPE = (
    "SELECT indexname, regexp_replace(indexdef, ' ON .*? USING', '') FROM pg_indexes WHERE schemaname = 'banso' "
    "AND tablename = %s ORDER BY 1",
    "SELECT polname, pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid), polroles::regrole[]::text "
    "FROM pg_policy WHERE polrelid = ('banso.' || %s)::regclass",
    "SELECT relrowsecurity, relowner::regrole::text, ARRAY(SELECT acl::text FROM unnest(relacl) AS acl ORDER BY 1) "
    "FROM pg_class WHERE oid = ('banso.' || %s)::regclass",
    "SELECT column_name, data_type, is_nullable FROM information_schema.columns WHERE table_schema = 'banso' "
    "AND table_name = %s ORDER BY ordinal_position",
)


async def shape(system: System, model: str) -> list[Any]:
    """Indexes, policies, grants and columns of a read model."""
    return [await system.rows(query, model) for query in SHAPE]


async def content(system: System, model: str) -> list[Any]:
    """Every row of a read model."""
    return sorted(await system.rows(f"SELECT * FROM banso.{model}"), key=repr)


@pytest.mark.parametrize("model", READ_MODELS)
async def test_what_was_wrong_is_right_again_and_the_table_is_as_it_was(told: System, model: str) -> None:
    expected, before = await content(told, model), await shape(told, model)
    assert expected
    await damage(told, f"DELETE FROM banso.{model} WHERE true")
    assert not (await audit(told.owner)).sound
    seen: list[tuple[int, int]] = []
    rebuilt = await rebuild(told.owner, model, lambda done, total: seen.append((done, total)))
    assert await content(told, model) == expected
    assert await shape(told, model) == before
    assert rebuilt.rows == len(expected)
    assert seen[-1] == (rebuilt.events, rebuilt.events)
    assert (await audit(told.owner)).sound


@pytest.mark.parametrize("model", READ_MODELS)
async def test_rebuilding_twice_works_and_leaves_nothing_beside(told: System, model: str) -> None:
    before = await shape(told, model)
    await rebuild(told.owner, model)
    await rebuild(told.owner, model)
    assert await shape(told, model) == before
    assert await told.rows("SELECT relname FROM pg_class WHERE relname ~ 'rebuilt'") == []


async def test_a_rebuilt_table_still_keeps_tenants_apart(told: System) -> None:
    for model in READ_MODELS:
        await rebuild(told.owner, model)
    async with await psycopg.AsyncConnection.connect(told.logins.application) as connection:
        await connection.execute("SELECT set_config('banso.tenant', 'nagano', true)")
        for model in READ_MODELS:
            assert await (await connection.execute(f"SELECT * FROM banso.{model}")).fetchall() == []


async def test_counts_and_their_checkpoint_fit_so_that_what_follows_counts_once(told: System) -> None:
    await post(told, "b")
    await rebuild(told.owner, "service_counts")
    assert await catch_up(told.store.pool, ServiceCounts()) == 0
    await post(told, "c")
    assert await catch_up(told.store.pool, ServiceCounts()) > 0
    drafted = await told.rows("SELECT count FROM banso.service_counts WHERE event_type = 'PostingDrafted'")
    assert drafted == [(3,)]
    assert (await audit(told.owner)).sound


async def test_an_event_that_cannot_be_read_leaves_the_old_read_model(told: System) -> None:
    expected = await content(told, "overviews")
    await damage(told, "UPDATE banso.events SET payload = '\\x00' WHERE stream = 'engagement:a' AND version = 2")
    with pytest.raises(StoreError, match="event-unreadable"):
        await rebuild(told.owner, "overviews")
    assert await content(told, "overviews") == expected


async def test_an_unknown_read_model_is_refused(told: System) -> None:
    with pytest.raises(DomainError, match="read-model-unknown") as refused:
        await rebuild(told.owner, "events")
    assert "service_counts" in refused.value.explain("ja")


async def _write(system: System, stop: asyncio.Event, name: str) -> int:
    number = 0
    while not stop.is_set():
        await register(system, f"{name}-{number}", employment="not_working")
        number += 1
    return number


async def _read(system: System, stop: asyncio.Event) -> float:
    """Looks all the time; the longest look in seconds. It never finds nothing."""
    longest, clock = 0.0, asyncio.get_running_loop().time
    while not stop.is_set():
        began = clock()
        assert await system.store.client.queries.overviews(system.tenant)
        assert await system.store.client.queries.inbox(system.tenant)
        longest = max(longest, clock() - began)
    return longest


@pytest.mark.parametrize("model", READ_MODELS)
async def test_writers_and_readers_go_on_and_nothing_of_theirs_is_lost(told: System, model: str) -> None:
    stop = asyncio.Event()
    writers = [asyncio.create_task(_write(told, stop, name)) for name in ("w", "x", "y")]
    reader = asyncio.create_task(_read(told, stop))
    poster = asyncio.create_task(_post_all(told, stop))
    try:
        for _ in range(5):
            await rebuild(told.owner, model)
            await catch_up(told.store.pool, ServiceCounts())
    finally:
        stop.set()
    assert min(await asyncio.gather(*writers)) > 0
    await poster
    assert await reader < 5
    await catch_up(told.store.pool, ServiceCounts())
    assert (await audit(told.owner)).found == []


async def _post_all(system: System, stop: asyncio.Event) -> None:
    for letter in "bcdefg":
        if not stop.is_set():
            await post(system, letter)
            await select(system, letter)


async def test_a_read_model_that_is_in_use_all_the_time_is_left_as_it_is(
    told: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuilding, "SWAP_TRIES", 1)
    async with await psycopg.AsyncConnection.connect(told.owner) as reader:
        await reader.execute("SELECT count(*) FROM banso.overviews")
        with pytest.raises(DomainError, match="read-model-busy"):
            await rebuild(told.owner, "overviews")
    await rebuild(told.owner, "overviews")
    assert (await audit(told.owner)).sound


async def test_an_audit_in_the_middle_of_a_swap_finds_nothing(told: System) -> None:
    async def rebuild_often() -> None:
        for _ in range(10):
            await rebuild(told.owner, "overviews")

    rebuilding_often = asyncio.create_task(rebuild_often())
    while not rebuilding_often.done():
        assert (await audit(told.owner)).found == []
    await rebuilding_often
