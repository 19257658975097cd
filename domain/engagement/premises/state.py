"""The ledger as an engagement keeps it, and how events change it."""

from datetime import datetime
from typing import Literal, assert_never

from pydantic import AwareDatetime, Field

from domain.engagement.premises import events as happened
from domain.engagement.premises.commands import Customer, Finding, Source
from domain.engagement.premises.events import BoundPerson, PlannedResult, PremiseEvent
from domain.engagement.results import Milestone
from domain.shared.actors import Actor, Role
from domain.shared.models import FrozenModel
from domain.shared.reviewing import key_of, review_wait
from domain.shared.values import PersonalText
from domain.shared.waiting import Owner, Schedule, Wait, closed, opened, without

Standing = Literal["asked", "in_force", "replaced", "declined", "withdrawn"]


class Mission(FrozenModel):
    """What somebody is sent for; `version` counts its wordings."""

    version: int
    goal: str
    survival: str
    customer: str
    customer_is: Customer
    premises: tuple[str, ...]
    by: Actor
    since: AwareDatetime


class Review(FrozenModel):
    """What a review found, and what was believed until then."""

    finding: Finding
    at: AwareDatetime
    by: Actor
    believed: str
    evidence: PersonalText


class Premise(FrozenModel):
    """What is believed, by whom, since when. `review_at` is None once it fell; `asked` counts the reviews asked for."""

    believed: str
    owner: str
    source: Source
    heard: PersonalText
    evidence: PersonalText
    by: Actor
    since: AwareDatetime
    review_at: AwareDatetime | None
    asked: int = 0
    reviews: dict[str, Review] = Field(default_factory=dict)

    @property
    def fallen(self) -> bool:
        """Whether it does not hold any more."""
        return self.review_at is None


class Position(FrozenModel):
    """How one side saw it."""

    by: Actor
    at: AwareDatetime
    words: PersonalText


class Bound(FrozenModel):
    """How far one of those has come whom a plan binds; `number` is that of their wait."""

    capacity: Literal["company", "participant"]
    number: int
    accepted: bool = False


class PlanVersion(FrozenModel):
    """One version of the plan: all milestones as it has them, and those that it `changes`, as they were `before`."""

    results: dict[str, PlannedResult]
    at: AwareDatetime
    before: dict[str, PlannedResult] = Field(default_factory=dict)
    changes: dict[str, PlannedResult] = Field(default_factory=dict)
    because_of: tuple[str, ...] = ()
    reason: PersonalText | None = None
    by: Actor | None = None
    bound: dict[str, Bound] = Field(default_factory=dict)
    asked: int = 0
    standing: Standing = "in_force"
    declined_because: PersonalText | None = None

    @property
    def unanswered(self) -> list[str]:
        """Who has not agreed yet."""
        return [person for person, one in self.bound.items() if not one.accepted]


class Ledger(FrozenModel):
    """Mission, premises, what rests on them, the positions of two sides, the versions of the plan."""

    mission: Mission | None = None
    premises: dict[str, Premise] = Field(default_factory=dict)
    rests_on: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    positions: dict[str, dict[str, Position]] = Field(default_factory=dict)
    plans: dict[str, PlanVersion] = Field(default_factory=dict)

    @property
    def version(self) -> int:
        """The number of the last version of the plan; the first one is what was planned without a proposal."""
        return max(1, len(self.plans))

    @property
    def open_plan(self) -> PlanVersion | None:
        """The proposal that lies before those whom it binds."""
        last = self.plans.get(str(self.version))
        return last if last is not None and last.standing == "asked" else None

    def fallen_beneath(self, milestone: str) -> list[str]:
        """The premises that a milestone rests on and that fell: it needs another scope."""
        return [one for one in self.rests_on.get(milestone, ()) if self.premises[one].fallen]

    def resting_on(self, premise: str) -> list[str]:
        """The milestones that rest on a premise."""
        return [milestone for milestone, premises in self.rests_on.items() if premise in premises]

    def planned(self, milestones: dict[str, Milestone]) -> dict[str, PlannedResult]:
        """The milestones as they stand, as a plan has them."""
        return {
            key: PlannedResult(title=one.title, fee=one.fee, due_on=one.due_on, rests_on=self.rests_on.get(key, ()))
            for key, one in milestones.items()
        }


