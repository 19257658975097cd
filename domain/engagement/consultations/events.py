"""What happened about the problems that those at the front brought home."""

from datetime import date
from typing import Literal

from domain.playbooks.capabilities.radar import RadarRules
from domain.shared.actors import Actor
from domain.shared.models import Event, FrozenModel
from domain.shared.radar import Level, Reason
from domain.shared.values import BilingualText, Identifier, PersonalText
from domain.shared.waiting import Owner, Schedule

Tilt = Literal["concentrated", "outnumbered"]
"""Too many open problems on one person; too many supporters around one at the front."""


class ConsultationsRouted(Event):
    """Problems of these kinds have an owner; `problem` is what the kinds are called."""

    type: Literal["ConsultationsRouted"] = "ConsultationsRouted"
    owner: Identifier
    kinds: tuple[Identifier, ...]
    problem: BilingualText


class FrontJoined(Event):
    """Somebody meets the customers."""

    type: Literal["FrontJoined"] = "FrontJoined"
    person: Identifier


class FrontLeft(Event):
    """Somebody meets the customers no longer."""

    type: Literal["FrontLeft"] = "FrontLeft"
    person: Identifier


class ConsultationRaised(Event):
    """A problem was brought home, and somebody else than its carrier owns it.

    `owner` is a companion by name, or the coordinators where nobody else owns its kind; `problem` is what the pinned
    playbook calls the kind; `radar` are the numbers by which those who carry it are on the radar, None where it was
    raised before there were any.
    """

    type: Literal["ConsultationRaised"] = "ConsultationRaised"
    consultation: int
    kind: Identifier
    problem: BilingualText
    carrier: Identifier
    by: Actor
    words: PersonalText
    customer: str | None
    cause: Identifier | None
    owner: Owner
    schedule: Schedule
    radar: RadarRules | None = None


class ConsultationAnswered(Event):
    """The carrier has an answer; `first` tells whether it is the first."""

    type: Literal["ConsultationAnswered"] = "ConsultationAnswered"
    consultation: int
    by: Actor
    text: PersonalText
    first: bool


class ConsultationRedirected(Event):
    """Somebody else owns it from now on, with a time of their own."""

    type: Literal["ConsultationRedirected"] = "ConsultationRedirected"
    consultation: int
    by: Actor
    reason: PersonalText
    owner: Owner
    schedule: Schedule


class MilestoneMoved(FrozenModel):
    """One milestone with the day that it was promised for, and the day that it is due now."""

    milestone: Identifier
    was_due_on: date
    due_on: date


class ScheduleReflected(Event):
    """The plan says what the problem means for it."""

    type: Literal["ScheduleReflected"] = "ScheduleReflected"
    consultation: int
    by: Actor
    days: int
    moved: tuple[MilestoneMoved, ...]


class ConsultationClosed(Event):
    """Both wheels have turned; `first` tells whether the carrier had no answer before."""

    type: Literal["ConsultationClosed"] = "ConsultationClosed"
    consultation: int
    by: Actor
    done_about: PersonalText
    done_for_carrier: PersonalText
    cause: Identifier | None
    first: bool


class SupportTilted(Event):
    """`count` of `of` open problems are on one `person`; or `count` supporters stand around `of` at the front."""

    type: Literal["SupportTilted"] = "SupportTilted"
    tilt: Tilt
    person: Identifier | None
    count: int
    of: int


class SupportBalanced(Event):
    """That is better again."""

    type: Literal["SupportBalanced"] = "SupportBalanced"
    tilt: Tilt


class CarrierTurned(Event):
    """The radar shows another level for somebody who brought a problem home, or has to answer one. Red asks the owner.

    `number` counts the turns of this person; `schedule` and `owner` are those of the care that this asks for, None
    where none is, or somebody cares already.
    """

    type: Literal["CarrierTurned"] = "CarrierTurned"
    person: Identifier
    number: int
    level: Level
    reasons: tuple[Reason, ...]
    schedule: Schedule | None = None
    owner: Owner | None = None


class CarrierCaredFor(Event):
    """Somebody looked after them, and said what was done; `care` is which request that answers."""

    type: Literal["CarrierCaredFor"] = "CarrierCaredFor"
    person: Identifier
    care: str
    text: PersonalText


ConsultationEvent = (
    ConsultationsRouted
    | FrontJoined
    | FrontLeft
    | ConsultationRaised
    | ConsultationAnswered
    | ConsultationRedirected
    | ScheduleReflected
    | ConsultationClosed
    | SupportTilted
    | SupportBalanced
    | CarrierTurned
    | CarrierCaredFor
)
