"""A small reference model of the ledger: what must be true of every history, counted from events and commands alone."""

from dataclasses import dataclass, field
from typing import Any

from domain.engagement import events as on_engagement
from domain.engagement.consultations.events import ScheduleReflected
from domain.engagement.course_events import MilestonePartlyApproved
from domain.engagement.premises import commands as ledger
from domain.engagement.premises import events as on_ledger
from domain.shared.actors import Role
from domain.shared.deadlines import MeetDeadline
from domain.shared.models import Event

from support.driving import Step

OFFICE = (Role.COORDINATOR, Role.OPERATOR)
WORK = (on_engagement.MilestoneDelivered, on_engagement.MilestoneApproved, MilestonePartlyApproved)


@dataclass
class PremiseModel:
    """Which premises stand, what rests on them, and who still has to agree to what."""

    standing: set[str] = field(default_factory=set)
    fallen: set[str] = field(default_factory=set)
    resting: dict[str, set[str]] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)
    positions: dict[str, int] = field(default_factory=dict)
    version: int = 1
    open: dict[str, Any] | None = None
    known: dict[str, set[str]] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)
    in_force: int = 1
    terminated: bool = False

    def watch(self, step: Step) -> None:
        """One more step."""
        for event in step.events:
            self._premises(event)
            self._plans(event, step)
            self._work(event)
        if step.after is None:
            return
        waiting = [wait.owner.persons for wait in step.after.waits.values() if wait.kind == "plan_acceptance"]
        assert sorted(waiting) == sorted((one,) for one in self.missing if step.after.stage != "ended")
        assert {key for key, one in step.after.ledger.premises.items() if one.fallen} == self.fallen
        assert {key: set(one) for key, one in step.after.ledger.rests_on.items()} == self.resting

    def _premises(self, event: Event) -> None:
        match event:
            case on_ledger.PremiseRecorded():
                assert event.premise not in self.standing | self.fallen, "one premise, recorded twice"
                self.standing.add(event.premise)
                self._rest(event.premise, event.milestones)
            case on_ledger.PremiseCarries():
                assert event.premise in self.standing
                self._rest(event.premise, event.milestones)
            case on_ledger.PremiseFell():
                self.standing.remove(event.premise)
                self.fallen.add(event.premise)
            case on_ledger.PremiseHeld() | on_ledger.PremiseChanged():
                assert event.premise in self.standing
            case on_ledger.PremiseReviewAsked():
                assert event.premise in self.standing
                self.asked[event.premise] = self.asked.get(event.premise, 0) + 1
                assert event.number == self.asked[event.premise], "a review was skipped or asked for twice"
            case on_ledger.MissionStated():
                assert event.premises, "a mission that rests on nothing"
                assert set(event.premises) == self.standing
                assert event.survival
            case on_ledger.PositionStated():
                self.positions[event.unit] = self.positions.get(event.unit, 0) + 1
                assert event.version == self.positions[event.unit], "one position took another one's place"
            case _:
                pass

    def _rest(self, premise: str, milestones: tuple[str, ...]) -> None:
        for one in milestones:
            assert premise not in self.resting.get(one, set())
            self.resting.setdefault(one, set()).add(premise)

    def _plans(self, event: Event, step: Step) -> None:
        match event:
            case on_ledger.PlanProposed():
                assert event.version == self.version + 1, "a version was skipped or proposed twice"
                self.version, self.open = event.version, dict(event.changes)
                self.known = {key: {*self.resting.get(key, set())} for key in event.changes}
                self.missing = {one.person for one in event.bound}
                for one in event.changes.values():
                    assert set(one.rests_on) <= self.standing, "planned on something that fell"
            case on_ledger.PlanBinding():
                assert self.open is not None
                bound = {one.person for one in event.bound}
                self.missing = {*(self.missing & bound), *event.newcomers}
            case on_ledger.PlanAccepted():
                assert isinstance(step.command, ledger.AcceptPlan), "somebody agreed without saying so"
                assert step.actor.role in OFFICE or step.actor.person == event.person
                self.missing.remove(event.person)
            case on_ledger.PlanDeclined() | on_ledger.PlanWithdrawn():
                assert self.open is not None
                self.open, self.missing = None, set()
            case on_ledger.PlanInForce():
                assert not isinstance(step.command, MeetDeadline), "time agreed to a plan"
                assert self.open is not None
                assert not self.missing, "in force without everybody's agreement"
                meanwhile = {key: self.resting.get(key, set()) - self.known[key] for key in self.open}
                self.resting |= {key: {*one.rests_on, *meanwhile[key]} for key, one in self.open.items()}
                self.open, self.in_force = None, event.version
            case _:
                pass

    def _work(self, event: Event) -> None:
        if type(event).__name__ == "EngagementTerminated":
            self.terminated = True
        if isinstance(event, ScheduleReflected):
            assert not {one.milestone for one in event.moved} & {*(self.open or {})}, "a day was told and undone later"
        if isinstance(event, WORK) and not self.terminated:
            assert not self.resting.get(event.milestone, set()) & self.fallen, "went on although its premise fell"
            assert event.milestone not in (self.open or {}), "went on while a new plan for it was open"
