"""The one clock of store and workflows."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time of the domain (aware, UTC), and how it maps to the time of the Temporal server."""

    def now(self) -> datetime:
        """The domain's time."""
        ...

    def at(self, server_time: datetime) -> datetime:
        """The domain's time when the Temporal server's clock shows this."""
        ...

    def server_time(self, moment: datetime) -> datetime:
        """What the Temporal server's clock shows at a moment of the domain's."""
        ...


class SystemClock:
    """The machine's clock; domain and server agree."""

    def now(self) -> datetime:
        """The machine's time."""
        return datetime.now(UTC)

    def at(self, server_time: datetime) -> datetime:
        """The same moment."""
        return server_time

    def server_time(self, moment: datetime) -> datetime:
        """The same moment."""
        return moment


class SettableClock(SystemClock):
    """A clock that stands where it was put: tests set it to what a time-skipping server shows."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def set(self, moment: datetime) -> None:
        """Put the clock forward; it never goes back."""
        self._moment = max(self._moment, moment)

    def now(self) -> datetime:
        """Where it was put."""
        return self._moment
