"""A worker that is stopped in order leaves anchors of everything that it has lived to see."""

from banso.eventstore.anchors import read_anchors
from banso.readmodels.catalogue import audit

from support.story_one import register
from support.world import World


async def test_a_worker_anchors_once_more_when_it_is_stopped(world: World) -> None:
    system = world.system
    await world.start_working()
    await register(system, "latecomer")
    assert ("gifu", "person:latecomer") not in read_anchors(system.settings.anchor_directory).latest

    assert await world.worker.terminate() == 0

    heads = await system.rows("SELECT tenant, stream, version FROM banso.streams")
    latest = read_anchors(system.settings.anchor_directory).latest
    assert {(*name, anchor.version) for name, anchor in latest.items()} == set(heads)
    assert (await audit(system.owner, anchors=system.settings.anchor_directory)).sound
