"""Questions about those who are accompanied: who would fit whom, how far a goal is, who may be on their own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from psycopg_pool import AsyncConnectionPool

from banso.eventstore.database import tenant_transaction
from banso.eventstore.reading import current_state
from banso.eventstore.sealing import KeyRing
from banso.playbook_folder import Playbooks
from banso.readmodels.queries import Queries, TimelineEntry, opened_state
from domain.engagement.aggregate import ENGAGEMENT
from domain.engagement.consultations import radar as carrying
from domain.engagement.state import Engagement
from domain.membership.aggregate import MEMBERSHIP
from domain.membership.matching.fitting import Fit, fitting
from domain.membership.state import Membership
from domain.membership.watching import turning as belonging
from domain.participation.aggregate import PARTICIPATION
from domain.participation.state import Participation
from domain.participation.watching import turning as working
from domain.shared.actors import Actor, Role
from domain.shared.decider import Aggregate
from domain.shared.periods import local_date
from domain.shared.radar import Level, Reason, reasons
from domain.shared.refusals import not_found, refusal
from domain.shared.values import StreamReference
from domain.shared.waiting import Wait
from domain.shared.watching import open_care

OFFICE = frozenset({Role.COORDINATOR, Role.OPERATOR})

# Members and participants are many, and few of them turn: only those are read whose level is not the quiet one.
_PEOPLE = """
SELECT stream, state, state_version FROM banso.streams
WHERE tenant = %(tenant)s AND kind = %(kind)s
  AND (%(service)s::text IS NULL OR convert_from(state, 'UTF8')::jsonb ->> 'service' = %(service)s)
  AND (%(person)s::text IS NULL OR convert_from(state, 'UTF8')::jsonb ->> 'person' = %(person)s)
  AND (%(role)s::text IS NULL OR convert_from(state, 'UTF8')::jsonb ->> 'member_role' = %(role)s)
  AND (NOT %(turned)s OR convert_from(state, 'UTF8')::jsonb -> 'radar' ->> 'level' <> 'green')
ORDER BY stream
"""

# Of engagements only those are read where somebody's level is not the quiet one, or where the person carried something.
_ENGAGEMENTS = """
SELECT stream, state, state_version
FROM banso.streams CROSS JOIN LATERAL (SELECT convert_from(state, 'UTF8')::jsonb AS told) AS known
WHERE tenant = %(tenant)s AND kind = 'engagement'
  AND (%(service)s::text IS NULL OR told ->> 'service' = %(service)s)
  AND CASE WHEN %(person)s::text IS NULL
    THEN jsonb_path_exists(told, '$.consultations.radar.* ? (@.level != "green")')
    ELSE told -> 'consultations' -> 'radar' ? %(person)s OR jsonb_path_exists(
      told, '$.consultations.cases.* ? (@.carrier == $person || @.owner == $person)',
      jsonb_build_object('person', %(person)s::text))
  END
ORDER BY stream
"""


@dataclass(frozen=True)
class Turn:
    """One change of the radar's level: when (aware), to what, for which reasons."""

    at: datetime
    level: Level
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class RadarRow:
    """How somebody stands on the radar: the level that was recorded, the reasons of today, who is asked to care.

    `stream` is the membership; the participation of somebody at work, whose `role` is `participant`; or the engagement
    of those who carry its problems, whose `role` is `carrier`.
    """

    stream: StreamReference
    person: str
    role: str
    level: Level
    reasons: tuple[Reason, ...]
    cares: tuple[str, ...]
    until: datetime | None
    history: tuple[Turn, ...] = ()


