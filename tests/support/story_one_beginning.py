"""Story 1 from the posting to the kick-off, every step with what happened and who was told."""

from typing import Any

from domain.shared.actors import Role

from support.hands import private
from support.region import OTHER_REGION, Project, Region

FEE = 400_000
FEES = {"m1": 250_000, "m2": 150_000}


async def open_desks(region: Region) -> None:
    """Two regional desks, each a tenant of its own."""
    await region.register("coordinator-n", send=region.elsewhere)
    desk = {"region": "地方", "playbook": "furusato-kengyo"}
    await region.elsewhere("service:desk-n", "OpenService", name="長野デスク", coordinators=["coordinator-n"], **desk)
    theirs = {"person:coordinator-n": "PersonRegistered", "service:desk-n": "ServiceOpened"}
    await region.witness.saw(theirs, ["desk_opened > coordinator-n"], tenant=OTHER_REGION)
    await region.register("coordinator")
    await region.send("service:desk", "OpenService", name="岐阜デスク", coordinators=["coordinator"], **desk)
    ours = {"person:coordinator": "PersonRegistered", "service:desk": "ServiceOpened"}
    await region.witness.saw(ours, ["desk_opened > coordinator"])


async def meet(region: Region, project: Project) -> None:
    """Everybody of one project is registered."""
    for person in (project.coordinator, project.companion, *project.company):
        await region.register(person)
    if project.employer:
        await region.register(project.employer)
    employment = {"employment": "employed", "employer_contact": project.employer}
    work = employment if project.employer else {"employment": "self_employed"}
    citizen_of = ["VN"] if project.letter == "d" else ["JP"]
    await region.register(project.participant, citizen_of=citizen_of, **work)
    await region.witness.overlook()


def posting(project: Project, **changes: Any) -> dict[str, Any]:
    """What the coordinator writes together with the company."""
    return {
        "service": "desk",
        "title": project.title,
        "theme": project.theme,
        "host": project.host,
        "goal": "若い世代に届くものを一つ形にする",
        "shared_decision": "何から始めるかを参加者と企業で決める",
        "roles": list(project.roles),
        "seats": 1,
        "weekly_hours": "8",
        "coordinator": project.coordinator,
        "company_contacts": list(project.company),
        "companion": project.companion,
        **changes,
    }


async def post(region: Region, project: Project) -> None:
    """The posting is drafted and published; A's first draft only asks for hands."""
    saw, refused = region.witness.saw, region.witness.refused
    engagement, words = project.engagement, posting(project)
    if project.letter == "a":
        words |= {"goal": None, "shared_decision": None}
    await region.send(engagement, "DraftPosting", **words)
    await saw({engagement: "PostingDrafted", "service:desk": "EngagementListed"})
    if project.letter == "a":
        refusal = await refused("only-hands", region.send(engagement, "PublishPosting"), field="goal")
        assert "共有する目標、参加者が加わる決定" in refusal.wrong.ja
        better = {key: posting(project)[key] for key in ("goal", "shared_decision", "roles")}
        await region.send(engagement, "RevisePosting", **better)
        await saw({engagement: "PostingRevised"})
    await region.send(engagement, "PublishPosting")
    readers = (*project.company, project.companion)
    await saw({engagement: "PostingPublished"}, [f"posting_published > {one}" for one in readers])


async def apply(region: Region, project: Project, person: str, participation: str) -> None:
    """Somebody applies and is interviewed."""
    saw, stream = region.witness.saw, f"participation:{participation}"
    words = {"engagement": project.letter, "person": person, "motivation": private("この町が好きだから")}
    await region.send(stream, "Apply", person, Role.PARTICIPANT, **words)
    mails = [f"application_arrived > {project.coordinator}", f"application_received > {person}"]
    await saw({stream: "Applied", project.engagement: "ApplicationNoted"}, mails)
    note = {"held_on": region.today().isoformat(), "note": private("話が弾んだ")}
    await region.send(stream, "RecordInterview", **note)
    await saw({stream: "Interviewed"})


async def select(region: Region, project: Project) -> None:
    """The one seat is given; the employer is asked where there is one."""
    chosen = {"participation": f"{project.letter}1"}
    await region.send(project.engagement, "SelectParticipant", **chosen)
    mails = [f"seats_filled > {project.coordinator}", f"selected > {project.participant}"]
    events = "Selected"
    if project.employer:
        mails.append(f"employer_consent_request > {project.employer}")
    else:
        events += " PermissionCheckStarted WorkPermissionCleared"
        mails += told_cleared(project)
    await region.witness.saw(
        {project.engagement: "ParticipantSelected SeatsFilled", project.participation: events}, mails
    )


def told_cleared(project: Project) -> list[str]:
    """Who hears that the work is permitted."""
    return [f"permission_cleared > {one}" for one in (project.participant, project.coordinator)]


async def decline_the_other(region: Region, project: Project) -> None:
    """There is one seat: a second applicant is declined with a reason that they may read, and stays in the pool."""
    saw, refused = region.witness.saw, region.witness.refused
    chosen = {"participation": "b2"}
    await refused("seats-taken", region.send(project.engagement, "SelectParticipant", **chosen))
    await region.send("participation:b2", "DeclineApplicant", reason=private("席が一つだけでした"))
    await saw({"participation:b2": "Declined", project.engagement: "ApplicationClosed"}, ["declined > rival-b"])
    assert private("席が一つだけでした") in region.witness.mail_to("rival-b", "declined").text
    await region.send("participation:b2", "AgreeToPool", "rival-b", Role.PARTICIPANT)
    await saw({"participation:b2": "PoolJoined"})


