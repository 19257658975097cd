"""Where somebody lives from a day on, and when they have time. Saying the same again changes nothing."""

from datetime import date, datetime
from typing import Any, assert_never

from domain.person.places.commands import CallOffMove, PlacesCommand, Relocate, SetAvailability
from domain.person.places.events import AvailabilityBegan, AvailabilitySet, MoveBegan, MoveCalledOff, Relocated
from domain.person.places.state import Availability, place_on
from domain.shared.deadlines import MeetDeadline
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.periods import local_date, midnight_of
from domain.shared.refusals import refusal
from domain.shared.values import narrative
from domain.shared.weekly import same_week

MOVE = "move"
"""The kind of the deadline of an announced move."""

HOURS = "hours"
"""The kind of the deadline of announced hours."""

MOST_AHEAD = 50
"""So many changes of hours may be announced at a time: every participation and every team has to know them all."""


def decide(command: PlacesCommand, person: Any, context: Context) -> list[Event]:
    """The events that follow; `person` is the state of a person who is registered and not erased.

    Raises:
        DomainError: the command is refused.
    """
    match command:
        case Relocate():
            return _relocate(command, person, context)
        case CallOffMove():
            return [_called_off(command, person)]
        case SetAvailability():
            return _set_availability(command, person, context)
        case _:
            assert_never(command)


def _relocate(command: Relocate, person: Any, context: Context) -> list[Event]:
    begins_at = midnight_of(command.since, command.time_zone)
    begun = begins_at <= context.now
    if command.move == "overnight" and not begun:
        raise refusal(
            "move-ahead",
            wrong=(
                f"{command.since} はまだ来ていません。急な移動は、あらかじめ決まっているものではありません。",
                f"{command.since} has not come yet, and an overnight move is not known ahead.",
            ),
            right=(
                "予定されている移動は planned(予定どおり)としてください。",
                "Announce a move to come by saying that it is planned.",
            ),
            field="move",
        )
    place = (command.country, command.time_zone)
    if place == place_on(command.since, person):
        return []
    relocated = Relocated(
        number=person.whereabouts.moves + 1, begins_at=begins_at, begun=begun, **command.model_dump(exclude={"type"})
    )
    return [relocated]


def _called_off(command: CallOffMove, person: Any) -> MoveCalledOff:
    ahead = {stay.since: stay.number for stay in person.whereabouts.stays if stay.begun_at is None}
    if command.since not in ahead:
        days = ", ".join(str(day) for day in sorted(ahead))
        raise refusal(
            "no-such-move",
            wrong=(f"{command.since} に予定されている移動はありません。", f"No move is announced for {command.since}."),
            right=(
                f"これからの移動の日: {days or 'ありません'}。始まった移動は `banso place move` で言い直せます。",
                f"Days of announced moves: {days or 'none'}. Correct a move that has begun with `banso place move`.",
            ),
            field="since",
        )
    return MoveCalledOff(number=ahead[command.since])


def _set_availability(command: SetAvailability, person: Any, context: Context) -> list[Event]:
    today = _today(person, context)
    since = command.since or today
    said = person.whereabouts.said_on(since)
    if said is not None and same_week(said.hours, command.hours):
        return []
    if since > today:
        _few_enough(since, person)
    reason = command.reason and narrative(person.id, command.reason)
    return [AvailabilitySet(since=since, hours=command.hours, reason=reason or None, begun=since <= today)]


def _few_enough(since: date, person: Any) -> None:
    days = [one.since for one in person.whereabouts.hours_ahead]
    if since not in days and len(days) >= MOST_AHEAD:
        raise refusal(
            "hours-ahead-too-many",
            wrong=(
                f"これからの時間の予告は、もう {MOST_AHEAD} 件あります。",
                f"There are {MOST_AHEAD} changes of hours to come already.",
            ),
            right=(
                f"次の予告の日({days[0]})が来てからお知らせいただくか、どれかを言い直すか取り消してください。",
                f"Say it once the next of those days ({days[0]}) has come, or replace or take back one of them.",
            ),
            field="since",
        )


def _today(person: Any, context: Context) -> date:
    """The day where the person is; a day that began elsewhere before they went west has begun for good."""
    today = local_date(context.now, person.time_zone)
    return max(today, person.whereabouts.hours_since or today)


def meet(command: MeetDeadline, person: Any, context: Context) -> list[Event]:
    """The day of an announced move or of announced hours, once."""
    if command.kind == HOURS:
        return _hours_begin(command, person, context)
    ahead = [stay for stay in person.whereabouts.stays if stay.begun_at is None and not person.erased]
    return [
        MoveBegan(number=stay.number)
        for stay in ahead
        if (command.kind, command.subject) == (MOVE, str(stay.number)) and stay.begins_at <= context.now
        if command.ordinal == 1
    ]


def _hours_begin(command: MeetDeadline, person: Any, context: Context) -> list[Event]:
    return [
        AvailabilityBegan(number=one.number)
        for one in person.whereabouts.hours_ahead
        if (command.subject, command.ordinal) == (str(one.number), 1) and hours_begin(one, person) <= context.now
    ]


def hours_begin(announced: Availability, person: Any) -> datetime:
    """When announced hours begin: with their day, in the zone where the person is then."""
    return midnight_of(announced.since, place_on(announced.since, person)[1])
