"""What a service believes and believed, as it is kept, and how events change it."""

from datetime import datetime
from typing import assert_never

from pydantic import AwareDatetime, Field

from domain.service.pivot import events as happened
from domain.service.pivot.events import PivotEvent
from domain.shared.models import FrozenModel
from domain.shared.values import PersonalText


class Belief(FrozenModel):
    """What was believed from a moment on, by whom and why; `change` is what the service changed because of it."""

    believed: PersonalText
    evidence: PersonalText
    by: str
    since: AwareDatetime
    change: PersonalText | None = None


class ServicePremise(FrozenModel):
    """One premise: what is believed now, and what was believed before, the oldest first."""

    now: Belief
    before: tuple[Belief, ...] = ()


class Pivot(FrozenModel):
    """Premises by name, and the services whose pools were invited."""

    premises: dict[str, ServicePremise] = Field(default_factory=dict)
    invited_from: tuple[str, ...] = ()


def pivot_changes(pivot: Pivot, event: PivotEvent, at: datetime) -> Pivot:
    """The pivot after one more event, which occurred at `at`."""
    match event:
        case happened.PoolInvited():
            invited = tuple(dict.fromkeys((*pivot.invited_from, event.predecessor)))
            return pivot.model_copy(update={"invited_from": invited})
        case happened.ServicePremiseRecorded():
            premise = ServicePremise(now=_belief(event, at))
        case happened.ServicePremiseChanged():
            known = pivot.premises[event.premise]
            premise = ServicePremise(now=_belief(event, at), before=(*known.before, known.now))
        case _:
            assert_never(event)
    return pivot.model_copy(update={"premises": {**pivot.premises, event.premise: premise}})


def _belief(event: happened.ServicePremiseRecorded | happened.ServicePremiseChanged, at: datetime) -> Belief:
    return Belief(since=at, **event.model_dump(exclude={"type", "premise", "number"}))
