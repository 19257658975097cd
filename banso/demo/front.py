"""Story 6: five new products meet their customers, and nobody is alone at the front. All of it is invented.

Late on purpose: a first answer by the one to whom a problem was handed on, another that nobody gives for three days,
and the approval of one result.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from banso.demo.front_words import CALLED, TOGETHER, TOLD, said, standing, told_as
from banso.demo.scenario import Act, After, Day, Quoted, Seen, Shown
from banso.demo.stories import Pair, Story, Thread
from domain.shared.actors import Actor, Role

DESK = "front-desk"
OFFICE = Actor(person="coordinator", role=Role.COORDINATOR)
OWNERS = {
    "does_not_work": "engineer",
    "does_not_arrive": "logistics",
    "no_effect": "product-owner",
    "none_in_stock": "stock-keeper",
}
"""Who owns which kind of problem, in every project."""
EXPERT = "veteran"
UNKNOWN = "too_loud"
"""A kind that nobody owns."""
SUPPORT = {
    "coordinator": "見本 さくら",
    "engineer": "見本 たくみ",
    "logistics": "見本 はこぶ",
    "product-owner": "見本 ききょう",
    "stock-keeper": "見本 くらんど",
    EXPERT: "見本 としこ",
}
ROLES: dict[str, Pair] = {
    "carrier": ("現場の", "the frontline's "),
    "customer": ("お客さまの", "the customer's "),
    "engineer": ("技術担当の", "the engineer "),
    "logistics": ("物流担当の", "the dispatcher "),
    "product": ("製品担当の", "the product owner "),
    "stock": ("在庫担当の", "the stock keeper "),
    "veteran": ("経験者の", "the veteran "),
}
FEE = 150_000
"""In yen, for each result."""
FOLLOW_UPS = (1, 2, 3)


@dataclass(frozen=True)
class Product:
    """One project: the letter of its thread, what it tries out, where, and who is at the front and at the customer."""

    letter: str
    title: str
    english: str
    host: str
    at_front: str
    at_customer: str

    @property
    def engagement(self) -> str:
        """The engagement's stream."""
        return f"engagement:{self.letter}"

    @property
    def participation(self) -> str:
        """The stream of whoever goes to the front."""
        return f"participation:{self.letter}1"

    @property
    def carrier(self) -> Actor:
        """Whoever is at the front."""
        return Actor(person=f"carrier-{self.letter}", role=Role.PARTICIPANT)

    @property
    def customer(self) -> Actor:
        """Who was promised dates at the customer."""
        return Actor(person=f"customer-{self.letter}", role=Role.COMPANY)

    @property
    def results(self) -> tuple[str, ...]:
        """The robot is to be tried out twice, everything else once."""
        return ("m1", "m2") if self.letter == "r" else ("m1",)


PRODUCTS = (
    Product("r", "建設ロボット", "a construction robot", "見本建設(架空)", "見本 りく", "見本 つちや"),
    Product("f", "需要予測", "demand forecasting", "見本スーパー(架空)", "見本 ふうか", "見本 みせや"),
    Product("j", "就活アプリ", "a job-hunting app", "見本大学(架空)", "見本 じゅん", "見本 まなぶ"),
    Product("c", "3D CAD ショップ", "a 3D CAD shop", "見本工房(架空)", "見本 しおり", "見本 こうすけ"),
    Product("h", "樹脂ハンガー", "plastic hangers", "見本クリーニング(架空)", "見本 はるき", "見本 きぬよ"),
)
ROBOT, FORECAST, JOBS, CAD, HANGERS = PRODUCTS


def scenario(letters: str = "rfjch") -> tuple[Act, ...]:
    """Every act of these projects; those who share a moment act in this order."""
    chosen = [product for product in PRODUCTS if product.letter in letters]
    acts = [*_people(chosen)]
    for product in chosen:
        turns = {"r": _robot, "f": _forecast, "j": _jobs, "c": _cad, "h": _hangers}[product.letter]
        acts += [*_beginning(product), *turns(), *_results(product), *_looking_back(product)]
    return tuple(acts)


