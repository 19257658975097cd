"""Every turn that a project may take, one after the other, on real servers, in skipped time."""

from banso.eventstore.subscriptions import catch_up
from banso.readmodels.report_facts import ReportFacts

from support.accounting import every_effect_once
from support.region import Region
from support.story_one_beginning import consent, contract, kick_off, meet, open_desks, select
from support.story_one_turns import (
    a_part_and_a_disagreement,
    a_pause,
    a_story,
    amendment,
    an_early_end,
    consent_taken_back,
    enquiry,
    interview,
    other_hands,
    voices,
)
from support.system import System


async def test_one_project_takes_every_turn(skipping: System) -> None:
    region = Region.of(skipping, "e")
    (project,) = region.projects
    await region.begin_on_monday()
    await open_desks(region)
    await meet(region, project)
    await enquiry(region, project)
    await interview(region, project)
    await select(region, project)
    await consent(region, project)
    await contract(region, project)
    await kick_off(region, project)
    await other_hands(region, project)
    await consent_taken_back(region, project)
    await amendment(region, project)
    await a_part_and_a_disagreement(region, project)
    await a_pause(region, project)
    await an_early_end(region, project)
    await voices(region, project)
    await a_story(region, project)
    await every_effect_once(skipping)
    await the_region_can_tell(region)


async def the_region_can_tell(region: Region) -> None:
    """The report counts what happened, and nothing of a single person."""
    await catch_up(region.system.store.pool, ReportFacts())
    told = await region.system.store.client.report(region.system.tenant)
    assert (told.enquiries, told.postings, told.applications, told.selected) == (1, 1, 1, 1)
    assert (told.milestones_delivered, told.milestones_partly_approved, told.milestones_approved) == (3, 1, 2)
    assert (told.engagements_terminated, told.stories_published, told.voices) == (1, 1, 3)
    assert told.payments_in_time == told.payments_due == 2
