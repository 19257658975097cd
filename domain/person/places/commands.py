"""What may be asked about where somebody is, and when they have time."""

from datetime import date
from typing import ClassVar, Literal

from domain.shared.actors import Role
from domain.shared.models import Command
from domain.shared.periods import ZoneName
from domain.shared.values import CountryCode, Prose
from domain.shared.weekly import Week

MAY_TELL = frozenset({Role.COORDINATOR, Role.OPERATOR, Role.PARTICIPANT})

MoveKind = Literal["planned", "overnight"]
"""How a move comes: announced ahead, or from one day to the next."""


class Relocate(Command):
    """Somebody lives elsewhere from a day on; a later word about the same day replaces the one before.

    `since` is a day at the place to which they go. An overnight move is never announced for a day to come.
    """

    type: Literal["Relocate"] = "Relocate"
    who: ClassVar[frozenset[Role]] = MAY_TELL
    since: date
    move: MoveKind
    country: CountryCode
    time_zone: ZoneName


class CallOffMove(Command):
    """The move that was announced for a day is off, or comes on another day, for which it is announced anew."""

    type: Literal["CallOffMove"] = "CallOffMove"
    who: ClassVar[frozenset[Role]] = MAY_TELL
    since: date


class SetAvailability(Command):
    """The hours of the week in which somebody has time, on the clock of where they are.

    `hours` alone means no time at all; no engagement ends by it. `since` is the first day for which they hold (None:
    today, where the person is) and may lie ahead, with at most 50 such announcements; a later word about the same day
    replaces the one before. What is announced is taken back by saying, for that day, the hours that hold until then: a
    change that changes nothing is none.
    """

    type: Literal["SetAvailability"] = "SetAvailability"
    who: ClassVar[frozenset[Role]] = MAY_TELL
    hours: Week
    reason: Prose | None = None
    since: date | None = None


PlacesCommand = Relocate | CallOffMove | SetAvailability
