"""What a service decides about its gatherings."""

from datetime import UTC, datetime
from typing import assert_never

from domain.playbooks.capabilities.gatherings import GatheringRules
from domain.playbooks.schema import Rules
from domain.service.commands import NoteMember
from domain.service.gatherings import commands as asked
from domain.service.gatherings import events as happened
from domain.service.gatherings.commands import GatheringCommand
from domain.service.gatherings.state import ATTENDANCE, Gathering, Gatherings, Terms, before, deadlines
from domain.service.state import Service
from domain.shared.actors import Role
from domain.shared.deadlines import MeetDeadline
from domain.shared.decider import Context
from domain.shared.meeting import Meeting, moment_on
from domain.shared.models import Event
from domain.shared.periods import after, local_date
from domain.shared.refusals import DomainError, refusal
from domain.shared.values import Identifier
from domain.shared.waiting import Owner, schedule
from domain.shared.wording import choices_in_words

RESERVED = ("study-", "farewell-")
"""Ids of gatherings that the service arranges itself begin like this."""


def decide(command: GatheringCommand, service: Service, context: Context) -> list[Event]:
    """The events that follow from a command about gatherings.

    Raises:
        DomainError: the command is refused.
    """
    match command:
        case asked.ArrangeGathering():
            return _arrange(command, service, context)
        case asked.CancelGathering():
            gathering = _planned(command.gathering, service.gatherings, context.now)
            return [happened.GatheringCancelled(gathering=gathering.meeting.gathering, reason=command.reason)]
        case asked.CountRegistration():
            return _register(command, service.gatherings)
        case asked.CountAttendance():
            return _attend(command, service.gatherings)
        case asked.CompleteAttendance():
            return [_complete(command, service, context)]
        case _:
            assert_never(command)


def first_study_meeting(service: Identifier, zone: str, rules: Rules | None, now: datetime) -> list[Event]:
    """A service whose playbook has study meetings plans its first one when it opens."""
    if rules is None or rules.study_meetings is None:
        return []
    meetings = rules.study_meetings
    day = local_date(after(now, meetings.every, zone), zone)
    meeting = Meeting(
        gathering="study-1",
        kind="study_meeting",
        name=meetings.name,
        at=moment_on(day, meetings.at, zone),
        minutes=meetings.minutes,
        time_zone=zone,
        place=meetings.place,
        uid=f"{service}.study-1",
    )
    values = meetings.model_dump(include={"invite_before", "every", "times", "minimum", "capacity"})
    invite_at = _before(meeting.at, meetings.invite_before, now)
    planned = happened.StudyMeetingPlanned(number=1, meeting=meeting, invite_at=invite_at, **values)
    return [*terms_set("study_meeting", meetings, Gatherings(), rules), planned]


def _before(at: datetime, period: str, not_before: datetime) -> datetime:
    """The moment a period (in elapsed time) before another, though never in the past."""
    return max(before(at, period), not_before)


def _next_study_meeting(planned: happened.StudyMeetingPlanned) -> list[Event]:
    number, zone, former = planned.number + 1, planned.meeting.time_zone, planned.meeting
    if planned.times is not None and number > planned.times:
        return []
    at = after(former.at, planned.every, zone)
    name = f"study-{number}"
    uid = f"{former.uid.rpartition('.')[0]}.{name}"
    meeting = former.model_copy(update={"gathering": name, "at": at, "uid": uid})
    changes = {"number": number, "meeting": meeting, "invite_at": _before(at, planned.invite_before, planned.invite_at)}
    return [planned.model_copy(update=changes)]


def invite_newcomer(command: NoteMember, service: Service, now: datetime) -> list[Event]:
    """Whoever joins is invited to what was arranged before; a series comes with what every member is told of it."""
    if not command.joined or command.membership is None:
        return []
    to_come = tuple(
        key
        for key, one in service.gatherings.known.items()
        if one.standing == "planned" and one.meeting.at > now and one.meeting.series is None
    )
    return [happened.NewcomerInvited(membership=command.membership, gatherings=to_come)] if to_come else []


def meet(command: MeetDeadline, service: Service, now: datetime) -> list[Event]:
    """What comes of a deadline of gatherings, if it is still due; otherwise nothing."""
    state = service.gatherings
    named = (command.kind, command.subject, command.ordinal)
    if not any((one.kind, one.subject, one.ordinal) == named and one.due <= now for one in deadlines(state)):
        return []
    if command.kind == "study_meeting" and state.next_study_meeting is not None:
        planned = state.next_study_meeting
        values = planned.model_dump(include={"minimum", "capacity"})
        return [happened.GatheringArranged(meeting=planned.meeting, **values), *_next_study_meeting(planned)]
    one = state.known[command.subject]
    if command.kind == "gathering_small":
        return [happened.GatheringTooSmall(gathering=command.subject, registered=one.registered)]
    held = happened.GatheringHeld(gathering=command.subject, registered=one.registered)
    # Nobody is waited for where nobody had registered, or all is recorded.
    return [held, _record_asked(one, service)] if one.unrecorded else [held]


def _record_asked(one: Gathering, service: Service) -> happened.AttendanceAsked:
    """The office is to record who came, counted from the end of the gathering."""
    owner = Owner(role=Role.COORDINATOR, persons=service.coordinators)
    periods = service.gatherings.terms_of(one.meeting.kind).recording
    asked_for = schedule(one.meeting.ends_at, periods.remind_after, periods.escalate_after, service.time_zone)
    return happened.AttendanceAsked(gathering=one.meeting.gathering, owner=owner, schedule=asked_for)


