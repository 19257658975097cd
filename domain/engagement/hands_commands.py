"""What may be asked of an engagement about enquiries, deputies and companions: in whose hands it is."""

from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from domain.shared.actors import Role
from domain.shared.models import Command
from domain.shared.periods import ZoneName
from domain.shared.values import Identifier, Line, Prose

OFFICE = frozenset({Role.COORDINATOR, Role.OPERATOR})


class RecordEnquiry(Command):
    """A company asks for help before it knows what for; a coordinator turns it into a posting, or closes it.

    `wish` are the company's own words; without a `coordinator` it goes to the first of the service.
    """

    type: Literal["RecordEnquiry"] = "RecordEnquiry"
    who: ClassVar[frozenset[Role]] = OFFICE | {Role.COMPANY}
    creates: ClassVar[bool] = True
    service: Identifier
    host: Line
    wish: Prose
    company_contacts: tuple[Identifier, ...] = Field(min_length=1, max_length=10)
    coordinator: Identifier | None = None
    time_zone: ZoneName = "Asia/Tokyo"


class CloseEnquiry(Command):
    """Nothing comes of the enquiry; the company is told why, kindly."""

    type: Literal["CloseEnquiry"] = "CloseEnquiry"
    who: ClassVar[frozenset[Role]] = OFFICE
    reason: Prose


class NameDeputy(Command):
    """Somebody stands in for a coordinator or the companion from now on, up to and including the day `until`."""

    type: Literal["NameDeputy"] = "NameDeputy"
    who: ClassVar[frozenset[Role]] = OFFICE
    deputy: Identifier
    stands_in_for: Identifier
    until: date


class DismissDeputy(Command):
    """Somebody stands in no longer."""

    type: Literal["DismissDeputy"] = "DismissDeputy"
    who: ClassVar[frozenset[Role]] = OFFICE
    deputy: Identifier


class ChangeCompanion(Command):
    """Somebody else accompanies from now on; reports that wait for an answer are theirs."""

    type: Literal["ChangeCompanion"] = "ChangeCompanion"
    who: ClassVar[frozenset[Role]] = OFFICE
    companion: Identifier


class NoteServiceEnd(Command):
    """The service that the engagement belongs to ends with this day (None: today); the work goes on to its own end.

    `service` is what the service is called, `stays_connected` whom to ask afterwards.
    """

    type: Literal["NoteServiceEnd"] = "NoteServiceEnd"
    who: ClassVar[frozenset[Role]] = frozenset({Role.SYSTEM})
    service: str
    last_day: date | None
    stays_connected: Identifier


HandsCommand = RecordEnquiry | CloseEnquiry | NameDeputy | DismissDeputy | ChangeCompanion | NoteServiceEnd
