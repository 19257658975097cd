"""Everything that is done to a running system: killed, stopped, paused, refused, cut; one by one, or all at once."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

import psutil
import psycopg

from support.faulty_mail import Mood
from support.processes import RestartedProcess, family, go_on, kill, kill_postgres, kill_temporal, pause
from support.world import World

LONGEST_PAUSE_SECONDS = 4.0
LONGEST_OUTAGE_SECONDS = 1.5


@dataclass
class Fault:
    """One disturbance, by time.monotonic()."""

    kind: str
    began: float
    ended: float = 0.0
    also: str | None = None


@dataclass
class Disturber:
    """Does faults to a world, by chance with a seed. Each kind names the part that it hits."""

    world: World
    client: RestartedProcess
    chance: random.Random
    faults: list[Fault] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._kinds: dict[str, tuple[str, Callable[[], Awaitable[None]]]] = {
            "worker killed": ("worker", self._worker_killed),
            "worker stopped": ("worker", self._worker_stopped),
            "worker paused": ("worker", self._worker_paused),
            "relay cut off": ("relay", self._relay_cut_off),
            "temporal killed": ("temporal", self._temporal_killed),
            "temporal paused": ("temporal", self._temporal_paused),
            "postgres killed": ("postgres", self._postgres_killed),
            "postgres crashed": ("postgres", self._postgres_crashed),
            "postgres paused": ("postgres", self._postgres_paused),
            "client killed": ("client", self._client_killed),
            "mail refusing": ("mail", self._mail_refusing),
            "mail cutting": ("mail", self._mail_cutting),
            "everything": ("all", self._everything),
        }
        self._bag: list[str] = []

    @property
    def kinds(self) -> list[str]:
        """What there is."""
        return list(self._kinds)

    def _draw(self) -> str:
        """Every kind once before any comes again, so that a short run knows them all."""
        if not self._bag:
            self._bag = self.chance.sample(self.kinds, len(self._kinds))
        return self._bag.pop()

    async def disturb(self) -> None:
        """One fault, or one in four times two of different parts together."""
        first = self._draw()
        second = self.chance.choice(self.kinds) if self.chance.random() < 0.25 else None
        parts = {self._kinds[one][0] for one in (first, second) if one}
        if second is None or "all" in parts or len(parts) == 1:
            await self._do(first, None)
            return
        await asyncio.gather(self._do(first, second), self._do(second, first))

    async def _do(self, kind: str, also: str | None) -> None:
        fault = Fault(kind, time.monotonic(), also=also)
        self.faults.append(fault)
        try:
            await self._kinds[kind][1]()
        finally:
            fault.ended = time.monotonic()

    async def _a_while(self, longest: float) -> None:
        await asyncio.sleep(self.chance.uniform(0.05, longest))

    async def _worker_killed(self) -> None:
        await self.world.worker.kill()
        await self._a_while(LONGEST_OUTAGE_SECONDS)
        await self.world.worker.start()

    async def _worker_stopped(self) -> None:
        await self.world.worker.terminate()
        await self.world.worker.start()

    async def _worker_paused(self) -> None:
        await self._pause([self.world.worker.pid])

    async def _pause(self, pids: list[int | None]) -> None:
        living = [pid for pid in pids if pid is not None]
        for pid in living:
            pause(pid)
        try:
            await self._a_while(LONGEST_PAUSE_SECONDS)
        finally:
            for pid in living:
                go_on(pid)

    async def _relay_cut_off(self) -> None:
        # While PostgreSQL itself is down or coming back, everybody is cut off already.
        with suppress(psycopg.OperationalError):
            await self.world.system.rows(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename LIKE '%%relay_login'"
            )

    async def _temporal_killed(self) -> None:
        await kill_temporal(self.world.temporal)
        await self._a_while(LONGEST_OUTAGE_SECONDS)
        await self.world.temporal.launch()

    async def _temporal_paused(self) -> None:
        await self._pause([self.world.temporal.pid])

    async def _postgres_killed(self) -> None:
        assert self.world.postgres is not None
        await kill_postgres(self.world.postgres)
        await self._a_while(LONGEST_OUTAGE_SECONDS)
        await self.world.postgres.launch()

    async def _postgres_crashed(self) -> None:
        """One of its processes dies, and it recovers by itself, throwing everybody out."""
        assert self.world.postgres is not None
        assert self.world.postgres.pid is not None
        backends = [pid for pid in family(self.world.postgres.pid)[1:] if _is_client_backend(pid)]
        if backends:
            kill(self.chance.choice(backends))

    async def _postgres_paused(self) -> None:
        assert self.world.postgres is not None
        assert self.world.postgres.pid is not None
        await self._pause(list(family(self.world.postgres.pid)))

    async def _client_killed(self) -> None:
        await self.client.kill()
        await self._a_while(LONGEST_OUTAGE_SECONDS)
        await self.client.start()

    async def _mail_refusing(self) -> None:
        await self._mail_is("refusing")

    async def _mail_cutting(self) -> None:
        await self._mail_is("cutting")

    async def _mail_is(self, mood: Mood) -> None:
        self.world.mail.mood = mood
        await asyncio.sleep(self.chance.uniform(1.0, LONGEST_PAUSE_SECONDS))
        self.world.mail.mood = "well"

    async def _everything(self) -> None:
        """The machine is gone, and comes back."""
        assert self.world.postgres is not None
        await self.world.mail.stop()
        parts = (self.world.worker.kill(), self.client.kill())
        await asyncio.gather(*parts, kill_temporal(self.world.temporal), kill_postgres(self.world.postgres))
        await self._a_while(LONGEST_OUTAGE_SECONDS)
        await self.world.mail.start()
        await asyncio.gather(self.world.postgres.launch(), self.world.temporal.launch())
        await asyncio.gather(self.world.worker.start(), self.client.start())


def _is_client_backend(pid: int) -> bool:
    with suppress(psutil.Error):
        return "_login" in " ".join(psutil.Process(pid).cmdline())
    return False