def _names() -> dict[str, str]:
    front = {product.carrier.person: product.at_front for product in PRODUCTS}
    return {**SUPPORT, **front, **{product.customer.person: product.at_customer for product in PRODUCTS}}


def _people(products: list[Product]) -> Iterator[Act]:
    everybody = [*SUPPORT, *(each.person for product in products for each in (product.carrier, product.customer))]
    for person in everybody:
        known = {"email": f"{person}@example.jp", "language": "ja", "citizen_of": ["JP"], "employment": "self_employed"}
        yield Act(f"person:{person}", "RegisterPerson", OFFICE, None, {"name": _names()[person], **known})
    desk = {"name": "伴走支援の窓口(見本)", "region": "福井県", "playbook": "frontline-consultation"}
    yield Act(f"service:{DESK}", "OpenService", OFFICE, None, {**desk, "coordinators": [OFFICE.person]})


def _beginning(product: Product) -> Iterator[Act]:
    """The role at the front is posted with what makes it attractive; both sides sign; each kind gets its owner."""
    engagement, stream = product.engagement, product.participation
    posting = {"service": DESK, "title": product.title, "theme": "新製品の検証", "host": product.host}
    goal = {"goal": "お客さまが対価を払う形を一つ見つける", "shared_decision": "何を直してから次のお客さまに行くか"}
    role = {"roles": ["現場"], "weekly_hours": "8", "attraction": "驚くお客さまの顔を、誰よりも先に見られます。"}
    people = {"coordinator": OFFICE.person, "company_contacts": [product.customer.person]}
    yield Act(engagement, "DraftPosting", OFFICE, None, {**posting, **goal, **role, **people})
    yield Act(engagement, "PublishPosting", OFFICE)
    published = Seen(engagement, "PostingPublished")
    words = {"engagement": product.letter, "person": product.carrier.person, "motivation": "お客さまに会いたいです。"}
    yield Act(stream, "Apply", product.carrier, After(published, 2), words)
    seat = {"participation": f"{product.letter}1"}
    yield Act(engagement, "SelectParticipant", OFFICE, After(Seen(stream, "Applied"), 1), seat)
    yield from _contract(product)
    ready = Seen(engagement, "ParticipantReady")
    for milestone in product.results:
        planned = {"milestone": milestone, "title": _title(milestone), "fee": FEE, "due_on": Day(40)}
        yield Act(engagement, "PlanMilestone", OFFICE, After(ready, 1), planned, milestone)
    for kind, owner in OWNERS.items():
        yield Act(engagement, "RouteConsultations", OFFICE, After(ready, 1), {"owner": owner, "kinds": [kind]}, kind)
    yield Act(engagement, "StartExecution", OFFICE, After(ready, 1, monday=True))


def _title(milestone: str) -> str:
    return f"検証 {milestone[1:]}"


def _contract(product: Product) -> Iterator[Act]:
    stream = product.participation
    terms = {"work": "お客さまへの訪問と聞き取り", "fee": 300_000, "weekly_hours": "8", "place": "現地"}
    dates = {"starts_on": Day(7), "ends_on": Day(200)}
    yield Act(stream, "OfferContract", OFFICE, After(Seen(stream, "Selected"), 1), {**terms, **dates})
    rendered = Seen(stream, "ContractRendered")
    for side, who in (("participant", product.carrier), ("company", product.customer)):
        signed = {"side": side, "document": Quoted(rendered, "document")}
        yield Act(stream, "SignContract", who, After(rendered, 1), signed, side)


