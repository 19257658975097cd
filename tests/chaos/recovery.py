"""How soon it is back: from the moment of a fault until a command is acknowledged, and until its mail arrives."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from chaos.driver import lay_foundation
from chaos.story import registering

from banso.client import new_id
from banso.eventstore.errors import NotKnownYet

from support.processes import RestartedProcess, kill_postgres, kill_temporal, until_worker_polls, worker_process
from support.system import COORDINATOR, until
from support.world import World, running_world


@dataclass(frozen=True)
class Recovery:
    """One kind of fault: seconds from its beginning to the next acknowledgement and to the next reaction."""

    kind: str
    target: float
    acknowledged: tuple[float, ...]
    reacted: tuple[float, ...]

    @property
    def met(self) -> bool:
        """Whether the median is within the target."""
        return median(self.acknowledged if "commands" in self.kind else self.reacted) <= self.target


class Measuring:
    """Does a fault, starts again at once what was killed, as a supervisor would, and looks at the clock."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._turn = 0

    async def measure(self, fault: Callable[[], Awaitable[None]]) -> tuple[float, float]:
        """(Acknowledged, reacted) after so many seconds."""
        self._turn += 1
        step = registering(f"witness-{self._turn}")
        command = await step.build(self._world.system.state)
        assert command is not None
        await self._world.system.send(step.stream, command, command_id=new_id())
        await self._world.system.settle()
        began = time.monotonic()
        doing = asyncio.ensure_future(fault())
        acknowledged = await self._acknowledged(began)
        await until(lambda: any(one.at > began for one in self._world.mail.taken), "a mail")
        arrived = min(one.at for one in self._world.mail.taken if one.at > began) - began
        await doing
        return acknowledged, arrived

    async def _acknowledged(self, began: float) -> float:
        # The fault comes first: a command that slips in before it would measure nothing.
        await asyncio.sleep(0.05)
        name, command = new_id(), {"type": "AppointCoordinator", "coordinator": f"witness-{self._turn}"}
        while True:
            try:
                await self._world.system.send("engagement:chat-1", command, actor=COORDINATOR, command_id=name)
                break
            except NotKnownYet:
                await asyncio.sleep(0.05)
        return time.monotonic() - began


async def recoveries(directory: Path, times: int = 3) -> list[Recovery]:
    """Measure each kind so many times on a system of its own."""
    directory.mkdir(parents=True, exist_ok=True)
    async with running_world(directory) as world:
        await lay_foundation(world.system)
        await world.start_working()
        measuring = Measuring(world)
        kinds: list[tuple[str, float, Callable[[], Awaitable[None]]]] = [
            ("worker SIGTERM, another one running", 1.0, lambda: _hand_over(world)),
            ("worker SIGTERM, started again", 6.0, lambda: _worker_again(world)),
            ("worker killed", 6.0, lambda: _worker_killed(world)),
            ("Temporal killed", 10.0, lambda: _temporal_killed(world)),
            ("PostgreSQL killed: commands", 5.0, lambda: _postgres_killed(world)),
            ("everything", 20.0, lambda: _everything(world)),
        ]
        found = []
        for kind, target, fault in kinds:
            beside = worker_process(world.system.settings, directory / "beside.log") if "another" in kind else None
            seen = [await _with(beside, world, measuring, fault) for _ in range(times)]
            found.append(Recovery(kind, target, tuple(one[0] for one in seen), tuple(one[1] for one in seen)))
        return found


async def _with(
    beside: RestartedProcess | None, world: World, measuring: Measuring, fault: Callable[[], Awaitable[None]]
) -> tuple[float, float]:
    """Measure with a second worker beside the first, if there is to be one; afterwards the first works alone again."""
    if beside is None:
        return await measuring.measure(fault)
    try:
        await beside.start()
        await until_worker_polls(world.system.settings, beside)
        found = await measuring.measure(fault)
        await world.start_working()
        return found
    finally:
        await beside.terminate()


async def _hand_over(world: World) -> None:
    await world.worker.terminate()


async def _worker_again(world: World) -> None:
    await world.worker.terminate()
    await world.worker.start()


async def _worker_killed(world: World) -> None:
    await world.worker.kill()
    await world.worker.start()


async def _temporal_killed(world: World) -> None:
    await kill_temporal(world.temporal)
    await world.temporal.launch()


async def _postgres_killed(world: World) -> None:
    assert world.postgres is not None
    await kill_postgres(world.postgres)
    await world.postgres.launch()


async def _everything(world: World) -> None:
    assert world.postgres is not None
    await asyncio.gather(world.worker.kill(), kill_temporal(world.temporal), kill_postgres(world.postgres))
    await asyncio.gather(world.postgres.launch(), world.temporal.launch())
    await world.worker.start()
