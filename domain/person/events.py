"""What happened to a person. Names and addresses are personal and sealed; the rest is needed to decide."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from domain.person.commands import Employment
from domain.person.places.events import PlacesEvent
from domain.person.pool.events import SuccessorHeardOf
from domain.shared.models import Event
from domain.shared.periods import ZoneName
from domain.shared.values import CountryCode, Identifier, Language, PersonalText


class PersonRegistered(Event):
    """Somebody became known."""

    type: Literal["PersonRegistered"] = "PersonRegistered"
    person: Identifier
    name: PersonalText
    email: PersonalText
    language: Language
    time_zone: ZoneName
    residence: CountryCode
    citizen_of: tuple[CountryCode, ...]
    employment: Employment
    employer_contact: Identifier | None
    uses_employees: bool


class ContactChanged(Event):
    """A new name, address or language holds from now on."""

    type: Literal["ContactChanged"] = "ContactChanged"
    name: PersonalText
    email: PersonalText
    language: Language


class PermitRecorded(Event):
    """A permit to work at a place was recorded."""

    type: Literal["PermitRecorded"] = "PermitRecorded"
    country: CountryCode
    kind: PersonalText
    valid_until: date | None


class PersonErased(Event):
    """The keys of this person's personal values were destroyed, but for those that a law makes us keep."""

    type: Literal["PersonErased"] = "PersonErased"
    reason: str
    kept_purposes: tuple[str, ...]


PersonEvent = Annotated[
    PersonRegistered | ContactChanged | PermitRecorded | PlacesEvent | SuccessorHeardOf | PersonErased,
    Field(discriminator="type"),
]