class _Case:
    """One problem of a project, by its number there, and everything that becomes of it."""

    def __init__(self, product: Product, number: int, kind: str) -> None:
        self.product, self.number, self.kind = product, number, kind
        self.raised = Seen(product.engagement, "ConsultationRaised", {"consultation": number})

    def brought_home(self, days: int, **more: Any) -> Act:
        """Brought home so many days after the kick-off."""
        begun = After(Seen(self.product.engagement, "ExecutionStarted"), days)
        words = {"kind": self.kind, "words": "お客さまの前で困りました。", "customer": self.product.host, **more}
        return self._act("RaiseConsultation", self.product.carrier, begun, words)

    def answered(self, by: str, when: After) -> Act:
        """A first word by whoever has it."""
        return self._mine("AnswerConsultation", by, when, {"text": "受け取りました。一緒に考えましょう。"})

    def handed_on(self, by: str, to: str, when: After) -> Act:
        """To somebody who can help, not declined."""
        return self._mine("RedirectConsultation", by, when, {"to": to, "reason": "こちらのほうが力になれます。"})

    def reflected(self, by: str, when: After, milestone: str, days: int) -> Act:
        """What was promised for a day comes so many days later."""
        return self._mine("ReflectInSchedule", by, when, {"milestones": [milestone], "days": days})

    def closed(self, by: str, when: After, **more: Any) -> Act:
        """Both wheels have turned."""
        done = {"done_about": "直しました。", "done_for_carrier": "次の訪問に一緒に行きました。"}
        return self._mine("CloseConsultation", by, when, {**done, **more})

    def closed_by_half(self, by: str, when: After) -> Act:
        """One wheel is not enough."""
        half = {"consultation": self.number, "done_about": "直しました。"}
        return self._act("CloseConsultation", _supporter(by), when, half, ".half", "one-wheel")

    def late(self, step: str) -> After:
        """After the reminder, or after the coordinators were told."""
        kind = {"kind": "consultation_answer", "subject": str(self.number)}
        return After(Seen(self.product.engagement, step, kind))

    def _mine(self, type_: str, by: str, when: After, values: dict[str, Any]) -> Act:
        return self._act(type_, _supporter(by), when, {"consultation": self.number, **values})

    def _act(
        self, type_: str, actor: Actor, when: After, values: dict[str, Any], more: str = "", refused: str = ""
    ) -> Act:
        return Act(self.product.engagement, type_, actor, when, values, f"{self.number}{more}", refused)


def _supporter(person: str) -> Actor:
    return OFFICE if person == OFFICE.person else Actor(person=person, role=Role.COMPANION)


def _robot() -> Iterator[Act]:
    """Four kinds in a day have four owners, what nobody knows goes to the coordinator; two answers come late."""
    kinds = (*OWNERS, UNKNOWN)
    works, arrives, effect, stock, loud = (_Case(ROBOT, number, kind) for number, kind in enumerate(kinds, start=1))
    for case in (works, arrives, effect, stock, loud):
        yield case.brought_home(2)
    next_day = After(works.raised, 1)
    yield works.answered("engineer", next_day)
    yield arrives.handed_on("logistics", "stock-keeper", next_day)
    yield stock.answered("stock-keeper", next_day)
    yield loud.answered("coordinator", next_day)
    yield arrives.answered("stock-keeper", arrives.late("Reminded"))
    yield effect.answered("product-owner", effect.late("Escalated"))
    yield effect.reflected("product-owner", effect.late("Escalated"), "m2", 14)
    later = After(works.raised, 6)
    yield works.closed_by_half("engineer", later)
    for case, by in ((works, "engineer"), (arrives, "stock-keeper"), (stock, "stock-keeper"), (loud, "coordinator")):
        yield case.closed(by, later)
    yield effect.closed("product-owner", After(effect.raised, 20))


def _forecast() -> Iterator[Act]:
    """The same cause three times, all of it on one person, until two of them are taken over."""
    cases = [_Case(FORECAST, number, "does_not_arrive") for number in (1, 2, 3)]
    for case, days in zip(cases, (3, 4, 5), strict=True):
        yield case.brought_home(days, cause="wrong-address")
    told = After(cases[-1].raised)
    for case, by in zip(cases, ("engineer", "product-owner", "logistics"), strict=True):
        if by != "logistics":
            yield case.handed_on("logistics", by, told)
        yield case.answered(by, told)
        yield case.closed(by, After(cases[-1].raised, 8), cause="wrong-address")


def _jobs() -> Iterator[Act]:
    """A fifth supporter around one at the front is one too many, until a second one goes there."""
    case = _Case(JOBS, 1, "no_effect")
    yield case.brought_home(4)
    yield case.handed_on("product-owner", EXPERT, After(case.raised, 1))
    yield case.answered(EXPERT, After(case.raised, 2))
    joins = {"person": CAD.carrier.person}
    yield Act(JOBS.engagement, "PutAtFront", OFFICE, After(case.raised, 4), joins)
    yield case.closed(EXPERT, After(case.raised, 9))