def _arrange(command: asked.ArrangeGathering, service: Service, context: Context) -> list[Event]:
    rules = _kind(command.kind, context)
    if command.gathering in service.gatherings.known or command.gathering.startswith(RESERVED):
        raise refusal(
            "gathering-exists",
            wrong=(
                f"「{command.gathering}」という番号の集まりは、すでにあるか、サービスが自ら開くものです。",
                f"A gathering {command.gathering} is there already, or is for the service itself to arrange.",
            ),
            right=("別の番号を付けてください。", "Give it another id."),
            field="gathering",
        )
    if command.at <= context.now:
        raise refusal(
            "date-past",
            wrong=("その日時はすでに過ぎています。", "That moment has passed."),
            right=("これからの日時を指定してください。", "Name one that is still to come."),
            field="at",
        )
    meeting = Meeting(
        gathering=command.gathering,
        kind=command.kind,
        name=rules.name,
        at=command.at.astimezone(UTC),
        minutes=rules.minutes,
        time_zone=service.time_zone,
        place=command.place,
        uid=f"{service.id}.{command.gathering}",
    )
    arranged = happened.GatheringArranged(meeting=meeting, minimum=rules.minimum, capacity=rules.capacity)
    return [*terms_set(command.kind, rules, service.gatherings, context.rules), arranged]


def terms_set(kind: str, rules: GatheringRules, state: Gatherings, playbook: Rules) -> list[Event]:
    """The terms of a kind of gathering as the playbook has them now, where others counted until then."""
    terms = Terms(small_before=rules.small_before, recording=playbook.waits[ATTENDANCE])
    if state.terms_of(kind) == terms:
        return []
    return [happened.GatheringTermsSet(kind=kind, small_before=terms.small_before, recording=terms.recording)]


def _kind(kind: str, context: Context) -> GatheringRules:
    known = context.rules.gatherings
    if kind not in known:
        names = choices_in_words({name: rules.name for name, rules in sorted(known.items())})
        section = "[rules.gatherings.counselling_day]"
        raise refusal(
            "gathering-kind-unknown",
            wrong=(
                f"このサービスのプレイブックに「{kind}」という集まりはありません。",
                f"This service's playbook has no gatherings called {kind}.",
            ),
            right=(
                f"プレイブックにある集まり: {names.ja}。"
                if known
                else f"プレイブックに {section} のように加えてください。",
                f"It has: {names.en}." if known else f"Add them to the playbook, as in {section}.",
            ),
            field="kind",
        )
    return known[kind]


def _planned(name: str, state: Gatherings, now: datetime) -> Gathering:
    found = state.known.get(name)
    if found is None or found.standing != "planned" or found.meeting.at <= now:
        to_come = sorted(key for key, one in state.known.items() if one.standing == "planned" and one.meeting.at > now)
        raise not_to_come(name, to_come)
    return found


def not_to_come(name: str, to_come: list[str]) -> DomainError:
    """The refusal of a gathering that is none of those to come."""
    names = ", ".join(to_come) or "-"
    return refusal(
        "gathering-not-to-come",
        wrong=(f"「{name}」という集まりは、この先の予定にありません。", f"No gathering {name} is still to come."),
        right=(f"これからの集まり: {names}。", f"Those to come: {names}."),
        field="gathering",
    )


def _register(command: asked.CountRegistration, state: Gatherings) -> list[Event]:
    gathering = state.known.get(command.gathering)
    # A place is given back also when the gathering is over: whoever moved to another day is not waited for.
    takes = ("planned",) if command.registered else ("planned", "held")
    if gathering is None or gathering.standing not in takes or (command.registered and gathering.full):
        away = happened.RegistrationTurnedAway(gathering=command.gathering, membership=command.membership)
        return [away] if command.registered else []
    number = gathering.registered + (1 if command.registered else -1)
    counted = happened.RegistrationCounted(
        gathering=command.gathering, membership=command.membership, registered=command.registered, number=number
    )
    return [counted]


def _attend(command: asked.CountAttendance, state: Gatherings) -> list[Event]:
    gathering = state.known.get(command.gathering)
    if gathering is None or command.was == command.attended:
        return []
    attended = gathering.attended + int(command.attended) - int(command.was is True)
    missed = gathering.missed + int(not command.attended) - int(command.was is False)
    counted = happened.AttendanceCounted(gathering=command.gathering, attended=attended, missed=missed)
    if not command.registered or command.was is not None:
        return [counted]
    return [counted, happened.RegisteredRecorded(gathering=command.gathering, number=gathering.recorded + 1)]


def _complete(command: asked.CompleteAttendance, service: Service, context: Context) -> happened.AttendanceCompleted:
    if f"{ATTENDANCE}:{command.gathering}" not in service.waits:
        names = ", ".join(sorted(wait.subject for wait in service.waits.values() if wait.kind == ATTENDANCE))
        raise refusal(
            "attendance-not-asked",
            wrong=(
                f"「{command.gathering}」の出欠の記録は、いま待たれていません。",
                f"Nobody waits for a record of who came to {command.gathering}.",
            ),
            right=(
                f"出欠の記録を待っている集まり: {names or 'ありません'}。",
                f"Gatherings that wait for one: {names or 'none'}.",
            ),
            field="gathering",
        )
    return happened.AttendanceCompleted(gathering=command.gathering, by=context.actor)
