"""Story 1 from the kick-off to the last payment: reports, deliveries, decisions over mailed links, due dates."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from domain.shared.actors import Role

from support.hands import PRIVATE, ZONE, private
from support.region import Project, Region
from support.story_one_beginning import FEES
from support.story_one_radar import falls_silent

PAYMENT_DAYS = 30
"""The day of receipt is day one."""


async def report(region: Region, project: Project, number: int, hours: str = "6") -> None:
    """A week is reported; hours above the cap are told to the coordinator."""
    words = {"week_of": region.day(0), "hours": hours, "main_job": "well", "text": private("少し前に進んだ")}
    await region.send(project.participation, "SubmitCheckIn", project.participant, Role.PARTICIPANT, **words)
    events, mails = "CheckInSubmitted", [f"check_in_arrived > {project.companion}"]
    if float(hours) > 8:
        events += " HoursCapExceeded"
        mails.append(f"hours_over_cap > {project.coordinator}")
    await region.witness.saw({project.participation: events}, mails)
    assert private("少し前に進んだ") in region.witness.mail_to(project.companion, "check_in_arrived").text
    again = region.send(project.participation, "SubmitCheckIn", project.participant, Role.PARTICIPANT, **words)
    await region.witness.refused("week-reported", again, field="week_of")
    assert str(number) in (await region.participation(project)).check_ins


async def answer(region: Region, project: Project, number: int, person: str, role: Role) -> None:
    """A report is answered, once."""
    words = {"number": number, "text": private("読みました。いいですね")}
    await region.send(project.participation, "AnswerCheckIn", person, role, **words)
    await region.witness.saw({project.participation: "CheckInAnswered"}, [f"check_in_answered > {project.participant}"])


async def keep_writing(region: Region, *silent: Project) -> None:
    """Everybody but those writes of the latest week that they have not told of yet, and is answered."""
    events, mails = {}, []
    for project in (one for one in region.projects if one not in silent):
        await write_and_be_answered(region, project)
        events[project.participation] = "CheckInSubmitted CheckInAnswered"
        mails += [f"check_in_arrived > {project.companion}", f"check_in_answered > {project.participant}"]
    await region.witness.saw(events, mails)


async def write_and_be_answered(region: Region, project: Project) -> None:
    """One more report and its answer."""
    check_ins = (await region.participation(project)).check_ins
    told = {one.week_of.isocalendar()[:2] for one in check_ins.values()}
    days = (region.today() - timedelta(weeks=weeks) for weeks in range(3))
    week_of = next(day for day in days if day.isocalendar()[:2] not in told)
    words = {"week_of": week_of.isoformat(), "hours": "6", "main_job": "well", "text": private("少し前に進んだ")}
    await region.send(project.participation, "SubmitCheckIn", project.participant, Role.PARTICIPANT, **words)
    answer = {"number": len(check_ins) + 1, "text": private("読みました。いいですね")}
    await region.send(project.participation, "AnswerCheckIn", project.companion, Role.COMPANION, **answer)


async def weeks(region: Region) -> None:
    """Three Fridays of reports, answered by companions; B's second one is left unanswered."""
    for number in (1, 2, 3):
        for project in region.projects:
            await report(region, project, number, "9.5" if (project.letter, number) == ("e", 2) else "6")
            if (project.letter, number) != ("b", 2):
                await answer(region, project, number, project.companion, Role.COMPANION)
        await region.system.skip(days=7)
        if number == 2 and (late := region.only("b")):
            await unanswered_report(region, late[0])
    await region.witness.saw({})


async def unanswered_report(region: Region, project: Project) -> None:
    """After two days the companion was reminded, after four the coordinator was told, who answers."""
    mails = [f"check_in_answer_reminder > {project.companion}", f"check_in_answer_escalated > {project.coordinator}"]
    await region.witness.saw({project.participation: "Reminded Escalated"}, mails)
    await answer(region, project, 2, project.coordinator, Role.COORDINATOR)