def _cad() -> Iterator[Act]:
    """What customers say, what one of them pays, and what is learned from it."""
    begun, who = Seen(CAD.engagement, "ExecutionStarted"), CAD.carrier
    paid = {"customer": CAD.host, "amount": 480_000, "signed_on": Day()}
    early = After(begun, 4)
    yield Act(CAD.engagement, "RecordPaidContract", who, early, paid, "early", refused="customer-not-asked")
    for number, customer in enumerate((CAD.host, "見本設計(架空)", "見本模型(架空)")):
        asked = {"customer": customer, "asked_on": Day(), "said": "この部品だけでも、毎日使いたいです。"}
        yield Act(CAD.engagement, "RecordCustomerAsked", who, After(begun, 6), asked, str(number))
    yield Act(CAD.engagement, "RecordPaidContract", who, After(begun, 16), paid)
    learned = {"text": "機能の多さより、最初の一枚が早く仕上がること。"}
    yield Act(CAD.engagement, "RecordLearning", who, After(begun, 16), learned)


def _hangers() -> Iterator[Act]:
    """A problem that is open keeps a project open."""
    case = _Case(HANGERS, 1, "none_in_stock")
    yield case.brought_home(6)
    yield case.answered("stock-keeper", After(case.raised, 1))
    approved = After(Seen(HANGERS.engagement, "MilestoneApproved"))
    yield Act(HANGERS.engagement, "OpenRetrospective", OFFICE, approved, {}, "early", refused="consultations-open")
    yield case.closed("stock-keeper", approved)


def _results(product: Product) -> Iterator[Act]:
    """Handed over, approved, of the forecast only after the customer was reminded, and paid."""
    engagement = product.engagement
    for milestone in product.results:
        days = {"m1": 30, "m2": 40}[milestone]
        made = {"milestone": milestone, "evidence": "聞き取りの記録です。"}
        begun = After(Seen(engagement, "ExecutionStarted"), days)
        yield Act(engagement, "DeliverMilestone", product.carrier, begun, made, milestone)
        delivered = Seen(engagement, "MilestoneDelivered", {"milestone": milestone})
        shown = {"milestone": milestone, "delivery": 1, "content": Shown(delivered, _title(milestone), FEE)}
        when = After(delivered, 2)
        if product is FORECAST:
            when = After(Seen(engagement, "Reminded", {"kind": "milestone_approval"}), 1)
        yield Act(engagement, "ApproveMilestone", product.customer, when, shown, milestone)
        approved = After(Seen(engagement, "MilestoneApproved", {"milestone": milestone}), 2)
        paid = {"milestone": milestone, "paid_on": Day()}
        yield Act(engagement, "RecordPayment", product.customer, approved, paid, milestone)


def _looking_back(product: Product) -> Iterator[Act]:
    engagement, participation = product.engagement, product.participation
    yield Act(engagement, "OpenRetrospective", OFFICE, After(Seen(engagement, "ExecutionStarted"), 46))
    opened = After(Seen(engagement, "RetrospectiveOpened"), 1)
    sides = ((participation, product.carrier), (engagement, product.customer))
    for _, who in sides:
        words = {"person": who.person, "tags": ["strength_discovered"], "text": "ひとりではありませんでした。"}
        yield Act(engagement, "GiveVoice", who, opened, words, who.person)
    for ordinal in FOLLOW_UPS:
        for stream, who in sides:
            answer = {"ordinal": ordinal, "text": "その後も、月に一度は顔を合わせています。"}
            sent = After(Seen(stream, "FollowUpSent", {"ordinal": ordinal}), 1)
            yield Act(stream, "AnswerFollowUp", who, sent, answer, str(ordinal))


STORY = Story(
    number=6,
    threads=lambda: tuple(Thread(one.letter, one.title, one.english) for one in PRODUCTS),
    acts=scenario,
    names=_names,
    roles=ROLES,
    told=TOLD,
    told_as=told_as,
    said=said,
    called=CALLED,
    together=TOGETHER,
    standing=standing,
)
