"""A fully remote inside-sales team and its client: people with synthetic names, and the hands of everybody."""

from dataclasses import dataclass
from typing import Any

from banso.commands import Outcome
from domain.shared.actors import Role

from support.hands import Hands, private
from support.system import System
from support.witness import Witness

ENGAGEMENT, SERVICE = "engagement:sales", "service:remote"
COORDINATOR, CLIENT = "coordinator", "founder"
TOKYO, VIETNAM, LONDON = "Asia/Tokyo", "Asia/Ho_Chi_Minh", "Europe/London"
MEMBERS = ("aoi", "beni", "chika")
SHARED = ["say_early", "no_blame"]


@dataclass
class Team(Hands):
    """Everybody in one tenant, and a witness of what comes of it."""

    @classmethod
    def of(cls, system: System) -> "Team":
        """A tenant of its own; one of the members reads English."""
        system.tenant = "remote"
        return cls(system, Witness(system, {"chika": "en"}))

    async def self_told(self, person: str, type_: str, /, **values: Any) -> Outcome:
        """A member says something about themselves."""
        return await self.send(f"person:{person}", type_, person, Role.PARTICIPANT, **values)

    async def engagement(self) -> Any:
        """The state of the client's engagement."""
        return await self.system.state(ENGAGEMENT)

    async def way(self, person: str) -> Any:
        """The state of a member's participation."""
        return await self.system.state(way_of(person))


def way_of(person: str) -> str:
    """The stream of a member's participation."""
    return f"participation:{person}-1"


def told(message: str, *people: str) -> list[str]:
    """One message to each of these."""
    return [f"{message} > {one}" for one in people]


async def gather(team: Team) -> None:
    """1. The service, its roster, the client; everybody says when they have time."""
    for person in (COORDINATOR, CLIENT, "hr"):
        await team.register(person)
    await team.register("aoi", time_zone=VIETNAM, residence="VN", employer_contact="hr")
    await team.register("beni")
    await team.register("chika", time_zone=LONDON, residence="GB")
    await team.send(
        SERVICE,
        "OpenService",
        name="どこからでも",
        region="全国",
        playbook="inside-sales-team",
        coordinators=[COORDINATOR],
    )
    registered = {f"person:{one}": "PersonRegistered" for one in (COORDINATOR, CLIENT, "hr", *MEMBERS)}
    await team.witness.saw({**registered, SERVICE: "ServiceOpened"}, told("desk_opened", COORDINATOR))
    await the_roster(team)
    hours = {"aoi": "mon-fri 09:00-15:00", "beni": "mon-fri 09:00-18:00", "chika": "mon-fri 00:00-10:00"}
    for person, line in hours.items():
        await team.self_told(person, "SetAvailability", hours=[line])
    await team.witness.saw({f"person:{person}": "AvailabilitySet" for person in MEMBERS})


async def the_roster(team: Team) -> None:
    """1. Who joins shares both understandings; the service counts its members."""
    member = {"service": "remote", "member_role": "member"}
    streams = {person: f"membership:remote.{person}" for person in MEMBERS}
    one_short = team.send(streams["aoi"], "JoinService", **member, person="aoi", understandings=["say_early"])
    await team.witness.refused("understanding-missing", one_short, field="understandings")
    for person, stream in streams.items():
        await team.send(stream, "JoinService", **member, person=person, understandings=SHARED)
    began = told("membership_began", *MEMBERS, *[COORDINATOR] * 3)
    joined = dict.fromkeys(streams.values(), "JoinedService")
    await team.witness.saw({**joined, SERVICE: "MembersCounted MembersCounted MembersCounted"}, began)
    assert (await team.system.state(SERVICE)).members == {"member": 3}


