"""What a membership keeps of goal and reports: what is open, counts, the last weeks. The rest is read from events."""

from datetime import date, timedelta

from pydantic import Field

from domain.shared.models import FrozenModel
from domain.shared.values import PersonalText

DAYS_KEPT = 28
"""Days with a report are remembered for so long, for the strip that shows them."""

ANSWERS_KEPT = 20
"""So many of the latest answers are kept, until their mails are surely out."""


class Accompanying(FrozenModel):
    """Goal, steps and those that are done; counts; open reports and latest answers by number; days with a report."""

    goal: PersonalText | None = None
    steps: tuple[PersonalText, ...] = ()
    done: tuple[int, ...] = ()
    reports: int = 0
    answered: int = 0
    unanswered: dict[str, PersonalText] = Field(default_factory=dict)
    answers: dict[str, PersonalText] = Field(default_factory=dict)
    days: tuple[date, ...] = ()

    def reported(self, day: date) -> tuple[date, ...]:
        """The days with a report of the last weeks, with one more."""
        kept = (one for one in self.days if day - timedelta(days=DAYS_KEPT) < one < day)
        return (*kept, day)

    def renewed(self) -> "Accompanying":
        """As it begins for somebody who comes back: reports are numbered on, so that no number is used twice."""
        return Accompanying(reports=self.reports, answered=self.answered)
