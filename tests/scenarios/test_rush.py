"""133 applications at one moment, 20 of them twice with the same key, on the real store: exactly 133 exist."""

import time

from banso.eventstore.database import tenant_transaction

from support.story_two import (
    APPLICANTS,
    CHOSEN,
    ENGAGEMENT,
    LISTED,
    PEOPLE,
    REPEATED,
    SEATS,
    UNLUCKY,
    Trial,
    applications,
    open_programme,
    own,
    step,
    way,
)
from support.system import System

A_MINUTE = 60.0


async def test_a_rush_of_applications_is_counted_once_each(store: System) -> None:
    trial = Trial.of(store)
    await open_programme(trial)
    await trial.new_events()
    began = time.monotonic()
    outcomes = await trial.together(applications())
    assert time.monotonic() - began < A_MINUTE
    assert sum(one.repeated for one in outcomes) == REPEATED
    receipts = {one.receipt.command_id: one.receipt for one in outcomes if not one.repeated}
    assert len(receipts) == APPLICANTS
    assert all(receipts[one.receipt.command_id] == one.receipt for one in outcomes)
    ways = await store.rows("SELECT count(*), max(version) FROM banso.streams WHERE kind = 'participation'")
    assert ways == [(APPLICANTS, 1)]
    applied = await store.rows("SELECT count(*) FROM banso.events WHERE type IN ('Applied', 'ApplicationNoted')")
    assert applied == [(2 * APPLICANTS,)]
    state = await trial.seats()
    assert {one.person for one in state.applications.values()} == set(PEOPLE)


async def test_nobody_waits_for_anybody_else_s_application(store: System) -> None:
    trial = Trial.of(store)
    await open_programme(trial)
    first, second = applications()[:2]
    await trial.take(first)
    async with tenant_transaction(store.store.pool, store.tenant) as held:
        locked = await held.execute("SELECT version FROM banso.streams WHERE stream = %s FOR UPDATE", (first.stream,))
        assert await locked.fetchone() == (1,)
        (outcome,) = await trial.take(second)
        assert outcome.not_yet_passed_on == ()


async def test_the_eleventh_is_refused_and_waiting_declining_and_the_pool_go_on(store: System) -> None:
    trial = Trial.of(store)
    await open_programme(trial)
    await trial.together(applications())
    await trial.take(*(step(ENGAGEMENT, "SelectParticipant", participation=one) for one in CHOSEN))
    eleventh = step(ENGAGEMENT, "SelectParticipant", participation=LISTED[0])
    await trial.refused("seats-taken", eleventh)
    await trial.take(*(step(ENGAGEMENT, "PutOnWaitingList", participation=one) for one in LISTED))
    twenty_first = step(ENGAGEMENT, "PutOnWaitingList", participation=UNLUCKY[0])
    await trial.refused("waiting-list-full", twenty_first)
    await trial.together([step(way(one), "DeclineApplicant", reason="席が足りませんでした") for one in UNLUCKY])
    await trial.together([own(one, "AgreeToPool") for one in UNLUCKY[:5]])
    await trial.refused("out-of-order", own(CHOSEN[0], "AgreeToPool"))
    state = await trial.seats()
    assert set(state.selected) == set(CHOSEN)
    assert state.waiting_list == LISTED
    assert len(state.applications) == SEATS + len(LISTED)
    pool = [(await store.state(way(one))).in_pool for one in UNLUCKY[:6]]
    assert pool == [True] * 5 + [False]
