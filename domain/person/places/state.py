"""Where somebody is and was, when they have time, and how events change it."""

from datetime import date, datetime
from typing import Any, assert_never

from pydantic import AwareDatetime

from domain.person.places import events as happened
from domain.person.places.events import PlacesEvent
from domain.shared.models import FrozenModel
from domain.shared.values import PersonalText
from domain.shared.weekly import same_week


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
    """The hours of a week from a day on, and why; `number` is that of the picture in which it was first told."""

    number: int
    since: date
    hours: tuple[str, ...]
    reason: PersonalText | None = None


class Whereabouts(FrozenModel):
    """Stays and hours in the order of their days; `number` counts what others have to know anew.

    `hours_since` is the day of the hours that hold now; what is said of later days is announced.
    """

    number: int = 0
    moves: int = 0
    stays: tuple[Stay, ...] = ()
    availability: tuple[Availability, ...] = ()
    hours_since: date | None = None

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
        said = self.said_on(self.hours_since) if self.hours_since else None
        return said.hours if said else None

    @property
    def hours_ahead(self) -> tuple[Availability, ...]:
        """Hours that are announced for days to come."""
        return tuple(one for one in self.availability if self.hours_since is None or one.since > self.hours_since)

    def stay_on(self, day: date) -> Stay | None:
        """The stay of a day, as far as it is known; None before the first move."""
        return next((stay for stay in reversed(self.stays) if stay.since <= day), None)

    def said_on(self, day: date) -> Availability | None:
        """What is known of somebody's hours on a day; None where nobody has said."""
        return next((one for one in reversed(self.availability) if one.since <= day), None)


def place_on(day: date, person: Any) -> tuple[str, str]:
    """Country and zone of a person on a day, as far as it is known."""
    stay = person.whereabouts.stay_on(day)
    return (stay.country, stay.time_zone) if stay else person.registered_at


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
            return _hours_said(known, event, number)
        case happened.AvailabilityBegan():
            (since,) = (one.since for one in known.availability if one.number == event.number)
            return known.model_copy(update={"number": number, "hours_since": since})
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


def _hours_said(known: Whereabouts, event: happened.AvailabilitySet, number: int) -> Whereabouts:
    said = Availability(number=number, **event.model_dump(exclude={"type", "begun"}))
    others = [one for one in known.availability if one.since != said.since]
    days = [day for day in (known.hours_since, said.since if event.begun else None) if day]
    since = max(days, default=None)
    changes = {"number": number, "hours_since": since, "availability": _really_changes([*others, said], since)}
    return known.model_copy(update=changes)


def _really_changes(said: list[Availability], since: date | None) -> tuple[Availability, ...]:
    """The hours in the order of their days, without announced ones that hold by then anyway."""
    found: list[Availability] = []
    for one in sorted(said, key=lambda each: each.since):
        begun = since is not None and one.since <= since
        if begun or not found or not same_week(found[-1].hours, one.hours):
            found.append(one)
    return tuple(found)


def _begun(stay: Stay, at: datetime) -> Stay:
    return stay.model_copy(update={"begun_at": at})
