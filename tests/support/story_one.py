"""Story 1 as commands: one engagement of the regional platform, from its posting to its last follow-up."""

from datetime import timedelta
from typing import Any

from domain.shared.actors import Actor, Role
from domain.shared.periods import local_date

from support.system import System

ZONE = "Asia/Tokyo"


def acting(person: str, role: Role) -> Actor:
    """Somebody in a role."""
    return Actor(person=person, role=role)


async def register(system: System, person: str, **values: Any) -> None:
    """Somebody becomes known, with an obviously synthetic name and address."""
    command = {
        "type": "RegisterPerson",
        "name": f"架空 {person}",
        "email": f"{person}@example.jp",
        "language": "ja",
        "citizen_of": ["JP"],
        **values,
    }
    await system.send(f"person:{person}", command)


async def open_desk(system: System, playbook: str = "furusato-kengyo") -> None:
    """The regional desk with its coordinator."""
    await register(system, "coordinator")
    await system.send(
        "service:desk",
        {
            "type": "OpenService",
            "name": "岐阜ふるさと兼業デスク",
            "region": "岐阜県",
            "playbook": playbook,
            "coordinators": ["coordinator"],
        },
    )


async def post(
    system: System, letter: str, *, title: str = "旗屋の発信", host: str = "架空の旗屋", **values: Any
) -> None:
    """A posting with its company, published."""
    for person in (f"president-{letter}", f"companion-{letter}", f"hr-{letter}"):
        await register(system, person, employment="not_working")
    await register(system, f"participant-{letter}", employer_contact=f"hr-{letter}")
    await system.send(
        f"engagement:{letter}",
        {
            "type": "DraftPosting",
            "service": "desk",
            "title": title,
            "theme": "発信",
            "host": host,
            "goal": "若い世代に届く発信を一緒につくる",
            "shared_decision": "何を発信するかを参加者と企業で決める",
            "roles": ["広報戦略"],
            "seats": 1,
            "weekly_hours": "8",
            "coordinator": "coordinator",
            "company_contacts": [f"president-{letter}"],
            "companion": f"companion-{letter}",
            **values,
        },
    )
    await system.send(f"engagement:{letter}", {"type": "PublishPosting"})


async def select(system: System, letter: str) -> None:
    """One person applies, is interviewed, and gets the seat."""
    await system.send(
        f"participation:{letter}1",
        {
            "type": "Apply",
            "engagement": letter,
            "person": f"participant-{letter}",
            "motivation": "地元の仕事に関わりたい",
        },
        actor=acting(f"participant-{letter}", Role.PARTICIPANT),
    )
    today = local_date(system.clock.now(), ZONE).isoformat()
    await system.send(f"participation:{letter}1", {"type": "RecordInterview", "held_on": today, "note": "良い対話"})
    await system.send(f"engagement:{letter}", {"type": "SelectParticipant", "participation": f"{letter}1"})


async def pass_gates(system: System, letter: str) -> None:
    """Employer's consent, contract signed by both sides, work permission by rule."""
    stream = f"participation:{letter}1"
    consent = {"type": "RecordEmployerConsent", "weekly_hours_cap": "8"}
    await system.send(stream, consent, actor=acting(f"hr-{letter}", Role.EMPLOYER))
    await sign(system, letter)


async def sign(system: System, letter: str) -> None:
    """A contract that both sides sign."""
    stream = f"participation:{letter}1"
    today = local_date(system.clock.now(), ZONE)
    await system.send(
        stream,
        {
            "type": "OfferContract",
            "work": "発信の企画と実行",
            "fee": 300_000,
            "weekly_hours": "8",
            "starts_on": (today + timedelta(days=7)).isoformat(),
            "ends_on": (today + timedelta(days=190)).isoformat(),
            "place": "オンライン",
        },
    )
    await system.settle()
    document = (await system.state(stream)).contract.document
    for side, person in (("participant", f"participant-{letter}"), ("company", f"president-{letter}")):
        await system.send(
            stream,
            {"type": "SignContract", "side": side, "document": document},
            actor=acting(person, Role(side)),
        )
    await system.settle()


async def kick_off(system: System, letter: str) -> None:
    """Two milestones and the kick-off."""
    today = local_date(system.clock.now(), ZONE)
    for number, days in ((1, 60), (2, 150)):
        await system.send(
            f"engagement:{letter}",
            {
                "type": "PlanMilestone",
                "milestone": f"m{number}",
                "title": f"成果 {number}",
                "fee": 150_000,
                "due_on": (today + timedelta(days=days)).isoformat(),
            },
        )
    await system.send(f"engagement:{letter}", {"type": "StartExecution"})
    await system.settle()


async def deliver(system: System, letter: str, milestone: str) -> None:
    """A result is handed over."""
    await system.send(
        f"engagement:{letter}",
        {"type": "DeliverMilestone", "milestone": milestone, "evidence": "公開した記事と数字"},
        actor=acting(f"participant-{letter}", Role.PARTICIPANT),
    )


def link_in(system: System, person: str) -> str:
    """The token of the latest decision link that was mailed to somebody."""
    for mail in reversed(system.mails()):
        if f"{person}@example.jp" in mail.to and "/decide/" in mail.text:
            return mail.text.split("/decide/")[1].split()[0]
    raise AssertionError(f"no link was mailed to {person}")
