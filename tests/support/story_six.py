"""Story 6 and everybody in it: five products, those who meet their customers, and those who stand behind them."""

from dataclasses import dataclass
from typing import Any

from banso.commands import Outcome
from domain.shared.actors import Role

from support.hands import Hands, private
from support.system import System
from support.witness import Witness

COORDINATOR = "coordinator"
OWNERS = {
    "does_not_work": "engineer",
    "does_not_arrive": "logistics",
    "no_effect": "product-owner",
    "none_in_stock": "stock-keeper",
}
"""Who owns which kind, in every project."""

EXPERT = "expert"
ATTRACTION = "新しい製品に驚くお客さまの顔を、誰よりも先に見られます"


@dataclass(frozen=True)
class Product:
    """One of the five; ids end with its key."""

    key: str
    title: str
    host: str

    @property
    def engagement(self) -> str:
        """The engagement's stream."""
        return f"engagement:{self.key}"

    @property
    def participation(self) -> str:
        """The stream of whoever goes to the front."""
        return f"participation:{self.key}1"

    @property
    def carrier(self) -> str:
        """Who is at the front."""
        return f"carrier-{self.key}"

    @property
    def customer(self) -> str:
        """Who was promised dates at the customer."""
        return f"customer-{self.key}"


PRODUCTS = (
    Product("robot", "建設ロボット", "架空建設"),
    Product("forecast", "需要予測", "架空スーパー"),
    Product("jobs", "就活アプリ", "架空大学"),
    Product("cad", "3D CAD ショップ", "架空工房"),
    Product("hangers", "樹脂ハンガー", "架空クリーニング"),
)
ROBOT, FORECAST, JOBS, CAD, HANGERS = PRODUCTS


@dataclass
class Front(Hands):
    """The hands of everybody in story 6, and a witness of what comes of it."""

    @classmethod
    def of(cls, system: System) -> "Front":
        """In a tenant of its own; the customer of the CAD shop reads English."""
        system.tenant = "fukui"
        return cls(system, Witness(system, {CAD.customer: "en", "logistics": "en"}))

    async def send(
        self, stream: str, type_: str, by: str = COORDINATOR, role: Role | None = None, /, **values: Any
    ) -> Outcome:
        """Somebody sends a command, in the role that they have here unless another is named."""
        return await super().send(stream, type_, by, role or _role_of(by), **values)

    async def engagement(self, product: Product) -> Any:
        """The state of a project."""
        return await self.system.state(product.engagement)


def _role_of(person: str) -> Role:
    if person == COORDINATOR:
        return Role.COORDINATOR
    kinds = {"carrier": Role.PARTICIPANT, "customer": Role.COMPANY}
    return kinds.get(person.partition("-")[0], Role.COMPANION)


async def open_desk(front: Front) -> None:
    """One desk with everybody who stands behind the front."""
    await front.register(COORDINATOR)
    for person in (*OWNERS.values(), EXPERT):
        await front.register(person)
    desk = {"name": "伴走支援デスク", "region": "福井県", "playbook": "frontline-consultation"}
    await front.send("service:desk", "OpenService", coordinators=[COORDINATOR], **desk)
    people = {f"person:{one}": "PersonRegistered" for one in (COORDINATOR, *OWNERS.values(), EXPERT)}
    await front.witness.saw({**people, "service:desk": "ServiceOpened"}, [f"desk_opened > {COORDINATOR}"])


async def post(front: Front, product: Product) -> None:
    """The role at the front is posted, with what makes it attractive."""
    for person in (product.carrier, product.customer):
        await front.register(person, employment="self_employed")
    people = {f"person:{one}": "PersonRegistered" for one in (product.carrier, product.customer)}
    await front.witness.saw(people)
    posting = {
        "service": "desk",
        "title": product.title,
        "theme": "新製品の検証",
        "host": product.host,
        "goal": "お客さまが対価を払う形を一つ見つける",
        "shared_decision": "何を直してから次のお客さまに行くか",
        "roles": ["現場"],
        "seats": 1,
        "weekly_hours": "8",
        "coordinator": COORDINATOR,
        "company_contacts": [product.customer],
        "attraction": ATTRACTION,
    }
    await front.send(product.engagement, "DraftPosting", **posting)
    await front.send(product.engagement, "PublishPosting")
    events = {product.engagement: "PostingDrafted PostingPublished", "service:desk": "EngagementListed"}
    await front.witness.saw(events, [f"posting_published > {product.customer}"])
    assert (await front.engagement(product)).attraction == ATTRACTION


async def go_to_the_front(front: Front, product: Product) -> None:
    """Somebody applies, gets the seat, and both sides sign; no other gate has to be passed."""
    saw, stream, carrier = front.witness.saw, product.participation, product.carrier
    words = {"engagement": product.key, "person": carrier, "motivation": private("お客さまに会いたい")}
    await front.send(stream, "Apply", carrier, **words)
    mails = [f"application_arrived > {COORDINATOR}", f"application_received > {carrier}"]
    await saw({stream: "Applied", product.engagement: "ApplicationNoted"}, mails)
    await front.send(product.engagement, "SelectParticipant", participation=f"{product.key}1")
    events = {product.engagement: "ParticipantSelected SeatsFilled", stream: "Selected"}
    await saw(events, [f"seats_filled > {COORDINATOR}", f"selected > {carrier}"])
    terms = {"work": private("お客さまへの訪問と聞き取り"), "fee": 300_000, "weekly_hours": "8", "place": "現地"}
    await front.send(stream, "OfferContract", starts_on=front.day(7), ends_on=front.day(200), **terms)
    sides = (carrier, product.customer)
    await saw({stream: "ContractOffered ContractRendered"}, [f"contract_to_sign > {one}" for one in sides])
    document = (await front.system.state(stream)).contract.document
    for side, person in zip(("participant", "company"), sides, strict=True):
        await front.send(stream, "SignContract", person, side=side, document=document)
    events = {stream: "ContractSigned ContractSigned ContractConcluded BecameReady"}
    told = [f"contract_concluded > {one}" for one in (*sides, COORDINATOR)]
    await saw({**events, product.engagement: "ParticipantReady"}, [*told, f"participant_ready > {COORDINATOR}"])


async def kick_off(front: Front, product: Product) -> None:
    """Each kind has an owner, two results are promised for a day, and the work begins."""
    engagement, saw = product.engagement, front.witness.saw
    early = front.send(engagement, "RaiseConsultation", product.carrier, kind="no_effect", words=private("早すぎる"))
    await front.witness.refused("not-in-execution", early)
    for number, days in ((1, 30), (2, 90)):
        words = {"milestone": f"m{number}", "title": f"検証 {number}", "fee": 150_000, "due_on": front.day(days)}
        await front.send(engagement, "PlanMilestone", **words)
    unknown = front.send(engagement, "RouteConsultations", owner="engineer", kinds=["too_loud"])
    await front.witness.refused("kind-unknown", unknown, field="kinds")
    for kind, owner in OWNERS.items():
        await front.send(engagement, "RouteConsultations", owner=owner, kinds=[kind])
    await front.send(engagement, "StartExecution")
    events = " ".join(["MilestonePlanned"] * 2 + ["ConsultationsRouted"] * 4 + ["ExecutionStarted"])
    told = [f"execution_started > {one}" for one in (product.customer, product.carrier)]
    routed = [f"consultations_routed > {one}" for one in OWNERS.values()]
    await saw({engagement: events, product.participation: "WorkStarted"}, [*told, *routed])