def terms(region: Region, **changes: Any) -> dict[str, Any]:
    """What is offered: the fee in yen for everything, hours a week."""
    values = {
        "work": private("発信の企画と実行"),
        "fee": FEE,
        "weekly_hours": "8",
        "starts_on": region.day(7),
        "ends_on": region.day(200),
        "place": "オンライン",
    }
    return {**values, **changes}


async def consent(region: Region, project: Project) -> None:
    """No contract before the employer's consent; then the check of the work permission begins."""
    if project.employer is None:
        return
    stream, witness = project.participation, region.witness
    await witness.refused("contract-before-consent", region.send(stream, "OfferContract", **terms(region)))
    agreed = {"weekly_hours_cap": "8", "conditions": private("平日の夜だけ")}
    await region.send(stream, "RecordEmployerConsent", project.employer, Role.EMPLOYER, **agreed)
    events, mails = "EmployerConsented PermissionCheckStarted", []
    if project.letter == "d":
        events += " PermissionInformationRequested"
        mails.append(f"permission_information_request > {project.participant}")
    else:
        events += " WorkPermissionCleared"
        mails += told_cleared(project)
    mails += [f"employer_consented > {one}" for one in (project.participant, project.coordinator)]
    await witness.saw({stream: events}, mails)


async def contract(region: Region, project: Project) -> None:
    """Nine hours are above the cap; eight are offered, written down, and signed by both sides."""
    stream, witness = project.participation, region.witness
    nine = region.send(stream, "OfferContract", **terms(region, weekly_hours="9"))
    await witness.refused("hours-above-cap", nine, field="weekly_hours")
    await region.send(stream, "OfferContract", **terms(region))
    sides = (project.participant, *project.company)
    await witness.saw({stream: "ContractOffered ContractRendered"}, [f"contract_to_sign > {one}" for one in sides])
    signing = {"document": (await region.participation(project)).contract.document}
    participant = (project.participant, Role.PARTICIPANT)
    for_the_other = region.send(stream, "SignContract", *participant, side="company", **signing)
    await witness.refused("other-side", for_the_other, field="side")
    await region.send(stream, "SignContract", *participant, side="participant", **signing)
    await witness.saw({stream: "ContractSigned"})
    await region.send(stream, "SignContract", project.president, Role.COMPANY, side="company", **signing)
    events = {stream: "ContractSigned ContractConcluded"}
    mails = [f"contract_concluded > {one}" for one in (*sides, project.coordinator)]
    if project.letter != "d":
        events = {stream: f"{events[stream]} BecameReady", project.engagement: "ParticipantReady"}
        mails.append(f"participant_ready > {project.coordinator}")
    await witness.saw(events, mails)


async def permission_by_a_human(region: Region, project: Project) -> None:
    """No rule settles D's permission: what is missing is asked for, and a named human decides after a reminder."""
    stream, person, witness = project.participation, project.participant, region.witness
    await witness.refused("participants-not-ready", region.send(project.engagement, "StartExecution"))
    permit = {"country": "JP", "kind": private("特定活動"), "valid_until": region.day(700)}
    await region.send(f"person:{person}", "RecordPermit", person, Role.PARTICIPANT, **permit)
    await witness.saw({f"person:{person}": "PermitRecorded", stream: "WhereaboutsNoted"})
    await region.send(stream, "ProvidePermissionInformation", person, Role.PARTICIPANT)
    asked_again = {stream: "PermissionCheckStarted PermissionReviewRequested"}
    await witness.saw(asked_again, [f"permission_review > {project.coordinator}"])
    assert (await region.participation(project)).permission_reviewer == project.coordinator
    await region.system.skip(days=4)
    await witness.saw({stream: "Reminded"}, [f"work_permission_reminder > {project.coordinator}"])
    assert (await region.participation(project)).permission == "human_review"
    decided = {"clear": True, "grounds": private("許可証を確認した")}
    await region.send(stream, "DecidePermission", project.coordinator, **decided)
    mails = [*told_cleared(project), f"participant_ready > {project.coordinator}"]
    await witness.saw({stream: "WorkPermissionCleared BecameReady", project.engagement: "ParticipantReady"}, mails)


async def kick_off(region: Region, project: Project) -> None:
    """Nothing to deliver, no kick-off; no kick-off, no delivery."""
    engagement, witness = project.engagement, region.witness
    await witness.refused("no-milestone", region.send(engagement, "StartExecution"))
    for number, (milestone, fee) in enumerate(FEES.items(), start=1):
        result = {"title": f"成果 {number}", "fee": fee, "due_on": region.day(number * 90)}
        await region.send(engagement, "PlanMilestone", milestone=milestone, **result)
    words = {"milestone": "m1", "evidence": private("まだ")}
    early = region.send(engagement, "DeliverMilestone", project.participant, Role.PARTICIPANT, **words)
    await witness.refused("not-in-execution", early)
    await region.send(engagement, "StartExecution")
    mails = [f"execution_started > {one}" for one in (*project.company, project.companion, project.participant)]
    started = {engagement: "MilestonePlanned MilestonePlanned ExecutionStarted", project.participation: "WorkStarted"}
    await witness.saw(started, mails)