class Accompaniment:
    """Answers for one tenant at a time."""

    def __init__(self, pool: AsyncConnectionPool, keys: KeyRing, queries: Queries, playbooks: Playbooks) -> None:
        self._pool = pool
        self._keys = keys
        self._queries = queries
        self._playbooks = playbooks

    async def suggest(self, tenant: str, client: StreamReference, now: datetime) -> list[Fit]:
        """Accompanists who fit a client, those who share most first.

        Raises:
            NotFound: there is no such membership in this tenant.
        """
        state = await self.member(tenant, client)
        role = self._playbooks.load(state.playbook.name).rules.matching.accompanist
        if role is None:
            return []
        others = await self._people(MEMBERSHIP, tenant, service=state.service, role=role)
        return fitting(state, others, role, local_date(now, state.time_zone))

    async def member(self, tenant: str, membership: StreamReference) -> Membership:
        """One member, with what they wrote.

        Raises:
            NotFound: there is no such membership in this tenant.
        """
        async with tenant_transaction(self._pool, tenant) as connection:
            _, state = await opened_state(connection, self._keys, tenant, membership)
        if not isinstance(state, Membership):
            raise not_found(membership.key)
        return state

    async def radar(
        self, tenant: str, actor: Actor, now: datetime, *, service: str | None = None, person: str | None = None
    ) -> list[RadarRow]:
        """Those whose radar has turned, red first; one person with their history, whatever their level.

        Raises:
            DomainError: somebody asks about another person without being of the office.
        """
        _require_own(actor, person)
        rows = []
        for aggregate in (MEMBERSHIP, PARTICIPATION):
            people = await self._people(aggregate, tenant, service=service, person=person, turned=person is None)
            rows += [_row(one, now) for one in people if one.radar.watch is not None or one.radar.turns]
        for engagement in await self._engagements(tenant, service=service, person=person):
            rows += _carriers(engagement, person, now)
        if person is not None:
            rows = [await self._with_history(tenant, row) for row in rows]
        return sorted(rows, key=lambda row: (("red", "yellow", "green").index(row.level), row.stream.key, row.person))

    async def _with_history(self, tenant: str, row: RadarRow) -> RadarRow:
        turns, after = [], 0
        while entries := await self._queries.events(tenant, row.stream, after_version=after):
            turns += [_turn(entry.occurred_at, entry.content) for entry in entries if _is_turn_of(row, entry)]
            after = entries[-1].version
        return replace(row, history=tuple(turns))

    async def _engagements(self, tenant: str, *, service: str | None, person: str | None) -> Sequence[Engagement]:
        async with tenant_transaction(self._pool, tenant) as connection:
            cursor = await connection.execute(_ENGAGEMENTS, {"tenant": tenant, "service": service, "person": person})
            return [
                await current_state(connection, tenant, stream, ENGAGEMENT, state, version)
                for stream, state, version in await cursor.fetchall()
            ]

    async def _people(
        self,
        aggregate: Aggregate,
        tenant: str,
        *,
        service: str | None = None,
        person: str | None = None,
        role: str | None = None,
        turned: bool = False,
    ) -> Sequence[Any]:
        values = {"tenant": tenant, "service": service, "person": person, "role": role, "turned": turned}
        async with tenant_transaction(self._pool, tenant) as connection:
            cursor = await connection.execute(_PEOPLE, {**values, "kind": aggregate.kind})
            return [
                await current_state(connection, tenant, stream, aggregate, state, version)
                for stream, state, version in await cursor.fetchall()
            ]


def _require_own(actor: Actor, person: str | None) -> None:
    """The person concerned sees their own; about others, the office knows."""
    if actor.role in OFFICE or (person is not None and actor.person == person):
        return
    raise refusal(
        "radar-not-yours",
        wrong=("ほかの方の見守りの様子は、ご覧になれません。", "Nobody sees how somebody else stands on the radar."),
        right=(
            f"ご自分のものは `banso radar --person {actor.person}` で見られます。ほかの方のことはコーディネーターへ。",
            f"See your own with `banso radar --person {actor.person}`; about others, ask the coordinator.",
        ),
        field="person",
    )


def _row(state: Membership | Participation, now: datetime) -> RadarRow:
    today, watch = local_date(now, state.time_zone), state.radar.watch
    if isinstance(state, Membership):
        kind, role, found = "membership", state.member_role, belonging.counts(state, today)
    else:
        kind, role, found = "participation", "participant", working.counts(state, today)
    return RadarRow(
        stream=StreamReference.model_validate({"kind": kind, "id": state.id}),
        person=state.person,
        role=role,
        level=state.radar.level,
        reasons=reasons(found, watch.rules) if watch is not None else (),
        **_asked(open_care(state.waits)),
    )


def _carriers(state: Engagement, person: str | None, now: datetime) -> Iterator[RadarRow]:
    """Those of an engagement whose radar has turned, or one of them whatever the level."""
    rules, radar = state.consultations.radar_rules, state.consultations.radar
    turned = [one for one, standing in sorted(radar.items()) if standing.level != "green"]
    for one in turned if person is None else [person]:
        found = carrying.counts(state, one, now)
        yield RadarRow(
            stream=StreamReference(kind="engagement", id=state.id),
            person=one,
            role="carrier",
            level=carrying.standing(state, one).level,
            reasons=reasons(found, rules) if rules is not None else (),
            **_asked(carrying.open_care(state, one)),
        )


def _asked(care: Wait | None) -> dict[str, Any]:
    """Who is asked to look after somebody, and until when."""
    return {"cares": care.owner.persons if care else (), "until": care.schedule.escalate_at if care else None}


def _is_turn_of(row: RadarRow, entry: TimelineEntry) -> bool:
    of_carrier = entry.type == "CarrierTurned" and entry.content["person"] == row.person
    return entry.type == "RadarTurned" or of_carrier


def _turn(at: datetime, content: dict[str, Any]) -> Turn:
    return Turn(at, content["level"], tuple(Reason.model_validate(one) for one in content["reasons"]))
