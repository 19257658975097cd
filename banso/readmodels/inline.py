"""Read models that every command writes in its own transaction: what a stream is, and what it waits for."""

from typing import Any

import orjson
from psycopg.types.json import Jsonb

from banso.eventstore.append import NewEvents, Part
from domain.shared.decider import Aggregate

OVERVIEW_COLUMNS = (
    "tenant",
    "stream",
    "version",
    "kind",
    "title",
    "stage",
    "service",
    "engagement",
    "person",
    "started_at",
    "finished",
)
WAIT_COLUMNS = (
    "tenant",
    "stream",
    "key",
    "kind",
    "subject",
    "role",
    "persons",
    "since",
    "remind_at",
    "escalate_at",
    "step",
    "due_on",
)


def overview_row(tenant: str, stream: str, version: int, aggregate: Aggregate, state: Any) -> tuple[Any, ...]:
    """The row of `overviews` that a state stands for."""
    summary = aggregate.summary(state)
    return (
        tenant,
        stream,
        version,
        aggregate.kind,
        summary.title,
        summary.stage,
        summary.service,
        summary.engagement,
        summary.person,
        summary.started_at,
        aggregate.finished(state),
    )


def wait_rows(tenant: str, stream: str, state: Any) -> list[tuple[Any, ...]]:
    """The rows of `waits` that a state stands for."""
    due_days = state.due_days
    return [
        (
            tenant,
            stream,
            wait.key,
            wait.kind,
            wait.subject,
            wait.owner.role.value,
            list(wait.owner.persons),
            wait.schedule.since,
            wait.schedule.remind_at,
            wait.schedule.escalate_at,
            wait.step,
            due_days.get(wait.key),
        )
        for wait in state.waits.values()
    ]


def insert_into(table: str, columns: tuple[str, ...]) -> str:
    """An INSERT of one row; table and columns are names of ours, never input."""
    places = ", ".join(["%s"] * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608


_OVERVIEW_VALUES = ("title", "stage", "service", "engagement", "person", "started_at", "finished")
_UPSERT_OVERVIEW = (
    f"INSERT INTO banso.overviews ({', '.join(OVERVIEW_COLUMNS)}) "  # noqa: S608
    "VALUES (%(tenant)s, %(stream)s, %(version)s, %(kind)s, "
    + ", ".join(f"%(overview_{column})s" for column in _OVERVIEW_VALUES)
    + ") ON CONFLICT (tenant, stream) DO UPDATE SET "
    + ", ".join(f"{column} = excluded.{column}" for column in OVERVIEW_COLUMNS[2:])
)
_DELETE_OTHER_WAITS = (
    "DELETE FROM banso.waits WHERE tenant = %(tenant)s AND stream = %(stream)s AND key <> ALL(%(waits_keys)s)"
)
_UPSERT_WAITS = (
    f"INSERT INTO banso.waits ({', '.join(WAIT_COLUMNS)}) SELECT %(tenant)s, %(stream)s, wait.* "  # noqa: S608
    "FROM jsonb_to_recordset(%(waits_rows)s) AS wait (key text, kind text, subject text, role text, persons text[], "
    "since timestamptz, remind_at timestamptz, escalate_at timestamptz, step text, due_on date) "
    "ON CONFLICT (tenant, stream, key) DO UPDATE SET "
    + ", ".join(f"{column} = excluded.{column}" for column in WAIT_COLUMNS[3:])
)


class Overviews:
    """Writes `overviews`: one row a stream."""

    def parts(self, new: NewEvents) -> list[Part]:
        """The stream's row."""
        row = overview_row(new.tenant, new.stream, new.events[-1].version, new.aggregate, new.state)
        values = zip(_OVERVIEW_VALUES, row[4:], strict=True)
        return [Part("overview", _UPSERT_OVERVIEW, {f"overview_{column}": value for column, value in values})]


class Waits:
    """Writes `waits`: a row for everything that a stream waits for."""

    def parts(self, new: NewEvents) -> list[Part]:
        """The stream's rows, where they are others than before."""
        if new.before is not None and new.before.waits == new.state.waits:
            return []
        rows = [
            dict(zip(WAIT_COLUMNS[2:], row[2:], strict=True)) for row in wait_rows(new.tenant, new.stream, new.state)
        ]
        parts = []
        if not new.is_new:
            parts.append(Part("waits_gone", _DELETE_OTHER_WAITS, {"waits_keys": [row["key"] for row in rows]}))
        if rows:
            parts.append(Part("waits", _UPSERT_WAITS, {"waits_rows": Jsonb(rows, dumps=orjson.dumps)}))
        return parts
