"""What happened to an engagement's ledger."""

from datetime import date
from typing import Literal

from pydantic import AwareDatetime

from domain.engagement.premises.commands import Customer, Side, Source
from domain.shared.actors import Actor
from domain.shared.models import Event, FrozenModel
from domain.shared.values import Identifier, PersonalText, Yen
from domain.shared.waiting import Owner, Schedule


class PlannedResult(FrozenModel):
    """A milestone as a plan has it: title, fee in yen, the day it is due, and the premises that it rests on."""

    title: str
    fee: Yen
    due_on: date
    rests_on: tuple[Identifier, ...] = ()


class BoundPerson(FrozenModel):
    """Somebody whom a plan binds, in which capacity."""

    person: Identifier
    capacity: Literal["company", "participant"]


class MissionStated(Event):
    """A mission, or another version of it; the premises that it took for granted then."""

    type: Literal["MissionStated"] = "MissionStated"
    version: int
    by: Actor
    goal: str
    survival: str
    customer: str
    customer_is: Customer
    premises: tuple[Identifier, ...]


class PremiseRecorded(Event):
    """Somebody answers for something that is believed; it is looked at anew at `review_at`."""

    type: Literal["PremiseRecorded"] = "PremiseRecorded"
    premise: Identifier
    believed: str
    owner: Identifier
    source: Source
    heard: PersonalText
    evidence: PersonalText
    by: Actor
    review_at: AwareDatetime
    milestones: tuple[Identifier, ...]


class PremiseCarries(Event):
    """More milestones rest on it."""

    type: Literal["PremiseCarries"] = "PremiseCarries"
    premise: Identifier
    milestones: tuple[Identifier, ...]


class PremiseReviewAsked(Event):
    """The day of its review has come; whoever answers for it was asked (the coordinator, if they are gone)."""

    type: Literal["PremiseReviewAsked"] = "PremiseReviewAsked"
    premise: Identifier
    number: int
    schedule: Schedule
    owner: Owner


class PremiseHeld(Event):
    """It still holds, and why."""

    type: Literal["PremiseHeld"] = "PremiseHeld"
    premise: Identifier
    by: Actor
    evidence: PersonalText
    review_at: AwareDatetime


class PremiseChanged(Event):
    """Something else is believed in its place, and why; what rested on it still does."""

    type: Literal["PremiseChanged"] = "PremiseChanged"
    premise: Identifier
    by: Actor
    evidence: PersonalText
    into: str
    review_at: AwareDatetime


class PremiseFell(Event):
    """It does not hold any more, and why; `milestones` rest on it and have to be re-scoped."""

    type: Literal["PremiseFell"] = "PremiseFell"
    premise: Identifier
    by: Actor
    evidence: PersonalText
    milestones: tuple[Identifier, ...]


class PositionStated(Event):
    """One side said how it sees it."""

    type: Literal["PositionStated"] = "PositionStated"
    unit: Side
    version: int
    by: Actor
    words: PersonalText


class PlanProposed(Event):
    """A new version of the plan lies before those whom it binds.

    `changes` are the milestones that it changes, as they would be; `because_of` names the fallen premises behind it.
    """

    type: Literal["PlanProposed"] = "PlanProposed"
    version: int
    by: Actor
    reason: PersonalText
    changes: dict[Identifier, PlannedResult]
    because_of: tuple[Identifier, ...]
    bound: tuple[BoundPerson, ...]
    schedule: Schedule


class PlanBinding(Event):
    """Others are bound by an open proposal: those who came (`newcomers`) are asked, those who left no longer."""

    type: Literal["PlanBinding"] = "PlanBinding"
    version: int
    bound: tuple[BoundPerson, ...]
    newcomers: tuple[Identifier, ...]
    schedule: Schedule


class PlanAccepted(Event):
    """One of those whom it binds agreed."""

    type: Literal["PlanAccepted"] = "PlanAccepted"
    version: int
    person: Identifier
    by: Actor


class PlanDeclined(Event):
    """One of those whom it binds did not agree; this version never comes into force."""

    type: Literal["PlanDeclined"] = "PlanDeclined"
    version: int
    person: Identifier
    by: Actor
    reason: PersonalText


class PlanWithdrawn(Event):
    """The proposal was taken back, or the work ended before everybody had answered (then `by` is None)."""

    type: Literal["PlanWithdrawn"] = "PlanWithdrawn"
    version: int
    by: Actor | None = None
    reason: PersonalText | None = None


class PlanInForce(Event):
    """Everybody whom it binds had agreed: the milestones are as this version says."""

    type: Literal["PlanInForce"] = "PlanInForce"
    version: int


PremiseEvent = (
    MissionStated
    | PremiseRecorded
    | PremiseCarries
    | PremiseReviewAsked
    | PremiseHeld
    | PremiseChanged
    | PremiseFell
    | PositionStated
    | PlanProposed
    | PlanBinding
    | PlanAccepted
    | PlanDeclined
    | PlanWithdrawn
    | PlanInForce
)
