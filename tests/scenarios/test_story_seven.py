"""Story 7: a playbook of one's own for a museum, and a month that is lived by it, on real servers in skipped time."""

from pathlib import Path

from support.story_seven import Museum, apply, begin, choose, deliver, post, report, silent_museum, write_the_playbook
from support.story_seven_afterwards import a_newer_version, look_back, one_week_later, what_remains
from support.system import System


async def test_a_month_for_a_museum_by_a_playbook_of_ones_own(skipping: System, tmp_path: Path) -> None:
    museum = await Museum.of(skipping)
    for step in (write_the_playbook, post, apply, choose, begin, report, deliver, silent_museum):
        await step(museum)
    await a_newer_version(museum, tmp_path)
    await look_back(museum)
    await one_week_later(museum)
    await what_remains(museum)
    assert (skipping.clock.now() - museum.began).days <= 31
