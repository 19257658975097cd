"""What a service decides about its gatherings."""

from datetime import UTC, datetime
from typing import assert_never

from domain.playbooks.capabilities.gatherings import GatheringRules
from domain.playbooks.schema import Rules
from domain.service.gatherings import commands as asked
from domain.service.gatherings import events as happened
from domain.service.gatherings.commands import GatheringCommand
from domain.service.gatherings.state import Gathering, Gatherings, deadlines
from domain.service.state import Service
from domain.shared.deadlines import MeetDeadline
from domain.shared.decider import Context
from domain.shared.meeting import Meeting, moment_on
from domain.shared.models import Event
from domain.shared.periods import after, local_date
from domain.shared.refusals import DomainError, refusal
from domain.shared.values import Identifier
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
            return [_arrange(command, service, context)]
        case asked.CancelGathering():
            gathering = _planned(command.gathering, service.gatherings, context.now)
            return [happened.GatheringCancelled(gathering=gathering.meeting.gathering, reason=command.reason)]
        case asked.CountRegistration():
            return _register(command, service.gatherings)
        case asked.CountAttendance():
            return _attend(command, service.gatherings)
        case _:
            assert_never(command)


def first_study_meeting(service: Identifier, zone: str, rules: Rules | None, now: datetime) -> list[Event]:
    """A service whose playbook has study meetings plans its first one when it opens."""
    meetings = rules.study_meetings if rules is not None else None
    if meetings is None:
        return []
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
    return [happened.StudyMeetingPlanned(number=1, meeting=meeting, invite_at=invite_at, **values)]


def _before(at: datetime, period: str, not_before: datetime) -> datetime:
    """The moment a period (in elapsed time) before another, though never in the past."""
    return max(at - (after(at, period, "UTC") - at), not_before)


def _next_study_meeting(planned: happened.StudyMeetingPlanned) -> list[Event]:
    number, zone, before = planned.number + 1, planned.meeting.time_zone, planned.meeting
    if planned.times is not None and number > planned.times:
        return []
    at = after(before.at, planned.every, zone)
    name = f"study-{number}"
    uid = f"{before.uid.rpartition('.')[0]}.{name}"
    meeting = before.model_copy(update={"gathering": name, "at": at, "uid": uid})
    changes = {"number": number, "meeting": meeting, "invite_at": _before(at, planned.invite_before, planned.invite_at)}
    return [planned.model_copy(update=changes)]


def meet(command: MeetDeadline, state: Gatherings, now: datetime) -> list[Event]:
    """What comes of a deadline of gatherings, if it is still due; otherwise nothing."""
    named = (command.kind, command.subject, command.ordinal)
    if not any((one.kind, one.subject, one.ordinal) == named and one.due <= now for one in deadlines(state)):
        return []
    if command.kind == "study_meeting" and state.next_study_meeting is not None:
        planned = state.next_study_meeting
        arranged = happened.GatheringArranged(
            meeting=planned.meeting, minimum=planned.minimum, capacity=planned.capacity
        )
        return [arranged, *_next_study_meeting(planned)]
    registered = state.known[command.subject].registered
    if command.kind == "gathering_small":
        return [happened.GatheringTooSmall(gathering=command.subject, registered=registered)]
    return [happened.GatheringHeld(gathering=command.subject, registered=registered)]


def _arrange(command: asked.ArrangeGathering, service: Service, context: Context) -> happened.GatheringArranged:
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
    return happened.GatheringArranged(meeting=meeting, minimum=rules.minimum, capacity=rules.capacity)


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
    if gathering is None or gathering.standing != "planned" or (command.registered and gathering.full):
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
    return [happened.AttendanceCounted(gathering=command.gathering, attended=attended, missed=missed)]
