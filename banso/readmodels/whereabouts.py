"""Where was somebody on a day, and what was permitted, as it was known on another day? Told from the events alone."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import orjson
from psycopg import AsyncConnection
from psycopg.rows import scalar_row
from pydantic import BaseModel, ConfigDict

from banso.eventstore.envelope import StoredEvent
from banso.eventstore.reading import fold_stored, read_stream
from banso.eventstore.sealing import KeyRing
from domain.aggregates import AGGREGATES
from domain.participation.state import Participation
from domain.person.places.history import Place, Standing, place_on, standing
from domain.person.state import Person
from domain.shared.periods import days_after, local_date, midnight_of
from domain.shared.refusals import DomainError, not_found, refusal
from domain.shared.values import StreamKind

_PARTICIPATIONS = (
    "SELECT stream FROM banso.overviews WHERE tenant = %s AND kind = 'participation' AND person = %s ORDER BY stream"
)
FARTHEST_EAST = timedelta(hours=14)
"""How far ahead of UTC a day begins first: whoever asks may live east of whom they ask about."""


class Where(BaseModel):
    """The answer: the place, and every participation that there was."""

    model_config = ConfigDict(frozen=True)

    person: str
    on: date
    as_known_on: date
    place: Place
    standings: tuple[Standing, ...]


async def where(
    connection: AsyncConnection, keys: KeyRing, tenant: str, person: str, on: date, known_on: date | None, now: datetime
) -> Where:
    """All that is known `now`, where no `known_on` is named; that day is over when it is over where they registered.

    Raises:
        NotFound: there is no such person in this tenant.
        DomainError: nothing was known of them by then, or that day is still to come.
    """
    events = await read_stream(connection, tenant, f"person:{person}")
    if not events:
        raise not_found(f"person:{person}")
    zone = _fold("person", events[:1]).time_zone
    if known_on is not None and known_on > (now.astimezone(UTC) + FARTHEST_EAST).date():
        raise _day_ahead(known_on)
    known_on = known_on or local_date(now, zone)
    known_by = midnight_of(days_after(known_on, 1), zone)
    known: Person | None = _fold("person", [one for one in events if one.recorded_at < known_by])
    if known is None:
        raise refusal(
            "not-known-then",
            wrong=(f"{known_on} には、まだ登録されていませんでした。", f"Nothing was known of them on {known_on} yet."),
            right=(
                "登録より後の日を --as-known-on にしてください。",
                "Let --as-known-on be a day after the registration.",
            ),
            field="as_known_on",
        )
    tree = orjson.loads(place_on(known, on).model_dump_json())
    await keys.open(connection, tenant, tree)
    place = Place.model_validate(tree)
    until = min(known_by, midnight_of(days_after(on, 1), place.time_zone))
    standings = await _standings(connection, tenant, person, known, place, until)
    return Where(person=person, on=on, as_known_on=known_on, place=place, standings=standings)


def _day_ahead(day: date) -> DomainError:
    return refusal(
        "known-day-ahead",
        wrong=(
            f"{day} はまだ来ていません。その日に何が知られているかは、まだ分かりません。",
            f"{day} is still to come: nobody can say what will be known then.",
        ),
        right=(
            "--as-known-on は今日までの日にしてください。これからの日のことは --on で尋ねられます。",
            "Let --as-known-on be today or earlier; the day asked about (--on) may lie ahead.",
        ),
        field="as_known_on",
    )


async def _standings(
    connection: AsyncConnection, tenant: str, person: str, known: Person, place: Place, until: datetime
) -> tuple[Standing, ...]:
    async with connection.cursor(row_factory=scalar_row) as cursor:
        await cursor.execute(_PARTICIPATIONS, (tenant, person))
        streams = [str(stream) for stream in await cursor.fetchall()]
    found = []
    for stream in streams:
        events = await read_stream(connection, tenant, stream)
        state: Participation | None = _fold("participation", [one for one in events if one.recorded_at < until])
        if state is not None:
            found.append(standing(state, place.country, known.registered_at[0]))
    return tuple(found)


def _fold(kind: StreamKind, events: list[StoredEvent]) -> Any:
    return fold_stored(AGGREGATES[kind], events)
