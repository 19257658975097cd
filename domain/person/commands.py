"""What may be asked of a person's stream."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import EmailStr, Field

from domain.person.places.commands import PlacesCommand
from domain.person.pool.commands import HearOfSuccessor
from domain.shared.actors import Role
from domain.shared.deadlines import MeetDeadline
from domain.shared.models import Command
from domain.shared.periods import ZoneName
from domain.shared.values import CountryCode, Identifier, Language, Line

Employment = Literal["employed", "self_employed", "student", "not_working"]

OFFICE = frozenset({Role.COORDINATOR, Role.OPERATOR})


class RegisterPerson(Command):
    """Somebody becomes known to the desk: participant, contact of a company or an employer, coordinator, companion.

    `citizen_of` and `residence` decide what has to be asked about work permission; `employer_contact` is the
    person at their employer who can consent to a side job.
    """

    type: Literal["RegisterPerson"] = "RegisterPerson"
    who: ClassVar[frozenset[Role]] = OFFICE
    creates: ClassVar[bool] = True
    name: Line
    email: EmailStr
    language: Language = "ja"
    time_zone: ZoneName = "Asia/Tokyo"
    residence: CountryCode = "JP"
    citizen_of: tuple[CountryCode, ...] = ()
    employment: Employment = "employed"
    employer_contact: Identifier | None = None
    uses_employees: bool = False


class ChangeContact(Command):
    """A new name, address or language."""

    type: Literal["ChangeContact"] = "ChangeContact"
    who: ClassVar[frozenset[Role]] = OFFICE | {Role.PARTICIPANT, Role.COMPANY}
    name: Line
    email: EmailStr
    language: Language


class RecordPermit(Command):
    """A document that allows work at a place: what it is called there, and until when it holds."""

    type: Literal["RecordPermit"] = "RecordPermit"
    who: ClassVar[frozenset[Role]] = OFFICE | {Role.PARTICIPANT}
    country: CountryCode
    kind: Line
    valid_until: date | None = None


class ErasePerson(Command):
    """Forget who this person is; what a law makes us keep is kept, and said."""

    type: Literal["ErasePerson"] = "ErasePerson"
    who: ClassVar[frozenset[Role]] = OFFICE
    reason: Line


PersonCommand = Annotated[
    RegisterPerson | ChangeContact | RecordPermit | PlacesCommand | HearOfSuccessor | ErasePerson | MeetDeadline,
    Field(discriminator="type"),
]
