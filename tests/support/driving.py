"""Drive one stream through any sequence of commands and moments, and hold every step against what always holds."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import BaseModel, TypeAdapter

from domain.aggregates import AGGREGATES
from domain.playbooks.capabilities.registry import MESSAGES, WAIT_KINDS
from domain.playbooks.schema import Rules
from domain.shared.actors import Actor, Role
from domain.shared.deadlines import Escalated, MeetDeadline, Reminded
from domain.shared.decider import Aggregate, Context
from domain.shared.effects import DeliverToStream, Effect, EffectEnvelope, Notify
from domain.shared.models import Command, Event
from domain.shared.policy import authorize
from domain.shared.refusals import DomainError
from domain.shared.values import PersonalText
from domain.shared.waiting import Deadline, Wait

from support.deciding import SYSTEM, explains_itself
from support.rules import RULES

EVENTS = {kind: TypeAdapter(aggregate.events) for kind, aggregate in AGGREGATES.items()}
COMMANDS = {kind: TypeAdapter(aggregate.commands) for kind, aggregate in AGGREGATES.items()}
TIME_EVENTS = frozenset(
    {
        "Reminded",
        "Escalated",
        "FollowUpSent",
        "SeatOfferLapsed",
        "SurveyClosed",
        "SurveySent",
        "EngagementTerminated",
        "EngagementResumed",
        "LeftEarly",
        "WorkEnded",
        "DeputyEnded",
        "MoveBegan",
        "AvailabilityBegan",
        "RecheckCame",
        "PermissionCheckStarted",
        "TaxTreatmentAsked",
        "PermitExpiring",
        "PermitExpired",
        "CoverageForecast",
        "CoverageShort",
        "CoverageReviewed",
        "PremiseReviewAsked",
        "ServicePremiseReviewAsked",
        "PlanWithdrawn",
        "GatheringArranged",
        "StudyMeetingPlanned",
        "GatheringTooSmall",
        "GatheringHeld",
        "AttendanceAsked",
        "ServiceClosed",
        "LookingBackBegan",
        "EndedWithService",
        "MarkedForCall",
        "CoverBegan",
        "CoverEnded",
        "RadarTurned",
        "CarrierTurned",
        "SupportTilted",
        "SupportBalanced",
    }
)


def canonical(state: BaseModel | None) -> str:
    """A state as JSON, the same for equal states."""
    return "null" if state is None else json.dumps(state.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)


@dataclass(frozen=True)
class Step:
    """One command and what came of it."""

    command: Command
    actor: Actor
    now: datetime
    before: Any
    events: tuple[Event, ...]
    after: Any
    refusal: DomainError | None


@dataclass
class Driver:
    """One stream, its clock and everything that happened to it, by pinned `rules`. `watch` looks at every step."""

    aggregate: Aggregate
    stream: str
    now: datetime
    facts: dict[str, Any]
    watch: Callable[[Step], None] = lambda _: None
    rules: Rules = RULES
    state: Any = None
    log: list[tuple[Event, datetime]] = field(default_factory=list)
    met: set[str] = field(default_factory=set)

    def send(self, command: Command, actor: Actor) -> Step:
        """Ask the policy, decide, fold, and check everything that always holds."""
        command = COMMANDS[self.aggregate.kind].validate_json(command.model_dump_json())
        before, written = self.state, canonical(self.state)
        try:
            authorize(self.aggregate, self.stream, command, actor, before)
            events, refusal = self._decide(command, actor), None
        except DomainError as error:
            events, refusal = [], error
            explains_itself(error)
        assert canonical(before) == written, "deciding changed the state"
        step = Step(command, actor, self.now, before, tuple(events), self._folded(events), refusal)
        self._accept(step)
        return step

    def follows(self, command: Command, actor: Actor) -> bool:
        """Whether anything would follow from a command."""
        try:
            authorize(self.aggregate, self.stream, command, actor, self.state)
            return bool(self._decide(command, actor))
        except DomainError:
            return False

    def meet_next(self) -> Step | None:
        """Go to the next deadline and meet it; it yields an event and is never the next one again."""
        deadline = self.aggregate.next_deadline(self.state) if self.state is not None else None
        if deadline is None:
            return None
        self.now = max(self.now, deadline.due)
        step = self.send(meeting(deadline), SYSTEM)
        assert step.events, f"{deadline.key} was due and nothing came of it"
        self.met.add(deadline.key)
        again = self.send(meeting(deadline), SYSTEM)
        assert not again.events, f"{deadline.key} counted twice"
        self._no_deadline_returns()
        return step

    def finish(self) -> None:
        """Let all the time pass: it comes to an end, and the fold of the recorded events is the state."""
        for _ in range(500):
            if self.meet_next() is None:
                break
        else:
            raise AssertionError("there is always one more deadline")
        reread = [(EVENTS[self.aggregate.kind].validate_json(event.model_dump_json()), at) for event, at in self.log]
        assert canonical(self.aggregate.fold(None, reread)) == canonical(self.state)

    def _decide(self, command: Command, actor: Actor) -> list[Event]:
        context = Context(stream_id=self.stream, now=self.now, actor=actor, pinned=self.rules, facts=self.facts)
        return self.aggregate.decide(command, self.state, context)

    def _folded(self, events: list[Event]) -> Any:
        """The state after the events, written and read back as the cache does it."""
        state = self.state
        for event in events:
            state = self.aggregate.evolve(state, event, self.now)
            check_effects(self.aggregate, self.aggregate.react(event, state), state)
        if not events:
            return state
        reread = self.aggregate.state.model_validate_json(state.model_dump_json())
        assert canonical(reread) == canonical(state), "the state does not survive being written"
        return reread

    def _accept(self, step: Step) -> None:
        if isinstance(step.command, MeetDeadline):
            assert {type(event).__name__ for event in step.events} <= TIME_EVENTS, "time decided something"
        self.log.extend((event, step.now) for event in step.events)
        self.state = step.after
        if step.events:
            self._check_waits()
            self._no_deadline_returns()
        self.watch(step)

    def _check_waits(self) -> None:
        for key, wait in self.state.waits.items():
            check_wait(key, wait)
        deadlines = self.aggregate.deadlines(self.state)
        keys = [deadline.key for deadline in deadlines]
        assert len(set(keys)) == len(keys), "two deadlines share an id"
        if self.aggregate.finished(self.state):
            assert not deadlines, "a finished stream still has deadlines"
        running = [process.key for process in self.aggregate.processes(self.state)]
        assert len(set(running)) == len(running), "two processes share an id"

    def _no_deadline_returns(self) -> None:
        upcoming = {deadline.key for deadline in self.aggregate.deadlines(self.state)}
        assert not upcoming & self.met, "a deadline that was met is due again, and its command id is spent"


def meeting(deadline: Deadline) -> MeetDeadline:
    """The command of a deadline that has come."""
    return MeetDeadline(kind=deadline.kind, subject=deadline.subject, ordinal=deadline.ordinal)


def check_wait(key: str, wait: Wait) -> None:
    """A wait has an owner, a reminder and an escalation, in that order and not before it began."""
    assert key == wait.key
    assert wait.kind in WAIT_KINDS
    assert wait.owner.persons
    assert wait.schedule.since <= wait.schedule.remind_at <= wait.schedule.escalate_at


def check_effects(aggregate: Aggregate, effects: list[Effect], state: Any) -> None:
    """Effects survive being written, name messages that exist, and send commands that their target understands."""
    for place, effect in enumerate(effects):
        envelope = EffectEnvelope(effect=effect)
        assert EffectEnvelope.model_validate_json(envelope.model_dump_json()) == envelope
        assert all(0 <= earlier < place for earlier in effect.after)
        if isinstance(effect, Notify):
            _check_notification(effect, state)
        if isinstance(effect, DeliverToStream):
            command = COMMANDS[effect.target.kind].validate_python(effect.command)
            assert Role.SYSTEM in command.who, "a delivery that its target's policy refuses"


def _check_notification(effect: Notify, state: Any) -> None:
    assert effect.template in MESSAGES, f"no message is called {effect.template}"
    for path in effect.personal.values():
        assert isinstance(_at(state, path), PersonalText), f"{path} holds no personal text"
    if effect.template.endswith("_reminder"):
        wait = state.waits[f"{effect.about['kind']}:{effect.about['subject']}"]
        assert effect.process == wait.process
        assert effect.to in wait.owner.persons


def _at(state: Any, path: str) -> Any:
    for name in path.split("/"):
        state = state[name] if isinstance(state, dict) else getattr(state, name)
    return state


def is_time(event: Event) -> bool:
    """Whether an event only says that somebody was reminded or told."""
    return isinstance(event, Reminded | Escalated)
