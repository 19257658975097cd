"""Where somebody is and was, when they have time, and how events change it."""

from datetime import date, datetime
from typing import assert_never

from pydantic import AwareDatetime

from domain.person.places import events as happened
from domain.person.places.events import PlacesEvent
from domain.shared.models import FrozenModel
from domain.shared.values import PersonalText


class Stay(FrozenModel):
    """One place from a day on. `begun_at` is when Banso took it for the present place; None while it is announced."""

    number: int
    since: date
    move: str
    country: str
    time_zone: str
    begins_at: AwareDatetime
    begun_at: AwareDatetime | None = None


class Availability(FrozenModel):
    """The hours of a week from a day on, and why."""

    since: date
    hours: tuple[str, ...]
    reason: PersonalText | None = None


class Whereabouts(FrozenModel):
    """Stays in the order of their days; `number` counts what others have to know anew."""

    number: int = 0
    moves: int = 0
    stays: tuple[Stay, ...] = ()
    availability: tuple[Availability, ...] = ()

    @property
    def present(self) -> Stay | None:
        """The stay of now; None where nobody has moved since they were registered."""
        return next((stay for stay in reversed(self.stays) if stay.begun_at is not None), None)

    @property
    def ahead(self) -> Stay | None:
        """The next announced move."""
        return next((stay for stay in self.stays if stay.begun_at is None), None)

    @property
    def hours(self) -> tuple[str, ...] | None:
        """The hours of a week that hold now; None where nobody has said."""
        return self.availability[-1].hours if self.availability else None


def places_after(known: Whereabouts, event: PlacesEvent, at: datetime, registered: tuple[str, str]) -> Whereabouts:
    """What is known after one more event, which occurred at `at`; `registered` are country and zone at the first."""
    number = known.number + 1
    match event:
        case happened.Relocated():
            values = event.model_dump(exclude={"type", "begun"})
            stay = Stay(**values, begun_at=at if event.begun else None)
            others = [one for one in known.stays if one.since != stay.since]
            stays = _really_moves([*others, stay], registered)
            return known.model_copy(update={"number": number, "moves": event.number, "stays": stays})
        case happened.MoveBegan():
            begun = [_begun(one, at) if one.number == event.number else one for one in known.stays]
            return known.model_copy(update={"number": number, "stays": tuple(begun)})
        case happened.MoveCalledOff():
            kept = [one for one in known.stays if one.number != event.number]
            return known.model_copy(update={"number": number, "stays": _really_moves(kept, registered)})
        case happened.AvailabilitySet():
            said = Availability(**event.model_dump(exclude={"type"}))
            others_said = [one for one in known.availability if one.since != said.since]
            ordered = tuple(sorted([*others_said, said], key=lambda one: one.since))
            return known.model_copy(update={"number": number, "availability": ordered})
        case _:
            assert_never(event)


def _really_moves(stays: list[Stay], registered: tuple[str, str]) -> tuple[Stay, ...]:
    """The stays in order, without announced moves to where somebody is already by then."""
    found: list[Stay] = []
    place = registered
    for stay in sorted(stays, key=lambda one: one.since):
        if stay.begun_at is not None or (stay.country, stay.time_zone) != place:
            found.append(stay)
        place = (stay.country, stay.time_zone)
    return tuple(found)


def _begun(stay: Stay, at: datetime) -> Stay:
    return stay.model_copy(update={"begun_at": at})
