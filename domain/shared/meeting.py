"""What everybody has to know of one gathering: when, where, for how long, and as which entry of a calendar."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime

from domain.shared.models import FrozenModel
from domain.shared.periods import ZoneName
from domain.shared.values import BilingualText, Identifier
from domain.shared.wording import moment_in_words


class Meeting(FrozenModel):
    """One gathering of a service. `uid` and `sequence` are those of its calendar entry.

    `at` is in UTC and `minutes` long; `time_zone` is that of the service. Of a `series` everybody is invited to exactly
    one.
    """

    gathering: Identifier
    kind: Identifier
    name: BilingualText
    at: AwareDatetime
    minutes: int
    time_zone: ZoneName
    place: str
    uid: str
    sequence: int = 0
    series: Identifier | None = None

    @property
    def ends_at(self) -> datetime:
        """When it is over (aware)."""
        return self.at + timedelta(minutes=self.minutes)

    def spoken(self, zone: str) -> dict[str, BilingualText]:
        """What messages say of it, by the clocks of its reader's zone."""
        return {"gathering": self.name, "when": moment_in_words(self.at, zone)}


def moment_on(day: date, hour: str, zone: str) -> datetime:
    """A day's hour, such as 19:00, by the clocks of `zone`; in UTC."""
    utc = ZoneInfo("UTC")
    return datetime.combine(day, time.fromisoformat(hour), tzinfo=ZoneInfo(zone)).astimezone(utc)


def end_of(day: date, zone: str) -> datetime:
    """The midnight with which a day ends, by the clocks of `zone`; in UTC."""
    return moment_on(day + timedelta(days=1), "00:00", zone)
