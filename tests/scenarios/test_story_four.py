"""Story 4, overseas assignments, from the preparation to the look back, on real servers, in skipped time."""

from support.accounting import every_effect_once
from support.region import Region
from support.story_four import Assignment, choose, open_school, prepare, sign, state_the_mission
from support.story_four_abroad import (
    a_plan_that_is_declined,
    a_premise_falls,
    everybody_agrees,
    half_a_year_later,
    home_again,
    silence_agrees_to_nothing,
    two_positions,
)
from support.system import System


async def test_somebody_is_sent_abroad_and_the_premises_change(skipping: System) -> None:
    one = Assignment(Region.of(skipping, ""))
    await one.region.begin_on_monday()
    await open_school(one)
    await choose(one)
    await sign(one)
    await prepare(one)
    await state_the_mission(one)
    await half_a_year_later(one)
    await a_premise_falls(one)
    await two_positions(one)
    await a_plan_that_is_declined(one)
    await silence_agrees_to_nothing(one)
    await everybody_agrees(one)
    await home_again(one)
    await every_effect_once(skipping)
