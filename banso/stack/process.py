"""Child processes that we own: started in a session of their own, logged to a file, ended by their pid."""

import asyncio
import os
import signal
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from banso.stack.waiting import poll

LOG_LIMIT_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True)
class SystemUser:
    """Another user of this machine, as whom a process runs."""

    uid: int
    gid: int


class OwnedProcess:
    """One child. A session of its own keeps a terminal's Ctrl-C from it, so that we stop it when its turn comes."""

    def __init__(self, process: asyncio.subprocess.Process, log_file: Path) -> None:
        self._process = process
        self.log_file = log_file

    @classmethod
    async def start(
        cls,
        argv: Sequence[str],
        *,
        log_file: Path,
        environment: Mapping[str, str] | None = None,
        directory: Path | None = None,
        user: SystemUser | None = None,
    ) -> "OwnedProcess":
        """Start it with both outputs appended to the log. Raises OSError when it cannot be executed."""
        as_user = {} if user is None else {"user": user.uid, "group": user.gid, "extra_groups": []}
        log_file.parent.mkdir(parents=True, exist_ok=True)
        _turn_over(log_file)
        with log_file.open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                *argv,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=None if environment is None else dict(environment),
                cwd=directory,
                start_new_session=True,
                **as_user,  # type: ignore[arg-type]
            )
        return cls(process, log_file)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """None while it runs; negative: ended by that signal."""
        return self._process.returncode

    async def wait(self) -> int:
        """Until it ends, for whatever reason."""
        return await self._process.wait()

    async def stop(self, *, first: signal.Signals = signal.SIGTERM, grace: float = 10.0) -> None:
        """Ask it to end, and end it when it has not after `grace` seconds. Harmless when it has ended."""
        if self.exit_code is not None:
            return
        with suppress(ProcessLookupError):
            self._process.send_signal(first)
        try:
            await asyncio.wait_for(self._process.wait(), grace)
        except TimeoutError:
            with suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()

    def last_words(self, lines: int = 5) -> str:
        """The end of its log, to be shown when it failed."""
        return last_lines(self.log_file, lines)


def last_lines(file: Path, lines: int = 5) -> str:
    """The last lines of a text file; an empty text when there is none."""
    try:
        with file.open("rb") as handle:
            handle.seek(max(0, os.fstat(handle.fileno()).st_size - 8192))
            text = handle.read().decode("utf-8", "replace")
    except OSError:
        return ""
    return "\n".join(line for line in text.splitlines()[-lines:] if line.strip())


def end_process(pid: int, *, grace: float = 5.0, first: signal.Signals = signal.SIGTERM) -> None:
    """End a process that may not be our child, by its pid: ask, wait `grace` seconds, then kill. Blocks."""
    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        process.send_signal(first)
        if not poll(lambda: has_ended(process), limit=grace):
            process.kill()
            poll(lambda: has_ended(process), limit=grace)


def has_ended(process: psutil.Process) -> bool:
    """Whether it runs no more. One that only waits for its parent to take notice has ended, too."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def _turn_over(log_file: Path) -> None:
    """Keep one older log when the present one has grown too long."""
    with suppress(FileNotFoundError):
        if log_file.stat().st_size > LOG_LIMIT_BYTES:
            log_file.replace(log_file.with_name(log_file.name + ".1"))
