"""Story 4, step by step: somebody is prepared, sent abroad with a mission, and accompanied when its premises change."""

from dataclasses import dataclass
from typing import Any

from domain.shared.actors import Role

from support.hands import private
from support.region import Region

SENT, WAY = "engagement:sent", "participation:sent-1"
COORDINATOR, ASSIGNEE, HOME, UNIT, ADVISER = "coordinator", "assignee", "home-office", "unit-head", "adviser"
ZONE = "Asia/Ho_Chi_Minh"
FEE = 300_000
BUDGET, MARKET = "budget", "market"
BELIEVED = {BUDGET: "本社が二年間の予算をつける", MARKET: "現地の工場は調達の支援を必要としている"}


@dataclass
class Assignment:
    """One assignment and everybody's hands."""

    region: Region

    async def send(self, stream: str, type_: str, by: str = COORDINATOR, /, **values: Any) -> Any:
        """Somebody sends a command in the role that they have here."""
        roles = {ASSIGNEE: Role.PARTICIPANT, HOME: Role.EMPLOYER, UNIT: Role.COMPANY, ADVISER: Role.COMPANION}
        return await self.region.send(stream, type_, by, roles.get(by, Role.COORDINATOR), **values)

    async def refused(self, code: str, stream: str, type_: str, by: str = COORDINATOR, /, **values: Any) -> Any:
        """It is refused, and leaves neither event nor mail nor news."""
        return await self.region.witness.refused(code, self.send(stream, type_, by, **values))

    async def saw(self, events: dict[str, str], told: dict[str, tuple[str, ...]] | None = None) -> None:
        """Exactly these happened since; messages with their readers."""
        mails = [f"{message} > {one}" for message, people in (told or {}).items() for one in people]
        await self.region.witness.saw(events, mails)

    def mail(self, person: str, message: str) -> str:
        """What somebody read last of this kind."""
        return self.region.witness.mail_to(person, message).text

    async def ledger(self) -> Any:
        """The ledger as it is now."""
        return (await self.region.system.state(SENT)).ledger


async def open_school(one: Assignment) -> None:
    """The school opens; everybody is known. The head of the local unit reads English."""
    one.region.witness.languages = {UNIT: "en"}
    for person in (COORDINATOR, HOME, ADVISER):
        await one.region.register(person)
    await one.region.register(UNIT, time_zone=ZONE)
    await one.region.register(ASSIGNEE, employment="employed", employer_contact=HOME)
    desk = {"name": "越境コラボ塾", "region": "本社", "playbook": "overseas-assignment"}
    await one.send("service:school", "OpenService", coordinators=[COORDINATOR], **desk)
    people = (COORDINATOR, HOME, ADVISER, UNIT, ASSIGNEE)
    registered = {f"person:{person}": "PersonRegistered" for person in people}
    await one.saw({**registered, "service:school": "ServiceOpened"}, {"desk_opened": (COORDINATOR,)})


async def choose(one: Assignment) -> None:
    """The local unit's posting; the employer sends, so nobody asks for its consent."""
    words = {
        "service": "school",
        "title": "調達の橋渡し",
        "theme": "調達",
        "host": "架空の現地法人",
        "weekly_hours": "40",
    }
    goal = {"goal": "現地法人が自分の顧客を持つ", "shared_decision": "誰のために何をするか", "roles": ["責任者"]}
    people = {"coordinator": COORDINATOR, "company_contacts": [UNIT], "companion": ADVISER, "time_zone": ZONE}
    await one.send(SENT, "DraftPosting", **words, **goal, **people)
    await one.send(SENT, "PublishPosting")
    await one.send(WAY, "Apply", ASSIGNEE, engagement="sent", person=ASSIGNEE, motivation=private("力を試したい"))
    drafted = {SENT: "PostingDrafted PostingPublished ApplicationNoted", "service:school": "EngagementListed"}
    published = {"posting_published": (UNIT, ADVISER)}
    received = {"application_received": (ASSIGNEE,), "application_arrived": (COORDINATOR,)}
    await one.saw({**drafted, WAY: "Applied"}, {**published, **received})
    await one.send(SENT, "SelectParticipant", participation="sent-1")
    cleared = (ASSIGNEE, COORDINATOR)
    told = {"seats_filled": (COORDINATOR,), "selected": (ASSIGNEE,), "permission_cleared": cleared}
    events = {SENT: "ParticipantSelected SeatsFilled", WAY: "Selected PermissionCheckStarted WorkPermissionCleared"}
    await one.saw(events, told)


