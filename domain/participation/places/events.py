"""What happened to a participation because of where somebody is."""

from datetime import date
from typing import ClassVar, Literal

from pydantic import AwareDatetime

from domain.person.places.commands import MoveKind
from domain.playbooks.schema import Gate
from domain.shared.models import Event
from domain.shared.values import CountryCode, Identifier, PersonalText
from domain.shared.waiting import Owner, Schedule
from domain.shared.weekly import HoursAhead


class WhereaboutsNoted(Event):
    """Hours, permit or announced moves of somebody are known anew; `moved` where they live elsewhere now, too.

    `permit` counts the permits that were known; `warn_at` and `ends_at` are the moments that belong to its last day.
    `hours_ahead` are announced hours, in the order of their days; `away_on` is the first day for which it is announced
    anew that there will be no time at all.
    """

    schema_version: ClassVar[int] = 2
    type: Literal["WhereaboutsNoted"] = "WhereaboutsNoted"
    number: int
    moved: bool
    country: CountryCode
    moved_at: AwareDatetime | None
    hours: tuple[str, ...] | None
    moves_on: date | None
    permit: int
    permit_until: date | None
    warn_at: AwareDatetime | None
    ends_at: AwareDatetime | None
    hours_ahead: tuple[HoursAhead, ...] = ()
    away_on: date | None = None


class PlaceChanged(Event):
    """Somebody lives elsewhere: gates are open again, and who worked rests until they are clear.

    `schedules` are those of open waits, counted anew in the zone where the participant is now.
    """

    type: Literal["PlaceChanged"] = "PlaceChanged"
    country: CountryCode
    time_zone: str
    since: date
    move: MoveKind
    reopened: tuple[Gate, ...]
    pauses: bool
    recheck_at: AwareDatetime | None
    schedules: dict[str, Schedule]


class ConsentAskedAnew(Event):
    """The employer is asked whether it agrees to the new place, too."""

    type: Literal["ConsentAskedAnew"] = "ConsentAskedAnew"
    number: int
    schedule: Schedule
    owner: Owner


class TaxTreatmentAsked(Event):
    """The office has to find out how the pay is taxed where the participant lives."""

    type: Literal["TaxTreatmentAsked"] = "TaxTreatmentAsked"
    attempt: int
    schedule: Schedule
    owner: Owner


class TaxTreatmentSettled(Event):
    """How the pay is taxed is settled, on these grounds."""

    type: Literal["TaxTreatmentSettled"] = "TaxTreatmentSettled"
    grounds: PersonalText
    by: Identifier


class NotPermittedHere(Event):
    """The work is not permitted where the participant is now; they rest, and it is looked at again."""

    type: Literal["NotPermittedHere"] = "NotPermittedHere"
    grounds: PersonalText
    by: Identifier


class RecheckCame(Event):
    """A while has passed with gates still open: each is looked at again. `next_at` is when once more."""

    type: Literal["RecheckCame"] = "RecheckCame"
    number: int
    open_gates: tuple[Gate, ...]
    next_at: AwareDatetime | None


class PermitExpiring(Event):
    """The permit ends soon; the coordinator sees to it that it is renewed."""

    type: Literal["PermitExpiring"] = "PermitExpiring"
    permit: int
    last_day: date
    schedule: Schedule
    owner: Owner


class PermitExpired(Event):
    """The permit's last day is over, so its gate is open again."""

    type: Literal["PermitExpired"] = "PermitExpired"
    permit: int
    pauses: bool
    recheck_at: AwareDatetime


PlacesEvent = (
    WhereaboutsNoted
    | PlaceChanged
    | ConsentAskedAnew
    | TaxTreatmentAsked
    | TaxTreatmentSettled
    | NotPermittedHere
    | RecheckCame
    | PermitExpiring
    | PermitExpired
)
