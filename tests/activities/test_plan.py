"""Plans: what is due, for whom, until when; and news that only a plan clears."""

from datetime import timedelta
from typing import Any

import pytest

from activities import contracts as agreed
from activities import plan as planning
from activities.contracts import DeadlineDue, EffectsDue
from banso.clock import SettableClock
from banso.eventstore import news
from domain.shared.actors import Role

from support.desk import ENGAGEMENT, PARTICIPATION, applied, delivered, posted
from support.performing import MONDAY, Hands

APPROVAL = "milestone_approval:m1.1"


async def news_of(desk: Hands, stream: str) -> list[int]:
    """The versions of a stream's news."""
    return [row[0] for row in await desk.system.rows("SELECT version FROM banso.news WHERE stream = %s", stream)]


async def test_a_plan_names_stage_and_effects_and_says_what_they_are(desk: Hands) -> None:
    await posted(desk)
    plan = await desk.plan(ENGAGEMENT)
    assert (plan.stage, plan.finished, plan.deadline, plan.processes) == ("recruit", False, None, ())
    assert [(batch.activity, len(batch.effects)) for batch in plan.effects] == [(agreed.SEND_NOTIFICATIONS, 2)]
    assert plan.effects[0].says == "posting_published x 2"


async def test_what_no_stream_knows_is_finished(desk: Hands) -> None:
    plan = await desk.plan("engagement:nowhere")
    assert (plan.stage, plan.finished, plan.effects) == ("closed", True, ())


async def test_many_cheap_effects_are_handed_out_twenty_at_a_time(desk: Hands) -> None:
    contacts = [f"contact-{number}" for number in range(10)]
    for contact in contacts:
        await desk.send(f"person:{contact}", "RegisterPerson", name=f"架空 {contact}", email=f"{contact}@example.jp")
    await posted(desk, company_contacts=contacts)
    await desk.send(ENGAGEMENT, "AppointCoordinator", coordinator="companion-a")
    plan = await desk.plan(ENGAGEMENT)
    assert [len(batch.effects) for batch in plan.effects] == [20, 2]
    assert plan.effects[0].says == "posting_published x 11, coordinator_appointed x 9"


async def test_a_plan_clears_the_news_that_it_has_seen(desk: Hands) -> None:
    await posted(desk)
    assert await news_of(desk, ENGAGEMENT) == [2]
    assert (await desk.plan(ENGAGEMENT)).version == 2
    assert await news_of(desk, ENGAGEMENT) == []


