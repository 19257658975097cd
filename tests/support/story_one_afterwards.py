"""Story 1 from the retrospective to the last follow-up."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from domain.shared.actors import Role
from domain.shared.values import StreamReference

from support.hands import ZONE, private
from support.region import Project, Region

TAGS = {
    Role.PARTICIPANT: ["strength_discovered", "online_skills"],
    Role.COMPANY: ["new_challenge_realised", "young_staff_grew"],
    Role.EMPLOYER: ["main_job_quality"],
}
"""What each voice names; the five together are all that the playbook knows."""
FOLLOW_UP_MONTHS = [1, 3, 6]


async def look_back(region: Region, project: Project) -> None:
    """Three voices (two without an employer); A's employer keeps silent and is named as missing."""
    engagement, witness = project.engagement, region.witness
    await region.send(engagement, "OpenRetrospective")
    voices = project.voices
    mails = [f"retrospective_request > {person}" for person, _ in voices]
    await witness.saw({engagement: "RetrospectiveOpened", project.participation: "RestNoted"}, mails)
    speaking = voices[:-1] if project.letter == "a" else voices
    for person, role in speaking[:-1]:
        await speak(region, project, person, role)
        await witness.saw({engagement: "VoiceGiven"})
    await speak(region, project, *speaking[-1])
    if project.letter == "a":
        await witness.saw({engagement: "VoiceGiven"})
        return
    closed = {engagement: "VoiceGiven RetrospectiveClosed", project.participation: "WorkEnded"}
    await witness.saw(closed, told_closed(project))
    await what_answers_its_fears(region, project)


async def what_answers_its_fears(region: Region, project: Project) -> None:
    """The sending employer reads of hours kept, the main job, what was learned, who stayed; and nobody's own words."""
    if project.employer is None:
        return
    told = region.witness.mail_to(project.employer, "employer_summary").text
    weeks = len((await region.participation(project)).check_ins)
    assert told.count("6 時間（同意の上限 8 時間）") == (weeks - 1 if project.letter == "e" else weeks)
    assert ("9.5 時間（同意の上限 8 時間）" in told) == (project.letter == "e")
    assert f"順調 {weeks} 週" in told
    assert "・強みに気づいた\n・オンラインのスキルが身についた" in told
    assert "最後まで参加しました" in told
    assert private("若い社員が育った") not in told
    assert private("少し前に進んだ") not in told


async def speak(region: Region, project: Project, person: str, role: Role) -> None:
    """One voice."""
    words = {"person": person, "tags": TAGS[role], "text": private("若い社員が育った")}
    await region.send(project.engagement, "GiveVoice", person, role, **words)


def told_closed(project: Project) -> list[str]:
    """Who hears that the retrospective is over, and which employer gets its report."""
    people = [person for person, _ in project.voices]
    reports = [f"employer_summary > {project.employer}"] if project.employer else []
    return [*(f"retrospective_closed > {one}" for one in (*people, project.coordinator)), *reports]


async def silent_employer(region: Region, project: Project) -> None:
    """Reminded after a week, told after two; a coordinator closes, and the missing voice stays missing."""
    engagement, witness = project.engagement, region.witness
    await region.system.skip(days=14)
    mails = [f"retrospective_reminder > {project.employer}", f"retrospective_escalated > {project.coordinator}"]
    await witness.saw({engagement: "Reminded Escalated"}, mails)
    await region.send(engagement, "CloseRetrospective")
    closed = {engagement: "RetrospectiveClosed", project.participation: "WorkEnded"}
    await witness.saw(closed, told_closed(project))
    await what_answers_its_fears(region, project)
    state = await region.engagement(project)
    assert state.voices[project.employer].text is None
    reference = StreamReference.parse(engagement)
    entries = await region.system.store.client.queries.events(region.system.tenant, reference)
    assert entries[-1].content["missing"] == [project.employer]


async def look_back_together(region: Region) -> None:
    """All of them at the same time; A's takes two weeks longer."""
    for project in region.projects:
        await look_back(region, project)
    for project in region.only("a"):
        await silent_employer(region, project)


