"""What happened about enquiries, deputies and companions: in whose hands an engagement is."""

from datetime import date
from typing import Literal

from pydantic import AwareDatetime

from domain.playbooks.schema import PlaybookReference
from domain.shared.actors import Actor
from domain.shared.models import Event
from domain.shared.values import Identifier, PersonalText
from domain.shared.waiting import Schedule


class EnquiryRecorded(Event):
    """A company asked for help; the playbook is pinned from here on."""

    type: Literal["EnquiryRecorded"] = "EnquiryRecorded"
    engagement: Identifier
    service: Identifier
    playbook: PlaybookReference
    host: str
    wish: PersonalText
    company_contacts: tuple[Identifier, ...]
    coordinator: Identifier
    time_zone: str
    payment_days: int
    by: Actor
    schedule: Schedule


class EnquiryClosed(Event):
    """Nothing came of it."""

    type: Literal["EnquiryClosed"] = "EnquiryClosed"
    by: Actor
    reason: PersonalText


class DeputyNamed(Event):
    """Somebody stands in for somebody until `ends_at`; `number` counts the deputies of this engagement."""

    type: Literal["DeputyNamed"] = "DeputyNamed"
    number: int
    deputy: Identifier
    stands_in_for: Identifier
    ends_at: AwareDatetime


class DeputyEnded(Event):
    """Somebody stands in no longer."""

    type: Literal["DeputyEnded"] = "DeputyEnded"
    deputy: Identifier


class CompanionChanged(Event):
    """Somebody else accompanies; `former` did before, if anybody."""

    type: Literal["CompanionChanged"] = "CompanionChanged"
    companion: Identifier
    former: Identifier | None


class ServiceEndNoted(Event):
    """The service that it belongs to ends with this day; the work goes on, and nothing new is published."""

    type: Literal["ServiceEndNoted"] = "ServiceEndNoted"
    service: str
    last_day: date
    stays_connected: Identifier


HandsEvent = EnquiryRecorded | EnquiryClosed | DeputyNamed | DeputyEnded | CompanionChanged | ServiceEndNoted
