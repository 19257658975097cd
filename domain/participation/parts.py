"""What a participation's state is made of: weekly reports, rounds of terms, an announced end."""

from datetime import date
from typing import Literal

from pydantic import AwareDatetime

from domain.participation.events import Terms
from domain.shared.models import FrozenModel
from domain.shared.values import Hours, PersonalText


class Interview(FrozenModel):
    """A conversation: arranged (`at`, thought of in `time_zone`, and where), then held on a day, missed or cancelled.

    `sequence` counts how often calendars heard of it anew, `number` the arrangements of which somebody records what
    became. Calendars keep `minutes` free.
    """

    at: AwareDatetime | None = None
    time_zone: str | None = None
    place: str | None = None
    sequence: int = 0
    held_on: date | None = None
    number: int = 0
    minutes: int = 60
    standing: Literal["arranged", "held", "missed", "cancelled"] = "arranged"
    reason: PersonalText | None = None


class CheckIn(FrozenModel):
    """One weekly report and its answer."""

    week_of: date
    hours: Hours
    cap: Hours
    main_job: str
    text: PersonalText
    answer: PersonalText | None = None


class Contract(FrozenModel):
    """One round of terms: its document's hash once written, and who signed. `amends` others that are in force."""

    round: int
    terms: Terms
    document: str | None = None
    signed: tuple[str, ...] = ()
    concluded: bool = False
    amends: bool = False


class Leaving(FrozenModel):
    """An early end that was announced; `due` is when the last day is over."""

    wished_by: str
    last_day: date
    reason: PersonalText
    due: AwareDatetime
