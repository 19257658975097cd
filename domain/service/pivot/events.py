"""What a service learned, and whom it invited because of it."""

from typing import ClassVar, Literal

from domain.shared.models import Event
from domain.shared.values import Identifier, PersonalText
from domain.shared.waiting import Owner, Schedule


class ServicePremiseRecorded(Event):
    """A premise was written down, by whom and on what grounds; `owner` answers for it.

    `review` is when it is looked at anew (it begins then), and how long that is waited for; None: nobody is asked to.
    """

    schema_version: ClassVar[int] = 2
    type: Literal["ServicePremiseRecorded"] = "ServicePremiseRecorded"
    premise: Identifier
    by: Identifier
    believed: PersonalText
    evidence: PersonalText
    owner: Identifier | None = None
    review: Schedule | None = None


class ServicePremiseChanged(Event):
    """A premise turned out otherwise; `number` counts how often that happened to this one. `review` is the next."""

    schema_version: ClassVar[int] = 2
    type: Literal["ServicePremiseChanged"] = "ServicePremiseChanged"
    premise: Identifier
    number: int
    by: Identifier
    believed: PersonalText
    evidence: PersonalText
    change: PersonalText
    review: Schedule | None = None


class ServicePremiseHeld(Event):
    """A premise was looked at anew and still holds, and why; `review` is the next."""

    type: Literal["ServicePremiseHeld"] = "ServicePremiseHeld"
    premise: Identifier
    by: Identifier
    evidence: PersonalText
    review: Schedule | None


class ServicePremiseEntrusted(Event):
    """Somebody else answers for a premise from now on, a review that is waited for included; `by` decided so.

    `left` did until they left the desk (None: nobody left).
    """

    type: Literal["ServicePremiseEntrusted"] = "ServicePremiseEntrusted"
    premise: Identifier
    owner: Identifier
    by: Identifier
    left: Identifier | None = None


class ServicePremiseReviewAsked(Event):
    """The day of its review has come, and whoever answers for the premise was asked; `number` counts those."""

    type: Literal["ServicePremiseReviewAsked"] = "ServicePremiseReviewAsked"
    premise: Identifier
    number: int
    owner: Owner
    schedule: Schedule


class PoolInvited(Event):
    """Everybody in the pool of an earlier service is invited."""

    type: Literal["PoolInvited"] = "PoolInvited"
    predecessor: Identifier


LaterPremiseEvent = ServicePremiseChanged | ServicePremiseHeld | ServicePremiseEntrusted | ServicePremiseReviewAsked
"""What happens to a premise after it was recorded."""
PivotEvent = ServicePremiseRecorded | LaterPremiseEvent | PoolInvited
