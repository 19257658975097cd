"""What happened to a team that works for a client."""

from datetime import date
from typing import ClassVar, Literal

from pydantic import AwareDatetime

from domain.playbooks.schema import Gate
from domain.shared.models import Event
from domain.shared.values import Identifier
from domain.shared.waiting import Owner, Schedule
from domain.shared.weekly import HoursAhead


class ClientContractConcluded(Event):
    """Operator and client have a contract."""

    type: Literal["ClientContractConcluded"] = "ClientContractConcluded"
    contract: str
    signed_on: date


class BusinessHoursSet(Event):
    """The client's hours, on the client's clock, and how many members have to have time at each moment of them."""

    type: Literal["BusinessHoursSet"] = "BusinessHoursSet"
    hours: tuple[str, ...]
    minimum_coverage: int


class TaskAdded(Event):
    """Something is to be done."""

    type: Literal["TaskAdded"] = "TaskAdded"
    task: Identifier
    title: str


class TaskAssigned(Event):
    """Somebody does it from now on; `former` did it before.

    Where it was `handed_over`, that was because they are not there any more, or not in the client's hours.
    """

    type: Literal["TaskAssigned"] = "TaskAssigned"
    task: Identifier
    assignee: Identifier
    former: Identifier | None
    handed_over: bool


class TaskQueued(Event):
    """Nobody covers those hours: the coordinator finds somebody."""

    type: Literal["TaskQueued"] = "TaskQueued"
    task: Identifier
    round: int
    schedule: Schedule
    owner: Owner


class TaskFinished(Event):
    """It is done."""

    type: Literal["TaskFinished"] = "TaskFinished"
    task: Identifier
    by: Identifier


class StandingNoted(Event):
    """Whether a member is there, when they have time now and as announced, and what keeps them from it."""

    schema_version: ClassVar[int] = 2
    type: Literal["StandingNoted"] = "StandingNoted"
    participation: Identifier
    person: Identifier
    number: int
    active: bool
    time_zone: str
    hours: tuple[str, ...]
    missing: tuple[Gate, ...]
    until: date | None
    hours_ahead: tuple[HoursAhead, ...] = ()


class CoverageForecast(Event):
    """From `short_from` on (None: at no time) fewer members have time than the client may rely on.

    The coordinator is told at `tell_at`; `covered` are the fewest on that day, who are less than `minimum`.
    """

    type: Literal["CoverageForecast"] = "CoverageForecast"
    number: int
    short_from: date | None
    tell_at: AwareDatetime | None
    covered: int
    minimum: int


class CoverageShort(Event):
    """The coordinator is told that coverage falls below the minimum, before the client notices."""

    type: Literal["CoverageShort"] = "CoverageShort"
    number: int
    schedule: Schedule
    owner: Owner


class CoverageReviewed(Event):
    """What was announced for beyond the last look ahead has come nearer, so it was looked once more."""

    type: Literal["CoverageReviewed"] = "CoverageReviewed"
    number: int


TeamEvent = (
    ClientContractConcluded
    | BusinessHoursSet
    | TaskAdded
    | TaskAssigned
    | TaskQueued
    | TaskFinished
    | StandingNoted
    | CoverageForecast
    | CoverageShort
    | CoverageReviewed
)
