"""What the chaos clients do: story 1 as steps, each with a command id of its own that never changes.

A step's command is the same whenever it is built, so that a client that was killed can begin a letter anew: what was
accepted is answered with the same receipt, and the rest goes on from there.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from domain.shared.actors import Actor, Role

from support.system import COORDINATOR

State = Callable[[str], Awaitable[Any]]
Build = Callable[[State], Awaitable[dict[str, Any] | None]]
"""Makes a step's command; None while what it needs is not there yet."""

CHATTERS = 3
HELPERS = 5


@dataclass(frozen=True)
class Step:
    """One command to one stream."""

    name: str
    stream: str
    actor: Actor
    build: Build


def fixed(**command: Any) -> Build:
    """A command that needs nothing."""

    async def build(_: State) -> dict[str, Any]:
        return command

    return build


def registering(person: str, **values: Any) -> Step:
    """Somebody becomes known."""
    command = {"name": f"架空 {person}", "email": f"{person}@example.jp", "citizen_of": ["JP"], **values}
    return Step(f"register.{person}", f"person:{person}", COORDINATOR, fixed(type="RegisterPerson", **command))


def drafting(engagement: str, contact: str, companion: str) -> Build:
    """A posting that asks for more than hands."""
    return fixed(
        type="DraftPosting",
        service="desk",
        title=f"発信 {engagement}",
        theme="発信",
        host="架空の旗屋",
        goal="若い世代に届く発信を一緒につくる",
        shared_decision="何を発信するかを参加者と企業で決める",
        roles=["広報戦略"],
        weekly_hours="8",
        coordinator="coordinator",
        company_contacts=[contact],
        companion=companion,
    )


def foundation() -> list[Step]:
    """What is there before anybody does anything: a desk, helpers, and an engagement for each chatter."""
    steps = [registering("coordinator"), *(registering(f"helper-{n}") for n in range(HELPERS))]
    opened = fixed(
        type="OpenService",
        name="岐阜ふるさと兼業デスク",
        region="岐阜県",
        playbook="furusato-kengyo",
        coordinators=["coordinator"],
    )
    steps.append(Step("desk", "service:desk", COORDINATOR, opened))
    for n in range(CHATTERS):
        steps.append(registering(f"chat-{n}"))
        build = drafting(f"chat-{n}", f"chat-{n}", "helper-0")
        steps.append(Step(f"draft.chat-{n}", f"engagement:chat-{n}", COORDINATOR, build))
    return steps


def chatter(number: int, turn: int) -> Step:
    """The `turn`th thing that a chatter does: somebody comes, somebody goes, an address changes."""
    helper = f"helper-{turn // 3 % HELPERS}"
    engagement, name = f"engagement:chat-{number}", f"chat-{number}.{turn}"
    if turn % 3 == 0:
        return Step(name, engagement, COORDINATOR, fixed(type="AppointCoordinator", coordinator=helper))
    if turn % 3 == 1:
        return Step(name, engagement, COORDINATOR, fixed(type="LeaveAsCoordinator", coordinator=helper))
    person = f"chat-{number}"
    changed = fixed(type="ChangeContact", name=f"架空 {turn}", email=f"{person}@example.jp", language="ja")
    return Step(name, f"person:{person}", COORDINATOR, changed)


def letter(name: str, today: date) -> list[Step]:
    """Story 1 from the posting to the end of the retrospective: what follows has to wait for months."""
    people = [
        registering(f"president-{name}", employment="not_working"),
        registering(f"companion-{name}", employment="not_working"),
        registering(f"hr-{name}", employment="not_working"),
        registering(f"participant-{name}", employer_contact=f"hr-{name}"),
    ]
    return [*people, *_recruiting(name, today), *_gates(name, today), *_working(name, today), *_afterwards(name, today)]


def _office(name: str, step: str, kind: str, **command: Any) -> Step:
    stream = f"engagement:{name}" if kind == "engagement" else f"participation:{name}1"
    return Step(f"{name}.{step}", stream, COORDINATOR, fixed(**command))


def _acting(name: str, person: str, role: Role) -> Actor:
    return Actor(person=f"{person}-{name}", role=role)


