"""What a membership knows of spare time, of who accompanies whom, and of days away."""

from datetime import date

from domain.shared.models import FrozenModel


class Absence(FrozenModel):
    """Days away, both included; `deputy` is a person."""

    first_day: date
    last_day: date
    deputy: str | None = None

    def covers(self, day: date) -> bool:
        """Whether this is one of the days away."""
        return self.first_day <= day <= self.last_day


class Matching(FrozenModel):
    """Spare time and what suits a member; a client's `accompanist`, an accompanist's `clients` (ids of memberships).

    `absence` is the member's own, `cover` that of a client's accompanist. `wishes` counts how often a match was looked for.
    """

    spare_time: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    most_clients: int = 1
    open: bool = True
    clients: tuple[str, ...] = ()
    accompanist: str | None = None
    absence: Absence | None = None
    cover: Absence | None = None
    wishes: int = 0

    @property
    def full(self) -> bool:
        """Whether the accompanist has as many clients as they wish to have."""
        return len(self.clients) >= self.most_clients

    def answering(self, day: date) -> str | None:
        """The person who answers this client's reports on a day; None: the coordinator."""
        if self.cover is not None and self.cover.covers(day):
            return self.cover.deputy
        return self.accompanist

    def renewed(self) -> "Matching":
        """As it begins for somebody who comes back: what was counted goes on, so that no number is used twice."""
        return Matching(wishes=self.wishes)
