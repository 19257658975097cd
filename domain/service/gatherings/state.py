"""What a service knows of its gatherings: rules and counts, no names."""

from datetime import datetime
from typing import Literal, assert_never

from pydantic import Field

from domain.playbooks.schema import WaitPeriods
from domain.service.gatherings import events as happened
from domain.service.gatherings.events import GatheringEvent, StudyMeetingPlanned
from domain.shared.meeting import Meeting
from domain.shared.models import FrozenModel
from domain.shared.periods import Period, after
from domain.shared.waiting import Deadline, Wait, closed, opened

ATTENDANCE = "attendance_record"


class Terms(FrozenModel):
    """What the playbook says of gatherings of a kind; the defaults are those of services that began before it did.

    So long before one the office is told that few are registered, and so long it may take to record who came.
    """

    small_before: Period = "P2D"
    recording: WaitPeriods = WaitPeriods(remind_after="P3D", escalate_after="P7D")


class Gathering(FrozenModel):
    """One gathering and its counts; `recorded` had registered, and it is known whether they came."""

    meeting: Meeting
    minimum: int
    capacity: int | None
    standing: Literal["planned", "held", "cancelled"] = "planned"
    registered: int = 0
    attended: int = 0
    missed: int = 0
    recorded: int = 0
    called_small: bool = False

    @property
    def full(self) -> bool:
        """Whether nobody else fits in."""
        return self.capacity is not None and self.registered >= self.capacity

    @property
    def unrecorded(self) -> int:
        """How many had registered of whom nobody has recorded whether they came."""
        return max(self.registered - self.recorded, 0)


class Gatherings(FrozenModel):
    """All gatherings of a service by id, the terms by their kind, and the study meeting that it will arrange next."""

    known: dict[str, Gathering] = Field(default_factory=dict)
    next_study_meeting: StudyMeetingPlanned | None = None
    terms: dict[str, Terms] = Field(default_factory=dict)

    def terms_of(self, kind: str) -> Terms:
        """The terms of gatherings of a kind."""
        return self.terms.get(kind, Terms())


def evolve(state: Gatherings, event: GatheringEvent) -> Gatherings:
    """The gatherings after one more event."""
    match event:
        case happened.GatheringTermsSet():
            terms = Terms(small_before=event.small_before, recording=event.recording)
            return state.model_copy(update={"terms": {**state.terms, event.kind: terms}})
        case happened.StudyMeetingPlanned():
            return state.model_copy(update={"next_study_meeting": event})
        case happened.GatheringArranged():
            return _arranged(state, event)
        case happened.GatheringCancelled():
            return _changed(state, event.gathering, standing="cancelled")
        case happened.RegistrationCounted():
            return _changed(state, event.gathering, registered=event.number)
        case happened.NewcomerInvited() | happened.RegistrationTurnedAway():
            return state
        case happened.GatheringTooSmall():
            return _changed(state, event.gathering, called_small=True)
        case happened.GatheringHeld():
            return _changed(state, event.gathering, standing="held")
        case happened.AttendanceCounted():
            return _changed(state, event.gathering, attended=event.attended, missed=event.missed)
        case happened.RegisteredRecorded():
            return _changed(state, event.gathering, recorded=event.number)
        case happened.AttendanceAsked() | happened.AttendanceCompleted():
            return state
        case _:
            assert_never(event)


def _arranged(state: Gatherings, event: happened.GatheringArranged) -> Gatherings:
    planned = state.next_study_meeting
    if planned is not None and planned.meeting.gathering == event.meeting.gathering:
        planned = None
    one = Gathering(**event.model_dump(exclude={"type"}))
    known = {**state.known, event.meeting.gathering: one}
    return state.model_copy(update={"known": known, "next_study_meeting": planned})


def waits_after(waits: dict[str, Wait], event: GatheringEvent, state: Gatherings) -> dict[str, Wait]:
    """The service's waits after one more event: who came is waited for until it is known; `state` is that after it."""
    match event:
        case happened.AttendanceAsked():
            wait = Wait(kind=ATTENDANCE, subject=event.gathering, owner=event.owner, schedule=event.schedule)
            return opened(waits, wait)
        case happened.RegisteredRecorded() | happened.RegistrationCounted():
            over = state.known[event.gathering].unrecorded == 0
            return closed(waits, f"{ATTENDANCE}:{event.gathering}") if over else waits
        case happened.AttendanceCompleted():
            return closed(waits, f"{ATTENDANCE}:{event.gathering}")
        case _:
            return waits


def _changed(state: Gatherings, gathering: str, **changes: object) -> Gatherings:
    one = state.known[gathering].model_copy(update=changes)
    return state.model_copy(update={"known": {**state.known, gathering: one}})


def without_study_meetings(state: Gatherings) -> Gatherings:
    """None is arranged any more."""
    return state.model_copy(update={"next_study_meeting": None})


def deadlines(state: Gatherings) -> list[Deadline]:
    """When a study meeting is arranged, when few are registered for a gathering, and when it is over."""
    planned_ones = [one for one in state.known.values() if one.standing == "planned"]
    found = [deadline for one in planned_ones for deadline in _of(one, state.terms_of(one.meeting.kind))]
    planned = state.next_study_meeting
    if planned is not None:
        subject = planned.meeting.gathering
        due = planned.invite_at
        found.append(Deadline(kind="study_meeting", subject=subject, ordinal=planned.number, due=due))
    return found


def _of(one: Gathering, terms: Terms) -> list[Deadline]:
    subject, at = one.meeting.gathering, one.meeting.at
    over = Deadline(kind="gathering_over", subject=subject, ordinal=1, due=one.meeting.ends_at)
    if one.called_small or one.registered >= one.minimum:
        return [over]
    due = before(at, terms.small_before)
    return [over, Deadline(kind="gathering_small", subject=subject, ordinal=1, due=due)]


def before(at: datetime, period: str) -> datetime:
    """The moment a period (in elapsed time) before another."""
    return at - (after(at, period, "UTC") - at)