async def sign(one: Assignment) -> None:
    """Terms for the main job, signed by both sides: the last gate."""
    day = one.region.day
    terms = {"work": private("調達の橋渡し"), "fee": FEE, "weekly_hours": "40", "place": "ホーチミン"}
    await one.send(WAY, "OfferContract", starts_on=day(30), ends_on=day(760), **terms)
    await one.saw({WAY: "ContractOffered ContractRendered"}, {"contract_to_sign": (ASSIGNEE, UNIT)})
    document = (await one.region.system.state(WAY)).contract.document
    for person, side in ((ASSIGNEE, "participant"), (UNIT, "company")):
        await one.send(WAY, "SignContract", person, side=side, document=document)
    told = {"contract_concluded": (ASSIGNEE, UNIT, COORDINATOR), "participant_ready": (COORDINATOR,)}
    signed = "ContractSigned ContractSigned ContractConcluded BecameReady"
    await one.saw({WAY: signed, SENT: "ParticipantReady"}, told)


async def prepare(one: Assignment) -> None:
    """Step 1: three modules; leaving with two of three done is refused, and the third is named."""
    day = one.region.day
    leaving = (WAY, "Depart", ASSIGNEE)
    for module in ("customer-development", "special-skill"):
        await one.refused("modules-missing", *leaving, leaves_on=day(20))
        learned = private("誰が対価を払うのかを考えた")
        await one.send(WAY, "RecordModule", ASSIGNEE, module=module, done_on=day(0), learned=learned)
    await one.saw({WAY: "ModuleDone ModuleDone"})
    refusal = await one.refused("modules-missing", *leaving, leaves_on=day(20))
    assert "「協働が生む付加価値」" in refusal.wrong.ja
    assert "The added value of collaboration" in refusal.wrong.en
    assert "special skill" not in refusal.wrong.en
    learned = private("一人ではできないことを")
    await one.send(WAY, "RecordModule", ASSIGNEE, module="added-value", done_on=day(0), learned=learned)
    await one.saw({WAY: "ModuleDone"}, {"modules_complete": (ASSIGNEE, COORDINATOR)})
    await one.send(*leaving, leaves_on=day(20))
    await one.saw({WAY: "Departed"}, {"departed": (ASSIGNEE, COORDINATOR, UNIT, ADVISER)})


async def state_the_mission(one: Assignment) -> None:
    """Step 2: no mission without written premises, nor without what the unit needs; an internal customer is one."""
    mission = {
        "goal": "現地法人が自分の顧客を持つ",
        "survival": "毎月払ってくれる顧客が二社",
        "customer": "本社の調達部",
    }
    whole = {**mission, "customer_is": "internal"}
    await one.refused("mission-without-premises", SENT, "StateMission", **whole)
    await one.refused("mission-missing", SENT, "StartExecution")
    for number, milestone in enumerate(("map", "menu"), start=1):
        result = {
            "title": ("顧客の地図", "サービスの品書き")[number - 1],
            "fee": FEE,
            "due_on": one.region.day(200 + number),
        }
        await one.send(SENT, "PlanMilestone", milestone=milestone, **result)
    heard = {"evidence": private("前年の予算書"), "heard": private("前任者の引き継ぎで聞いた")}
    record = (SENT, "RecordPremise", ASSIGNEE)
    first = {"premise": BUDGET, "believed": BELIEVED[BUDGET], "owner": ASSIGNEE, "source": "predecessor"}
    await one.refused("owner-not-here", *record, **{**first, "owner": "somebody"}, **heard)
    await one.send(*record, **first, **heard, milestones=["map", "menu"])
    second = {"premise": MARKET, "believed": BELIEVED[MARKET], "owner": UNIT, "source": "document"}
    await one.send(SENT, "RecordPremise", UNIT, **second, **heard, milestones=["menu"])
    await written_down(one)
    without = {key: value for key, value in whole.items() if key != "survival"}
    refusal = await one.refused("mission-incomplete", SENT, "StateMission", **without)
    assert refusal.field == "survival"
    await one.send(SENT, "StateMission", **whole)
    everybody = (UNIT, ADVISER, ASSIGNEE, COORDINATOR)
    events = "MilestonePlanned MilestonePlanned PremiseRecorded PremiseRecorded MissionStated"
    await one.saw({SENT: events}, {"mission_stated": everybody})
    assert "本社の調達部" in one.mail(ASSIGNEE, "mission_stated")
    assert "（社内）" in one.mail(ASSIGNEE, "mission_stated")
    await one.send(SENT, "StartExecution")
    told = {"execution_started": (UNIT, ADVISER, ASSIGNEE)}
    await one.saw({SENT: "ExecutionStarted", WAY: "WorkStarted"}, told)


async def written_down(one: Assignment) -> None:
    """Who answers for each premise, where it was heard, what speaks for it, and when it is looked at anew."""
    ledger, heard = await one.ledger(), {BUDGET: (ASSIGNEE, "predecessor"), MARKET: (UNIT, "document")}
    for key, (owner, source) in heard.items():
        kept = ledger.premises[key]
        assert (kept.believed, kept.owner, kept.source) == (BELIEVED[key], owner, source)
        assert (kept.evidence.text, kept.heard.text) == (private("前年の予算書"), private("前任者の引き継ぎで聞いた"))
        assert kept.review_at > one.region.system.clock.now()
    assert ledger.rests_on == {"map": (BUDGET,), "menu": (BUDGET, MARKET)}
