"""Questions that people ask: what waits for whom, what happened, how things stand. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson
from psycopg import AsyncConnection
from psycopg.rows import class_row
from psycopg_pool import AsyncConnectionPool

from banso.eventstore import effects as ledger
from banso.eventstore.database import tenant_transaction
from banso.eventstore.documents import Documents
from banso.eventstore.effects import LedgerEntry
from banso.eventstore.envelope import StoredEvent, content_of
from banso.eventstore.pins import PinnedRules
from banso.eventstore.reading import current_state, read_head, read_stream
from banso.eventstore.sealing import KeyRing
from banso.playbook_folder import Playbooks
from banso.readmodels import consulting, searching
from banso.readmodels.consulting import ProjectBoard, Suggestion
from banso.readmodels.report import Report
from banso.readmodels.reporting import regional_report
from banso.readmodels.searching import Hit
from banso.readmodels.survey_summaries import SurveySummary, survey_summary
from banso.readmodels.whereabouts import Where, where
from domain.aggregates import AGGREGATES
from domain.person.aggregate import PERSON
from domain.playbooks.schema import Rules
from domain.shared.refusals import not_found
from domain.shared.values import StreamReference


@dataclass(frozen=True)
class InboxRow:
    """Something that waits for somebody. `about` is the person whose way it is, if any.

    `due_on` is the day on which it is due by law, where there is one; `escalate_at` follows it.
    """

    stream: str
    title: str
    about: str | None
    stage: str
    kind: str
    subject: str
    role: str
    persons: list[str]
    since: datetime
    remind_at: datetime
    escalate_at: datetime
    step: str
    due_on: date | None = None


@dataclass(frozen=True)
class OverviewRow:
    """One stream in a list."""

    stream: str
    version: int
    kind: str
    title: str
    stage: str
    service: str | None
    engagement: str | None
    person: str | None
    started_at: datetime | None
    finished: bool


@dataclass(frozen=True)
class TimelineEntry:
    """One event as a reader sees it: opened, with its envelope."""

    stream: str
    version: int
    event_id: UUID
    type: str
    occurred_at: datetime
    actor: dict[str, Any]
    command_id: str
    correlation_id: str
    causation_id: str | None
    content: dict[str, Any]
    hash: str


class Queries:
    """Answers for one tenant at a time; row-level security sees to that."""

    def __init__(self, pool: AsyncConnectionPool, keys: KeyRing, playbooks: Playbooks) -> None:
        self._pool = pool
        self._keys = keys
        self._playbooks = playbooks
        self._documents = Documents(keys)

    async def inbox(
        self, tenant: str, *, role: str | None = None, person: str | None = None, limit: int = 200
    ) -> list[InboxRow]:
        """What waits, the most urgent first; for one role or one person, if named."""
        async with (
            tenant_transaction(self._pool, tenant) as connection,
            connection.cursor(row_factory=class_row(InboxRow)) as cursor,
        ):
            await cursor.execute(
                "SELECT waits.stream, title, person AS about, stage, waits.kind, subject, role, persons, since, "
                "remind_at, escalate_at, step, due_on FROM banso.waits JOIN banso.overviews USING (tenant, stream) "
                "WHERE waits.tenant = %(tenant)s AND (%(role)s::text IS NULL OR role = %(role)s) "
                "AND (%(person)s::text IS NULL OR %(person)s = ANY(persons)) "
                "ORDER BY escalate_at, waits.stream, key LIMIT %(limit)s",
                {"tenant": tenant, "role": role, "person": person, "limit": limit},
            )
            return await cursor.fetchall()

    async def overviews(
        self, tenant: str, *, kind: str | None = None, engagement: str | None = None, limit: int = 200
    ) -> list[OverviewRow]:
        """Streams, those that go on first."""
        async with (
            tenant_transaction(self._pool, tenant) as connection,
            connection.cursor(row_factory=class_row(OverviewRow)) as cursor,
        ):
            await cursor.execute(
                "SELECT stream, version, kind, title, stage, service, engagement, person, started_at, finished "
                "FROM banso.overviews WHERE tenant = %(tenant)s AND (%(kind)s::text IS NULL OR kind = %(kind)s) "
                "AND (%(engagement)s::text IS NULL OR engagement = %(engagement)s) "
                "ORDER BY finished, started_at DESC NULLS LAST, stream LIMIT %(limit)s",
                {"tenant": tenant, "kind": kind, "engagement": engagement, "limit": limit},
            )
            return await cursor.fetchall()

    async def search(self, tenant: str, text: str, limit: int = 200) -> list[Hit]:
        """Streams whose id, title, host, theme or region holds every word of a text."""
        async with tenant_transaction(self._pool, tenant) as connection:
            return await searching.search(connection, tenant, text, limit)

    async def show(self, tenant: str, stream: StreamReference) -> tuple[int, Any]:
        """Version and state of one stream, with its personal values opened.

        Raises:
            NotFound: there is no such stream in this tenant.
        """
        async with tenant_transaction(self._pool, tenant) as connection:
            return await opened_state(connection, self._keys, tenant, stream)

    async def where(self, tenant: str, person: str, on: date, known_on: date | None, *, now: datetime) -> Where:
        """Where somebody was on a day and what was permitted, going by what was known on another (None: by now).

        Raises:
            NotFound: there is no such person in this tenant.
            DomainError: nothing was known of them by then, or that day is still to come.
        """
        async with tenant_transaction(self._pool, tenant) as connection:
            return await where(connection, self._keys, tenant, person, on, known_on, now)

    async def names(self, tenant: str, persons: list[str]) -> dict[str, str]:
        """The names of persons; None of those who are unknown or erased."""
        found: dict[str, str] = {}
        async with tenant_transaction(self._pool, tenant) as connection:
            for person in dict.fromkeys(persons):
                head = await read_head(connection, tenant, f"person:{person}", PERSON)
                if head is None:
                    continue
                tree = orjson.loads(head[1].name.model_dump_json())
                await self._keys.open(connection, tenant, tree)
                if tree["text"] is not None:
                    found[person] = tree["text"]
        return found

    async def events(
        self, tenant: str, stream: StreamReference, after_version: int = 0, limit: int = 1000
    ) -> list[TimelineEntry]:
        """The events of one stream, opened.

        Raises:
            NotFound: there is no such stream in this tenant.
        """
        async with tenant_transaction(self._pool, tenant) as connection:
            stored = await read_stream(connection, tenant, stream.key, after_version, limit)
            if not stored and after_version == 0:
                raise not_found(stream.key)
            return [await self._entry(connection, tenant, event) for event in stored]

    async def timeline(self, tenant: str, stream: StreamReference, limit: int = 2000) -> list[TimelineEntry]:
        """The events of a stream and, for an engagement, of its participations, in the order in which they occurred.

        Raises:
            NotFound: there is no such stream in this tenant.
        """
        streams = [stream.key]
        if stream.kind == "engagement":
            rows = await self.overviews(tenant, kind="participation", engagement=stream.id, limit=1000)
            streams += [row.stream for row in rows]
        entries: list[TimelineEntry] = []
        for key in streams:
            entries += await self.events(tenant, StreamReference.parse(key), limit=limit)
        return sorted(entries, key=lambda entry: (entry.occurred_at, str(entry.event_id)))[:limit]

    async def _entry(self, connection: AsyncConnection, tenant: str, event: StoredEvent) -> TimelineEntry:
        content = content_of(event)
        await self._keys.open(connection, tenant, content)
        return TimelineEntry(
            stream=event.stream,
            version=event.version,
            event_id=event.event_id,
            type=event.type,
            occurred_at=event.occurred_at,
            actor=event.actor,
            command_id=event.command_id,
            correlation_id=event.correlation_id,
            causation_id=event.causation_id,
            content=content,
            hash=event.hash.hex(),
        )

    async def effects(
        self, tenant: str, *, status: str | None = None, stream: str | None = None, limit: int = 200
    ) -> list[LedgerEntry]:
        """The ledger of effects, the latest first; those that need a human before all others."""
        async with (
            tenant_transaction(self._pool, tenant) as connection,
            connection.cursor(row_factory=class_row(LedgerEntry)) as cursor,
        ):
            await cursor.execute(
                f"SELECT {ledger.COLUMNS} FROM banso.effects WHERE tenant = %(tenant)s "  # noqa: S608 - names of ours
                "AND (%(status)s::text IS NULL OR status = %(status)s) "
                "AND (%(stream)s::text IS NULL OR stream = %(stream)s) "
                "ORDER BY status NOT IN ('parked', 'uncertain'), created_at DESC, version DESC, place "
                "LIMIT %(limit)s",
                {"tenant": tenant, "status": status, "stream": stream, "limit": limit},
            )
            return await cursor.fetchall()

    async def report(
        self,
        tenant: str,
        *,
        now: datetime,
        service: str | None = None,
        since: date | None = None,
        until: date | None = None,
    ) -> Report:
        """The regional report; days are counted in the region's zone, both ends included.

        Raises:
            NotFound: there is no such service in this tenant, or none at all.
        """
        async with tenant_transaction(self._pool, tenant) as connection:
            return await regional_report(
                connection, tenant, self._playbooks, now=now, service=service, since=since, until=until
            )

    async def pinned(self, tenant: str, playbook: str) -> dict[str, Rules]:
        """All rules that engagements of a tenant are pinned to under a playbook's name, by their hashes.

        Raises:
            StoreError: stored rules are not what was pinned.
        """
        async with tenant_transaction(self._pool, tenant) as connection:
            return await PinnedRules().named(connection, tenant, playbook)

    async def consultations(
        self, tenant: str, *, now: datetime, engagement: str | None = None, service: str | None = None
    ) -> list[ProjectBoard]:
        """How projects stand with their problems; of one engagement, of a service, or of all that have any.

        Raises:
            NotFound: there is no such engagement or service in this tenant.
        """
        async with tenant_transaction(self._pool, tenant) as connection:
            return await consulting.boards(connection, tenant, now, engagement=engagement, service=service)

    async def front_suggestions(self, tenant: str, engagement: str) -> list[Suggestion]:
        """Who could go to the front of an engagement, and why.

        Raises:
            NotFound: there is no such engagement in this tenant.
        """
        async with tenant_transaction(self._pool, tenant) as connection:
            return await consulting.suggestions(connection, tenant, engagement)

    async def survey(self, tenant: str, service: str, survey: str) -> SurveySummary:
        """What the answers to a survey of one service come to.

        Raises:
            NotFound: there is no such service in this tenant, it has no such survey, or nobody was sent it yet.
        """
        async with tenant_transaction(self._pool, tenant) as connection:
            return await survey_summary(connection, tenant, self._playbooks, service, survey)

    async def document(self, tenant: str, stream: StreamReference, digest: str) -> bytes:
        """A contract document.

        Raises:
            NotFound: there is none in this tenant, or its key was destroyed.
        """
        async with tenant_transaction(self._pool, tenant) as connection:
            text = await self._documents.read(connection, tenant, stream.key, digest)
        if text is None:
            raise not_found(f"document {digest[:12]}")
        return text


async def opened_state(
    connection: AsyncConnection, keys: KeyRing, tenant: str, stream: StreamReference
) -> tuple[int, Any]:
    """Version and opened state of one stream, within a tenant's transaction.

    Raises:
        NotFound: there is no such stream in this tenant.
    """
    found = await opened_states(connection, keys, tenant, [stream])
    if stream not in found:
        raise not_found(stream.key)
    return found[stream]


async def opened_states(
    connection: AsyncConnection, keys: KeyRing, tenant: str, streams: Sequence[StreamReference]
) -> dict[StreamReference, tuple[int, Any]]:
    """Version and opened state of those streams that there are, read together."""
    cursor = await connection.execute(
        "SELECT stream, version, state, state_version FROM banso.streams WHERE tenant = %s AND stream = ANY(%s)",
        (tenant, [stream.key for stream in streams]),
    )
    versions, trees = {}, {}
    for key, version, state, state_version in await cursor.fetchall():
        stream = StreamReference.parse(key)
        sealed = await current_state(connection, tenant, key, AGGREGATES[stream.kind], state, state_version)
        versions[stream], trees[stream] = version, orjson.loads(sealed.model_dump_json())
    await keys.open(connection, tenant, list(trees.values()))
    return {
        stream: (versions[stream], AGGREGATES[stream.kind].state.model_validate(tree)) for stream, tree in trees.items()
    }
