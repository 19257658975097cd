"""The one clock of store and workflows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
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


@dataclass(frozen=True)
class Stretch:
    """A piece of simulated time: from `since` on, as soon as the machine's clock shows `begins`, `pace` times as fast
    as that clock, and no further than `until`. All moments are aware.
    """

    begins: datetime
    since: datetime
    until: datetime
    pace: float

    def at(self, real: datetime) -> datetime:
        """The simulated moment when the machine's clock shows `real`."""
        passed = max(real - self.begins, timedelta())
        # Compared first: a machine that slept for months would otherwise reach years that no calendar has.
        if passed * self.pace >= self.until - self.since:
            return self.until
        return self.since + passed * self.pace

    def real(self, moment: datetime) -> datetime:
        """What the machine's clock shows at a simulated moment; one after `until` as if time went on."""
        return self.begins + max(moment - self.since, timedelta()) / self.pace


LOOK_AGAIN_AFTER = timedelta(seconds=60)


class ScaledClock:
    """Time that passes in stretches, each as fast and as far as whoever simulates it says.

    `stretch` gives the present one; between two, time stands still. The Temporal server's clock is the machine's.
    Nobody knows yet when a moment beyond the present stretch will come: `server_time` then names a moment soon
    after the stretch at which it is worth asking again, and who begins the next stretch wakes those concerned.
    """

    def __init__(
        self, stretch: Callable[[], Stretch], machine: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._stretch = stretch
        self._machine = machine

    def now(self) -> datetime:
        """Simulated time."""
        return self.at(self._machine())

    def at(self, server_time: datetime) -> datetime:
        """Simulated time when the server's clock shows this."""
        return self._stretch().at(server_time).astimezone(UTC)

    def server_time(self, moment: datetime) -> datetime:
        """When the present stretch reaches the moment; for a later one, when to ask again."""
        stretch = self._stretch()
        expected = stretch.real(moment)
        if moment <= stretch.until:
            return expected
        return max(expected, self._machine() + LOOK_AGAIN_AFTER)
