"""What a membership knows of spare time, of who accompanies whom, and of days away."""

from datetime import date, timedelta
from typing import TypeVar

from pydantic import AwareDatetime

from domain.shared.models import FrozenModel


class Absence(FrozenModel):
    """Days away, both included; `deputy` is a person."""

    first_day: date
    last_day: date
    deputy: str | None = None

    def covers(self, day: date) -> bool:
        """Whether this is one of the days away."""
        return self.first_day <= day <= self.last_day

    def meets(self, other: "Absence") -> bool:
        """Whether both share a day."""
        return self.first_day <= other.last_day and other.first_day <= self.last_day


class Cover(Absence):
    """Days on which a client's accompanist is away and somebody else answers; numbered as they were noted.

    It begins with the first day, or at once where that has begun (`begins_at`, aware).
    """

    number: int
    begins_at: AwareDatetime
    begun: bool = False


Absences = tuple[Absence, ...]
Days = TypeVar("Days", bound=Absence)


def with_days(known: tuple[Days, ...], one: Days) -> tuple[Days, ...]:
    """With one more, in place of those that share a day with it: the latest word counts."""
    others = (each for each in known if not each.meets(one))
    return tuple(sorted((*others, one), key=lambda each: each.first_day))


def without_days(known: Absences, first_day: date, today: date) -> Absences:
    """Without the one that begins on that day; of one that has begun, the days before today stay days away."""
    over = today - timedelta(days=1)
    kept = (one.model_copy(update={"last_day": over}) if one.first_day == first_day else one for one in known)
    return tuple(one for one in kept if one.first_day <= one.last_day)


class Matching(FrozenModel):
    """Spare time and what suits a member; a client's `accompanist`, an accompanist's `clients` (ids of memberships).

    `absences` are the member's own, `covers` those of a client's accompanist. `wishes` counts how often a
    match was looked for; `stood_in` are deputies who may still have a report of this client's.
    """

    spare_time: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    most_clients: int = 1
    open: bool = True
    clients: tuple[str, ...] = ()
    accompanist: str | None = None
    absences: Absences = ()
    covers: tuple[Cover, ...] = ()
    covers_noted: int = 0
    stood_in: tuple[str, ...] = ()
    wishes: int = 0

    @property
    def full(self) -> bool:
        """Whether the accompanist has as many clients as they wish to have."""
        return len(self.clients) >= self.most_clients

    def answering(self, day: date) -> str | None:
        """The person who answers this client's reports on a day; None: the coordinator."""
        return next((one.deputy for one in self.covers if one.covers(day)), self.accompanist)

    def renewed(self) -> "Matching":
        """As it begins for somebody who comes back: what was counted goes on, so that no number is used twice."""
        return Matching(wishes=self.wishes, covers_noted=self.covers_noted)

    @property
    def standing_in(self) -> tuple[str, ...]:
        """The persons who stand in for the accompanist just now."""
        return tuple(one.deputy for one in self.covers if one.begun and one.deputy is not None)
