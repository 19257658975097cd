"""What the world learns of where somebody is: participations the whole present picture, memberships the zone."""

from datetime import date
from typing import Any

from domain.membership.commands import NoteTimeZone
from domain.participation.places.commands import NoteWhereabouts
from domain.person.places.deciding import HOURS, MOVE, hours_begin
from domain.person.places.events import MoveBegan, Relocated
from domain.shared.effects import Effect
from domain.shared.models import Event
from domain.shared.telling import to_each
from domain.shared.waiting import Deadline
from domain.shared.weekly import HoursAhead


def picture(person: Any) -> NoteWhereabouts:
    """What a participation has to know of a person's present place, hours and permit."""
    known = person.whereabouts
    present, ahead = known.present, known.ahead
    return NoteWhereabouts(
        number=known.number,
        country=person.residence,
        time_zone=person.time_zone,
        move=present.move if present else "planned",
        since=present.since if present else None,
        moved_at=present.begun_at if present else None,
        hours=known.hours,
        moves_on=ahead.since if ahead else None,
        permit_until=permit_until(person),
        hours_ahead=tuple(HoursAhead(since=one.since, hours=one.hours) for one in known.hours_ahead),
    )


def permit_until(person: Any) -> date | None:
    """The last day of the permit for the present place; None where none is needed, known, or where it does not end."""
    if person.residence in person.citizen_of:
        return None
    days = [permit.valid_until for permit in person.permits if permit.country == person.residence]
    return None if None in days else max(days, default=None)


def react(event: Event, person: Any) -> list[Effect]:
    """The picture, to every participation of this person; where they live, to every membership."""
    told = [to_each("participation", picture(person), person=person.id)]
    lives_elsewhere = isinstance(event, MoveBegan) or (isinstance(event, Relocated) and event.begun)
    if not lives_elsewhere:
        return [*told]
    zone = NoteTimeZone(number=person.whereabouts.number, time_zone=person.time_zone)
    return [*told, to_each("membership", zone, person=person.id)]


def deadlines(person: Any) -> list[Deadline]:
    """The days of announced moves and of announced hours."""
    if person.erased:
        return []
    known = person.whereabouts
    moves = [(MOVE, stay.number, stay.begins_at) for stay in known.stays if stay.begun_at is None]
    hours = [(HOURS, one.number, hours_begin(one, person)) for one in known.hours_ahead]
    return [Deadline(kind=kind, subject=str(number), ordinal=1, due=due) for kind, number, due in [*moves, *hours]]
