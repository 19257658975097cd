"""What may be asked of an engagement about the problems that those at the front bring home."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from domain.shared.actors import Role
from domain.shared.models import Command
from domain.shared.registered import person_reference
from domain.shared.values import Identifier, Line, Prose, StreamReference

OFFICE = frozenset({Role.COORDINATOR, Role.OPERATOR})
SUPPORT = OFFICE | {Role.COMPANION}
MOST_DAYS = 366


class RouteConsultations(Command):
    """Problems of these kinds are somebody's from now on; those that are open stay with whoever has them.

    The owner acts as a companion.
    """

    type: Literal["RouteConsultations"] = "RouteConsultations"
    who: ClassVar[frozenset[Role]] = OFFICE
    owner: Identifier
    kinds: tuple[Identifier, ...] = Field(min_length=1, max_length=30)


class PutAtFront(Command):
    """Somebody besides the participants meets the customers; they act as a participant."""

    type: Literal["PutAtFront"] = "PutAtFront"
    who: ClassVar[frozenset[Role]] = OFFICE
    person: Identifier


class TakeFromFront(Command):
    """Somebody meets the customers no longer."""

    type: Literal["TakeFromFront"] = "TakeFromFront"
    who: ClassVar[frozenset[Role]] = OFFICE
    person: Identifier


class RaiseConsultation(Command):
    """Whoever is at the front brings a problem home; the owner of its kind has it from now on, never the carrier.

    Without a `carrier` it is whoever sends it; the office may write it down for somebody. `customer` is an
    organisation, `cause` a tag by which the same cause is known again.
    """

    type: Literal["RaiseConsultation"] = "RaiseConsultation"
    who: ClassVar[frozenset[Role]] = OFFICE | {Role.PARTICIPANT}
    kind: Identifier
    words: Prose
    customer: Line | None = None
    cause: Identifier | None = None
    carrier: Identifier | None = None


class AnswerConsultation(Command):
    """The owner answers the carrier; the first answer ends the waiting, not the problem."""

    type: Literal["AnswerConsultation"] = "AnswerConsultation"
    who: ClassVar[frozenset[Role]] = SUPPORT
    consultation: int
    text: Prose


class RedirectConsultation(Command):
    """The owner hands it on to somebody who can help, and says why; nobody just declines."""

    type: Literal["RedirectConsultation"] = "RedirectConsultation"
    who: ClassVar[frozenset[Role]] = SUPPORT
    consultation: int
    to: Identifier
    reason: Prose


class ReflectInSchedule(Command):
    """The milestones concerned are due so many days later; whoever was promised a date is told both."""

    type: Literal["ReflectInSchedule"] = "ReflectInSchedule"
    who: ClassVar[frozenset[Role]] = SUPPORT
    consultation: int
    milestones: tuple[Identifier, ...] = Field(min_length=1, max_length=50)
    days: Annotated[int, Field(ge=1, le=MOST_DAYS)]


class CloseConsultation(Command):
    """It is over when both wheels have turned: what was done about it, and what was done for the carrier."""

    type: Literal["CloseConsultation"] = "CloseConsultation"
    who: ClassVar[frozenset[Role]] = SUPPORT
    consultation: int
    done_about: Prose | None = None
    done_for_carrier: Prose | None = None
    cause: Identifier | None = None


class CareForCarrier(Command):
    """Somebody who carries problems was looked after; what was done about it is said."""

    type: Literal["CareForCarrier"] = "CareForCarrier"
    who: ClassVar[frozenset[Role]] = OFFICE
    person: Identifier
    text: Prose


ConsultationCommand = (
    RouteConsultations
    | PutAtFront
    | TakeFromFront
    | RaiseConsultation
    | AnswerConsultation
    | RedirectConsultation
    | ReflectInSchedule
    | CloseConsultation
    | CareForCarrier
)


def needs_of(command: ConsultationCommand) -> tuple[StreamReference, ...]:
    """The persons who have to be registered."""
    match command:
        case RouteConsultations():
            return (person_reference(command.owner),)
        case PutAtFront():
            return (person_reference(command.person),)
        case RedirectConsultation():
            return (person_reference(command.to),)
        case _:
            return ()
