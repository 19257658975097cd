"""Story 1 from its first to its last day, for any of the five projects, all at once in one timeline."""

from support.region import Region
from support.story_one_afterwards import look_back_together, stay_connected
from support.story_one_beginning import (
    apply,
    consent,
    contract,
    decline_the_other,
    kick_off,
    meet,
    open_desks,
    permission_by_a_human,
    post,
    select,
)
from support.story_one_working import first_results, last_coordinator, payments, second_results, weeks

DAYS_TO_MATCH = 1


async def recruit(region: Region) -> None:
    """Two desks; postings, applications, seats."""
    await region.begin_on_monday()
    await open_desks(region)
    for project in region.projects:
        await meet(region, project)
        await post(region, project)
        await apply(region, project, project.participant, f"{project.letter}1")
    for project in region.only("b"):
        await region.register("rival-b", employment="student")
        await region.witness.overlook()
        await apply(region, project, "rival-b", "b2")
    await region.system.skip(days=DAYS_TO_MATCH)
    for project in region.projects:
        await select(region, project)
    for project in region.only("b"):
        await decline_the_other(region, project)


async def prepare(region: Region) -> None:
    """The employers' consent, the contracts, the work permissions, the kick-offs."""
    for project in region.projects:
        await consent(region, project)
        await contract(region, project)
    for project in region.only("d"):
        await permission_by_a_human(region, project)
    for project in region.projects:
        await kick_off(region, project)


async def accompany(region: Region) -> None:
    """Half a year of work."""
    for project in region.only("b"):
        await last_coordinator(region, project, "coordinator")
    await weeks(region)
    await first_results(region)
    await payments(region)
    await second_results(region)


async def after_the_work(region: Region) -> None:
    """Looking back, and staying connected."""
    await look_back_together(region)
    await stay_connected(region)
