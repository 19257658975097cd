"""Without Temporal and workers, commands, reads, mailed approvals and deliveries go on; effects come later, once."""

from domain.shared.values import StreamReference

from support.accounting import every_effect_once
from support.processes import kill_temporal
from support.story_one import link_in
from support.walking import between, take, walk
from support.world import World


async def test_commands_go_on_and_every_effect_happens_once_afterwards(world: World) -> None:
    system = world.system
    await world.start_working()
    await walk(system, between("a", None, "a.deliver.m1"))
    await system.settle()
    await every_effect_once(system)
    mails = len(system.mails())

    await world.worker.kill()
    await kill_temporal(world.temporal)
    await _approve_by_link(world)
    late = []
    for step in [*between("a", "a.approve.m1", None), *between("b", None, "b.offer")]:
        outcome = await take(system, step)
        late.extend(outcome.not_yet_passed_on)
    assert late == []
    await _reads_go_on(world)
    # What only a workflow can bring about waits, and says so.
    assert (await system.state("participation:b1")).contract.document is None
    assert len(system.mails()) == mails
    pending = await system.rows("SELECT kind, count(*) FROM banso.effects WHERE status = 'pending' GROUP BY kind")
    assert dict(pending).keys() == {"notify", "render_contract", "check_work_permission"}

    await world.temporal.launch()
    await world.start_working()
    await system.settle()
    await every_effect_once(system)
    assert len(system.mails()) > mails
    await walk(system, between("b", "b.offer", None))
    await system.settle()
    await every_effect_once(system)
    for name in ("a", "b"):
        assert (await system.state(f"engagement:{name}")).stage == "stay_connected"


async def _approve_by_link(world: World) -> None:
    decisions = world.system.store.client.decisions
    page = await decisions.page(link_in(world.system, "president-a"))
    assert page.standing == "open"
    await decisions.approve(page.token, "150000")
    assert (await decisions.page(page.token)).standing == "decided"


async def _reads_go_on(world: World) -> None:
    system, queries = world.system, world.system.store.client.queries
    assert (await system.state("engagement:a")).stage == "stay_connected"
    # The application reached the engagement from the participation's own stream.
    assert "b1" in (await system.state("engagement:b")).applications
    assert [row for row in await queries.inbox(system.tenant) if row.stream == "participation:b1"]
    entries = await queries.timeline(system.tenant, StreamReference.parse("engagement:a"))
    assert [entry.type for entry in entries][-1] == "WorkEnded"