def plan_wait(version: int, number: int) -> str:
    """The key of the wait for somebody's answer. Its subject is short, however long their id is."""
    return f"plan_acceptance:{version}.{number}"


def ledger_changes(
    ledger: Ledger, milestones: dict[str, Milestone], waits: dict[str, Wait], event: PremiseEvent, at: datetime
) -> dict[str, object]:
    """What one event changes about the ledger, the milestones and the waits."""
    match event:
        case happened.MissionStated():
            mission = Mission(**event.model_dump(exclude={"type"}), since=at)
            return {"ledger": ledger.model_copy(update={"mission": mission})}
        case happened.PositionStated():
            said = {**ledger.positions.get(event.unit, {}), str(event.version): _position(event, at)}
            return {"ledger": ledger.model_copy(update={"positions": {**ledger.positions, event.unit: said}})}
        case (
            happened.PremiseRecorded()
            | happened.PremiseCarries()
            | happened.PremiseReviewAsked()
            | happened.PremiseHeld()
            | happened.PremiseChanged()
            | happened.PremiseFell()
        ):
            return _premise_changes(ledger, waits, event, at)
        case happened.PlanProposed():
            return _proposed(ledger, milestones, waits, event, at)
        case happened.PlanInForce():
            return _in_force(ledger, milestones, event)
        case happened.PlanBinding() | happened.PlanAccepted() | happened.PlanDeclined() | happened.PlanWithdrawn():
            return _plan_changes(ledger, waits, event)
        case _:
            assert_never(event)


def _position(event: happened.PositionStated, at: datetime) -> Position:
    return Position(by=event.by, at=at, words=event.words)


def _premise_changes(
    ledger: Ledger,
    waits: dict[str, Wait],
    event: happened.PremiseRecorded
    | happened.PremiseCarries
    | happened.PremiseReviewAsked
    | happened.PremiseHeld
    | happened.PremiseChanged
    | happened.PremiseFell,
    at: datetime,
) -> dict[str, object]:
    key, known = event.premise, ledger.premises.get(event.premise)
    if isinstance(event, happened.PremiseRecorded) or known is None:
        return _recorded(ledger, event, at) if isinstance(event, happened.PremiseRecorded) else {}
    match event:
        case happened.PremiseCarries():
            return {"ledger": _resting(ledger, key, event.milestones)}
        case happened.PremiseReviewAsked():
            premise = known.model_copy(update={"asked": event.number})
            waits = opened(waits, review_wait(key, event.number, event.owner, event.schedule))
        case happened.PremiseHeld():
            premise = _reviewed(known, event, "holds", at, {"review_at": event.review_at})
        case happened.PremiseChanged():
            premise = _reviewed(known, event, "changed", at, {"review_at": event.review_at, "believed": event.into})
        case happened.PremiseFell():
            premise = _reviewed(known, event, "fallen", at, {"review_at": None})
        case _:
            assert_never(event)
    if not isinstance(event, happened.PremiseReviewAsked):
        waits = closed(waits, key_of(key, known.asked))
    return {"ledger": ledger.model_copy(update={"premises": {**ledger.premises, key: premise}}), "waits": waits}


def _recorded(ledger: Ledger, event: happened.PremiseRecorded, at: datetime) -> dict[str, object]:
    values = event.model_dump(exclude={"type", "premise", "milestones"})
    premises = {**ledger.premises, event.premise: Premise(**values, since=at)}
    return {"ledger": _resting(ledger.model_copy(update={"premises": premises}), event.premise, event.milestones)}


def _resting(ledger: Ledger, premise: str, milestones: tuple[str, ...]) -> Ledger:
    more = {one: (*ledger.rests_on.get(one, ()), premise) for one in milestones}
    return ledger.model_copy(update={"rests_on": {**ledger.rests_on, **more}})


def _reviewed(
    known: Premise,
    event: happened.PremiseHeld | happened.PremiseChanged | happened.PremiseFell,
    finding: Finding,
    at: datetime,
    changes: dict[str, object],
) -> Premise:
    review = Review(finding=finding, at=at, by=event.by, believed=known.believed, evidence=event.evidence)
    return known.model_copy(update={"reviews": {**known.reviews, str(len(known.reviews) + 1): review}, **changes})


