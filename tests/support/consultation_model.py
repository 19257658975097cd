"""A small reference model of consultations, counted from events alone."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

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

    def watch(self, step: Step) -> None:
        """One more step."""
        self.engagement.watch(step)
        for event in step.events:
            self._case(event, step)
            self._schedule(event)
            self._balance(event)
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

    def _agrees(self, state: Any) -> None:
        known = state.consultations
        assert {int(number) for number in known.open_cases} == set(self.carriers) - self.closed
        waiting = {int(wait.subject) for wait in state.waits.values() if wait.kind == "consultation_answer"}
        assert set(self.carriers) - self.answered - self.closed <= waiting, "nobody is reminded of it"
        assert not waiting & self.closed
        loads = Counter(case.owner for case in known.open_cases.values())
        assert all(case.carrier != case.owner for case in known.cases.values()), loads
        assert {key: one.due_on for key, one in state.milestones.items()} == self.due
