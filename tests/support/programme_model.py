"""The reference model of programmes: what must be true of every history, counted from events alone."""

from collections import Counter
from dataclasses import dataclass, field

from domain.participation import events as on_participation
from domain.participation.pool.events import InvitedToSuccessor, SuccessorAwaits
from domain.participation.programme import events as on_programme
from domain.shared.actors import Role
from domain.shared.models import Event
from domain.shared.surveys import SurveySent

from support.driving import Step
from support.models import OFFICE
from support.rules import RULES
from support.survey_model import SurveyModel


@dataclass
class ProgrammeModel:
    """Sessions, packs, the completion, surveys and invitations."""

    arranged: dict[str, str] = field(default_factory=dict)
    held: Counter[str] = field(default_factory=Counter)
    packs: dict[str, int] = field(default_factory=dict)
    read: dict[str, int] = field(default_factory=dict)
    completed: bool = False
    surveys: SurveyModel = field(default_factory=SurveyModel)
    in_pool: bool = False
    invited: set[str] = field(default_factory=set)
    awaited: set[str] = field(default_factory=set)

    def watch(self, step: Step) -> None:
        """One more step."""
        for event in step.events:
            self._sessions(event, step)
            self._packs(event, step)
            self._completion(event)
            self.surveys.note(event, step)
            assert self.completed or not isinstance(event, SurveySent), "asked before the programme was complete"
            self._pool(event)
        if step.after is not None and step.after.stage != "ended":
            waiting = {key.partition(":")[2] for key in step.after.waits if key.startswith("session_record:")}
            assert waiting == set(self.arranged), "a session of which nobody asks what became"
            unread = {f"{pack}.{version}" for pack, version in self.packs.items() if self.read.get(pack) != version}
            asked = {key.partition(":")[2] for key in step.after.waits if key.startswith("pack_acknowledgement:")}
            assert asked == unread, "a pack that nobody is asked to read, or one that was read"

    def _sessions(self, event: Event, step: Step) -> None:
        match event:
            case on_programme.SessionArranged():
                assert step.before.stage == "work", "a session outside of the programme"
                assert event.at > step.now, "a session in the past"
                assert event.session not in self.arranged
                self.arranged[event.session] = event.session_kind
                kinds = Counter(self.arranged.values()) + self.held
                assert kinds[event.session_kind] <= RULES.sessions[event.session_kind].at_most, "one session too many"
            case on_programme.SessionMoved():
                assert event.session in self.arranged, "moved what is over"
                assert event.at > step.now
            case on_programme.SessionCancelled() | on_programme.SessionMissed():
                self.arranged.pop(event.session)
            case on_programme.SessionHeld():
                assert step.before.programme.sessions[event.session].at <= step.now, "held before its time"
                self.held[self.arranged.pop(event.session)] += 1
            case _:
                pass

    def _packs(self, event: Event, step: Step) -> None:
        match event:
            case on_programme.PackDelivered():
                assert event.version > self.packs.get(event.pack, 0), "an older version, or the same again"
                self.packs[event.pack] = event.version
            case on_programme.PackAcknowledged():
                assert event.version == self.packs[event.pack], "read what was not delivered last"
                assert step.actor.role in OFFICE | {Role.PARTICIPANT}
                assert self.read.get(event.pack) != event.version, "read twice"
                self.read[event.pack] = event.version
            case _:
                pass

    def _completion(self, event: Event) -> None:
        if not isinstance(event, on_programme.ProgrammeCompleted):
            return
        assert not self.completed, "completed twice"
        assert not self.arranged, "completed with a session to come"
        assert all(self.held[kind] >= rules.at_least for kind, rules in RULES.sessions.items()), "too few sessions"
        assert all(self.read.get(pack) == self.packs.get(pack, -1) for pack in RULES.packs), "a pack was not read"
        assert (event.sessions, event.packs) == (self.held.total(), len(self.packs))
        self.completed = True

    def _pool(self, event: Event) -> None:
        match event:
            case on_participation.PoolJoined():
                self.in_pool = True
            case on_participation.PoolLeft():
                self.in_pool = False
            case SuccessorAwaits():
                assert self.in_pool, "somebody was to be invited who had not agreed to it"
                assert event.service not in self.awaited, "a successor was noted twice"
                self.awaited.add(event.service)
            case InvitedToSuccessor():
                assert self.in_pool, "somebody was invited who had not agreed to it"
                assert event.service not in self.invited, "somebody was invited twice"
                self.invited.add(event.service)
            case _:
                pass
