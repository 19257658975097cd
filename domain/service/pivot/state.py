"""What a service believes and believed, as it is kept, and how events change it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, assert_never

from pydantic import AwareDatetime, Field

from domain.service.pivot import events as happened
from domain.service.pivot.events import LaterPremiseEvent, PivotEvent
from domain.shared.actors import Role
from domain.shared.models import FrozenModel
from domain.shared.reviewing import key_of, review_deadline, review_wait
from domain.shared.values import PersonalText
from domain.shared.waiting import Deadline, Owner, Schedule, Wait, closed, handed_over, opened


class Keeping(FrozenModel):
    """A review found that it still holds: who, when, and what spoke for it."""

    by: str
    at: AwareDatetime
    evidence: PersonalText


class Belief(FrozenModel):
    """What was believed from a moment on, by whom and why; `change` is what the service changed because of it.

    `held` are the reviews that found it so, the oldest first.
    """

    believed: PersonalText
    evidence: PersonalText
    by: str
    since: AwareDatetime
    change: PersonalText | None = None
    held: tuple[Keeping, ...] = ()


class ServicePremise(FrozenModel):
    """One premise: what is believed now, and what was believed before, the oldest first.

    `owner` answers for it (None: nobody was named yet). `review` is its next review, or the one that is waited for
    (None: nobody looks at it anew); `asked` counts those that were asked for.
    """

    now: Belief
    before: tuple[Belief, ...] = ()
    owner: str | None = None
    review: Schedule | None = None
    asked: int = 0


class Pivot(FrozenModel):
    """Premises by name, and the services whose pools were invited."""

    premises: dict[str, ServicePremise] = Field(default_factory=dict)
    invited_from: tuple[str, ...] = ()


def pivot_changes(pivot: Pivot, event: PivotEvent, at: datetime) -> Pivot:
    """The pivot after one more event, which occurred at `at`."""
    if isinstance(event, happened.PoolInvited):
        invited = tuple(dict.fromkeys((*pivot.invited_from, event.predecessor)))
        return pivot.model_copy(update={"invited_from": invited})
    if isinstance(event, happened.ServicePremiseRecorded):
        premise = ServicePremise(now=_belief(event, at), owner=event.owner, review=event.review)
    else:
        known = pivot.premises[event.premise]
        premise = known.model_copy(update=_premise_changes(known, event, at))
    return pivot.model_copy(update={"premises": {**pivot.premises, event.premise: premise}})


def _premise_changes(known: ServicePremise, event: LaterPremiseEvent, at: datetime) -> dict[str, Any]:
    match event:
        case happened.ServicePremiseChanged():
            return {"now": _belief(event, at), "before": (*known.before, known.now), "review": event.review}
        case happened.ServicePremiseHeld():
            held = (*known.now.held, Keeping(by=event.by, at=at, evidence=event.evidence))
            return {"now": known.now.model_copy(update={"held": held}), "review": event.review}
        case happened.ServicePremiseEntrusted():
            return {"owner": event.owner}
        case happened.ServicePremiseReviewAsked():
            return {"asked": event.number}
        case _:
            assert_never(event)


def _belief(event: happened.ServicePremiseRecorded | happened.ServicePremiseChanged, at: datetime) -> Belief:
    return Belief(since=at, **event.model_dump(include={"believed", "evidence", "by", "change"}))


def waits_after(waits: dict[str, Wait], event: PivotEvent, pivot: Pivot) -> dict[str, Wait]:
    """The service's waits after one more event; `pivot` is that after it."""
    if isinstance(event, happened.PoolInvited):
        return waits
    key = key_of(event.premise, pivot.premises[event.premise].asked)
    match event:
        case happened.ServicePremiseReviewAsked():
            return opened(waits, review_wait(event.premise, event.number, event.owner, event.schedule))
        case happened.ServicePremiseEntrusted() if key in waits:
            return {**waits, key: handed_over(waits[key], in_charge(event.owner))}
        case happened.ServicePremiseChanged() | happened.ServicePremiseHeld():
            return closed(waits, key)
        case _:
            return waits


def in_charge(person: str) -> Owner:
    """Somebody of the office as whoever is asked to look at a premise anew."""
    return Owner(role=Role.COORDINATOR, persons=(person,))


def deadlines(pivot: Pivot, waits: Mapping[str, Wait]) -> list[Deadline]:
    """The next review of every premise that has one, unless it is waited for already."""
    return [
        review_deadline(premise, one.asked, one.review.since)
        for premise, one in pivot.premises.items()
        if one.review is not None and key_of(premise, one.asked) not in waits
    ]
