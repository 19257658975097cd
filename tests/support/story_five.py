"""Story 5's service, its members, and the hands of everybody in it, with obviously synthetic names."""

from dataclasses import dataclass, field
from typing import Any

from banso.commands import Outcome
from domain.shared.actors import Actor, Role

from support.hands import Hands
from support.story_one import register
from support.witness import Witness

SERVICE = "yorisoi"
STREAM = f"service:{SERVICE}"
PLAYBOOK = "daily-accompaniment"
CLIENTS = tuple(f"client-{number}" for number in range(1, 6))
ACCOMPANISTS = tuple(f"accompanist-{number}" for number in range(1, 4))
UNDERSTANDINGS = ("spare_time", "mail", "no_special_skill", "side_income", "grow")


def stream_of(person: str) -> str:
    """The stream of somebody's membership."""
    return f"membership:{SERVICE}.{person}"


@dataclass
class Accompaniment(Hands):
    """One service of daily accompaniment, and a witness of what comes of what people do."""

    witness: Witness = field(init=False)
    members: tuple[str, ...] = (*CLIENTS, *ACCOMPANISTS)

    def __post_init__(self) -> None:
        self.witness = Witness(self.system)

    async def office(self, stream: str, type_: str, /, **values: Any) -> Outcome:
        """The coordinator sends a command."""
        return await self.system.send(stream, {"type": type_, **values})

    async def member(self, person: str, type_: str, /, **values: Any) -> Outcome:
        """A member sends a command to their own membership."""
        actor = Actor(person=person, role=Role.PARTICIPANT)
        return await self.system.send(stream_of(person), {"type": type_, **values}, actor=actor)

    async def of(self, person: str) -> Any:
        """The state of somebody's membership."""
        return await self.system.state(stream_of(person))

    async def service(self) -> Any:
        """The state of the service."""
        return await self.system.state(STREAM)

    async def join(self, person: str) -> Outcome:
        """Somebody becomes a member, as client or accompanist."""
        role = person.partition("-")[0]
        words = {"service": SERVICE, "person": person, "member_role": role, "understandings": UNDERSTANDINGS}
        return await self.member(person, "JoinService", **words)

    async def begin(self) -> None:
        """The service opens at ten on a Monday, and everybody joins."""
        await self.begin_on_monday()
        for person in ("coordinator", *self.members):
            await register(self.system, person, employment="self_employed")
        words = {"name": "架空の寄り添い", "region": "全国", "playbook": PLAYBOOK, "coordinators": ["coordinator"]}
        await self.office(STREAM, "OpenService", **words)
        for person in self.members:
            await self.join(person)
        await self.witness.overlook()

    def each(self, types: str, *, but: tuple[str, ...] = ()) -> dict[str, str]:
        """The same events for every member."""
        return {stream_of(person): types for person in self.members if person not in but}

    def told(self, message: str, *, but: tuple[str, ...] = ()) -> list[str]:
        """The same mail to every member."""
        return [f"{message} > {person}" for person in self.members if person not in but]
