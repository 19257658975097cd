"""Looks at everything that the demo's database holds, in one snapshot, with its owner's eyes."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
import psycopg
from psycopg import AsyncConnection, IsolationLevel

from banso.demo.scenario import Happening
from domain.aggregates import AGGREGATES
from domain.shared.waiting import Deadline, Wait

OPEN = ("pending", "attempted")
NEWS = "news"
COUNTS = "SELECT status, count(*) FROM banso.effects GROUP BY status UNION ALL SELECT 'news', count(*) FROM banso.news"
OVERLAP = 300
"""Positions are given before the commit, so that a look goes back this far for events that came late."""


@dataclass(frozen=True)
class Head:
    """How one stream stands."""

    version: int
    finished: bool
    stage: str
    waits: Mapping[str, Wait]
    deadlines: tuple[Deadline, ...]
    state: Any = None
    """The state of its aggregate."""


@dataclass(frozen=True)
class Due:
    """A deadline, and whose it is."""

    stream: str
    deadline: Deadline


@dataclass
class World:
    """Everything at one moment."""

    happened: list[Happening] = field(default_factory=list)
    fresh: int = 0
    """How many of them the look before had not seen."""
    heads: dict[str, Head] = field(default_factory=dict)
    news: int = 0
    effects: dict[str, int] = field(default_factory=dict)

    @property
    def open_effects(self) -> int:
        """How many are not yet settled."""
        return sum(self.effects.get(status, 0) for status in OPEN)

    @property
    def command_ids(self) -> set[str]:
        """The ids of all commands that brought something about."""
        return {each.command_id for each in self.happened}

    def upcoming(self) -> list[Due]:
        """Every stream's deadlines."""
        return [Due(stream, deadline) for stream, head in self.heads.items() for deadline in head.deadlines]

    def settled(self, now: datetime) -> bool:
        """Whether nothing is left to be done at this moment."""
        busy = self.news or self.open_effects
        return not busy and not any(due.deadline.due <= now for due in self.upcoming())


class Watch:
    """Looks again and again; what it has seen it need not read twice."""

    def __init__(self, connection: AsyncConnection, tenant: str) -> None:
        self._connection = connection
        self._tenant = tenant
        self._known: dict[tuple[str, int], Happening] = {}
        self._heads: dict[str, Head] = {}
        self._position = 0

    async def look(self) -> World:
        """The present world.

        Raises:
            psycopg.Error: the database does not answer.
        """
        async with self._connection.transaction():
            fresh = await self._events()
            heads = await self._streams() if fresh else dict(self._heads)
            counts: dict[str, int] = dict(await (await self._connection.execute(COUNTS)).fetchall())
        happened = sorted(self._known.values(), key=lambda each: each.position)
        news = counts.pop(NEWS)
        return World(happened, fresh, heads, news, counts)

    async def _events(self) -> int:
        rows = await self._connection.execute(
            "SELECT position, stream, version, type, occurred_at, actor, command_id, payload FROM banso.events "
            "WHERE tenant = %s AND position > %s ORDER BY position",
            (self._tenant, self._position - OVERLAP),
        )
        before = len(self._known)
        for position, stream, version, type_, at, actor, command_id, payload in await rows.fetchall():
            if (stream, version) in self._known:
                continue
            content = orjson.loads(payload)
            one = Happening(position, stream, version, type_, at, actor, command_id, content)
            self._known[stream, version] = one
            self._position = max(self._position, one.position)
        return len(self._known) - before

    async def _streams(self) -> dict[str, Head]:
        rows = await self._connection.execute(
            "SELECT stream, kind, version, finished, state FROM banso.streams WHERE tenant = %s",
            (self._tenant,),
        )
        for stream, kind, version, finished, state in await rows.fetchall():
            known = self._heads.get(stream)
            if known is None or known.version != version:
                self._heads[stream] = _head(kind, version, finished, state)
        return dict(self._heads)


def _head(kind: str, version: int, finished: bool, raw: bytes) -> Head:
    aggregate = AGGREGATES[kind]
    state: Any = aggregate.state.model_validate_json(raw)
    deadlines = tuple(aggregate.deadlines(state))
    return Head(version, finished, aggregate.stage(state), dict(state.waits), deadlines, state)


@asynccontextmanager
async def watching(owner: str, tenant: str) -> AsyncIterator[Watch]:
    """A watch on one tenant of a database."""
    connection = await psycopg.AsyncConnection.connect(owner, application_name="banso demo", autocommit=True)
    async with connection:
        await connection.set_isolation_level(IsolationLevel.REPEATABLE_READ)
        yield Watch(connection, tenant)
