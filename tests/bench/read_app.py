"""What is read over HTTP, as a process of its own: `python -m bench.read_app KIND PORT`.

`api` asks Banso's client as the pages do (the addresses are the benchmark's: there is no JSON API yet); `bare` is the
floor: an ASGI application without a framework that sends the same SQL and encodes the rows.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

import orjson
import uvicorn
from bench.dataset import TENANT
from fastapi import FastAPI, Response
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool

from banso.client import BansoClient
from banso.eventstore.schema import migrate
from banso.opening import open_store
from banso.settings import Settings
from domain.shared.values import StreamReference

INBOX = (
    "SELECT waits.stream, title, stage, waits.kind, subject, role, persons, since, remind_at, escalate_at, step, "
    "due_on FROM banso.waits JOIN banso.overviews USING (tenant, stream) WHERE waits.tenant = %(tenant)s "
    "AND (%(role)s::text IS NULL OR role = %(role)s) AND (%(person)s::text IS NULL OR %(person)s = ANY(persons)) "
    "ORDER BY escalate_at, waits.stream, key LIMIT %(limit)s"
)
LIMIT = 50
Send = Callable[[dict[str, Any]], Awaitable[None]]


def api(client: BansoClient) -> FastAPI:
    """Inbox, list and page through the application client."""
    app = FastAPI(openapi_url=None)

    @app.get("/inbox")
    async def inbox(person: str) -> Response:
        return _json(await client.queries.inbox(TENANT, person=person, limit=LIMIT))

    @app.get("/list")
    async def overviews() -> Response:
        return _json(await client.queries.overviews(TENANT, kind="engagement", limit=LIMIT))

    @app.get("/page")
    async def page(engagement: str) -> Response:
        version, state = await client.queries.show(TENANT, StreamReference(kind="engagement", id=engagement))
        return _json({"version": version, "state": state.model_dump(mode="json")})

    return app


def _json(content: Any) -> Response:
    return Response(orjson.dumps(content), media_type="application/json")


def bare(pool: AsyncConnectionPool) -> Callable[..., Awaitable[None]]:
    """The inbox, with nothing around it."""

    async def application(scope: dict[str, Any], _: Any, send: Send) -> None:
        person = parse_qs(scope["query_string"].decode())["person"][0]
        values = {"tenant": TENANT, "person": person, "role": None, "limit": LIMIT}
        async with pool.connection() as connection, connection.transaction():
            await connection.execute("SELECT set_config('banso.tenant', %s, true)", (TENANT,))
            async with connection.cursor(row_factory=dict_row) as cursor:
                await cursor.execute(INBOX, values)
                body = orjson.dumps(await cursor.fetchall())
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return application


async def main(kind: str, port: str) -> None:
    """Serve until ended."""
    settings = Settings.from_environment()
    key = settings.master_key()
    logins = await migrate(settings.database_url or "", key)
    async with open_store(logins, key) as store:
        app: Any = api(store.client) if kind == "api" else bare(store.pool)
        config = uvicorn.Config(app, port=int(port), access_log=False, log_config=None, lifespan="off")
        await uvicorn.Server(config).serve()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
