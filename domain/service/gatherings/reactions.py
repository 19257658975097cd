"""What the world should do about a service's gatherings: members are invited, the office is told."""

from collections.abc import Iterable
from typing import assert_never

from domain.membership.gatherings import commands as to_members
from domain.service.gatherings import events as happened
from domain.service.gatherings.events import GatheringEvent
from domain.service.state import Service
from domain.shared.deadlines import Escalated, Reminded
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
        case happened.NewcomerInvited():
            known = service.gatherings.known
            invitations = (to_members.InviteToGathering(meeting=known[one].meeting) for one in event.gatherings)
            return [to_stream("membership", event.membership, one) for one in invitations]
        case happened.RegistrationCounted():
            return [_answer(event, accepted=True)] if event.registered else []
        case happened.RegistrationTurnedAway():
            return [_answer(event, accepted=False)]
        case happened.GatheringTooSmall():
            return _tell(service, "gathering_too_small", service.coordinators, event.gathering, event.registered)
        case happened.GatheringHeld():
            return _tell(service, "gathering_held", service.coordinators, event.gathering, event.registered)
        case happened.GatheringTermsSet() | happened.StudyMeetingPlanned() | happened.AttendanceAsked():
            return []
        case happened.AttendanceCounted() | happened.RegisteredRecorded() | happened.AttendanceCompleted():
            return []
        case _:
            assert_never(event)


def _answer(event: happened.RegistrationCounted | happened.RegistrationTurnedAway, accepted: bool) -> Effect:
    answer = to_members.AnswerRegistration(gathering=event.gathering, accepted=accepted)
    return to_stream("membership", event.membership, answer)


def on_wait(event: Reminded | Escalated, service: Service) -> list[Effect]:
    """Who came is not recorded yet: coordinators are told of how many, and then whoever speaks for the service, too."""
    missing = service.gatherings.known[event.subject].unrecorded
    about = {"kind": event.kind, "subject": event.subject}
    if isinstance(event, Escalated):
        return _tell(service, f"{event.kind}_escalated", service.office, event.subject, missing, **about)
    return _tell(service, f"{event.kind}_reminder", event.owner.persons, event.subject, missing, **about)


def _tell(
    service: Service, template: str, people: Iterable[str], gathering: str, number: int, **about: str
) -> list[Effect]:
    one = service.gatherings.known[gathering]
    about = {**about, "place": one.meeting.place, "number": str(number)}
    if template == "gathering_too_small":
        about["minimum"] = str(one.minimum)
    return tell(service, template, people, about, spoken=one.meeting.spoken(service.time_zone))