async def last_coordinator(region: Region, project: Project, successor: str) -> None:
    """The last coordinator cannot leave without naming a successor."""
    engagement, leaver = project.engagement, project.coordinator
    alone = region.send(engagement, "LeaveAsCoordinator", coordinator=leaver)
    await region.witness.refused("last-coordinator", alone, field="successor")
    await region.send(engagement, "LeaveAsCoordinator", coordinator=leaver, successor=successor)
    events = {engagement: "CoordinatorAppointed CoordinatorLeft", project.participation: "ResponsibleChanged"}
    await region.witness.saw(events, [f"coordinator_appointed > {one}" for one in (successor, *project.company)])
    project.coordinator = successor


async def deliver(region: Region, project: Project, milestone: str, number: int = 1) -> None:
    """A result is handed over and the company gets a link; payment is due whether or not anyone approves."""
    evidence = private(f"公開した記事と数字 {number}")
    words = {"milestone": milestone, "evidence": evidence}
    await region.send(project.engagement, "DeliverMilestone", project.participant, Role.PARTICIPANT, **words)
    mails = [f"milestone_approval_request > {one}" for one in project.company]
    await region.witness.saw({project.engagement: "MilestoneDelivered"}, mails)
    assert evidence in region.witness.mail_to(project.president, "milestone_approval_request").text
    if number == 1:
        await payment_is_due(region, project, milestone)
    again = region.send(project.engagement, "DeliverMilestone", project.participant, Role.PARTICIPANT, **words)
    await region.witness.refused("delivered-already", again)


async def payment_is_due(region: Region, project: Project, milestone: str) -> None:
    """On the thirtieth day, the day of receipt being day one; that morning it is reminded of."""
    state = await region.engagement(project)
    due = region.today() + timedelta(days=PAYMENT_DAYS - 1)
    assert state.milestones[milestone].received_on == region.today()
    assert state.milestones[milestone].payment_due_on == due
    morning = datetime(due.year, due.month, due.day, 9, tzinfo=ZoneInfo(ZONE))
    wait = state.waits[f"payment:{milestone}"]
    assert (wait.schedule.remind_at, wait.schedule.escalate_at) == (morning, morning + timedelta(days=1))
    assert wait.owner.persons == project.company


def told_approved(project: Project, by: str) -> list[str]:
    """Who hears of an approval: participants, coordinators, and the company's other contacts."""
    others = [one for one in project.company if one != by]
    return [f"milestone_approved > {one}" for one in (project.participant, project.coordinator, *others)]


async def approve(
    region: Region, project: Project, milestone: str, message: str = "milestone_approval_request"
) -> None:
    """Opening the link decides nothing; typing the fee does. A second decision is refused, and told who decided."""
    decisions, witness = region.system.store.client.decisions, region.witness
    token = witness.link_to(project.president, message)
    page = await decisions.page(token)
    assert (page.standing, page.title, page.fee) == ("open", project.title, FEES[milestone])
    assert PRIVATE in page.evidence
    await witness.refused("confirmation-mismatch", decisions.approve(token, "1"), field="confirmation")
    await decisions.approve(token, f"{FEES[milestone]:,}円")
    await witness.saw({project.engagement: "MilestoneApproved"}, told_approved(project, project.president))
    decided = (await region.engagement(project)).milestones[milestone].decision
    assert (decided.by.person, decided.by.holder_of_link) == (project.president, True)
    assert (await decisions.page(token)).standing == "decided"
    assert (await decisions.approve(token, str(FEES[milestone]))).repeated, "the same link and word: the same receipt"
    later = decisions.request_changes(token, str(FEES[milestone]), private("やはり足りない"))
    refusal = await witness.refused("decided-already", later)
    assert refusal.details["by"] == project.president


