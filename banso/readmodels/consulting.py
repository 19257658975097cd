"""What a team's problems come to: per project, by kind and age, how soon they are answered, what comes again.

Counts and tags, and whom it is about by id; what people wrote is not looked at.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median

from psycopg import AsyncConnection

from banso.eventstore.pins import PinnedRules
from banso.eventstore.reading import current_state
from domain.engagement.aggregate import ENGAGEMENT
from domain.engagement.consultations.balance import CarrierCounts, carrier_counts, front_of, supporters_of
from domain.engagement.consultations.state import Consultation
from domain.engagement.state import Engagement
from domain.shared.refusals import not_found
from domain.shared.values import BilingualText

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
AGAIN = 2
"""A cause that was met so often comes again."""


@dataclass(frozen=True)
class OpenKind:
    """The open problems of one kind; `days` are their ages in whole days, the oldest first."""

    kind: str
    problem: BilingualText
    days: list[int]


@dataclass(frozen=True)
class ProjectBoard:
    """How one project stands. The median is None where nothing was answered yet.

    `repeats` are causes that were met twice or more, with how often; `waiting` are carriers without any answer to
    something; `alone` are imbalances that the coordinators were told of.
    """

    engagement: str
    title: str
    raised: int
    closed: int
    open: list[OpenKind]
    median_hours_to_first_answer: float | None
    repeats: dict[str, int]
    waiting: dict[str, CarrierCounts]
    front: int
    supporters: int
    tilts: dict[str, str | None]


@dataclass
class Suggestion:
    """Somebody who could go to the front, and why: finished participations, and problems answered, by kind.

    `problems` is what those kinds are called.
    """

    person: str
    finished: int = 0
    answered: Counter[str] = field(default_factory=Counter)
    problems: dict[str, BilingualText] = field(default_factory=dict)


def board_of(state: Engagement, now: datetime) -> ProjectBoard:
    """How one project stands at a moment."""
    known = state.consultations
    cases = list(known.cases.values())
    hours = [(one.first_answer_at - one.raised_at) / HOUR for one in cases if one.first_answer_at is not None]
    causes = Counter(one.cause for one in cases if one.cause is not None)
    counts = {carrier: carrier_counts(state, carrier, now) for carrier in sorted({one.carrier for one in cases})}
    return ProjectBoard(
        engagement=state.id,
        title=state.title,
        raised=len(cases),
        closed=len(cases) - len(known.open_cases),
        open=_open_kinds(known.open_cases.values(), now),
        median_hours_to_first_answer=round(median(hours), 1) if hours else None,
        repeats={cause: times for cause, times in sorted(causes.items()) if times >= AGAIN},
        waiting={carrier: one for carrier, one in counts.items() if one.unanswered},
        front=len(front_of(state)),
        supporters=len(supporters_of(state)),
        tilts=dict(known.tilts),
    )


def _open_kinds(cases: Iterable[Consultation], now: datetime) -> list[OpenKind]:
    by_kind: dict[str, list[Consultation]] = defaultdict(list)
    for one in cases:
        by_kind[one.kind].append(one)
    return [
        OpenKind(kind, found[0].problem, sorted(((now - one.raised_at) // DAY for one in found), reverse=True))
        for kind, found in sorted(by_kind.items())
    ]


async def boards(
    connection: AsyncConnection, tenant: str, now: datetime, *, engagement: str | None, service: str | None
) -> list[ProjectBoard]:
    """The boards of one engagement, of a service's, or of all; those without a single problem only when named.

    Raises:
        NotFound: there is no such engagement or service in this tenant.
    """
    found = await _engagements(connection, tenant, engagement=engagement, service=service)
    if not found and engagement is not None:
        raise not_found(f"engagement:{engagement}")
    if service is not None and not await _there_is(connection, tenant, f"service:{service}"):
        raise not_found(f"service:{service}")
    told = [board_of(state, now) for state in found]
    return [one for one in told if one.raised or engagement is not None]


async def suggestions(connection: AsyncConnection, tenant: str, engagement: str) -> list[Suggestion]:
    """Who has finished participations, or answered problems of the kinds of this engagement's playbook.

    Whoever is at its front already is left out; those with most experience come first.

    Raises:
        NotFound: there is no such engagement in this tenant.
    """
    known = await _engagements(connection, tenant, engagement=None, service=None)
    here = next((state for state in known if state.id == engagement), None)
    if here is None:
        raise not_found(f"engagement:{engagement}")
    rules = await PinnedRules().read(connection, tenant, here.playbook)
    kinds = rules.consultations.kinds
    people: dict[str, Suggestion] = {}
    for person, finished in await _finished(connection, tenant):
        people.setdefault(person, Suggestion(person)).finished = finished
    for case in (case for state in known for case in state.consultations.cases.values()):
        if case.answered_by is not None and case.kind in kinds:
            answering = people.setdefault(case.answered_by, Suggestion(case.answered_by))
            answering.answered[case.kind] += 1
            answering.problems[case.kind] = kinds[case.kind]
    fitting = [one for one in people.values() if one.person not in front_of(here)]
    return sorted(fitting, key=lambda one: (-one.answered.total(), -one.finished, one.person))


async def _engagements(
    connection: AsyncConnection, tenant: str, *, engagement: str | None, service: str | None
) -> list[Engagement]:
    cursor = await connection.execute(
        "SELECT stream, state, state_version FROM banso.streams JOIN banso.overviews USING (tenant, stream) "
        "WHERE streams.tenant = %(tenant)s AND streams.kind = 'engagement' "
        "AND (%(stream)s::text IS NULL OR stream = %(stream)s) "
        "AND (%(service)s::text IS NULL OR service = %(service)s) ORDER BY stream",
        {"tenant": tenant, "stream": f"engagement:{engagement}" if engagement else None, "service": service},
    )
    return [
        await current_state(connection, tenant, stream, ENGAGEMENT, state, state_version)
        for stream, state, state_version in await cursor.fetchall()
    ]


async def _there_is(connection: AsyncConnection, tenant: str, stream: str) -> bool:
    cursor = await connection.execute(
        "SELECT 1 FROM banso.overviews WHERE tenant = %s AND stream = %s", (tenant, stream)
    )
    return await cursor.fetchone() is not None


async def _finished(connection: AsyncConnection, tenant: str) -> list[tuple[str, int]]:
    """How many participations each person has worked through to their end."""
    cursor = await connection.execute(
        "SELECT person, count(*) FROM banso.overviews JOIN banso.streams USING (tenant, stream) "
        "WHERE overviews.tenant = %s AND overviews.kind = 'participation' AND person IS NOT NULL "
        "AND stage IN ('stay_connected', 'ended') "
        "AND coalesce(convert_from(state, 'UTF8')::jsonb ->> 'outcome', 'Completed') = 'Completed' "
        "AND NOT coalesce((convert_from(state, 'UTF8')::jsonb ->> 'left_early')::boolean, false) "
        "GROUP BY person ORDER BY person",
        (tenant,),
    )
    return await cursor.fetchall()
