"""A permit that ends: told ahead, its gate open with the last day, renewed; the company hears what it has to know."""

from domain.participation.places.gates import open_gates
from domain.shared.actors import Role

from support.hands import private
from support.story_three import CLIENT, COORDINATOR, ENGAGEMENT, Team, told, way_of

CHIKA = way_of("chika")
UNTIL_THE_NEXT_DAYS = 185


async def permit_ends(team: Team) -> None:
    """7. Chika's permit is not renewed in time; when it is, the work goes on."""
    await told_ahead(team)
    await over(team)
    await renewed(team)
    await back_in_her_hands(team)


async def told_ahead(team: Team) -> None:
    """The office is told ahead, and so is she; her permit concerns nobody else yet."""
    await team.system.skip_to((await team.way("chika")).places.warn_at)
    await team.witness.saw({CHIKA: "PermitExpiring"}, told("permit_expiring", "chika", COORDINATOR))
    (wait,) = (await team.way("chika")).waits.values()
    assert (wait.kind, wait.owner.persons) == ("permit_renewal", (COORDINATOR,))


async def over(team: Team) -> None:
    """With its last day the gate is open again: she rests, others take over, the company hears that she has to."""
    await team.system.skip_to((await team.way("chika")).places.ends_at)
    happened = {
        CHIKA: "Reminded Escalated PermitExpired PermissionCheckStarted PermissionInformationRequested",
        ENGAGEMENT: "StandingNoted TaskAssigned TaskAssigned",
    }
    handed_over = told("task_handed_over", "beni", "chika", COORDINATOR)
    mails = [
        *told("permit_renewal_reminder", COORDINATOR),
        *told("permit_renewal_escalated", COORDINATOR),
        *told("permit_expired", "chika", COORDINATOR, CLIENT),
        *told("permission_information_request", "chika"),
        *handed_over,
        *handed_over,
    ]
    await team.witness.saw(happened, mails)
    assert open_gates(await team.way("chika")) == ("work_permission",)
    await team.system.skip(days=1)
    report = {"week_of": team.day(0), "hours": "3", "main_job": "well", "text": private("更新を待っています")}
    await team.witness.refused("work-paused", team.send(CHIKA, "SubmitCheckIn", "chika", Role.PARTICIPANT, **report))


async def renewed(team: Team) -> None:
    """A new permit is recorded, the check goes on by itself, a named human clears it, and so the work goes on."""
    words = {"country": "GB", "kind": private("帯同"), "valid_until": team.day(UNTIL_THE_NEXT_DAYS)}
    await team.self_told("chika", "RecordPermit", **words)
    checked = "WhereaboutsNoted PermissionCheckStarted PermissionReviewRequested"
    happened = {"person:chika": "PermitRecorded", CHIKA: checked, ENGAGEMENT: "StandingNoted"}
    await team.witness.saw(happened, [f"permission_review > {COORDINATOR}"])
    await team.send(CHIKA, "DecidePermission", clear=True, grounds=private("更新された許可証を確かめた"))
    mails = [*told("permission_cleared", "chika", COORDINATOR), *told("work_resumed", "chika", COORDINATOR, CLIENT)]
    happened = {CHIKA: "WorkPermissionCleared WorkResumed", ENGAGEMENT: "StandingNoted StandingNoted"}
    await team.witness.saw(happened, mails)
    way = await team.way("chika")
    assert (way.stage, way.paused_since, way.waits) == ("work", None, {})


async def back_in_her_hands(team: Team) -> None:
    """What she had before is hers again, because the office says so."""
    for task in ("t2", "t3"):
        await team.send(ENGAGEMENT, "AssignTask", task=task, assignee="chika-1")
    handed_over = told("task_handed_over", "chika", "beni", COORDINATOR)
    await team.witness.saw({ENGAGEMENT: "TaskAssigned TaskAssigned"}, [*handed_over, *handed_over])
