"""A small model of a participant on the radar, kept from events alone and held against the stream after every step."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from domain.shared.models import Event
from domain.shared.periods import local_date
from domain.shared.watching import Watch

from support.driving import Step

WEEK = {"P7D": 7, "P1D": 1, None: None}
"""Days of the periods that tests ask for a word in."""


@dataclass
class RadarModel:
    """Signs of life by day, late answers by number, sessions by their time; added up in the plainest way."""

    watch: Watch | None = None
    working: bool = False
    paused: bool = False
    unavailable: bool = False
    resting: bool = False
    rest: int = 0
    sign: date | None = None
    late: set[str] = field(default_factory=set)
    sessions: dict[str, datetime] = field(default_factory=dict)
    came: dict[str, bool] = field(default_factory=dict)
    cares: set[str] = field(default_factory=set)
    level: str = "green"

    def note(self, event: Event, step: Step, *, paused: bool) -> None:
        """One more event; `paused` tells whether this participant rests after it."""
        today, was_watched = local_date(step.now, step.after.time_zone), self.is_watched
        self.paused = paused
        getattr(self, f"on_{type(event).__name__}", lambda *_: None)(event, today)
        if self.is_watched and not was_watched:
            self.sign = today

    @property
    def is_watched(self) -> bool:
        return self.watch is not None and self.working and not (self.paused or self.unavailable or self.resting)

    def compare(self, state: Any, now: datetime) -> None:
        """The level, and who is asked, are those that the counts come to."""
        assert state.radar.level == self.level == self._level(local_date(now, state.time_zone)), (state.radar, self)
        cares = {key for key in state.waits if key.startswith("isolation_care:")}
        assert cares == {f"isolation_care:{number}" for number in self.cares}

    def _level(self, today: date) -> str:
        if not self.is_watched or self.watch is None or self.sign is None:
            return "green"
        every = WEEK[self.watch.every]
        silent = 0 if every is None else max(0, (today - self.sign - timedelta(days=every)).days)
        weights = self.watch.rules.weights
        found = weights.silent_days * silent + weights.unanswered_reports * len(self.late)
        found += weights.missed_meetings * self._missed()
        return "red" if found >= self.watch.rules.red else "yellow" if found >= self.watch.rules.yellow else "green"

    def _missed(self) -> int:
        missed = 0
        for session in sorted(self.came, key=lambda one: self.sessions[one]):
            missed = 0 if self.came[session] else missed + 1
        return missed

    def on_WorkStarted(self, event: Any, _: date) -> None:
        self.working, self.watch = True, event.watch

    def on_WorkEnded(self, *_: Any) -> None:
        self.working = False

    def on_ParticipationEnded(self, *_: Any) -> None:
        self.cares = set()

    def on_WhereaboutsNoted(self, event: Any, _: date) -> None:
        self.unavailable = event.hours == ()

    def on_RestNoted(self, event: Any, _: date) -> None:
        assert event.number > self.rest, "an older word overtook a later one"
        self.rest, self.resting = event.number, event.resting

    def on_CheckInSubmitted(self, _: Any, today: date) -> None:
        self.sign = today

    def on_PackAcknowledged(self, _: Any, today: date) -> None:
        self.sign = today

    def on_SurveyAnswered(self, _: Any, today: date) -> None:
        self.sign = today

    def on_Escalated(self, event: Any, _: date) -> None:
        if event.kind == "check_in_answer":
            self.late.add(event.subject)

    def on_CheckInAnswered(self, event: Any, _: date) -> None:
        self.late.discard(str(event.number))

    def on_ResponsibleChanged(self, event: Any, _: date) -> None:
        self.late -= {key.removeprefix("check_in_answer:") for key in event.schedules}

    def on_SessionArranged(self, event: Any, _: date) -> None:
        self.sessions[event.session] = event.at

    def on_SessionMoved(self, event: Any, _: date) -> None:
        self.sessions[event.session] = event.at

    def on_SessionHeld(self, event: Any, today: date) -> None:
        self.came[event.session], self.sign = True, today

    def on_SessionMissed(self, event: Any, _: date) -> None:
        self.came[event.session] = False

    def on_RadarTurned(self, event: Any, _: date) -> None:
        assert event.level != self.level, "it turned to where it was"
        assert event.reasons or event.level == "green", "a level without a reason"
        asks = event.level == "red" and not self.cares
        assert (event.schedule is not None) == (event.owner is not None) == asks, "red asks for care, once at a time"
        self.level = event.level
        self.cares |= {str(event.number)} if asks else set()

    def on_CareGiven(self, event: Any, _: date) -> None:
        assert event.number in self.cares, "nobody was asked"
        self.cares.discard(event.number)
