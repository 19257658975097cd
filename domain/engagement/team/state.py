"""What an engagement knows of its team, and how events change it."""

from datetime import date, datetime
from typing import Any, Literal, assert_never

from pydantic import AwareDatetime, Field

from domain.engagement.team import events as happened
from domain.engagement.team.events import TeamEvent
from domain.playbooks.schema import Gate
from domain.shared.models import FrozenModel
from domain.shared.waiting import Wait, closed, opened, without
from domain.shared.weekly import HoursAhead

OF_TEAMS = ("task_assignment", "coverage")
WHILE_TOGETHER = ("recruit", "prepare", "accompany")


class Member(FrozenModel):
    """One member as the engagement was last told; `hours_ahead` in the order of their days."""

    person: str
    number: int
    active: bool
    time_zone: str
    hours: tuple[str, ...]
    missing: tuple[Gate, ...]
    until: date | None
    hours_ahead: tuple[HoursAhead, ...] = ()

    @property
    def there(self) -> bool:
        """Whether they have any time now."""
        return self.active and bool(self.hours)

    @property
    def turns(self) -> tuple[date, ...]:
        """The days from which on they are known to have other hours, or none; nothing is known of who rests."""
        if not self.active or not (self.hours or any(one.hours for one in self.hours_ahead)):
            return ()
        ends = (self.until,) if self.until else ()
        return (*(one.since for one in self.hours_ahead if self.until is None or one.since < self.until), *ends)


class Task(FrozenModel):
    """Something to be done; `assignee` is a participation, None while it is in the coordinator's queue."""

    title: str
    assignee: str | None = None
    finished_by: str | None = None
    queued: int = 0


class ClientContract(FrozenModel):
    """What operator and client have agreed on, and where it is kept."""

    contract: str
    signed_on: date


class BusinessHours(FrozenModel):
    """The client's hours and the members that have to have time at each moment of them."""

    hours: tuple[str, ...]
    minimum: int


class Forecast(FrozenModel):
    """From when on coverage falls below the minimum, as far as it is known now; `told` once the coordinator was.

    `feared`: the coordinator was told of an earlier gap, and since then of no relief.
    """

    number: int
    short_from: date | None
    tell_at: AwareDatetime | None
    covered: int
    minimum: int
    told: bool = False
    feared: bool = False


class Team(FrozenModel):
    """Members by participation, tasks by id; `looked_at` is when it was last looked ahead at who will be there."""

    client_contract: ClientContract | None = None
    business_hours: BusinessHours | None = None
    members: dict[str, Member] = Field(default_factory=dict)
    tasks: dict[str, Task] = Field(default_factory=dict)
    forecast: Forecast | None = None
    looked_at: AwareDatetime | None = None
    reviews: int = 0

    def looked_ahead(self, at: datetime) -> "Team":
        """The team after a look ahead at a moment."""
        return self.model_copy(update={"looked_at": at})

    def open_tasks(self, assignee: str) -> list[str]:
        """What somebody still has to do, by id."""
        return sorted(key for key, task in self.tasks.items() if task.assignee == assignee and not task.finished_by)


TaskStep = Literal["queued", "assigned", "finished"]


def team_changes(state: Any, event: TeamEvent, at: datetime) -> dict[str, object]:
    """What one event, which occurred at `at`, changes about an engagement."""
    looked = isinstance(event, happened.StandingNoted | happened.BusinessHoursSet | happened.CoverageReviewed)
    team: Team = state.team.looked_ahead(at) if looked else state.team
    match event:
        case happened.ClientContractConcluded():
            agreed = ClientContract(contract=event.contract, signed_on=event.signed_on)
            return {"team": team.model_copy(update={"client_contract": agreed})}
        case happened.BusinessHoursSet():
            hours = BusinessHours(hours=event.hours, minimum=event.minimum_coverage)
            return {"team": team.model_copy(update={"business_hours": hours})}
        case happened.TaskAdded() | happened.TaskAssigned() | happened.TaskQueued() | happened.TaskFinished():
            return _task_changes(state, team, event)
        case happened.StandingNoted():
            member = Member(**event.model_dump(exclude={"type", "participation"}))
            return {"team": team.model_copy(update={"members": {**team.members, event.participation: member}})}
        case happened.CoverageForecast():
            before = team.forecast
            feared = before is not None and before.short_from is not None and (before.told or before.feared)
            forecast = Forecast(**event.model_dump(exclude={"type"}), feared=feared)
            return {
                "team": team.model_copy(update={"forecast": forecast}),
                "waits": without(state.waits, "coverage"),
            }
        case happened.CoverageShort():
            told = team.forecast and team.forecast.model_copy(update={"told": True})
            wait = Wait(kind="coverage", subject=str(event.number), owner=event.owner, schedule=event.schedule)
            return {"team": team.model_copy(update={"forecast": told}), "waits": opened(state.waits, wait)}
        case happened.CoverageReviewed():
            return {"team": team.model_copy(update={"reviews": event.number})}
        case _:
            assert_never(event)


def _task_changes(
    state: Any,
    team: Team,
    event: happened.TaskAdded | happened.TaskAssigned | happened.TaskQueued | happened.TaskFinished,
) -> dict[str, object]:
    task = team.tasks.get(event.task)
    waits: dict[str, Wait] = state.waits
    if task is not None and task.queued:
        waits = closed(waits, f"task_assignment:{event.task}.{task.queued}")
    match event:
        case happened.TaskAdded():
            changed = Task(title=event.title)
        case happened.TaskAssigned():
            changed = team.tasks[event.task].model_copy(update={"assignee": event.assignee})
        case happened.TaskQueued():
            changed = team.tasks[event.task].model_copy(update={"assignee": None, "queued": event.round})
            subject = f"{event.task}.{event.round}"
            wait = Wait(kind="task_assignment", subject=subject, owner=event.owner, schedule=event.schedule)
            waits = opened(waits, wait)
        case happened.TaskFinished():
            changed = team.tasks[event.task].model_copy(update={"finished_by": event.by})
        case _:
            assert_never(event)
    return {"team": team.model_copy(update={"tasks": {**team.tasks, event.task: changed}}), "waits": waits}


def while_together(state: Any) -> Any:
    """Once the work is over nobody has to be found for anything any more."""
    if state.stage in WHILE_TOGETHER:
        return state
    waits = without(state.waits, *OF_TEAMS)
    return state.model_copy(update={"waits": waits}) if len(waits) != len(state.waits) else state
