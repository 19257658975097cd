"""What a scenario is made of: acts, each with who does what, and when. Nothing here does anything."""

import datetime as time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from domain.engagement.deliveries import content_of
from domain.shared.actors import Actor
from domain.shared.values import PersonalText

ZONE = ZoneInfo("Asia/Tokyo")
WORK_BEGINS = time.time(10)


class NotThere(LookupError):
    """An act wants to quote an event that did not happen: the scenario is wrong."""


@dataclass(frozen=True)
class Happening:
    """One event that happened, as far as the demo needs it. `at` is aware; personal texts are sealed."""

    position: int
    stream: str
    version: int
    type: str
    at: time.datetime
    actor: Mapping[str, Any]
    command_id: str
    content: Mapping[str, Any]


Chronicle = Mapping[tuple[str, str], Sequence[Happening]]
"""What happened, by stream and type, in order."""


def chronicle(happened: Iterable[Happening]) -> Chronicle:
    """What happened, so that it can be looked up."""
    found: dict[tuple[str, str], list[Happening]] = {}
    for one in happened:
        found.setdefault((one.stream, one.type), []).append(one)
    return found


@dataclass(frozen=True)
class Seen:
    """An event: of this stream, of this type, whose content has these values."""

    stream: str
    type: str
    match: Mapping[str, Any] = field(default_factory=dict)

    def find(self, happened: Chronicle) -> Happening | None:
        """The first such event, or None."""
        return next((each for each in happened.get((self.stream, self.type), ()) if self._fits(each)), None)

    def _fits(self, one: Happening) -> bool:
        return all(one.content.get(name) == value for name, value in self.match.items())


@dataclass(frozen=True)
class After:
    """So many days after an event, at ten in the morning (Japan); with no days, at the same moment.

    `monday`: on the first Monday from then on.
    """

    event: Seen
    days: int = 0
    monday: bool = False

    def moment(self, happened: Chronicle) -> time.datetime | None:
        """When that is; None as long as the event did not happen."""
        found = self.event.find(happened)
        if found is None:
            return None
        if not self.days:
            return found.at
        day = found.at.astimezone(ZONE).date() + time.timedelta(days=self.days)
        if self.monday:
            day += time.timedelta(days=-day.weekday() % 7)
        return max(time.datetime.combine(day, WORK_BEGINS, ZONE), found.at)


@dataclass(frozen=True)
class Quoted:
    """A value that an event holds, for example the hash of the document that was written."""

    event: Seen
    name: str


@dataclass(frozen=True)
class Shown:
    """The fingerprint of a delivery, which the company's decision has to name; `title` and `fee` (yen) as planned."""

    event: Seen
    title: str
    fee: int


@dataclass(frozen=True)
class Day:
    """A calendar day (Japan), so many days after that of the act."""

    later: int = 0


@dataclass(frozen=True)
class DayOf:
    """A calendar day (Japan), so many days after that of an event; before it, where `later` is negative."""

    event: Seen
    later: int = 0

    def day(self, happened: Chronicle) -> time.date:
        """Which one that is.

        Raises:
            NotThere: the event did not happen.
        """
        return _noted(self.event, happened).at.astimezone(ZONE).date() + time.timedelta(days=self.later)


@dataclass(frozen=True)
class At:
    """A moment (Japan): so many days after that of the act, at an hour of the day."""

    later: int
    hour: int


@dataclass(frozen=True)
class Act:
    """One command of the scenario. Its id is the same in every run, so that a repetition changes nothing.

    `when` None: at the beginning. `name` tells acts of one stream and one type apart. `values` may hold `Quoted`,
    `Shown`, `Day` and `At`. `refused` is the code of the refusal that it has to meet, where the story wants one.
    `twice`: somebody sends it once more under the same key, and nothing comes of it.
    """

    stream: str
    type: str
    actor: Actor
    when: After | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    name: str = ""
    refused: str = ""
    twice: bool = False

    @property
    def command_id(self) -> str:
        """The idempotency key."""
        return "/".join(part for part in ("demo", self.stream, self.type, self.name) if part)

    def command(self, moment: time.datetime, happened: Chronicle) -> dict[str, Any]:
        """The command as it is sent at its moment.

        Raises:
            NotThere: it quotes an event that did not happen.
        """
        return {"type": self.type, **{name: _filled(value, moment, happened) for name, value in self.values.items()}}


def _found(event: Seen, happened: Chronicle) -> Mapping[str, Any]:
    return _noted(event, happened).content


def _noted(event: Seen, happened: Chronicle) -> Happening:
    found = event.find(happened)
    if found is None:
        raise NotThere(f"{event.type} of {event.stream}")
    return found


def _filled(value: Any, moment: time.datetime, happened: Chronicle) -> Any:
    match value:
        case Quoted():
            return _found(value.event, happened)[value.name]
        case Shown():
            said = _found(value.event, happened)
            evidence = PersonalText.model_validate(said["evidence"])
            return content_of(said["milestone"], value.title, value.fee, said["delivery"], evidence)
        case Day():
            return (moment.astimezone(ZONE).date() + time.timedelta(days=value.later)).isoformat()
        case At():
            day = moment.astimezone(ZONE).date() + time.timedelta(days=value.later)
            return time.datetime.combine(day, time.time(value.hour), ZONE).isoformat()
        case [*each]:
            return [_filled(one, moment, happened) for one in each]
        case {**fields}:
            return {name: _filled(one, moment, happened) for name, one in fields.items()}
        case _:
            return value
