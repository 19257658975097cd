"""What may be asked about spare time, about who accompanies whom, and about days away."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from domain.membership.matching.times import SpareTimes
from domain.shared.actors import Role
from domain.shared.models import Command
from domain.shared.values import Identifier

OFFICE = frozenset({Role.COORDINATOR, Role.OPERATOR})
MEMBER = OFFICE | {Role.PARTICIPANT}
PAIR = MEMBER | {Role.COMPANION}


class SayWhatSuits(Command):
    """When a member has spare time (such as `mon 20:00-22:00`, in their zone), and what suits them.

    `clients` is how many clients an accompanist would accompany at most; for clients it means nothing.
    """

    type: Literal["SayWhatSuits"] = "SayWhatSuits"
    who: ClassVar[frozenset[Role]] = MEMBER
    spare_time: SpareTimes = ()
    tags: Annotated[tuple[Identifier, ...], Field(max_length=50)] = ()
    clients: Annotated[int, Field(ge=1, le=50)] | None = None


class TakeClients(Command):
    """An accompanist takes further clients, or takes a break from that; those they have stay with them."""

    type: Literal["TakeClients"] = "TakeClients"
    who: ClassVar[frozenset[Role]] = MEMBER
    open: bool


class MatchAccompanist(Command):
    """Somebody accompanies this client from now on; whoever did so before is thanked.

    `accompanist` is the id of their membership in the same service.
    """

    type: Literal["MatchAccompanist"] = "MatchAccompanist"
    who: ClassVar[frozenset[Role]] = OFFICE
    accompanist: Identifier


class Rematch(Command):
    """One of the two wishes for another match. Nobody has to say why, and nobody is asked."""

    type: Literal["Rematch"] = "Rematch"
    who: ClassVar[frozenset[Role]] = PAIR


class AnnounceAbsence(Command):
    """A member is away on these days, both included; they are not counted as silence.

    Several absences may lie ahead; one takes the place of those with which it shares a day.
    `deputy` is the membership of whoever answers an accompanist's clients meanwhile; without one it is the coordinator.
    """

    type: Literal["AnnounceAbsence"] = "AnnounceAbsence"
    who: ClassVar[frozenset[Role]] = MEMBER
    first_day: date
    last_day: date
    deputy: Identifier | None = None


class TakeBackAbsence(Command):
    """A member is there after all on the days away that begin on this day; days that lie behind stay days away."""

    type: Literal["TakeBackAbsence"] = "TakeBackAbsence"
    who: ClassVar[frozenset[Role]] = MEMBER
    first_day: date


class NoteClient(Command):
    """A client was matched with this accompanist, or no longer is."""

    type: Literal["NoteClient"] = "NoteClient"
    who: ClassVar[frozenset[Role]] = frozenset({Role.SYSTEM})
    client: Identifier
    taken: bool


class NoteAbsence(Command):
    """This client's accompanist is away on these days, and who answers meanwhile."""

    type: Literal["NoteAbsence"] = "NoteAbsence"
    who: ClassVar[frozenset[Role]] = frozenset({Role.SYSTEM})
    accompanist: Identifier
    first_day: date
    last_day: date
    deputy: Identifier | None = None


class NoteAbsenceTakenBack(Command):
    """This client's accompanist is there after all on the days away that begin on this day."""

    type: Literal["NoteAbsenceTakenBack"] = "NoteAbsenceTakenBack"
    who: ClassVar[frozenset[Role]] = frozenset({Role.SYSTEM})
    accompanist: Identifier
    first_day: date


class NoteAccompanistLeft(Command):
    """This client's accompanist left the service."""

    type: Literal["NoteAccompanistLeft"] = "NoteAccompanistLeft"
    who: ClassVar[frozenset[Role]] = frozenset({Role.SYSTEM})
    accompanist: Identifier


MatchingCommand = (
    SayWhatSuits
    | TakeClients
    | MatchAccompanist
    | Rematch
    | AnnounceAbsence
    | TakeBackAbsence
    | NoteClient
    | NoteAbsence
    | NoteAbsenceTakenBack
    | NoteAccompanistLeft
)
