"""One run under chaos: a whole system, clients that send all the time, faults for a while, rest, then every check."""

import asyncio
import random
import sys
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from chaos import checks
from chaos.diary import read_diary
from chaos.faults import Disturber
from chaos.story import foundation

from banso.client import new_id
from domain.shared.periods import local_date

from support.accounting import read_ledger
from support.processes import ROOT, RestartedProcess, environment_of
from support.system import System, until
from support.world import World, running_world

SETTLING_SECONDS = 240.0
SHORTEST_BREAK_SECONDS = 0.3
LONGEST_BREAK_SECONDS = 2.0
AT_WORK_SECONDS = 6.0


@dataclass(frozen=True)
class Run:
    """What a run came to. `wrong` is empty when everything held."""

    seed: int
    seconds: float
    faults: Mapping[str, int]
    double: int
    acknowledged: int
    accepted: int
    events: int
    effects: Mapping[str, int]
    mails: int
    repeated_mails: int
    settled_after: float
    wrong: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """For programs."""
        return asdict(self)


async def lay_foundation(system: System) -> None:
    """What the clients need before they can do anything."""
    for step in foundation():
        command = await step.build(system.state)
        assert command is not None
        await system.send(step.stream, command, actor=step.actor, command_id=f"foundation.{new_id()}")


def client_process(world: World) -> RestartedProcess:
    """The clients' process, and where it keeps its diary."""
    today = local_date(datetime.now(UTC), "Asia/Tokyo").isoformat()
    argv = [sys.executable, str(ROOT / "tests" / "chaos" / "client.py")]
    argv += ["--diary", str(diary_of(world)), "--today", today]
    return RestartedProcess(argv, environment_of(world.system.settings), world.directory / "client.log")


def diary_of(world: World) -> Path:
    """The clients' diary."""
    return world.directory / "diary.jsonl"


async def chaos(directory: Path, seed: int, seconds: float, at_least: int) -> Run:
    """Faults for so many seconds, and at least so many; then rest, and look."""
    directory.mkdir(parents=True, exist_ok=True)
    async with running_world(directory) as world:
        await lay_foundation(world.system)
        client = client_process(world)
        disturber = Disturber(world, client, random.Random(seed))
        began = time.monotonic()
        try:
            await world.start_working()
            await client.start()
            await _disturb(disturber, seconds, at_least)
            took = time.monotonic() - began
            await _sends_again(world)
            code = await client.terminate(grace=60)
        finally:
            await client.kill()
        resting = time.monotonic()
        await world.system.settle(SETTLING_SECONDS)
        settled_after = time.monotonic() - resting
        wrong = [] if code == 0 else [f"the client ended with {code}: see client.log"]
        return await _look(world, disturber, seed, took, settled_after, wrong)


async def _disturb(disturber: Disturber, seconds: float, at_least: int) -> None:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends or len(disturber.faults) < at_least:
        await asyncio.sleep(disturber.chance.uniform(SHORTEST_BREAK_SECONDS, LONGEST_BREAK_SECONDS))
        # Half of the faults hit a system that is at work, the others one that is not yet on its feet again.
        if disturber.chance.random() < 0.5:
            await _at_work(disturber.world)
        await disturber.disturb()


async def _sends_again(world: World) -> None:
    """A client that was started by the last fault cannot end in order before it is on its feet."""
    before = diary_of(world).stat().st_size
    await until(lambda: diary_of(world).stat().st_size > before, "a client that sends")


async def _at_work(world: World) -> None:
    """Wait until mails arrive again, or for a while in vain."""
    before = len(world.mail.taken)
    with suppress(AssertionError):
        await until(lambda: len(world.mail.taken) > before + 5, "mails", AT_WORK_SECONDS)


async def _look(
    world: World, disturber: Disturber, seed: int, took: float, settled_after: float, wrong: list[str]
) -> Run:
    remembered = read_diary(diary_of(world))
    wrong += await checks.everything(world, remembered, disturber.faults)
    wrong += await checks.every_workflow_answers(world)
    try:
        await until(lambda: _all_followed(world), "a workflow for every open stream, and no other", 30)
    except AssertionError as error:
        wrong += [str(error), *await checks.followed(world)]
    events = await world.system.rows("SELECT count(*) FROM banso.events")
    ledger = await read_ledger(world.system)
    copies = checks.copies(world.mail.taken)
    return Run(
        seed=seed,
        seconds=round(took, 1),
        faults=dict(sorted(Counter(fault.kind for fault in disturber.faults).items())),
        double=sum(fault.also is not None for fault in disturber.faults) // 2,
        acknowledged=remembered.acknowledgements,
        accepted=len(remembered.receipts),
        events=events[0][0],
        effects=dict(Counter(entry.status for entry in ledger)),
        mails=len(copies),
        repeated_mails=sum(count > 1 for count in copies.values()),
        settled_after=round(settled_after, 1),
        wrong=tuple(wrong),
    )


async def _all_followed(world: World) -> bool:
    return not await checks.followed(world)
