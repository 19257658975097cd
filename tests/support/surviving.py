"""Telling a story while its worker, a process of its own, is killed again and again; and what it comes to.

On a real Temporal server, for the time-skipping one does not give back what a dead worker had. The story's clock is a
file that the worker reads; it stands still, and whoever puts it forward wakes those who wait for a moment that has
come. A killed worker is started again, as every supervisor does.
"""

import asyncio
import math
import os
import random
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import psycopg
from chaos.checks import against_itself, copies, repeated_mails
from chaos.faults import Fault
from temporalio.service import RPCError
from temporalio.testing import WorkflowEnvironment

from banso.stack.mail_catcher import MailBox
from workflows.contracts import NUDGE, Follow, Nudge, workflow_id

from support.accounting import copies_of, problems, read_ledger
from support.faulty_mail import FaultyMail
from support.outcome import Outcome, outcome_of
from support.processes import kill, until_worker_polls
from support.story_worker import WrittenClock
from support.system import System, until
from support.world import World, running_world

BEGINS = datetime(2027, 4, 5, 1, tzinfo=UTC)
"""A Monday, ten in the morning in Tokyo: the same for every telling, so that the same moments come of it."""
FEWEST_KILLS = 3
LONGEST_MOMENT_SECONDS = 0.3
"""After something was found to be open: inside its plan, its activity, or between the two."""
LOST_WORK_SECONDS = 300.0
"""So long may it take until what died with its worker is given to the next one, several times over."""

EVENTS = "SELECT count(*) FROM banso.events"
OPEN = (
    "SELECT (SELECT count(*) FROM banso.news)"
    " + (SELECT count(*) FROM banso.effects WHERE status IN ('pending', 'attempted'))"
)


