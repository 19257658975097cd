"""Reading with ten thousand engagements: inbox, list and page through the client, and a company's decision page."""

import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from bench.clicking import Browser, Clicks, click
from bench.dataset import CLICKING, TENANT, engagement_id, fill
from bench.desk import CONTACT
from bench.measuring import Measured, Result, Side, Target, in_turns, ratios
from bench.servers import Bench, Installation, installed, until, worker_variables

from banso.clock import SystemClock
from banso.eventstore import links
from banso.eventstore.database import tenant_transaction
from banso.stack.ports import choose_port
from banso.stack.process import OwnedProcess

PEOPLE = 20

CLICKS = Target("reads-p95", "inbox, list, page: 20 people clicking, p95", 100, at_most=True, unit="ms")
DECISION = Target("decision-page-p95", "decision page: 20 people clicking, p95", 100, at_most=True, unit="ms")
JSON_READ = Target("json-read", "JSON read of the inbox / bare ASGI + the same SQL", 0.4, at_most=False)


@dataclass(frozen=True)
class Server:
    """A process that answers on a port."""

    process: OwnedProcess
    port: int

    async def answers(self, path: str) -> bool:
        """Whether it answers at all."""
        browser = Browser(self.port)
        try:
            status, _, _ = await browser.get(path)
        except OSError:
            return False
        await browser.close()
        return status < 500


@asynccontextmanager
async def _serving(
    bench: Bench, installation: Installation, module: str, first: str, *kind: str
) -> AsyncIterator[Server]:
    port = choose_port(0, module, "")
    variables = worker_variables(bench, installation, "unused", "smtp://127.0.0.1:1")
    variables |= {"BANSO_WEB_PORT": str(port), "BANSO_PUBLIC_URL": f"http://127.0.0.1:{port}"}
    arguments = [*kind, str(port)] if kind else []
    async with bench.running(module, *arguments, **variables) as process:
        server = Server(process, port)
        await until(lambda: server.answers(first), f"an answer of {module}", 60, process)
        yield server


def _inbox(person: int, _: int) -> tuple[str, str]:
    return f"/inbox?person={CONTACT}-{person % CLICKING}", ""


async def measure(bench: Bench) -> list[Measured]:
    """Everything that is read."""
    engagements = bench.size(10_000, 2000)
    first = f"/inbox?person={CONTACT}-0"
    async with installed(bench) as installation:
        await fill(installation, engagements, with_events=False)
        cookies = await _issue(installation, engagements)
        async with (
            _serving(bench, installation, "bench.read_app", first, "api") as api,
            _serving(bench, installation, "bench.read_app", first, "bare") as bare,
            _serving(bench, installation, "banso.web", "/health") as web,
        ):
            sessions = [await _opened(web, token) for token in cookies]
            return await _read(bench, engagements, api, bare, web, sessions)


async def _read(
    bench: Bench, engagements: int, api: Server, bare: Server, web: Server, sessions: list[str]
) -> list[Measured]:
    chance = random.Random(1)
    each = bench.size(30, 10)
    p95s: dict[str, list[float]] = {}

    def p95(name: str, server: Server, path: Callable[[int, int], tuple[str, str]]) -> Side:
        async def side() -> float:
            clicks: Clicks = await click(server.port, PEOPLE, each, path)
            p95s.setdefault(name, []).append(clicks.p95)
            return clicks.per_second

        return side

    def anything(person: int, turn: int) -> tuple[str, str]:
        some = engagement_id(chance.randrange(engagements))
        return (_inbox(person, turn), ("/list", ""), (f"/page?engagement={some}", ""))[turn % 3]

    rates = await in_turns(
        bench.turns,
        {
            "mixed clicks/s": p95("mixed", api, anything),
            "decision pages/s": p95("decision", web, lambda person, turn: ("/decision", sessions[person])),
            "inbox as JSON/s": p95("json", api, _inbox),
            "bare ASGI/s": p95("bare", bare, _inbox),
        },
    )
    mixed, decision = (tuple(p95s[name][1:]) for name in ("mixed", "decision"))
    note = f"{engagements:,} engagements, no pause between clicks, one server process"
    return [
        Result(CLICKS, mixed, "a fixed budget", {"clicks/s": rates["mixed clicks/s"]}, note),
        Result(DECISION, decision, "a fixed budget", {"pages/s": rates["decision pages/s"]}, note),
        Result(
            JSON_READ,
            ratios(rates["inbox as JSON/s"], rates["bare ASGI/s"]),
            "uvicorn and an ASGI application that sends the same SQL",
            rates,
            note + "; rates compared; the address is the benchmark's, there is no JSON API yet",
        ),
    ]


async def _issue(installation: Installation, engagements: int) -> list[str]:
    """A decision link for each person, each on another engagement."""
    now = SystemClock().now()
    tokens = []
    async with tenant_transaction(installation.store.pool, TENANT) as connection:
        for person in range(PEOPLE):
            stream = f"engagement:{engagement_id(person * (engagements // PEOPLE))}"
            token = links.token_of(b"bench", uuid4())
            link = links.Link(
                effect_id=uuid4(),
                stream=stream,
                subject="m1.1",
                content=await _content(installation, stream),
                recipient=CONTACT,
                issued_at=now,
                expires_at=now + timedelta(days=1),
                revoked_at=None,
            )
            await links.issue(connection, TENANT, token, link)
            tokens.append(token)
    return tokens


async def _content(installation: Installation, stream: str) -> str:
    rows = await installation.rows(
        "SELECT convert_from(state, 'UTF8')::jsonb #>> '{milestones,m1,content}' FROM banso.streams WHERE stream = %s",
        stream,
    )
    return str(rows[0][0])


async def _opened(web: Server, token: str) -> str:
    """The cookie for which a link is exchanged."""
    browser = Browser(web.port)
    _, headers, _ = await browser.get(f"/decide/{token}")
    await browser.close()
    return headers["set-cookie"].partition(";")[0]
