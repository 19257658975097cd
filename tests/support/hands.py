"""The hands of everybody in a story, and the days that it goes by."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from banso.commands import Outcome
from domain.shared.actors import Actor, Role
from domain.shared.periods import local_date

from support.system import System
from support.witness import Witness

ZONE = "Asia/Tokyo"
PRIVATE = "ないしょ"
"""Marks every personal name and text of the stories, so that none of them can hide."""


def private(text: str) -> str:
    """A personal text of a story."""
    return f"{text}({PRIVATE})"


@dataclass
class Hands:
    """Everybody sends by them, and a witness sees what comes of it. Days are those in Japan."""

    system: System
    witness: Witness

    async def send(
        self, stream: str, type_: str, by: str = "coordinator", role: Role = Role.COORDINATOR, /, **values: Any
    ) -> Outcome:
        """Somebody sends a command: the coordinator, unless somebody else is named."""
        return await self.system.send(stream, {"type": type_, **values}, actor=Actor(person=by, role=role))

    async def register(self, person: str, *, send: Any = None, **values: Any) -> None:
        """Somebody becomes known, with an obviously synthetic name and address; elsewhere, by another `send`."""
        words = {
            "name": private(f"架空 {person}"),
            "email": f"{person}@example.jp",
            "language": self.witness.languages.get(person, "ja"),
            "citizen_of": ["JP"],
            "employment": "not_working",
        }
        await (send or self.send)(f"person:{person}", "RegisterPerson", **{**words, **values})

    def today(self) -> date:
        """The day that it is."""
        return local_date(self.system.clock.now(), ZONE)

    def day(self, later: int = 0) -> str:
        """A day from today on, as commands want it."""
        return (self.today() + timedelta(days=later)).isoformat()

    async def begin_on_monday(self) -> datetime:
        """Ten in the morning of the next Monday, so that every run sees the same weekdays and hours."""
        return await begin_on_monday(self.system)


async def begin_on_monday(system: System) -> datetime:
    """Ten in the morning of the next Monday; when that is."""
    now = system.clock.now().astimezone(ZoneInfo(ZONE))
    monday = datetime(now.year, now.month, now.day, 10, tzinfo=ZoneInfo(ZONE)) + timedelta(days=7 - now.weekday())
    await system.skip_to(monday)
    return monday