async def post(team: Team) -> None:
    """1. Three seats for one client; who applies brings along what is known of their place."""
    posting = {
        "service": "remote",
        "title": "インサイドセールス",
        "theme": "新規開拓",
        "host": "架空スタートアップ",
        "goal": "最初の百社に会う",
        "shared_decision": "誰に会うかを一緒に決める",
        "roles": ["電話", "調査"],
        "seats": 3,
        "weekly_hours": "20",
        "coordinator": COORDINATOR,
        "company_contacts": [CLIENT],
        "time_zone": TOKYO,
    }
    await team.send(ENGAGEMENT, "DraftPosting", **posting)
    await team.send(ENGAGEMENT, "PublishPosting")
    listed = {ENGAGEMENT: "PostingDrafted PostingPublished", SERVICE: "EngagementListed"}
    await team.witness.saw(listed, told("posting_published", CLIENT))
    for person in MEMBERS:
        words = {"engagement": "sales", "person": person, "motivation": private("続けたい")}
        await team.send(way_of(person), "Apply", person, Role.PARTICIPANT, **words)
    await team.witness.saw(
        {**dict.fromkeys(map(way_of, MEMBERS), "Applied WhereaboutsNoted"),
         ENGAGEMENT: "ApplicationNoted StandingNoted " * 3},
        [*told("application_received", *MEMBERS), *told("application_arrived", *[COORDINATOR] * 3)],
    )  # fmt: skip
    await choose(team)
    assert [(await team.way(person)).places.hours for person in MEMBERS] == [
        ("mon-fri 09:00-15:00",), ("mon-fri 09:00-18:00",), ("mon-fri 00:00-10:00",),
    ]  # fmt: skip


async def choose(team: Team) -> None:
    """2. Each is asked for the gates that are theirs: an employer, a permit, the tax treatment."""
    for person in MEMBERS:
        await team.send(ENGAGEMENT, "SelectParticipant", participation=f"{person}-1")
    asked = "Selected PermissionCheckStarted TaxTreatmentAsked"
    happened = {
        ENGAGEMENT: "ParticipantSelected StandingNoted ParticipantSelected StandingNoted StandingNoted "
        "ParticipantSelected SeatsFilled StandingNoted",
        way_of("aoi"): "Selected",
        way_of("beni"): f"{asked} WorkPermissionCleared",
        way_of("chika"): f"{asked} PermissionInformationRequested",
    }
    mails = [
        *told("selected", *MEMBERS),
        *told("seats_filled", COORDINATOR),
        *told("employer_consent_request", "hr"),
        *told("permission_cleared", "beni", COORDINATOR),
        *told("permission_information_request", "chika"),
        *told("tax_treatment_request", COORDINATOR, COORDINATOR),
    ]
    await team.witness.saw(happened, mails)


async def sign(team: Team, person: str) -> None:
    """The contract with one member."""
    terms = {
        "work": private("商談の準備"),
        "fee": 1_200_000,
        "weekly_hours": "15",
        "starts_on": team.day(1),
        "ends_on": team.day(700),
        "place": "いまいる場所",
    }
    await team.send(way_of(person), "OfferContract", **terms)
    await team.system.settle()
    await sign_both(team, person, (await team.way(person)).contract.document)


async def sign_both(team: Team, person: str, document: str) -> None:
    """Member and client sign one document."""
    sides = (("participant", person, Role.PARTICIPANT), ("company", CLIENT, Role.COMPANY))
    for side, by, role in sides:
        await team.send(way_of(person), "SignContract", by, role, side=side, document=document)


async def permit(team: Team, person: str, country: str, days: int) -> None:
    """What was asked for is recorded, and the named human clears it."""
    words = {"country": country, "kind": private("帯同"), "valid_until": team.day(days)}
    await team.self_told(person, "RecordPermit", **words)
    await team.system.settle()
    assert (await team.way(person)).permission == "human_review"
    await team.send(way_of(person), "DecidePermission", clear=True, grounds=private("許可証を確かめた"))


