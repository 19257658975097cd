"""Story 1: somebody falls silent; the radar says so with its reasons, and a named person gets in touch."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from domain.shared.actors import Actor, Role

from support.hands import ZONE, private
from support.region import Project, Region

DAYS_TO_RED = 17
"""A word a week is asked for; ten days after one was due, at three points each, it is red."""


async def falls_silent(region: Region, project: Project, since: int = 13) -> None:
    """Yellow and red come by themselves; the coordinator is asked by name, and says what was done; words return."""
    stream, witness, coordinator = project.participation, region.witness, project.coordinator
    red = region.today() + timedelta(days=DAYS_TO_RED - since)
    await region.system.skip_to(datetime(red.year, red.month, red.day, 10, tzinfo=ZoneInfo(ZONE)))
    await witness.saw({stream: "RadarTurned RadarTurned"}, [f"isolation_red > {coordinator}"])
    mail = witness.mail_to(coordinator, "isolation_red").text
    assert "10日のあいだ便りがない" in mail
    await seen_on_the_radar(region, project)
    care = (await region.participation(project)).waits["isolation_care:2"]
    assert care.owner.persons == (coordinator,)
    assert care.schedule.escalate_at > region.system.clock.now()
    unasked = region.send(stream, "CloseCare", project.participant, Role.PARTICIPANT, text=private("元気です"))
    await witness.refused("not-allowed", unasked)
    await region.send(stream, "CloseCare", coordinator, text=private("電話で話しました。引っ越しだったそうです"))
    await witness.saw({stream: "CareGiven"})
    assert await levels(region, project) == ["red"], "what was done is no word of theirs"
    words = {"week_of": region.day(0), "hours": "6", "main_job": "well", "text": private("戻りました")}
    await region.send(stream, "SubmitCheckIn", project.participant, Role.PARTICIPANT, **words)
    await witness.saw({stream: "CheckInSubmitted RadarTurned"}, [f"check_in_arrived > {project.companion}"])
    number = len((await region.participation(project)).check_ins)
    answer = {"number": number, "text": private("お帰りなさい")}
    await region.send(stream, "AnswerCheckIn", project.companion, Role.COMPANION, **answer)
    await witness.saw({stream: "CheckInAnswered"}, [f"check_in_answered > {project.participant}"])
    assert await levels(region, project) == []


async def levels(region: Region, project: Project) -> list[str]:
    """What the office reads of a project's participant: nothing, as long as all is well."""
    office = Actor(person=project.coordinator, role=Role.COORDINATOR)
    rows = await region.system.store.client.accompaniment.radar(region.system.tenant, office, region.system.clock.now())
    return [row.level for row in rows if row.stream.key == project.participation]


async def seen_on_the_radar(region: Region, project: Project) -> None:
    """The office reads who it is, why, and who is asked; the person concerned reads their own, with its history."""
    ask, now = region.system.store.client.accompaniment.radar, region.system.clock.now()
    office = Actor(person=project.coordinator, role=Role.COORDINATOR)
    [row] = await ask(region.system.tenant, office, now)
    assert (row.stream.key, row.person, row.role) == (project.participation, project.participant, "participant")
    assert (row.level, row.cares) == ("red", (project.coordinator,))
    assert [(why.cause, why.count, why.points) for why in row.reasons] == [("silent_days", 10, 30)]
    themselves = Actor(person=project.participant, role=Role.PARTICIPANT)
    [own] = await ask(region.system.tenant, themselves, now, person=project.participant)
    history = [(turn.level, [why.count for why in turn.reasons]) for turn in own.history]
    assert history == [("yellow", [7]), ("red", [10])]
    others = ask(region.system.tenant, themselves, now, person=project.coordinator)
    await region.witness.refused("radar-not-yours", others, field="person")
