"""What a service learned, and whom it invited because of it."""

from typing import Literal

from domain.shared.models import Event
from domain.shared.values import Identifier, PersonalText


class ServicePremiseRecorded(Event):
    """A premise was written down, by whom and on what grounds."""

    type: Literal["ServicePremiseRecorded"] = "ServicePremiseRecorded"
    premise: Identifier
    by: Identifier
    believed: PersonalText
    evidence: PersonalText


class ServicePremiseChanged(Event):
    """A premise turned out otherwise; `number` counts how often that happened to this one."""

    type: Literal["ServicePremiseChanged"] = "ServicePremiseChanged"
    premise: Identifier
    number: int
    by: Identifier
    believed: PersonalText
    evidence: PersonalText
    change: PersonalText


class PoolInvited(Event):
    """Everybody in the pool of an earlier service is invited."""

    type: Literal["PoolInvited"] = "PoolInvited"
    predecessor: Identifier


PivotEvent = ServicePremiseRecorded | ServicePremiseChanged | PoolInvited
