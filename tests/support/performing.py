"""Activities called one by one, as a worker would call them: the plan of a stream, then what it names."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from temporalio import activity
from temporalio.testing import ActivityEnvironment

from activities import contracts as agreed
from activities.contracts import EffectsDue, Plan, PlanRequest
from banso.clock import SettableClock
from banso.composition import activities_of
from banso.eventstore.effects import LedgerEntry
from domain.shared.actors import Actor, Role

from support.system import System, running_mail, running_store

MONDAY = datetime(2026, 4, 6, 1, 0, tzinfo=UTC)
"""Ten in the morning in Japan."""


def _named(parts: list[Callable[..., Any]]) -> dict[str, Callable[..., Any]]:
    return {str(activity._Definition.must_from_callable(part).name): part for part in parts}


@dataclass
class Hands:
    """A system without Temporal, and its activities by their registered names. `beats` are all heartbeats."""

    system: System
    activities: dict[str, Callable[..., Any]]
    beats: list[str] = field(default_factory=list)

    async def call(self, name: str, argument: Any) -> Any:
        """Call one activity, within an activity's environment."""
        environment = ActivityEnvironment()
        environment.on_heartbeat = lambda *details: self.beats.extend(map(str, details))
        return await environment.run(self.activities[name], argument)

    async def plan(self, stream: str, process: str | None = None, at: datetime | None = None) -> Plan:
        """What is due, as of now or another moment."""
        woken_at = at or self.system.clock.now()
        request = PlanRequest(tenant=self.system.tenant, stream=stream, process=process, woken_at=woken_at)
        plan: Plan = await self.call(agreed.PLAN, request)
        return plan

    async def perform(self, stream: str, process: str | None = None) -> list[EffectsDue]:
        """Carry out what is due now."""
        due = (await self.plan(stream, process)).effects
        for batch in due:
            await self.call(batch.activity, batch)
        return list(due)

    async def ledger(self, stream: str) -> list[LedgerEntry]:
        """Every effect of a stream, the earliest first."""
        found = await self.system.store.client.queries.effects(self.system.tenant, stream=stream)
        return sorted(found, key=lambda entry: (entry.version, entry.place))

    async def send(
        self, stream: str, type_: str, by: str = "coordinator", role: Role = Role.COORDINATOR, /, **values: Any
    ) -> Any:
        """Somebody sends a command."""
        return await self.system.send(stream, {"type": type_, **values}, actor=Actor(person=by, role=role))

    @property
    def today(self) -> str:
        """The day in Japan, for tests that stay within Japan's office hours."""
        return self.system.clock.now().date().isoformat()


@asynccontextmanager
async def hands(owner: str, folder: Path, smtp_url: str | None = None) -> AsyncIterator[Hands]:
    """A desk's system on a clock that stands still, with a mail server (its own, or the one that is named)."""
    async with running_mail(folder) as own_mail:
        clock = SettableClock(MONDAY)
        async with running_store(owner, folder, clock=clock, smtp_url=smtp_url or own_mail) as system:
            yield Hands(system, _named(list(activities_of(system.store, system.settings))))
