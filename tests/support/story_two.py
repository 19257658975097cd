"""Story 2: a trial programme for people who accompany an assignment abroad, with everybody's hands in it."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import policy
from email.parser import BytesParser
from typing import Any

from icalendar import Calendar

from banso.commands import Outcome
from banso.playbooks import load_playbook
from domain.shared.actors import Actor, Role
from domain.shared.refusals import DomainError
from domain.shared.values import StreamReference

from support.story_one import register
from support.system import System
from support.witness import Witness, subjects_of

PLAYBOOK = "career-trial"
SERVICE, ENGAGEMENT = "service:trial", "engagement:trial"
SUCCESSOR = "service:team"
APPLICANTS = 133
REPEATED = 20
SEATS = 10
WAITING = 20
DECLINED = APPLICANTS - SEATS - WAITING
POOL = 40
"""So many of those who were declined agree to stay in the pool. †"""
PACKS = ("settling-in", "finding-work", "visa-and-tax")

PEOPLE = tuple(f"guest-{number:03}" for number in range(1, APPLICANTS + 1))
CHOSEN, LISTED, UNLUCKY = PEOPLE[:SEATS], PEOPLE[SEATS : SEATS + WAITING], PEOPLE[SEATS + WAITING :]
TAKING_PART = (*CHOSEN[1:], LISTED[1])
"""One withdraws; the first on the waiting list lets the offer lapse, the second takes it."""


def way(person: str) -> str:
    """The stream of somebody's participation."""
    return f"participation:{person}"


@dataclass(frozen=True)
class Step:
    """A command that somebody sends."""

    stream: str
    command: dict[str, Any]
    actor: Actor
    command_id: str | None = None


def step(stream: str, type_: str, by: str = "coordinator", role: Role = Role.COORDINATOR, /, **values: Any) -> Step:
    """The coordinator sends it, unless somebody else is named."""
    return Step(stream, {"type": type_, **values}, Actor(person=by, role=role))


def own(person: str, type_: str, /, **values: Any) -> Step:
    """Somebody acts for themselves."""
    return step(way(person), type_, person, Role.PARTICIPANT, **values)


def applications() -> list[Step]:
    """Everybody applies, 20 of them twice with the same key."""
    once = [
        Step(one.stream, one.command, one.actor, f"apply-{person}")
        for person in PEOPLE
        for one in [own(person, "Apply", engagement="trial", person=person, motivation="もう一度働きたい")]
    ]
    return [*once, *once[:REPEATED]]


