"""Our own processes below the supervisor: started, watched until they are ready, restarted when they die."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import psutil
from pydantic import BaseModel, TypeAdapter, ValidationError

from banso.stack.data_directory import write_private
from banso.stack.errors import ChildError
from banso.stack.process import OwnedProcess, end_process
from banso.stack.running import StackAddresses
from banso.stack.waiting import poll_async
from banso.system_errors import reason_in_words

READY_LIMIT_SECONDS = 60.0
_STOP_SECONDS = 15.0


@dataclass(frozen=True)
class ChildProcess:
    """What to run. `ready` is asked again and again until it says True; an OSError of it counts as not yet."""

    name: str
    argv: Sequence[str]
    ready: Callable[[StackAddresses], Awaitable[bool]]
    environment: Mapping[str, str] = field(default_factory=dict)
    """Variables besides, and over, those that tell where everything is."""


class Service(Protocol):
    """What the supervisor can run."""

    @property
    def name(self) -> str:
        """For people."""

    @property
    def pid(self) -> int | None:
        """Of the present process."""

    async def launch(self) -> str:
        """Start, wait until healthy, return where it is. Raises StackError."""

    async def wait(self) -> int:
        """Until it ends."""

    async def stop(self) -> None:
        """In order; harmless when it does not run."""


class ChildService:
    """One ChildProcess as a service."""

    def __init__(
        self, child: ChildProcess, addresses: StackAddresses, environment: Mapping[str, str], logs: Path
    ) -> None:
        self.name = child.name
        self._child = child
        self._addresses = addresses
        self._environment = {**os.environ, **environment, **child.environment}
        self._log_file = logs / f"{child.name}.log"
        self._process: OwnedProcess | None = None

    @property
    def pid(self) -> int | None:
        return None if self._process is None else self._process.pid

    async def launch(self) -> str:
        """Raises ChildError, with its last words, when it ends or is not ready in time."""
        try:
            process = await OwnedProcess.start(self._child.argv, log_file=self._log_file, environment=self._environment)
        except OSError as error:
            raise ChildError(
                f"{self.name}: {self._child.argv[0]} cannot be run ({error.strerror}). Nothing that is stored is lost.",
                f"{self.name}: {self._child.argv[0]} を実行できません({reason_in_words(error).ja})。"
                "保存済みのものは失われていません。",
            ) from None
        self._process = process

        async def settled() -> bool:
            return process.exit_code is not None or await self._is_ready()

        in_time = await poll_async(settled, limit=READY_LIMIT_SECONDS, pause=0.05)
        if in_time and process.exit_code is None:
            return f"process {process.pid}"
        code, limit = process.exit_code, f"{READY_LIMIT_SECONDS:.0f}"
        en = f"ended with exit code {code}" if in_time else f"not ready in {limit} s"
        ja = f"終了コード {code} で終わりました" if in_time else f"{limit} 秒たっても準備ができません"
        await self.stop()
        words = process.last_words()
        raise ChildError(
            f"{self.name}: {en}. Its last words ({self._log_file}):\n{words}",
            f"{self.name}: {ja}。保存済みのものは失われていません。最後の記録({self._log_file}):\n{words}",
        )

    async def wait(self) -> int:
        """Until it ends, for whatever reason; gives its exit code."""
        if self._process is None:
            raise ChildError(f"{self.name} was not started.")
        return await self._process.wait()

    async def stop(self) -> None:
        """SIGTERM, then SIGKILL."""
        if self._process is not None:
            await self._process.stop(grace=_STOP_SECONDS)

    async def _is_ready(self) -> bool:
        try:
            return await self._child.ready(self._addresses)
        except OSError:
            return False


class _Entry(BaseModel):
    """A process is known by its id and the moment of its birth: ids are used again."""

    name: str
    pid: int
    born: float


_ENTRIES = TypeAdapter(list[_Entry])


class ProcessRecord:
    """Who was started, on the disk, so that the next run can end what a killed run left behind."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._written: dict[str, int] = {}

    def write(self, processes: Mapping[str, int | None]) -> None:
        """Replace the record, when it has changed."""
        present = {name: pid for name, pid in processes.items() if pid is not None}
        if present == self._written:
            return
        entries = [_Entry(name=name, pid=pid, born=born) for name, pid in present.items() if (born := _born(pid))]
        write_private(self._file, _ENTRIES.dump_json(entries).decode("utf-8") + "\n")
        self._written = present

    async def end_left_over(self) -> list[str]:
        """End the processes on record that still live, the last started first. Gives their names."""
        left_over = [entry for entry in reversed(self._read()) if _born(entry.pid) == entry.born]
        for entry in left_over:
            await asyncio.to_thread(end_process, entry.pid)
        self.remove()
        return [entry.name for entry in left_over]

    def remove(self) -> None:
        """For a run that has ended in order."""
        self._file.unlink(missing_ok=True)

    def _read(self) -> list[_Entry]:
        try:
            return _ENTRIES.validate_json(self._file.read_bytes())
        except (OSError, ValidationError):
            return []


def recorded_process(file: Path, name: str) -> int | None:
    """The id of a process of this name that is on record and lives; None when there is none."""
    entries = ProcessRecord(file)._read()
    return next((entry.pid for entry in entries if entry.name == name and _born(entry.pid) == entry.born), None)


def _born(pid: int) -> float | None:
    try:
        return psutil.Process(pid).create_time()
    except psutil.Error:
        return None
