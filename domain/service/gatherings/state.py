"""What a service knows of its gatherings: rules and counts, no names."""

from datetime import timedelta
from typing import Literal, assert_never

from pydantic import Field

from domain.service.gatherings import events as happened
from domain.service.gatherings.events import GatheringEvent, StudyMeetingPlanned
from domain.shared.meeting import Meeting
from domain.shared.models import FrozenModel
from domain.shared.waiting import Deadline

SMALL_BEFORE = timedelta(days=2)
"""So long before a gathering the office is told that few are registered."""


class Gathering(FrozenModel):
    """One gathering and its counts."""

    meeting: Meeting
    minimum: int
    capacity: int | None
    standing: Literal["planned", "held", "cancelled"] = "planned"
    registered: int = 0
    attended: int = 0
    missed: int = 0
    called_small: bool = False

    @property
    def full(self) -> bool:
        """Whether nobody else fits in."""
        return self.capacity is not None and self.registered >= self.capacity


class Gatherings(FrozenModel):
    """All gatherings of a service by id, and the study meeting that it will arrange next."""

    known: dict[str, Gathering] = Field(default_factory=dict)
    next_study_meeting: StudyMeetingPlanned | None = None


def evolve(state: Gatherings, event: GatheringEvent) -> Gatherings:
    """The gatherings after one more event."""
    match event:
        case happened.StudyMeetingPlanned():
            return state.model_copy(update={"next_study_meeting": event})
        case happened.GatheringArranged():
            return _arranged(state, event)
        case happened.GatheringCancelled():
            return _changed(state, event.gathering, standing="cancelled")
        case happened.RegistrationCounted():
            return _changed(state, event.gathering, registered=event.number)
        case happened.RegistrationTurnedAway():
            return state
        case happened.GatheringTooSmall():
            return _changed(state, event.gathering, called_small=True)
        case happened.GatheringHeld():
            return _changed(state, event.gathering, standing="held")
        case happened.AttendanceCounted():
            return _changed(state, event.gathering, attended=event.attended, missed=event.missed)
        case _:
            assert_never(event)


def _arranged(state: Gatherings, event: happened.GatheringArranged) -> Gatherings:
    planned = state.next_study_meeting
    if planned is not None and planned.meeting.gathering == event.meeting.gathering:
        planned = None
    one = Gathering(meeting=event.meeting, minimum=event.minimum, capacity=event.capacity)
    return Gatherings(known={**state.known, event.meeting.gathering: one}, next_study_meeting=planned)


def _changed(state: Gatherings, gathering: str, **changes: object) -> Gatherings:
    one = state.known[gathering].model_copy(update=changes)
    return state.model_copy(update={"known": {**state.known, gathering: one}})


def without_study_meetings(state: Gatherings) -> Gatherings:
    """None is arranged any more."""
    return state.model_copy(update={"next_study_meeting": None})


def deadlines(state: Gatherings) -> list[Deadline]:
    """When a study meeting is arranged, when few are registered for a gathering, and when it is over."""
    found = [deadline for one in state.known.values() if one.standing == "planned" for deadline in _of(one)]
    planned = state.next_study_meeting
    if planned is not None:
        subject = planned.meeting.gathering
        due = planned.invite_at
        found.append(Deadline(kind="study_meeting", subject=subject, ordinal=planned.number, due=due))
    return found


def _of(one: Gathering) -> list[Deadline]:
    subject, at = one.meeting.gathering, one.meeting.at
    over = Deadline(kind="gathering_over", subject=subject, ordinal=1, due=one.meeting.ends_at)
    if one.called_small or one.registered >= one.minimum:
        return [over]
    return [over, Deadline(kind="gathering_small", subject=subject, ordinal=1, due=at - SMALL_BEFORE)]