def _recruiting(name: str, today: date) -> list[Step]:
    draft = drafting(name, f"president-{name}", f"companion-{name}")
    applies = fixed(type="Apply", engagement=name, person=f"participant-{name}", motivation="地元の仕事に関わりたい")
    return [
        Step(f"{name}.draft", f"engagement:{name}", COORDINATOR, draft),
        _office(name, "publish", "engagement", type="PublishPosting"),
        Step(f"{name}.apply", f"participation:{name}1", _acting(name, "participant", Role.PARTICIPANT), applies),
        _office(name, "interview", "participation", type="RecordInterview", held_on=f"{today}", note="良い対話"),
        _office(name, "select", "engagement", type="SelectParticipant", participation=f"{name}1"),
    ]


def _gates(name: str, today: date) -> list[Step]:
    stream = f"participation:{name}1"
    consents = fixed(type="RecordEmployerConsent", weekly_hours_cap="8")
    offer = {
        "type": "OfferContract",
        "work": "発信の企画と実行",
        "fee": 300_000,
        "weekly_hours": "8",
        "starts_on": f"{today + timedelta(days=7)}",
        "ends_on": f"{today + timedelta(days=190)}",
        "place": "オンライン",
    }
    return [
        Step(f"{name}.consent", stream, _acting(name, "hr", Role.EMPLOYER), consents),
        _office(name, "offer", "participation", **offer),
        *(
            Step(f"{name}.sign.{side}", stream, _acting(name, who, Role(side)), _signing(stream, side))
            for side, who in (("participant", "participant"), ("company", "president"))
        ),
    ]


def _signing(stream: str, side: str) -> Build:
    async def build(state: State) -> dict[str, Any] | None:
        contract = (await state(stream)).contract
        if contract is None or contract.document is None:
            return None
        return {"type": "SignContract", "side": side, "document": contract.document}

    return build


def _working(name: str, today: date) -> list[Step]:
    stream, participant = f"participation:{name}1", _acting(name, "participant", Role.PARTICIPANT)
    report = fixed(type="SubmitCheckIn", week_of=f"{today}", hours="6", main_job="well", text="順調です")
    answer = fixed(type="AnswerCheckIn", number=1, text="その調子です")
    due = f"{today + timedelta(days=60)}"
    plans = [
        _office(
            name,
            f"plan.{m}",
            "engagement",
            type="PlanMilestone",
            milestone=m,
            title=f"成果 {m}",
            fee=150_000,
            due_on=due,
        )
        for m in ("m1", "m2")
    ]
    reports = [
        Step(f"{name}.report", stream, participant, report),
        Step(f"{name}.answer", stream, _acting(name, "companion", Role.COMPANION), answer),
    ]
    delivered = [step for m in ("m1", "m2") for step in _delivering(name, m)]
    return [*plans, _office(name, "start", "engagement", type="StartExecution"), *reports, *delivered]


def _delivering(name: str, milestone: str) -> list[Step]:
    stream = f"engagement:{name}"
    delivers = fixed(type="DeliverMilestone", milestone=milestone, evidence=f"{milestone} の記事と数字")

    async def approves(state: State) -> dict[str, Any] | None:
        found = (await state(stream)).milestones[milestone]
        if found.content is None:
            return None
        return {"type": "ApproveMilestone", "milestone": milestone, "delivery": 1, "content": found.content}

    return [
        Step(f"{name}.deliver.{milestone}", stream, _acting(name, "participant", Role.PARTICIPANT), delivers),
        Step(f"{name}.approve.{milestone}", stream, _acting(name, "president", Role.COMPANY), approves),
    ]


def _afterwards(name: str, today: date) -> list[Step]:
    voices = (("president", Role.COMPANY), ("participant", Role.PARTICIPANT), ("hr", Role.EMPLOYER))
    paid = [
        _office(name, f"pay.{m}", "engagement", type="RecordPayment", milestone=m, paid_on=f"{today}")
        for m in ("m1", "m2")
    ]
    given = [
        Step(
            f"{name}.voice.{who}",
            f"engagement:{name}",
            _acting(name, who, role),
            fixed(type="GiveVoice", person=f"{who}-{name}", tags=["young_staff_grew"], text="やってよかった"),
        )
        for who, role in voices
    ]
    return [
        *paid,
        _office(name, "retrospective", "engagement", type="OpenRetrospective"),
        *given,
    ]
