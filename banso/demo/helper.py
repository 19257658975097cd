"""The demo's own worker process: started, started again when it dies, ended with the demo."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from banso.settings import Settings
from banso.stack.children import ProcessRecord
from banso.stack.process import OwnedProcess

NAME = "demo worker"
PAUSE_SECONDS = 0.5
GRACE_SECONDS = 5.0


class Helper:
    """One worker at a time."""

    def __init__(self, environment: Mapping[str, str], folder: Path) -> None:
        self._environment = environment
        self._folder = folder
        self._record = ProcessRecord(folder / "processes.json")
        self._process: OwnedProcess | None = None
        self.starts = 0

    @property
    def pid(self) -> int | None:
        """Of the present process; None when none runs."""
        return self._process.pid if self._process is not None and self._process.exit_code is None else None

    async def keep(self) -> None:
        """Run a worker until cancelled; whenever it dies, another one."""
        await self._record.end_left_over()
        argv = (sys.executable, "-P", "-m", "banso.demo")
        while True:
            log = self._folder / "worker.log"
            self._process = await OwnedProcess.start(argv, log_file=log, environment=self._environment)
            self._record.write({NAME: self._process.pid})
            self.starts += 1
            await self._process.wait()
            await asyncio.sleep(PAUSE_SECONDS)

    def kill(self) -> int | None:
        """As if its machine were gone; gives the id of the process that was killed."""
        pid = self.pid
        if pid is not None:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return pid

    async def stop(self) -> None:
        """In order."""
        if self._process is not None:
            await self._process.stop(grace=GRACE_SECONDS)
        self._record.remove()


@asynccontextmanager
async def helping(settings: Settings, folder: Path) -> AsyncIterator[Helper]:
    """A worker as long as the context is open."""
    helper = Helper({**os.environ, **settings.environment()}, folder)
    keeping = asyncio.create_task(helper.keep(), name="demo worker")
    try:
        yield helper
    finally:
        keeping.cancel()
        with suppress(asyncio.CancelledError):
            await keeping
        await helper.stop()
