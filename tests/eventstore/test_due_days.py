"""A fee shows the day on which it is due by law, wherever it is told that it waits."""

from datetime import date, timedelta

from banso.eventstore.schema import migrate
from banso.readmodels.catalogue import audit
from banso.readmodels.queries import InboxRow
from domain.shared.periods import local_date

from support.story_one import ZONE, deliver, kick_off, open_desk, pass_gates, post, select
from support.system import MASTER_KEY, System

NOT_YET = "ALTER TABLE banso.waits DROP COLUMN due_on; DELETE FROM public.banso_migrations WHERE number = 12"


async def test_the_inbox_names_the_day_on_which_a_fee_is_due(system: System) -> None:
    await open_desk(system)
    await post(system, "a")
    await select(system, "a")
    await pass_gates(system, "a")
    await kick_off(system, "a")
    await deliver(system, "a", "m1")
    await system.settle()
    due = (await system.state("engagement:a")).milestones["m1"].payment_due_on

    assert await inbox(system) == {"milestone_approval": None, "payment": due}
    (payment,) = (row for row in await rows(system) if row.kind == "payment")
    assert local_date(payment.escalate_at, ZONE) == due + timedelta(days=1), "it is told of when the day is over"
    assert (await audit(system.owner)).found == []

    for statement in NOT_YET.split(";"):
        await system.rows(statement)
    await migrate(system.owner, MASTER_KEY)
    assert await inbox(system) == {"milestone_approval": None, "payment": due}, "what waited before is due, too"
    assert (await audit(system.owner)).found == []


async def rows(system: System) -> list[InboxRow]:
    """What waits for the company."""
    return await system.store.client.queries.inbox(system.tenant, role="company")


async def inbox(system: System) -> dict[str, date | None]:
    """The days on which what waits for the company is due, by kind."""
    return {row.kind: row.due_on for row in await rows(system)}