async def test_a_plan_leaves_news_that_came_while_it_was_made(desk: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    await posted(desk)

    async def clear_late(connection: Any, tenant: str, stream: str, seen: int) -> Any:
        await desk.send(ENGAGEMENT, "AppointCoordinator", coordinator="companion-a")
        return await news.clear(connection, tenant, stream, seen)

    monkeypatch.setattr(planning, "clear", clear_late)
    assert (await desk.plan(ENGAGEMENT)).version == 2
    assert await news_of(desk, ENGAGEMENT) == [3]


async def test_a_childs_plan_clears_nothing_and_sees_its_own_process_only(desk: Hands) -> None:
    await posted(desk)
    await applied(desk)
    await delivered(desk)
    before = await news_of(desk, ENGAGEMENT)
    child = await desk.plan(ENGAGEMENT, APPROVAL)
    assert await news_of(desk, ENGAGEMENT) == before != []
    assert (child.stage, child.waits_for, child.finished) == ("asked", "company: milestone_approval", False)
    assert [batch.says for batch in child.effects] == ["milestone_approval_request"]
    assert child.deadline is not None
    assert child.deadline.says == "milestone_approval m1.1: reminder"
    assert child.deadline.due == MONDAY + timedelta(days=3)

    parent = await desk.plan(ENGAGEMENT)
    assert [process.key for process in parent.processes] == [APPROVAL]
    assert parent.deadline is not None
    assert parent.deadline.says == "payment m1: reminder", "the child meets its own deadlines"
    mine = {effect for batch in parent.effects for effect in batch.effects}
    assert not mine & {effect for batch in child.effects for effect in batch.effects}


async def test_a_process_that_is_over_is_named_until_its_effects_are_done(desk: Hands) -> None:
    await posted(desk)
    await applied(desk)
    await delivered(desk)
    content = (await desk.system.state(ENGAGEMENT)).milestones["m1"].content
    decision = {"milestone": "m1", "delivery": 1, "content": content}
    await desk.send(ENGAGEMENT, "ApproveMilestone", "president-a", Role.COMPANY, **decision)
    assert [(one.key, one.step) for one in (await desk.plan(ENGAGEMENT)).processes] == [(APPROVAL, "closed")]
    await desk.perform(ENGAGEMENT, APPROVAL)
    assert (await desk.plan(ENGAGEMENT)).processes == ()
    assert (await desk.plan(ENGAGEMENT, APPROVAL)).finished


async def test_a_deadline_comes_by_the_workflows_time_and_counts_once(desk: Hands) -> None:
    await posted(desk)
    await applied(desk)
    first = await _consent_deadline(desk, days=6)
    assert not first.come
    due = await _consent_deadline(desk, days=7)
    assert due.come
    before = len(await desk.system.event_types(PARTICIPATION))
    met = await desk.call(agreed.MEET_DEADLINE, due)
    again = await desk.call(agreed.MEET_DEADLINE, due)
    assert (met.happened, again.happened) == (True, True), "the same receipt"
    assert (await desk.system.event_types(PARTICIPATION))[before:] == ["Reminded"]
    assert (await desk.plan(PARTICIPATION)).deadline != due


async def _consent_deadline(desk: Hands, days: int) -> DeadlineDue:
    plan = await desk.plan(PARTICIPATION, at=MONDAY + timedelta(days=days))
    assert plan.deadline is not None
    assert plan.deadline.kind == "employer_consent"
    return plan.deadline


async def test_a_deadline_is_met_as_of_its_own_moment_though_the_clock_is_behind(desk: Hands) -> None:
    await posted(desk)
    await applied(desk)
    due = await _consent_deadline(desk, days=7)
    await desk.call(agreed.MEET_DEADLINE, due)
    rows = await desk.system.rows("SELECT occurred_at FROM banso.events WHERE type = 'Reminded'")
    assert rows == [(due.due,)]


async def test_an_overtaken_deadline_leaves_nothing(desk: Hands) -> None:
    await posted(desk)
    await applied(desk)
    overtaken = (await _consent_deadline(desk, days=7)).model_copy(update={"ordinal": 2})
    before = await desk.system.rows("SELECT count(*) FROM banso.commands")
    assert not (await desk.call(agreed.MEET_DEADLINE, overtaken)).happened
    assert await desk.system.rows("SELECT count(*) FROM banso.commands") == before


async def test_server_and_domain_may_have_clocks_of_their_own(desk: Hands) -> None:
    class Ahead(SettableClock):
        """The domain is a hundred days ahead of the server."""

        def at(self, server_time: Any) -> Any:
            return server_time + timedelta(days=100)

        def server_time(self, moment: Any) -> Any:
            return moment - timedelta(days=100)

    await posted(desk)
    await applied(desk)
    ahead = planning.Planning(desk.system.store.pool, desk.system.store.handler, Ahead(MONDAY))
    desk.activities[agreed.PLAN] = ahead.plan
    plan = await desk.plan(PARTICIPATION, at=MONDAY - timedelta(days=95))
    assert plan.deadline is not None
    assert plan.deadline.wake_at == plan.deadline.due - timedelta(days=100)
    assert not plan.deadline.come
    later = await desk.plan(PARTICIPATION, at=MONDAY - timedelta(days=93))
    assert later.deadline is not None
    assert later.deadline.come


async def test_what_could_not_be_settled_is_parked_and_what_is_done_stays_done(desk: Hands) -> None:
    await posted(desk)
    first, second = (await desk.plan(ENGAGEMENT)).effects[0].effects
    batch = EffectsDue(tenant="gifu", stream=ENGAGEMENT, activity=agreed.SEND_NOTIFICATIONS, effects=(first,))
    await desk.call(agreed.SEND_NOTIFICATIONS, batch)
    await desk.call(agreed.PARK_EFFECTS, batch.model_copy(update={"effects": (first, second)}))
    found = {str(entry.effect_id): (entry.status, entry.reason) for entry in await desk.ledger(ENGAGEMENT)}
    assert found[first] == ("done", None)
    assert found[second] == ("parked", "no attempt came to an end within its time")
    assert (await desk.plan(ENGAGEMENT)).effects == ()
