"""The state of a person's stream and how events change it."""

from datetime import date, datetime
from typing import assert_never

from domain.person.events import ContactChanged, PermitRecorded, PersonErased, PersonEvent, PersonRegistered
from domain.person.places.events import AvailabilityBegan, AvailabilitySet, MoveBegan, MoveCalledOff, Relocated
from domain.person.places.state import Whereabouts, places_after
from domain.person.pool.events import SuccessorHeardOf
from domain.shared.decider import StreamState, begun
from domain.shared.models import FrozenModel
from domain.shared.values import CountryCode, Language, PersonalText


class Permit(FrozenModel):
    """A permit to work; `valid_until` is its last day, None where it does not end."""

    country: CountryCode
    kind: PersonalText
    valid_until: date | None


class Person(StreamState):
    """Who somebody is, where they are, what they may do there.

    `registered_at` are country and zone of the registration, from which every stay goes on; `successors` are services
    that follow another one, to which they were invited.
    """

    name: PersonalText
    email: PersonalText
    language: Language
    time_zone: str
    residence: CountryCode
    citizen_of: tuple[CountryCode, ...]
    employment: str
    employer_contact: str | None
    uses_employees: bool = False
    permits: tuple[Permit, ...] = ()
    erased: bool = False
    whereabouts: Whereabouts = Whereabouts()
    registered_at: tuple[str, str] = ("", "")
    successors: tuple[str, ...] = ()


def evolve(state: Person | None, event: PersonEvent, at: datetime) -> Person:
    """The state after one more event."""
    if isinstance(event, PersonRegistered):
        lived = (event.residence, event.time_zone)
        return Person(id=event.person, registered_at=lived, **event.model_dump(exclude={"type", "person"}))
    state = begun(state)
    match event:
        case ContactChanged():
            return state.model_copy(update={"name": event.name, "email": event.email, "language": event.language})
        case PermitRecorded():
            permit = Permit(country=event.country, kind=event.kind, valid_until=event.valid_until)
            told = state.whereabouts.model_copy(update={"number": state.whereabouts.number + 1})
            return state.model_copy(update={"permits": (*state.permits, permit), "whereabouts": told})
        case Relocated() | MoveBegan() | MoveCalledOff() | AvailabilitySet() | AvailabilityBegan():
            return _elsewhere(state, places_after(state.whereabouts, event, at, state.registered_at))
        case SuccessorHeardOf():
            return state.model_copy(update={"successors": (*state.successors, event.service)})
        case PersonErased():
            return state.model_copy(update={"erased": True})
        case _:
            assert_never(event)


def _elsewhere(state: Person, known: Whereabouts) -> Person:
    """Country and zone are those of the present stay, wherever else in the rules they are asked for."""
    present = known.present
    country, zone = (present.country, present.time_zone) if present else state.registered_at
    return state.model_copy(update={"whereabouts": known, "residence": country, "time_zone": zone})