def _proposed(
    ledger: Ledger, milestones: dict[str, Milestone], waits: dict[str, Wait], event: happened.PlanProposed, at: datetime
) -> dict[str, object]:
    plans = dict(ledger.plans) or {"1": PlanVersion(results=ledger.planned(milestones), at=at)}
    if ledger.open_plan is not None:
        plans[str(ledger.version)] = ledger.open_plan.model_copy(update={"standing": "replaced"})
    known = ledger.planned(milestones)
    plan = PlanVersion(
        results={**known, **event.changes},
        at=at,
        before={key: known[key] for key in event.changes},
        standing="asked",
        **event.model_dump(include={"changes", "because_of", "reason", "by"}),
    )
    plan, asked = _binding(plan, event.version, event.bound, event.schedule)
    plans[str(event.version)] = plan
    waits = {**without(waits, "plan_acceptance"), **asked}
    return {"ledger": ledger.model_copy(update={"plans": plans}), "waits": waits}


def _binding(
    plan: PlanVersion,
    version: int,
    bound: tuple[BoundPerson, ...],
    schedule: Schedule,
    known: dict[str, Wait] | None = None,
) -> tuple[PlanVersion, dict[str, Wait]]:
    """The plan with those whom it binds now, and a wait for each answer. Who was asked already keeps their wait."""
    people: dict[str, Bound] = {}
    waits: dict[str, Wait] = {}
    asked = plan.asked
    for one in bound:
        before = plan.bound.get(one.person)
        if before is None:
            asked += 1
        people[one.person] = before or Bound(capacity=one.capacity, number=asked)
        if people[one.person].accepted:
            continue
        key = plan_wait(version, people[one.person].number)
        kind, _, subject = key.partition(":")
        owner = Owner(role=Role(one.capacity), persons=(one.person,))
        wait = (known or {}).get(key) or Wait(kind=kind, subject=subject, owner=owner, schedule=schedule)
        waits[key] = wait.model_copy(update={"owner": owner})
    return plan.model_copy(update={"bound": people, "asked": asked}), waits


def _plan_changes(
    ledger: Ledger,
    waits: dict[str, Wait],
    event: happened.PlanBinding | happened.PlanAccepted | happened.PlanDeclined | happened.PlanWithdrawn,
) -> dict[str, object]:
    plan = ledger.plans[str(event.version)]
    match event:
        case happened.PlanBinding():
            plan, asked = _binding(plan, event.version, event.bound, event.schedule, waits)
            waits = {**without(waits, "plan_acceptance"), **asked}
        case happened.PlanAccepted():
            one = plan.bound[event.person]
            bound = {**plan.bound, event.person: one.model_copy(update={"accepted": True})}
            plan = plan.model_copy(update={"bound": bound})
            waits = closed(waits, plan_wait(event.version, one.number))
        case happened.PlanDeclined():
            plan = plan.model_copy(update={"standing": "declined", "declined_because": event.reason})
            waits = without(waits, "plan_acceptance")
        case happened.PlanWithdrawn():
            plan = plan.model_copy(update={"standing": "withdrawn"})
            waits = without(waits, "plan_acceptance")
        case _:
            assert_never(event)
    return {"ledger": ledger.model_copy(update={"plans": {**ledger.plans, str(event.version): plan}}), "waits": waits}


def _in_force(ledger: Ledger, milestones: dict[str, Milestone], event: happened.PlanInForce) -> dict[str, object]:
    earlier = {
        key: one.model_copy(update={"standing": "replaced"}) if one.standing == "in_force" else one
        for key, one in ledger.plans.items()
    }
    plan = ledger.plans[str(event.version)].model_copy(update={"standing": "in_force"})
    agreed = {
        key: milestones[key].model_copy(update=one.model_dump(include={"title", "fee", "due_on"}))
        for key, one in plan.changes.items()
    }
    rests_on = {**ledger.rests_on, **{key: _resting_then(key, plan, ledger) for key in plan.changes}}
    plans = {**earlier, str(event.version): plan}
    return {
        "ledger": ledger.model_copy(update={"plans": plans, "rests_on": rests_on}),
        "milestones": {**milestones, **agreed},
    }


def _resting_then(milestone: str, plan: PlanVersion, ledger: Ledger) -> tuple[str, ...]:
    """What the plan says, and what the milestone was found to rest on while answers were awaited."""
    known = (*plan.before[milestone].rests_on, *plan.changes[milestone].rests_on)
    meanwhile = [one for one in ledger.rests_on.get(milestone, ()) if one not in known]
    return (*plan.changes[milestone].rests_on, *meanwhile)