@dataclass
class Trial:
    """The trial as one runs it, and a witness of what comes of it; it has `began` with its kick-off."""

    system: System
    witness: Witness
    began: datetime

    @classmethod
    def of(cls, system: System) -> "Trial":
        """Watched from its beginning."""
        system.tenant = "trial"
        return cls(system, Witness(system, subjects=subjects_of(load_playbook(PLAYBOOK))), system.clock.now())

    async def take(self, *steps: Step) -> list[Outcome]:
        """One after the other."""
        return [
            await self.system.send(one.stream, one.command, actor=one.actor, command_id=one.command_id) for one in steps
        ]

    async def together(self, steps: Sequence[Step]) -> list[Outcome]:
        """All at the same moment, each to a stream of its own, or repeated under its key."""
        if self.system.environment is not None:
            await self.system.settle()
        return list(await asyncio.gather(*(self._now(one) for one in steps)))

    async def _now(self, one: Step) -> Outcome:
        self.system.sent += 1
        send, stream = self.system.store.client.send, StreamReference.parse(one.stream)
        key = one.command_id or f"test-{self.system.sent}"
        return await send(self.system.tenant, one.actor, stream, one.command, command_id=key)

    async def refused(self, code: str, one: Step, *, field: str | None = None) -> DomainError:
        """It is refused, and leaves neither event nor mail nor news; also while no worker runs."""
        if self.system.environment is not None:
            await self.witness.settled()
        return await self.witness.refused_now(code, self.take(one), field=field)

    async def saw(self, events: dict[str, int], mails: dict[str, int] | None = None) -> None:
        """So many events of each type, and so many mails of each kind, since the last look; no others."""
        happened = await self.new_events()
        assert happened == Counter(events), happened
        if mails is not None:
            told = Counter(one.message for one in self.witness.new_mails())
            assert told == Counter(mails), told

    async def new_events(self) -> Counter[str]:
        """How often each type of event happened since the last look."""
        if self.system.environment is not None:
            await self.witness.settled()
        return Counter(type_ for types in (await self.witness.new_events()).values() for type_ in types)

    def told(self, message: str) -> list[str]:
        """Who was ever told this, in order of their ids; somebody told twice stands there twice."""
        return sorted(one.person for one in self.witness.seen if one.message == message)

    async def seats(self) -> Any:
        """The engagement; never more people than seats."""
        state = await self.system.state(ENGAGEMENT)
        assert len(state.selected) + len(state.seats_offered) <= SEATS
        return state

    def in_days(self, days: float) -> str:
        """A moment so many days from now, as commands want it."""
        return (self.system.clock.now() + timedelta(days=days)).isoformat()

    def entry(self, person: str, message: str) -> Any:
        """The calendar entry in the latest mail of this kind to somebody."""
        content = self.witness.mail_to(person, message).path.read_bytes()
        mail = BytesParser(policy=policy.default).parsebytes(content)
        (part,) = [one for one in mail.walk() if one.get_content_type() == "text/calendar"]
        payload = part.get_payload(decode=True)
        assert isinstance(payload, bytes)
        (event,) = Calendar.from_ical(payload).walk("VEVENT")
        return event


async def open_programme(trial: Trial, people: Iterable[str] = PEOPLE) -> None:
    """The service, its premise, and the open call with ten seats; these people know of it."""
    for person in ("coordinator", "office", "counsellor", *people):
        await register(trial.system, person, employment="not_working", residence="SG", time_zone="Asia/Singapore")
    opening = {"name": "駐妻キャリアトライアル", "region": "シンガポール", "playbook": PLAYBOOK, "contact": "office"}
    believed = {"believed": "足りないのは情報である", "evidence": "はじめの聞き取り"}
    call = {
        "service": "trial",
        "title": "次の一歩のための三か月",
        "theme": "キャリア",
        "host": "架空の支援団体",
        "goal": "自分の次の一歩を見つける",
        "shared_decision": "プログラムのこれからを参加者と決める",
        "roles": ["参加者"],
        "seats": SEATS,
        "weekly_hours": "2",
        "coordinator": "coordinator",
        "company_contacts": ["office"],
        "companion": "counsellor",
        "time_zone": "Asia/Singapore",
    }
    await trial.take(
        step(SERVICE, "OpenService", **opening, coordinators=["coordinator"]),
        step(SERVICE, "RecordServicePremise", premise="information", **believed),
        step(ENGAGEMENT, "DraftPosting", **call),
        step(ENGAGEMENT, "PublishPosting"),
    )


def answers(persons: Iterable[str]) -> list[Step]:
    """Of ten, eight want to work; what helped most were real job cases, then the visa and legal steps."""
    wants = dict(zip(range(SEATS), ["yes"] * 8 + ["no", "unsure"], strict=True))
    helped = dict(zip(range(SEATS), ["job_cases"] * 5 + ["legal_steps"] * 4 + ["counselling"], strict=True))
    return [
        own(
            person,
            "AnswerSurvey",
            survey="closing",
            answers=[f"wants_work={wants[number]}", f"helped_most={helped[number]}", f"confidence={5 - number % 2}"],
        )
        for number, person in enumerate(persons)
    ]


def begins(moment: datetime) -> datetime:
    """As calendars keep it: to the second."""
    return moment.replace(microsecond=0)
