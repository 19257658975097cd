"""The state of a person's stream and how events change it."""

from datetime import date, datetime
from typing import assert_never

from domain.person.events import ContactChanged, PermitRecorded, PersonErased, PersonEvent, PersonRegistered
from domain.shared.decider import StreamState, begun
from domain.shared.models import FrozenModel
from domain.shared.values import CountryCode, Language, PersonalText


class Permit(FrozenModel):
    """A permit to work; `valid_until` is its last day, None where it does not end."""

    country: CountryCode
    kind: PersonalText
    valid_until: date | None


class Person(StreamState):
    """Who somebody is, where they are, what they may do there."""

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


def evolve(state: Person | None, event: PersonEvent, _: datetime) -> Person:
    """The state after one more event."""
    if isinstance(event, PersonRegistered):
        return Person(id=event.person, **event.model_dump(exclude={"type", "person"}))
    state = begun(state)
    match event:
        case ContactChanged():
            return state.model_copy(update={"name": event.name, "email": event.email, "language": event.language})
        case PermitRecorded():
            permit = Permit(country=event.country, kind=event.kind, valid_until=event.valid_until)
            return state.model_copy(update={"permits": (*state.permits, permit)})
        case PersonErased():
            return state.model_copy(update={"erased": True})
        case _:
            assert_never(event)
