"""Story 3, from the team to the forecast of who will be there, under whoever kills its worker."""

from pathlib import Path

from support import story_three as three
from support import story_three_moving as moving
from support.story_three_permit import permit_ends
from support.surviving import Telling, comes_to_the_same


async def story_three(told: Telling) -> None:
    """The team, the overnight return, the lockdown, two hundred days, a permit that ends, and nobody left."""
    await told.start_working()
    team = three.Team.of(told.system)
    for turn in (three.gather, three.post, three.pass_gates, three.kick_off, moving.tasks, moving.overnight,
                 moving.in_her_zone, moving.lockdown, moving.stranded, moving.where_was_she,
                 permit_ends, moving.nobody_left):  # fmt: skip
        await turn(team)


async def test_a_team_survives_the_death_of_its_workers(postgres: str, tmp_path: Path) -> None:
    await comes_to_the_same(story_three, 50, postgres, tmp_path)
