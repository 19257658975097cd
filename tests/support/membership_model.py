"""A small model of a member's life, kept beside the stream and held against it after every step."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from domain.shared.actors import Role
from domain.shared.periods import local_date

from support.driving import Step
from support.survey_model import SurveyModel

SMALL = 40
"""More than so many entries in anything that the state keeps would mean that it grows with the years."""


@dataclass
class MembershipModel:
    """Reports by number, signs of life by day, whoever is waited for; recounted in the plainest way."""

    open: set[int] = field(default_factory=set)
    written: int = 0
    late: set[str] = field(default_factory=set)
    missed: int = 0
    sign: date | None = None
    watched: bool = False
    away: list[tuple[date, date]] = field(default_factory=list)
    cares: set[str] = field(default_factory=set)
    surveys: SurveyModel = field(default_factory=SurveyModel)

    def watch(self, step: Step) -> None:
        """Take note of a step, and compare."""
        for event in step.events:
            today = local_date(step.now, step.after.time_zone)
            getattr(self, f"on_{type(event).__name__}", lambda *_: None)(event, today, step)
            self.surveys.note(event, step)
        if step.events:
            self._compare(step.after, local_date(step.now, step.after.time_zone))

    def on_JoinedService(self, *_: Any) -> None:
        self.open, self.late, self.missed, self.watched, self.away, self.cares = set(), set(), 0, False, [], set()

    def on_LeftService(self, *_: Any) -> None:
        self.open, self.late, self.missed, self.watched, self.cares = set(), set(), 0, False, set()

    def on_EndedWithService(self, *_: Any) -> None:
        self.on_LeftService()

    def on_ReportWritten(self, event: Any, today: date, _: Step) -> None:
        assert event.number == self.written + 1, "reports are numbered one after the other"
        self.written, self.sign = event.number, today
        self.open.add(event.number)

    def on_ReportAnswered(self, event: Any, *_: Any) -> None:
        assert event.number in self.open, "a report was answered that was not open"
        self.open.discard(event.number)
        self.late.discard(str(event.number))

    def on_Escalated(self, event: Any, *_: Any) -> None:
        if event.kind == "report_answer":
            self.late.add(event.subject)

    def on_AccompanistMatched(self, _: Any, today: date, __: Step) -> None:
        self.watched, self.sign = True, today

    def on_ClientTaken(self, _: Any, today: date, step: Step) -> None:
        if not self.watched:
            self.watched, self.sign = True, today
        assert len(set(step.after.matching.clients)) == len(step.after.matching.clients), "one client twice"

    def on_ClientParted(self, event: Any, _: date, step: Step) -> None:
        self.late = {key for key in self.late if not key.startswith(f"{event.client}/")}
        self.watched = self.watched and self._somebody_beside(step)

    def on_ReportOverdue(self, event: Any, *_: Any) -> None:
        self.late.add(f"{event.client}/{event.number}")

    def on_WatchBegan(self, _: Any, today: date, __: Step) -> None:
        assert not self.watched
        self.watched, self.sign = True, today

    def on_CoverBegan(self, event: Any, today: date, step: Step) -> None:
        (cover,) = (one for one in step.before.matching.covers if one.number == event.number)
        assert cover.first_day <= today <= cover.last_day, "somebody stands in on other days"
        left = [wait for wait in step.after.waits.values() if wait.kind == "report_answer"]
        assert all(wait.owner.persons != (step.after.matching.accompanist,) for wait in left), "a report is left behind"

    def on_CoverEnded(self, event: Any, today: date, step: Step) -> None:
        (cover,) = (one for one in step.before.matching.covers if one.number == event.number)
        assert cover.last_day < today

    def on_ReportSettled(self, event: Any, today: date, step: Step) -> None:
        self.late.discard(f"{event.client}/{event.number}")
        self.watched = self.watched and self._somebody_beside(step)
        self.sign = today if event.own else self.sign

    def _somebody_beside(self, step: Step) -> bool:
        beside = step.after.matching
        return bool(step.after.member_role == "client" or beside.clients or self.late)

    def on_AttendanceRecorded(self, event: Any, today: date, _: Step) -> None:
        if event.attended:
            self.missed, self.sign = 0, today
        else:
            self.missed += event.was is not False

    def on_AbsenceAnnounced(self, event: Any, *_: Any) -> None:
        others = [one for one in self.away if one[1] < event.first_day or event.last_day < one[0]]
        self.away = [*others, (event.first_day, event.last_day)]

    def on_AbsenceTakenBack(self, event: Any, today: date, _: Step) -> None:
        self.away.remove((event.first_day, event.last_day))
        self.away.append((event.first_day, today - timedelta(days=1)))

    def on_RadarTurned(self, event: Any, _: date, step: Step) -> None:
        if event.level == "red":
            assert (event.schedule is None) == bool(self.cares), "red asks for care, once at a time"
            assert event.reasons, "a level without a reason"
        if event.schedule is not None:
            self.cares.add(str(event.number))
        assert step.before is None or step.before.radar.level != event.level, "it turned to where it was"

    def on_SurveySent(self, _: Any, __: date, step: Step) -> None:
        assert step.before.member_role == "friend", "somebody was asked who is not meant"
        assert step.after.stage == "ended", "asked while they belong to the service"

    def on_SurveyAnswered(self, _: Any, today: date, __: Step) -> None:
        self.sign = today

    def on_CareGiven(self, event: Any, *_: Any) -> None:
        self.cares.discard(event.number)

    def _compare(self, state: Any, today: date) -> None:
        waits = {key for key in state.waits if key.startswith("report_answer:")}
        assert waits == {f"report_answer:{number}" for number in self.open}
        assert {key for key in state.waits if key.startswith("isolation_care:")} == {
            f"isolation_care:{number}" for number in self.cares
        }
        assert state.radar.level == self._level(today), (state.radar, self, today)
        office = {wait.owner.persons for wait in state.waits.values() if wait.owner.role == Role.COORDINATOR}
        assert office <= {(state.coordinator,)}, "somebody who coordinates no longer is waited for"
        assert state.coordinator != state.person, "somebody looks after themselves"
        alone = state.stage == "member" and state.member_role == "client" and state.matching.accompanist is None
        assert not alone or any(wait.kind == "rematch" for wait in state.waits.values()), "a client is forgotten"
        self.surveys.compare(state)
        after_the_end = ("personal_call:", "survey_answer:")
        assert state.stage != "ended" or all(key.startswith(after_the_end) for key in state.waits), "nobody answers"
        kept = state.accompanying
        days = (state.matching.absences, state.matching.covers)
        assert max(map(len, (kept.answers, kept.days, kept.steps, *days))) < SMALL
        for known in days:
            in_order = [day for one in known for day in (one.first_day, one.last_day)]
            assert in_order == sorted(in_order), "an absence ends before it begins, or two share a day"

    def _level(self, today: date) -> str:
        if not self.watched or self.sign is None:
            return "green"
        day, silent = self.sign + timedelta(days=1), 0
        while day < today:
            silent += not any(first <= day <= last for first, last in self.away)
            day += timedelta(days=1)
        found = 10 * silent + 10 * len(self.late) + 5 * self.missed
        return "red" if found >= 30 else "yellow" if found >= 20 else "green"
