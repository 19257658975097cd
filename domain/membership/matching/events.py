"""What happened between a client and their accompanist, and when members have time."""

from datetime import date
from typing import Literal

from domain.shared.models import Event
from domain.shared.values import Identifier
from domain.shared.waiting import Owner, Schedule
from domain.shared.watching import Watch


class SuitsSaid(Event):
    """Spare time (in the member's zone) and what suits them; it takes the place of what was said before."""

    type: Literal["SuitsSaid"] = "SuitsSaid"
    spare_time: tuple[str, ...]
    tags: tuple[Identifier, ...]
    clients: int


class ClientsWelcome(Event):
    """The accompanist takes further clients, or takes a break from that."""

    type: Literal["ClientsWelcome"] = "ClientsWelcome"
    open: bool


class AccompanistMatched(Event):
    """Somebody accompanies this client from now on. `former` did so before; both are persons.

    `watch` is what the radar goes by from now on.
    """

    type: Literal["AccompanistMatched"] = "AccompanistMatched"
    accompanist: Identifier
    former: Identifier | None
    watch: Watch


class MatchAwaited(Event):
    """A client joined, and the office looks for somebody who accompanies them."""

    type: Literal["MatchAwaited"] = "MatchAwaited"
    number: int
    schedule: Schedule
    owner: Owner


class RematchWished(Event):
    """One of the two wishes for another match; the office looks for one."""

    type: Literal["RematchWished"] = "RematchWished"
    number: int
    schedule: Schedule
    owner: Owner


class AccompanistLeft(Event):
    """The accompanist left the service; the office looks for another one, and answers meanwhile."""

    type: Literal["AccompanistLeft"] = "AccompanistLeft"
    accompanist: Identifier
    number: int
    schedule: Schedule
    owner: Owner


class ClientTaken(Event):
    """The accompanist has one client more; `client` is a membership."""

    type: Literal["ClientTaken"] = "ClientTaken"
    client: Identifier
    watch: Watch


class ClientParted(Event):
    """A client goes on without this accompanist."""

    type: Literal["ClientParted"] = "ClientParted"
    client: Identifier


class AbsenceAnnounced(Event):
    """The member is away on these days, both included; `deputy` is the person who answers their clients meanwhile."""

    type: Literal["AbsenceAnnounced"] = "AbsenceAnnounced"
    first_day: date
    last_day: date
    deputy: Identifier | None


class AbsenceNoted(Event):
    """The client's accompanist is away on these days; `deputy` answers meanwhile, else the coordinator."""

    type: Literal["AbsenceNoted"] = "AbsenceNoted"
    first_day: date
    last_day: date
    deputy: Identifier | None


class AbsenceTakenBack(Event):
    """The member is there on these days after all, from today on."""

    type: Literal["AbsenceTakenBack"] = "AbsenceTakenBack"
    first_day: date
    last_day: date
    deputy: Identifier | None


class CoverTakenBack(Event):
    """The client's accompanist is there on these days after all, and answers."""

    type: Literal["CoverTakenBack"] = "CoverTakenBack"
    first_day: date
    last_day: date


class CoverBegan(Event):
    """The days on which somebody else answers have begun; these `reports`, by number, are theirs to answer now.

    `schedules` are those, by key, of the waits that begin anew with them.
    """

    type: Literal["CoverBegan"] = "CoverBegan"
    number: int
    owner: Owner
    reports: tuple[str, ...]
    schedules: dict[str, Schedule]


class CoverEnded(Event):
    """The days on which somebody else answered are over."""

    type: Literal["CoverEnded"] = "CoverEnded"
    number: int


CoverEvent = CoverBegan | CoverEnded
AbsenceEvent = AbsenceAnnounced | AbsenceNoted | AbsenceTakenBack | CoverTakenBack
MatchingEvent = (
    SuitsSaid
    | ClientsWelcome
    | AccompanistMatched
    | MatchAwaited
    | RematchWished
    | AccompanistLeft
    | ClientTaken
    | ClientParted
    | AbsenceAnnounced
    | AbsenceNoted
    | AbsenceTakenBack
    | CoverTakenBack
    | CoverBegan
    | CoverEnded
)
