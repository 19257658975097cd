"""What the world should do about a service's gatherings: members are invited, the office is told."""

from typing import assert_never

from domain.membership.gatherings import commands as to_members
from domain.service.gatherings import events as happened
from domain.service.gatherings.events import GatheringEvent
from domain.service.state import Service
from domain.shared.effects import Effect
from domain.shared.telling import tell, to_each, to_stream


def react(event: GatheringEvent, service: Service) -> list[Effect]:
    """The effects of one event; `service` is that after the event."""
    match event:
        case happened.GatheringArranged():
            # The gatherings of a series come with what every member is told of it.
            invited = to_members.InviteToGathering(meeting=event.meeting)
            return [] if event.meeting.series else [to_each("membership", invited, service=service.id)]
        case happened.GatheringCancelled():
            called_off = to_members.NoteGatheringCancelled(gathering=event.gathering, reason=event.reason)
            return [to_each("membership", called_off, service=service.id)]
        case happened.RegistrationCounted():
            return [_answer(event, accepted=True)] if event.registered else []
        case happened.RegistrationTurnedAway():
            return [_answer(event, accepted=False)]
        case happened.GatheringTooSmall():
            return _tell_office(service, "gathering_too_small", event.gathering, event.registered)
        case happened.GatheringHeld():
            return _tell_office(service, "gathering_held", event.gathering, event.registered)
        case happened.StudyMeetingPlanned() | happened.AttendanceCounted():
            return []
        case _:
            assert_never(event)


def _answer(event: happened.RegistrationCounted | happened.RegistrationTurnedAway, accepted: bool) -> Effect:
    answer = to_members.AnswerRegistration(gathering=event.gathering, accepted=accepted)
    return to_stream("membership", event.membership, answer)


def _tell_office(service: Service, template: str, gathering: str, number: int) -> list[Effect]:
    one = service.gatherings.known[gathering]
    about = {"place": one.meeting.place, "number": str(number)}
    if template == "gathering_too_small":
        about["minimum"] = str(one.minimum)
    return tell(service, template, service.coordinators, about, spoken=one.meeting.spoken(service.time_zone))