async def send_back(region: Region, project: Project) -> None:
    """The company says what is missing; it is delivered again, and the first link is worth nothing any more."""
    decisions, witness = region.system.store.client.decisions, region.witness
    first, missing = witness.link_to(project.president), private("費用の見積もりがありません")
    received = region.today()
    await region.system.skip(days=1)
    await decisions.request_changes(first, str(FEES["m1"]), missing)
    told = [f"milestone_changes_requested > {one}" for one in (project.participant, project.coordinator)]
    await witness.saw({project.engagement: "ChangesRequested"}, told)
    assert missing in witness.mail_to(project.participant, "milestone_changes_requested").text
    early = region.send(project.engagement, "OpenRetrospective")
    await witness.refused("milestones-open", early)
    await region.system.skip(days=1)
    await deliver(region, project, "m1", number=2)
    assert (await decisions.page(first)).standing == "revoked"
    milestone = (await region.engagement(project)).milestones["m1"]
    assert (milestone.received_on, milestone.delivery) == (received, 2), "the first receipt counts"
    await approve(region, project, "m1")


async def silent_company(region: Region, project: Project) -> None:
    """Reminded on day three, the coordinator told on day seven, and never approved by that."""
    witness = region.witness
    await region.system.skip(days=1)
    reminded = [f"milestone_approval_reminder > {one}" for one in project.company]
    await witness.saw({project.engagement: "Reminded"}, reminded)
    await region.system.skip(days=4)
    await witness.saw({project.engagement: "Escalated"}, [f"milestone_approval_escalated > {project.coordinator}"])
    await keep_writing(region)
    await region.system.skip(days=10)
    await witness.saw({})
    assert (await region.engagement(project)).milestones["m1"].decision is None
    await approve(region, project, "m1", "milestone_approval_reminder")
    other = region.system.store.client.decisions.approve(witness.link_to("deputy-a"), str(FEES["m1"]))
    refusal = await witness.refused("decided-already", other)
    assert refusal.details["by"] == project.president


async def first_results(region: Region) -> None:
    """Five deliveries: two days, two answers, one silence, one sent back and mended."""
    for project in region.projects:
        await deliver(region, project, "m1")
    for project in region.only("cde"):
        await approve(region, project, "m1")
    for project in region.only("b"):
        await send_back(region, project)
    for project in region.only("a"):
        if not region.only("b"):
            await region.system.skip(days=2)
        await keep_writing(region)
        await silent_company(region, project)


async def pay(region: Region, project: Project, milestone: str) -> None:
    """Paid today; not tomorrow, and not twice."""
    tomorrow = region.send(project.engagement, "RecordPayment", milestone=milestone, paid_on=region.day(1))
    await region.witness.refused("date-impossible", tomorrow, field="paid_on")
    await region.send(project.engagement, "RecordPayment", milestone=milestone, paid_on=region.day(0))
    await region.witness.saw({project.engagement: "PaymentRecorded"})
    again = region.send(project.engagement, "RecordPayment", milestone=milestone, paid_on=region.day(0))
    await region.witness.refused("paid-already", again)


async def payments(region: Region) -> None:
    """Everybody is paid in time but C's participant: the company is reminded on the due date, then it is told."""
    await keep_writing(region)
    for project in region.projects:
        if project.letter != "c":
            await pay(region, project, "m1")
    for project in region.only("c"):
        due = (await region.engagement(project)).waits["payment:m1"].schedule.remind_at
        await region.system.skip_to(due + timedelta(hours=1))
        await region.witness.saw({project.engagement: "Reminded"}, [f"payment_reminder > {project.president}"])
        await region.system.skip(days=1)
        await region.witness.saw({project.engagement: "Escalated"}, [f"payment_escalated > {project.coordinator}"])
        await pay(region, project, "m1")


async def second_results(region: Region) -> None:
    """Months later, in which nobody is left alone, the second results are delivered, approved and paid."""
    await keep_writing(region)
    await region.system.skip(days=13)
    await keep_writing(region, *region.only("d"))
    for project in region.only("d"):
        await falls_silent(region, project)
    for days in (9, 13, 13, 13, 13):
        await region.system.skip(days=days)
        await keep_writing(region)
    await region.system.skip(days=12)
    await region.witness.saw({})
    for project in region.projects:
        await deliver(region, project, "m2")
        await approve(region, project, "m2")
        await pay(region, project, "m2")
