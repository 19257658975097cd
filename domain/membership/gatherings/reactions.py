"""What the world should do about a member's invitations."""

from typing import assert_never

from domain.membership.gatherings import events as happened
from domain.membership.gatherings.events import MemberGatheringEvent
from domain.membership.state import Membership
from domain.service.gatherings.commands import CountAttendance, CountRegistration
from domain.shared.effects import CalendarEntry, Effect
from domain.shared.meeting import Meeting
from domain.shared.telling import tell, to_stream


def react(event: MemberGatheringEvent, state: Membership) -> list[Effect]:
    """The effects of one event; `state` is that after the event."""
    match event:
        case happened.GatheringInvited():
            template = "farewell_invited" if event.meeting.series == "farewell" else "gathering_invited"
            return _tell(state, template, event.meeting)
        case happened.GatheringCalledOff():
            return _tell(state, "gathering_called_off", _meeting(state, event.gathering), off=True, reason=event.reason)
        case happened.RegistrationAsked() | happened.MoveAsked():
            return [_counted(state, event.gathering, registered=True)]
        case happened.MoveDeclined():
            return _tell(state, "gathering_move_full", _meeting(state, event.former))
        case happened.RegistrationConfirmed():
            return _tell(state, "gathering_registered", _meeting(state, event.gathering))
        case happened.RegistrationDeclined():
            return _tell(state, "gathering_full", _meeting(state, event.gathering), off=True)
        case happened.GatheringChosenAnew():
            given_back = [_counted(state, event.former, registered=False)] if event.had_place else []
            template = "gathering_moved" if event.had_place else "gathering_invitation_moved"
            return [*given_back, *_tell(state, template, event.meeting)]
        case happened.AttendanceRecorded():
            registered = state.gatherings.known[event.gathering].answer == "registered"
            values = event.model_dump(include={"gathering", "attended", "was"})
            return [to_stream("service", state.service, CountAttendance(registered=registered, **values))]
        case _:
            assert_never(event)


def _meeting(state: Membership, gathering: str) -> Meeting:
    return state.gatherings.known[gathering].meeting


def _tell(state: Membership, template: str, meeting: Meeting, *, off: bool = False, **about: str) -> list[Effect]:
    words, spoken = {"place": meeting.place, **about}, meeting.spoken(state.time_zone)
    return tell(state, template, (state.person,), words, spoken=spoken, calendar=_entry(meeting, off))


def _entry(meeting: Meeting, off: bool) -> CalendarEntry:
    """The gathering in its member's calendar; `off` takes it out again."""
    return CalendarEntry(
        uid=meeting.uid,
        sequence=meeting.sequence + off,
        title=meeting.name,
        start=meeting.at,
        minutes=meeting.minutes,
        cancelled=off,
    )


def _counted(state: Membership, gathering: str, registered: bool) -> Effect:
    counted = CountRegistration(gathering=gathering, membership=state.id, registered=registered)
    return to_stream("service", state.service, counted)
