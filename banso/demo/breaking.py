"""`--break`: kills worker and Temporal in the middle of the work, and remembers how everything stood before."""

import os
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from psycopg import AsyncConnection

from banso.demo.helper import Helper
from banso.demo.notebook import Broken, Notebook
from banso.demo.playing import Scene
from banso.demo.scenario import Act
from banso.demo.verdict import caught
from banso.stack.children import recorded_process

MIDDLE, LATE = 0.5, 0.6
"""From the first on, the next moment at which several people act will do; from the second on, any moment."""
TEMPORAL = "temporal"


class NoInterruption:
    """Nothing happens between two acts."""

    async def between(self, scene: Scene, others: Sequence[Act]) -> None:
        """Nothing."""


class Breaking:
    """Kills once, about half-way, while something that was decided is still to be carried out."""

    def __init__(
        self,
        notebook: Notebook,
        helper: Helper,
        processes_file: Path,
        owner: AsyncConnection,
        mails: Path,
        tell: Callable[[list[int]], None],
    ) -> None:
        self._notebook = notebook
        self._helper = helper
        self._processes_file = processes_file
        self._owner = owner
        self._mails = mails
        self._tell = tell

    async def between(self, scene: Scene, others: Sequence[Act]) -> None:
        """Kill, if it is time and was not done yet. The others of this moment act while everything is gone."""
        page = self._notebook.present()
        share = scene.done / scene.total
        if page.broken is not None or share < (MIDDLE if others else LATE) or not scene.world.open_effects:
            return
        killed = [pid for pid in (self._helper.kill(), self._kill_temporal()) if pid is not None]
        broken = Broken(
            at=datetime.now(UTC),
            heads=await self._heads(),
            events=len(scene.world.happened),
            open_effects=scene.world.open_effects,
            mails=(await caught(self._owner, page, self._mails)).total(),
            decided_meanwhile=len(others),
        )
        self._notebook.write(self._notebook.present().model_copy(update={"broken": broken}))
        self._tell(killed)

    def _kill_temporal(self) -> int | None:
        pid = recorded_process(self._processes_file, TEMPORAL)
        if pid is not None:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return pid

    async def _heads(self) -> dict[str, tuple[int, str]]:
        rows = await self._owner.execute("SELECT stream, version, encode(hash, 'hex') FROM banso.streams")
        return {stream: (version, digest) for stream, version, digest in await rows.fetchall()}
