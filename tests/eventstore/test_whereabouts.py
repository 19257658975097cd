"""What was known on a day cannot be told before that day has come; where it has, somebody may live behind it."""

from datetime import UTC, datetime, time, timedelta

import pytest

from domain.shared.refusals import DomainError

from support.deciding import explains_itself
from support.story_one import register
from support.system import System

DAY = timedelta(days=1)


async def test_nobody_knows_what_will_be_known(store: System) -> None:
    await register(store, "aoi", time_zone="America/Los_Angeles")
    here = store.clock.now().date() + 2 * DAY
    in_japan, on = here + DAY, here + 14 * DAY
    now = datetime.combine(here, time(20), UTC)
    where = store.store.client.queries.where
    with pytest.raises(DomainError, match="known-day-ahead") as refused:
        await where(store.tenant, "aoi", on, in_japan + DAY, now=now)
    explains_itself(refused.value)
    assert refused.value.field == "as_known_on"
    assert (await where(store.tenant, "aoi", on, None, now=now)).as_known_on == here
    assert (await where(store.tenant, "aoi", on, in_japan, now=now)).as_known_on == in_japan
