"""A small reference model of consultations, counted from events alone."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from domain.engagement import events as on_engagement
from domain.engagement.consultations import commands as asked
from domain.engagement.consultations import events as happened
from domain.shared.actors import Role
from domain.shared.models import Event

from support.driving import Step
from support.models import EngagementModel
from support.rules import RULES


@dataclass
class ConsultationModel:
    """Who carries, who owns, what moved; besides everything that holds for engagements."""

    engagement: EngagementModel = field(default_factory=EngagementModel)
    carriers: dict[int, str] = field(default_factory=dict)
    owners: dict[int, tuple[str, ...]] = field(default_factory=dict)
    answered: set[int] = field(default_factory=set)
    closed: set[int] = field(default_factory=set)
    due: dict[str, date] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)
    awaited_by: dict[int, dict[str, datetime]] = field(default_factory=dict)
    levels: dict[str, str] = field(default_factory=dict)
    cares: list[str] = field(default_factory=list)

    def watch(self, step: Step) -> None:
        """One more step."""
        self.engagement.watch(step)
        for event in step.events:
            self._case(event, step)
            self._schedule(event)
            self._balance(event)
            self._radar(event, step)
        if step.after is not None and step.events:
            self._levels_are_those_of(step)
        if step.after is not None:
            self._agrees(step.after)

    def _case(self, event: Event, step: Step) -> None:
        match event:
            case happened.ConsultationRaised():
                assert event.consultation == len(self.carriers) + 1, "a number was skipped or given twice"
                self.carriers[event.consultation] = event.carrier
                self._owned(event.consultation, event.owner.persons)
            case happened.ConsultationRedirected():
                assert event.consultation not in self.closed
                assert event.owner.persons != self.owners[event.consultation] or event.owner.role == Role.COORDINATOR
                self._owned(event.consultation, event.owner.persons)
            case happened.ConsultationAnswered():
                assert event.consultation not in self.closed
                assert event.first == (event.consultation not in self.answered)
                self.answered.add(event.consultation)
            case happened.ConsultationClosed():
                assert event.consultation not in self.closed, "closed twice"
                command: Any = step.command
                assert isinstance(command, asked.CloseConsultation)
                assert command.done_about, "one wheel did not turn"
                assert command.done_for_carrier, "one wheel did not turn"
                assert event.first == (event.consultation not in self.answered)
                self.closed.add(event.consultation)
            case on_engagement.RetrospectiveOpened():
                assert set(self.carriers) == self.closed, "looked back while somebody still carried something"
            case _:
                pass

    def _owned(self, number: int, owners: tuple[str, ...]) -> None:
        assert owners, "nobody owns it"
        assert self.carriers[number] not in owners, "the carrier owns it"
        self.owners[number] = owners

    def _schedule(self, event: Event) -> None:
        if isinstance(event, on_engagement.MilestonePlanned):
            self.due[event.milestone] = event.due_on
        if isinstance(event, happened.ScheduleReflected):
            for one in event.moved:
                assert one.was_due_on == self.due[one.milestone], "somebody was told a day that they were not promised"
                assert one.due_on - one.was_due_on == timedelta(days=event.days)
                assert one.milestone not in self.engagement.approved
                self.due[one.milestone] = one.due_on

    def _balance(self, event: Event) -> None:
        if isinstance(event, happened.SupportTilted):
            assert event.tilt not in self.told, "told twice, and never better meanwhile"
            self.told.add(event.tilt)
            rules = RULES.consultations
            if event.tilt == "concentrated":
                assert event.of >= rules.concentration_from
                assert event.count > rules.concentration_share * event.of
            else:
                assert event.count > rules.supporters_at_most * event.of
        if isinstance(event, happened.SupportBalanced):
            self.told.remove(event.tilt)

    def _radar(self, event: Event, step: Step) -> None:
        match event:
            case happened.ConsultationRaised() | happened.ConsultationRedirected():
                carrier = self.carriers[event.consultation]
                first = self.awaited_by.get(event.consultation, {}).get(carrier, event.schedule.escalate_at)
                self.awaited_by[event.consultation] = {carrier: first}
                if event.owner.role == Role.COMPANION:
                    self.awaited_by[event.consultation][event.owner.persons[0]] = event.schedule.escalate_at
            case happened.ConsultationAnswered(first=True) | happened.ConsultationClosed(first=True):
                del self.awaited_by[event.consultation]
            case happened.CarrierTurned():
                assert event.level != self.levels.get(event.person, "green"), "it turned to where it was"
                self.levels[event.person] = event.level
                assert sum(one.points for one in event.reasons) == self._points(event.person, step)
                open_care = self._open_care(event.person, step.before)
                assert (event.owner is not None) == (event.level == "red" and not open_care)
                if event.owner is not None:
                    assert event.person not in event.owner.persons or step.after.office == (event.person,)
                    self.cares.append(event.person)
            case _:
                pass

    def _open_care(self, person: str, state: Any) -> bool:
        cares = [int(wait.subject) for wait in state.waits.values() if wait.kind == "isolation_care"]
        return any(self.cares[number - 1] == person for number in cares)

    def _points(self, person: str, step: Step) -> int:
        """Ten for each late answer that concerns somebody, and ten for each whole day since the first was due."""
        late = [due[person] for due in self.awaited_by.values() if person in due and due[person] <= step.now]
        zone = ZoneInfo(step.after.time_zone)
        days = (step.now.astimezone(zone).date() - min(late).astimezone(zone).date()).days if late else 0
        return 10 * len(late) + 10 * days

    def _levels_are_those_of(self, step: Step) -> None:
        for person in {one for due in self.awaited_by.values() for one in due} | self.levels.keys():
            points = self._points(person, step)
            level = "red" if points >= 30 else "yellow" if points >= 20 else "green"
            assert self.levels.get(person, "green") == level

    def _agrees(self, state: Any) -> None:
        known = state.consultations
        assert {int(number) for number in known.open_cases} == set(self.carriers) - self.closed
        waiting = {int(wait.subject) for wait in state.waits.values() if wait.kind == "consultation_answer"}
        assert set(self.carriers) - self.answered - self.closed <= waiting, "nobody is reminded of it"
        assert not waiting & self.closed
        loads = Counter(case.owner for case in known.open_cases.values())
        assert all(case.carrier != case.owner for case in known.cases.values()), loads
        assert {key: one.due_on for key, one in state.milestones.items()} == self.due