class StandingSystem(System):
    """A system whose time stands still until it is put forward, and that waits for what a killed worker had begun."""

    _eyes: psycopg.AsyncConnection | None = None

    async def rows(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """Look with the owner's eyes; through one connection, for it looks all the time."""
        if self._eyes is None:
            self._eyes = await psycopg.AsyncConnection.connect(self.owner, autocommit=True)
        cursor = await self._eyes.execute(query, parameters)
        return await cursor.fetchall() if cursor.description else []

    async def close(self) -> None:
        """Look no more."""
        if self._eyes is not None:
            await self._eyes.close()

    async def settle(self, seconds: float = LOST_WORK_SECONDS) -> None:
        """Wait until nothing is left to do now."""
        await super().settle(seconds)

    async def open_work(self) -> list[str]:
        """What is still to be done; deadlines are read from all states, and only when nothing else is open."""
        number = (await self.rows(OPEN))[0][0]
        return [f"{number} news and effects"] if number else await super().open_work()

    async def _busy_workflows(self) -> list[str]:
        return []  # only a time-skipping server has to be left alone in the middle of a turn

    async def _pass(self, moment: datetime) -> None:
        assert isinstance(self.clock, WrittenClock)
        self.clock.set(moment + timedelta(seconds=1))
        for stream, deadline in await self.deadlines():
            if deadline.due <= self.clock.now():
                await self._wake(Follow(tenant=self.tenant, stream=stream, process=deadline.process))

    async def _wake(self, follow: Follow) -> None:
        assert self.temporal is not None
        with suppress(RPCError):  # whoever does not run looks at the clock when it begins
            await self.temporal.get_workflow_handle(workflow_id(follow)).signal(NUDGE, Nudge())


class FirstCopies(MailBox):
    """Keeps the first copy of every mail, as mail programs show it."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory)
        self._kept: dict[str, Path] = {}

    def keep(self, sender: str, recipients: list[str], content: bytes) -> Path:
        """Write a message, unless one with its Message-ID is there."""
        identifier = str(message_from_bytes(content)["Message-ID"])
        if identifier not in self._kept:
            self._kept[identifier] = super().keep(sender, recipients, content)
        return self._kept[identifier]


class PostOffice(FaultyMail):
    """Shows every mail once, and remembers all that it took."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory)
        self._box = FirstCopies(directory)


@dataclass
class Killer:
    """Kills the worker in the middle of its work, again and again, at moments drawn by chance with a seed.

    `apart` is how many events a worker lives to see, on average.
    """

    world: World
    system: System
    chance: random.Random
    apart: int
    faults: list[Fault] = field(default_factory=list)

    async def go_about(self) -> None:
        """Until cancelled."""
        while True:
            wanted = await self._number(EVENTS) + self.chance.randint(self.apart // 2, self.apart * 3 // 2)
            await until(lambda wanted=wanted: self._at_work(wanted), "work to be killed at", math.inf)
            await asyncio.sleep(self.chance.uniform(0, LONGEST_MOMENT_SECONDS))  # the moment is the point
            await self._strike()

    async def _number(self, query: str) -> int:
        return int((await self.system.rows(query))[0][0])

    async def _at_work(self, events: int) -> bool:
        return await self._number(EVENTS) >= events and await self._number(OPEN) > 0

    async def _strike(self) -> None:
        worker, began = self.world.worker, time.monotonic()
        starts = worker.starts
        assert worker.pid is not None, "somebody else ended the worker"
        kill(worker.pid)
        await until(lambda: worker.starts > starts, "another worker")
        self.faults.append(Fault("worker killed", began, time.monotonic()))
        await until_worker_polls(self.system.settings, worker)


@dataclass
class Telling:
    """One telling of a story. Without a killer its worker lives."""

    world: World
    system: StandingSystem
    killer: Killer | None
    _killing: asyncio.Task[None] | None = None

    async def start_working(self) -> None:
        """From now on there is a worker, and somebody who kills it."""
        await self.world.start_working()
        client = await self.world.temporal_client()
        self.system.temporal = client
        # All that anybody asks of it from now on is its client.
        self.system.environment = cast(WorkflowEnvironment, SimpleNamespace(client=client))
        if self.killer is not None:
            self._killing = asyncio.create_task(self.killer.go_about(), name="killer")

    async def in_peace(self) -> list[Fault]:
        """No kill any more, and everything at rest; how the worker was killed until then.

        Raises whatever went wrong with killing.
        """
        await self.end()
        await self.system.settle()
        return [] if self.killer is None else self.killer.faults

    async def end(self) -> None:
        """From now on nobody is killed."""
        killing, self._killing = self._killing, None
        if killing is not None:
            killing.cancel()
            with suppress(asyncio.CancelledError):
                await killing

    async def wrong(self, faults: list[Fault]) -> list[str]:
        """What is not accounted for: in the ledger, in the store, in the mails that came twice."""
        system, taken = self.system, self.world.mail.taken
        ledger = await read_ledger(system)
        assert set(copies(taken)) == set(copies_of(system)), "a mail was taken and not kept"
        return [
            *problems(ledger, copies(taken)),
            *(f"effect {one.effect_id} is {one.status}: {one.reason}" for one in ledger if one.status != "done"),
            *repeated_mails(taken, faults),
            *await against_itself(system),
        ]


@asynccontextmanager
async def telling(owner: str, folder: Path, apart: int, seed: int | None) -> AsyncIterator[Telling]:
    """Everything for one telling; its worker is made, and not started. `seed` None: nobody kills it."""
    folder.mkdir()
    clock = WrittenClock(BEGINS, folder / "clock")
    program = [sys.executable, "-P", "-m", "support.story_worker", str(folder / "clock")]
    async with running_world(folder, owner, clock=clock, mail=PostOffice(folder / "mail"), program=program) as world:
        system = StandingSystem(**vars(world.system))
        killer = None if seed is None else Killer(world, system, random.Random(seed), apart)
        told = Telling(world, system, killer)
        try:
            yield told
        finally:
            await told.end()
            await system.close()


Story = Callable[[Telling], Awaitable[None]]


async def tell(story: Story, owner: str, folder: Path, apart: int, seed: int | None) -> tuple[Outcome, int]:
    """Tell it to its end, and hold it against its books; what came of it, and how often its worker was killed."""
    async with telling(owner, folder, apart, seed) as told:
        await story(told)
        faults = await told.in_peace()
        wrong = await told.wrong(faults)
        assert wrong == [], wrong
        return await outcome_of(told.system), len(faults)


async def comes_to_the_same(story: Story, apart: int, owner: str, folder: Path) -> None:
    """Tell it twice, side by side, once with a killer; a worker lives to see `apart` events on average.

    Both come to the same states, events, effects and mails; every effect is done once, a mail repeated only where its
    worker died before it wrote down that it was sent. The steps hold what happens against what they expect, both times.
    """
    seed = int(os.environ.get("BANSO_CHAOS_SEED", "0")) or random.SystemRandom().randrange(1, 1_000_000)
    print(f"BANSO_CHAOS_SEED={seed} repeats this; logs are below {folder}")
    async with asyncio.TaskGroup() as both:
        undisturbed = both.create_task(tell(story, owner, folder / "undisturbed", apart, None))
        disturbed = both.create_task(tell(story, owner, folder / "disturbed", apart, seed))
    (in_peace, none), (killed, kills) = undisturbed.result(), disturbed.result()
    print(f"{kills} workers were killed in {killed.events.total()} events")
    assert (none, kills >= FEWEST_KILLS) == (0, True), f"{kills} kills say nothing"
    differences = killed.differences(in_peace)
    assert differences == [], "\n".join(differences)
    assert {status for *_, status in killed.effects} == {"done"}
