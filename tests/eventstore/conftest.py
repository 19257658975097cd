"""A store in which something has happened."""

import pytest

from banso.composition import SUBSCRIBERS
from banso.eventstore.subscriptions import catch_up

from support.story_one import open_desk, post, select
from support.system import System


@pytest.fixture
async def told(store: System) -> System:
    """A desk, a posting, somebody who was selected; every subscriber has seen it."""
    await open_desk(store)
    await post(store, "a")
    await select(store, "a")
    for subscriber in SUBSCRIBERS:
        await catch_up(store.store.pool, subscriber)
    return store
