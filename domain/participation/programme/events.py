"""What happened in a programme, to one participant."""

from typing import Literal

from pydantic import AwareDatetime

from domain.shared.models import Event
from domain.shared.values import BilingualText, Identifier, PersonalText
from domain.shared.waiting import Owner, Schedule


class SessionArranged(Event):
    """A session was arranged; `schedule` is that of its record, and begins when the session does."""

    type: Literal["SessionArranged"] = "SessionArranged"
    session: Identifier
    session_kind: Identifier
    number: int
    title: BilingualText
    at: AwareDatetime
    minutes: int
    time_zone: str
    place: str
    schedule: Schedule
    owner: Owner


class SessionMoved(Event):
    """A session takes place at another time or elsewhere."""

    type: Literal["SessionMoved"] = "SessionMoved"
    session: Identifier
    at: AwareDatetime
    time_zone: str
    place: str
    schedule: Schedule


class SessionCancelled(Event):
    """A session does not take place."""

    type: Literal["SessionCancelled"] = "SessionCancelled"
    session: Identifier
    reason: PersonalText


class SessionHeld(Event):
    """A session took place."""

    type: Literal["SessionHeld"] = "SessionHeld"
    session: Identifier
    note: PersonalText | None


class SessionMissed(Event):
    """A session did not come about; nobody is blamed, and it does not count."""

    type: Literal["SessionMissed"] = "SessionMissed"
    session: Identifier
    note: PersonalText | None


class PackDelivered(Event):
    """A version of an information pack reached the participant."""

    type: Literal["PackDelivered"] = "PackDelivered"
    pack: Identifier
    version: int
    title: str
    text: PersonalText
    schedule: Schedule
    owner: Owner


class PackAcknowledged(Event):
    """The participant has read a version of an information pack."""

    type: Literal["PackAcknowledged"] = "PackAcknowledged"
    pack: Identifier
    version: int


class ProgrammeCompleted(Event):
    """Sessions were held and packs were read, as many as the playbook asks for."""

    type: Literal["ProgrammeCompleted"] = "ProgrammeCompleted"
    sessions: int
    packs: int


ProgrammeEvent = (
    SessionArranged
    | SessionMoved
    | SessionCancelled
    | SessionHeld
    | SessionMissed
    | PackDelivered
    | PackAcknowledged
    | ProgrammeCompleted
)