async def stay_connected(region: Region) -> None:
    """Follow-ups after one, three and six months; E's company is silent in the end, and so is E's participant."""
    moments: dict[datetime, list[tuple[Project, int]]] = {}
    for project in region.projects:
        await after_one_three_and_six_months(region, project)
        for ordinal, due in enumerate((await region.engagement(project)).follow_ups, start=1):
            moments.setdefault(due, []).append((project, ordinal))
    for due in sorted(moments):
        await region.system.skip_to(due)
        await follow_up(region, moments[due])
    for project in region.only("e"):
        await silence_at_the_end(region, project)


async def after_one_three_and_six_months(region: Region, project: Project) -> None:
    """Counted by the calendar of Japan, from the end of the retrospective."""
    reference = StreamReference.parse(project.engagement)
    entries = await region.system.store.client.queries.events(region.system.tenant, reference)
    closed = next(one for one in reversed(entries) if one.type == "RetrospectiveClosed").occurred_at
    moments = (await region.engagement(project)).follow_ups
    local = [moment.astimezone(ZoneInfo(ZONE)) for moment in (closed, *moments)]
    months = [day.year * 12 + day.month for day in local]
    assert [month - months[0] for month in months[1:]] == FOLLOW_UP_MONTHS
    assert all(day.day == local[0].day or day.day >= 28 for day in local)


async def follow_up(region: Region, due: list[tuple[Project, int]]) -> None:
    """The company and the participant are asked; most answer the next day, and the last answer is the end."""
    events, mails = {}, []
    for project, _ in due:
        events |= {project.engagement: "FollowUpSent", project.participation: "FollowUpSent"}
        mails += [f"follow_up_request > {one}" for one in (*project.company, project.participant)]
    await region.witness.saw(events, mails)
    await region.system.skip(days=1)
    for project, ordinal in due:
        if (project.letter, ordinal) != ("e", 3):
            await both_answer(region, project, ordinal)
    for project, ordinal in due:
        if (project.letter, ordinal) == ("e", 3):
            await region.system.skip(days=6)
            told = [f"follow_up_reminder > {one}" for one in (*project.company, project.participant)]
            await region.witness.saw({project.engagement: "Reminded", project.participation: "Reminded"}, told)


async def both_answer(region: Region, project: Project, ordinal: int) -> None:
    """Company and participant tell how they fare."""
    words = {"ordinal": ordinal, "text": private("元気です")}
    company = (project.president, Role.COMPANY)
    early = region.send(project.engagement, "AnswerFollowUp", *company, **{**words, "ordinal": 9})
    await region.witness.refused("follow-up-not-open", early, field="ordinal")
    await region.send(project.engagement, "AnswerFollowUp", *company, **words)
    await region.send(project.participation, "AnswerFollowUp", project.participant, Role.PARTICIPANT, **words)
    last = ordinal == 3
    events = {
        project.engagement: "FollowUpAnswered EngagementCompleted" if last else "FollowUpAnswered",
        project.participation: "FollowUpAnswered ParticipationEnded" if last else "FollowUpAnswered",
    }
    await region.witness.saw(events)


async def silence_at_the_end(region: Region, project: Project) -> None:
    """The coordinator is told after three weeks; time completes nothing, a coordinator does."""
    streams = (project.engagement, project.participation)
    asked = (await region.engagement(project)).waits["follow_up:3"].schedule
    await region.system.skip_to(asked.escalate_at + timedelta(days=30))
    told = [f"follow_up_escalated > {project.coordinator}"] * 2
    await region.witness.saw(dict.fromkeys(streams, "Escalated"), told)
    assert (await region.engagement(project)).stage == "stay_connected"
    await region.send(project.engagement, "CompleteEngagement", reason="連絡がつきません")
    await region.send(project.participation, "EndParticipation", reason="連絡がつきません")
    await region.witness.saw({project.engagement: "EngagementCompleted", project.participation: "ParticipationEnded"})
