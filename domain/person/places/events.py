"""What happened to where somebody is, and when they have time: the day for which it holds stands in the event."""

from datetime import date
from typing import ClassVar, Literal

from pydantic import AwareDatetime

from domain.person.places.commands import MoveKind
from domain.shared.models import Event
from domain.shared.values import CountryCode, PersonalText


class Relocated(Event):
    """Somebody lives elsewhere from a day on; `begins_at` is when that day begins there."""

    type: Literal["Relocated"] = "Relocated"
    number: int
    since: date
    move: MoveKind
    country: CountryCode
    time_zone: str
    begins_at: AwareDatetime
    begun: bool


class MoveBegan(Event):
    """The day of an announced move has come."""

    type: Literal["MoveBegan"] = "MoveBegan"
    number: int


class MoveCalledOff(Event):
    """An announced move does not come."""

    type: Literal["MoveCalledOff"] = "MoveCalledOff"
    number: int


class AvailabilitySet(Event):
    """Other hours of the week hold from a day on; not `begun` where that day lies ahead."""

    schema_version: ClassVar[int] = 2
    type: Literal["AvailabilitySet"] = "AvailabilitySet"
    since: date
    hours: tuple[str, ...]
    reason: PersonalText | None
    begun: bool = True


class AvailabilityBegan(Event):
    """The day has come from which announced hours hold; `number` is that of what was said about it."""

    type: Literal["AvailabilityBegan"] = "AvailabilityBegan"
    number: int


PlacesEvent = Relocated | MoveBegan | MoveCalledOff | AvailabilitySet | AvailabilityBegan
