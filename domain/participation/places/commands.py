"""What may be asked of a participation because of where somebody is."""

from datetime import date
from typing import ClassVar, Literal

from pydantic import AwareDatetime

from domain.person.places.commands import MoveKind
from domain.shared.actors import Role
from domain.shared.models import Command
from domain.shared.periods import ZoneName
from domain.shared.values import CountryCode, Prose
from domain.shared.weekly import HoursAhead, Week

OFFICE = frozenset({Role.COORDINATOR, Role.OPERATOR})


class NoteWhereabouts(Command):
    """The present picture of where somebody is and when they have time; `number` says which of two is the later one.

    `moved_at` is when the present place was taken for such (None: since the registration). `moves_on` is the day of
    the next announced move, `permit_until` the last day of the permit that is needed where they are; `hours_ahead` are
    announced hours, in the order of their days.
    """

    type: Literal["NoteWhereabouts"] = "NoteWhereabouts"
    who: ClassVar[frozenset[Role]] = frozenset({Role.SYSTEM})
    number: int
    country: CountryCode
    time_zone: ZoneName
    move: MoveKind
    since: date | None
    moved_at: AwareDatetime | None
    hours: Week | None
    moves_on: date | None
    permit_until: date | None
    hours_ahead: tuple[HoursAhead, ...] = ()


class SettleTaxTreatment(Command):
    """The office has found out how the pay is taxed where the participant lives, and says on what grounds."""

    type: Literal["SettleTaxTreatment"] = "SettleTaxTreatment"
    who: ClassVar[frozenset[Role]] = OFFICE
    grounds: Prose


PlacesCommand = NoteWhereabouts | SettleTaxTreatment
