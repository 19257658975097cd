"""Where somebody lives from a day on, and when they have time. Saying the same again changes nothing."""

from datetime import date
from typing import Any, assert_never

from domain.person.places.commands import CallOffMove, PlacesCommand, Relocate, SetAvailability
from domain.person.places.events import AvailabilitySet, MoveBegan, MoveCalledOff, Relocated
from domain.shared.deadlines import MeetDeadline
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.periods import local_date, midnight_of
from domain.shared.refusals import refusal
from domain.shared.values import narrative

MOVE = "move"
"""The kind of the deadline of an announced move."""


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
    if place == _place_on(command.since, person):
        return []
    relocated = Relocated(
        number=person.whereabouts.moves + 1, begins_at=begins_at, begun=begun, **command.model_dump(exclude={"type"})
    )
    return [relocated]


def _place_on(day: date, person: Any) -> tuple[str, str]:
    """Country and zone on a day, as far as it is known now."""
    stays = [stay for stay in person.whereabouts.stays if stay.since <= day]
    return (stays[-1].country, stays[-1].time_zone) if stays else person.registered_at


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
    today = local_date(context.now, person.time_zone)
    since = command.since or today
    if since > today:
        raise refusal(
            "availability-ahead",
            wrong=(f"{since} はまだ来ていません。", f"{since} has not come yet."),
            right=(
                "今日から、または過ぎた日からの予定をお知らせください。",
                "Say what holds from today on, or since a day that is past.",
            ),
            field="since",
        )
    known = [one.hours for one in person.whereabouts.availability if one.since <= since]
    if known and known[-1] == command.hours:
        return []
    reason = command.reason and narrative(person.id, command.reason)
    return [AvailabilitySet(since=since, hours=command.hours, reason=reason or None)]


def meet(command: MeetDeadline, person: Any, context: Context) -> list[Event]:
    """The day of an announced move, once."""
    ahead = [stay for stay in person.whereabouts.stays if stay.begun_at is None and not person.erased]
    return [
        MoveBegan(number=stay.number)
        for stay in ahead
        if (command.kind, command.subject) == (MOVE, str(stay.number)) and stay.begins_at <= context.now
        if command.ordinal == 1
    ]
