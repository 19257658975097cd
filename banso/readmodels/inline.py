"""Read models that every command writes in its own transaction: what a stream is, and what it waits for."""

from typing import Any

from psycopg import AsyncConnection

from banso.eventstore.append import NewEvents
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
        )
        for wait in state.waits.values()
    ]


def insert_into(table: str, columns: tuple[str, ...]) -> str:
    """An INSERT of one row; table and columns are names of ours, never input."""
    places = ", ".join(["%s"] * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608


_UPSERT_OVERVIEW = (
    insert_into("banso.overviews", OVERVIEW_COLUMNS)
    + " ON CONFLICT (tenant, stream) DO UPDATE SET "
    + ", ".join(f"{column} = excluded.{column}" for column in OVERVIEW_COLUMNS[2:])
)
_INSERT_WAIT = insert_into("banso.waits", WAIT_COLUMNS)


class Overviews:
    """Writes `overviews`: one row a stream."""

    async def write(self, connection: AsyncConnection, new: NewEvents) -> None:
        """Write the stream's row."""
        row = overview_row(new.tenant, new.stream, new.events[-1].version, new.aggregate, new.state)
        await connection.execute(_UPSERT_OVERVIEW, row)


class Waits:
    """Writes `waits`: a row for everything that a stream waits for."""

    async def write(self, connection: AsyncConnection, new: NewEvents) -> None:
        """Write the stream's rows anew."""
        if not new.is_new:
            await connection.execute(
                "DELETE FROM banso.waits WHERE tenant = %s AND stream = %s", (new.tenant, new.stream)
            )
        for row in wait_rows(new.tenant, new.stream, new.state):
            await connection.execute(_INSERT_WAIT, row)
