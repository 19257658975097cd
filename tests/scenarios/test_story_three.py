"""Story 3 from its first to its last day: a fully remote team, on real servers, in skipped time."""

from support.accounting import every_effect_once
from support.story_three import Team, gather, kick_off, pass_gates, post
from support.story_three_moving import (
    announced,
    in_her_zone,
    lockdown,
    nobody_left,
    overnight,
    stranded,
    tasks,
    where_was_she,
)
from support.story_three_permit import permit_ends
from support.system import System


async def test_a_team_that_never_knows_when_it_moves_next(skipping: System) -> None:
    team = Team.of(skipping)
    await team.begin_on_monday()
    await gather(team)
    await post(team)
    await pass_gates(team)
    await kick_off(team)
    await tasks(team)
    await overnight(team)
    await in_her_zone(team)
    await lockdown(team)
    await announced(team)
    await stranded(team)
    await where_was_she(team)
    await permit_ends(team)
    await nobody_left(team)
    await every_effect_once(skipping)
