"""Story 5 from its fourth step on, two years and an end, under whoever kills its worker."""

from pathlib import Path

from scenarios import test_story_five_closing as five

from support.story_five import Accompaniment
from support.surviving import Telling, comes_to_the_same


async def story_five(told: Telling) -> None:
    """Four study meetings; then its end: announced, invited to, said farewell, and the last day."""
    await told.start_working()
    story = Accompaniment(told.system)
    await story.begin()
    for turn in (five.study_meetings, five.agreements_and_journeys, five.announcement,
                 five.farewells, five.the_call, five.a_community, five.the_last_day):  # fmt: skip
        await turn(story)


async def test_a_service_survives_the_death_of_its_workers(postgres: str, tmp_path: Path) -> None:
    await comes_to_the_same(story_five, 35, postgres, tmp_path)
