"""Pools of connections, and transactions that belong to one tenant."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import psycopg
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from banso.eventstore.schema import refuse_powerful_login

POOL_TIMEOUT_SECONDS = 5.0
"""How long a caller waits for a free connection before it is told that the database does not answer."""


@asynccontextmanager
async def open_pool(conninfo: str, size: int, name: str) -> AsyncIterator[AsyncConnectionPool]:
    """A pool of connections to the event store.

    Raises:
        StoreError: the login is too powerful for row-level security to bind it.
    """
    pool: AsyncConnectionPool = AsyncConnectionPool(
        conninfo,
        min_size=1,
        max_size=size,
        timeout=POOL_TIMEOUT_SECONDS,
        kwargs={"autocommit": True, "application_name": f"banso {name}"},
        check=AsyncConnectionPool.check_connection if size < 3 else None,
        reconnect_timeout=60,
        open=False,
        name=name,
    )
    async with pool:
        async with pool.connection() as connection:
            await refuse_powerful_login(connection)
        yield pool


@asynccontextmanager
async def tenant_transaction(pool: AsyncConnectionPool, tenant: str) -> AsyncIterator[AsyncConnection]:
    """One transaction in which only this tenant's rows exist."""
    async with pool.connection() as connection, connection.transaction():
        await connection.execute("SELECT set_config('banso.tenant', %s, true)", (tenant,))
        yield connection


@asynccontextmanager
async def pipelined_transaction(pool: AsyncConnectionPool, tenant: str) -> AsyncIterator[AsyncConnection]:
    """As `tenant_transaction`, in a pipeline: only fetching waits, and an error may show at a later statement.

    BEGIN goes with the first look and COMMIT with the last writes; the library's own `transaction()` waits for each.
    Row counts are not known in a pipeline: where they matter, fetch what RETURNING gives.
    """
    async with pool.connection() as connection:
        try:
            async with connection.pipeline():
                await connection.execute("BEGIN")
                await connection.execute("SELECT set_config('banso.tenant', %s, true)", (tenant,))
                yield connection
                await connection.execute("COMMIT")
        except BaseException:
            # A connection that cannot roll back any more is broken, and the pool throws it away.
            with suppress(psycopg.Error):
                await connection.rollback()
            raise


async def tenants(pool: AsyncConnectionPool) -> list[str]:
    """The names of all tenants that have a stream, in order."""
    async with pool.connection() as connection:
        cursor = await connection.execute("SELECT tenant FROM banso.tenants() AS tenant ORDER BY tenant")
        return [row[0] for row in await cursor.fetchall()]
