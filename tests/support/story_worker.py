"""A worker of its own process on a clock that whoever tells the story moves: `python -m support.story_worker FILE`."""

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from banso.clock import SettableClock, SystemClock
from banso.composition import run_worker


class WrittenClock(SettableClock):
    """A clock that stands where it was put, and writes that into a file for other processes."""

    def __init__(self, moment: datetime, file: Path) -> None:
        super().__init__(moment.astimezone(UTC))
        self._file = file
        self._write()

    def set(self, moment: datetime) -> None:
        """Put the clock forward, here and for whoever reads it; it never goes back."""
        super().set(moment.astimezone(UTC))
        self._write()

    def _write(self) -> None:
        # Renamed into its place: nobody ever reads half a moment.
        beside = self._file.with_suffix(".new")
        beside.write_text(self.now().isoformat(), encoding="ascii")
        beside.rename(self._file)


class ReadClock(SystemClock):
    """The clock that another process writes, as the time of the domain."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def now(self) -> datetime:
        """Where it was put."""
        return datetime.fromisoformat(self._file.read_text(encoding="ascii"))

    def at(self, server_time: datetime) -> datetime:
        """The server's clock is the machine's; the domain's stands where it was put."""
        return self.now()

    def server_time(self, moment: datetime) -> datetime:
        """As if time went on from now: who puts the clock forward wakes those concerned."""
        return datetime.now(UTC) + max(moment - self.now(), timedelta())


if __name__ == "__main__":
    sys.exit(asyncio.run(run_worker(clock=ReadClock(Path(sys.argv[1])))))