async def pass_gates(team: Team) -> None:
    """2. Each missing gate is named; with the last one she is ready by herself."""
    witness, aoi = team.witness, way_of("aoi")
    plan = {"milestone": "q1", "title": "最初の商談", "fee": 100_000, "due_on": team.day(60)}
    await team.send(ENGAGEMENT, "PlanMilestone", **plan)
    await witness.saw({ENGAGEMENT: "MilestonePlanned"})
    four = await witness.refused("participants-not-ready", team.send(ENGAGEMENT, "StartExecution"))
    every = (
        "aoi-1: the employer's consent, the contract, the work permission at the place of residence, the tax treatment"
    )
    assert every in four.explain("en")
    assert "aoi-1: 勤務先の同意、契約、いまの居住地での就労の確認、税務上の取り扱い" in four.explain("ja")
    await team.send(aoi, "RecordEmployerConsent", "hr", Role.EMPLOYER, weekly_hours_cap="20")
    asked = "EmployerConsented PermissionCheckStarted TaxTreatmentAsked PermissionInformationRequested"
    requests = ["permission_information_request > aoi", f"tax_treatment_request > {COORDINATOR}"]
    consented = told("employer_consented", "aoi", COORDINATOR)
    await witness.saw({aoi: asked, ENGAGEMENT: "StandingNoted"}, [*consented, *requests])
    await permits_and_contracts(team)
    last = await witness.refused("participants-not-ready", team.send(ENGAGEMENT, "StartExecution"))
    assert "aoi-1: the tax treatment; beni-1: the tax treatment; chika-1: the tax treatment" in last.explain("en")
    await team.send(aoi, "SettleTaxTreatment", grounds=private("租税条約を確かめた"))
    settled = [*told("tax_treatment_settled", "aoi", COORDINATOR), f"participant_ready > {COORDINATOR}"]
    events = {aoi: "TaxTreatmentSettled BecameReady", ENGAGEMENT: "StandingNoted ParticipantReady StandingNoted"}
    await witness.saw(events, settled)
    for person in ("beni", "chika"):
        await team.send(way_of(person), "SettleTaxTreatment", grounds=private("国内"))
        both = [*told("tax_treatment_settled", person, COORDINATOR), f"participant_ready > {COORDINATOR}"]
        await witness.saw({way_of(person): events[aoi], ENGAGEMENT: events[ENGAGEMENT]}, both)


async def permits_and_contracts(team: Team) -> None:
    """2. A named human clears each permit; everybody signs with the client, who pays."""
    noted = {"aoi": 3, "beni": 1, "chika": 3}
    for person, (country, days) in {"aoi": ("VN", 900), "beni": ("JP", 0), "chika": ("GB", 420)}.items():
        happened = "ContractOffered ContractRendered ContractSigned ContractSigned ContractConcluded"
        mails = [*told("contract_to_sign", person, CLIENT), *told("contract_concluded", person, CLIENT, COORDINATOR)]
        events = {ENGAGEMENT: "StandingNoted " * noted[person]}
        if days:
            await permit(team, person, country, days)
            happened = (
                f"WhereaboutsNoted PermissionCheckStarted PermissionReviewRequested WorkPermissionCleared {happened}"
            )
            mails += [f"permission_review > {COORDINATOR}", *told("permission_cleared", person, COORDINATOR)]
            events[f"person:{person}"] = "PermitRecorded"
        await sign(team, person)
        await team.witness.saw({**events, way_of(person): happened}, mails)


async def kick_off(team: Team) -> None:
    """1. Not without a contract between operator and client, besides those with the members."""
    witness = team.witness
    await witness.refused("client-contract-missing", team.send(ENGAGEMENT, "StartExecution"))
    await team.send(ENGAGEMENT, "ConcludeClientContract", contract="K-2026-7", signed_on=team.day(0))
    await witness.saw({ENGAGEMENT: "ClientContractConcluded"}, told("client_contract_concluded", COORDINATOR, CLIENT))
    await served_when(team)
    await team.send(ENGAGEMENT, "StartExecution")
    started = dict.fromkeys(map(way_of, MEMBERS), "WorkStarted")
    await witness.saw({ENGAGEMENT: "ExecutionStarted", **started}, told("execution_started", CLIENT, *MEMBERS))
    assert [(await team.way(person)).stage for person in MEMBERS] == ["work"] * 3
    assert (await team.engagement()).team.forecast is None, "three cover the client's hours"


async def served_when(team: Team) -> None:
    """1. The client's hours, on the client's clock, and how many members they need at each moment."""
    before = (await team.engagement()).team.business_hours
    assert before is None, "until now the playbook's"
    hours = {"hours": ["mon-fri 09:00-12:00", "mon-fri 13:00-18:00"], "minimum_coverage": 1}
    await team.send(ENGAGEMENT, "SetBusinessHours", **hours)
    await team.witness.saw({ENGAGEMENT: "BusinessHoursSet"})
    state = await team.engagement()
    assert (list(state.team.business_hours.hours), state.team.business_hours.minimum) == (hours["hours"], 1)
    assert (state.seats, state.time_zone) == (3, TOKYO)
