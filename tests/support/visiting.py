"""A company that is mailed links by the real notification activity, and a browser's worth of HTTP to open them with."""

import asyncio
import re
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
from fastapi import FastAPI
from psycopg.conninfo import conninfo_to_dict
from temporalio import activity

from activities.contracts import EFFECT_POLICIES, EffectsDue
from banso.clock import SettableClock
from banso.composition import activities_of
from banso.decisions import DecisionPage

from support.story_one import deliver, kick_off, link_in, open_desk, pass_gates, post, register, select
from support.system import System, running_mail, running_store

TITLE = "旗屋の発信"
EVIDENCE = "公開した記事と数字"


class ByHand(System):
    """A system whose effects are carried out by the real activities, called by the test instead of a workflow."""

    async def settle(self, seconds: float = 60) -> None:
        """Carry out every pending effect, until there is none."""
        by_name = {activity._Definition.must_from_callable(one).name: one for one in self._activities}
        while pending := await self._pending():
            for tenant, stream, kind, effect in pending:
                name = EFFECT_POLICIES[kind].activity
                await by_name[name](EffectsDue(tenant=tenant, stream=stream, activity=name, effects=(str(effect),)))

    @property
    def _activities(self) -> Any:
        return activities_of(self.store, self.settings)

    async def _pending(self) -> list[tuple[Any, ...]]:
        return await self.rows(
            "SELECT tenant, stream, kind, effect_id FROM banso.effects WHERE status = 'pending' "
            "ORDER BY created_at, version, place"
        )

    @property
    def settable_clock(self) -> SettableClock:
        """The clock, to be put forward."""
        assert isinstance(self.clock, SettableClock)
        return self.clock

    async def page(self, person: str) -> DecisionPage:
        """How somebody's latest link stands."""
        return await self.store.client.decisions.page(link_in(self, person))

    async def decisions_made(self) -> list[str]:
        """The types of decisions in the engagement's stream."""
        types = await self.event_types("engagement:a")
        return [one for one in types if one in ("MilestoneApproved", "MilestonePartlyApproved", "ChangesRequested")]


def as_url(conninfo: str) -> str:
    """A connection string as a URL."""
    return "postgresql:///?" + urlencode(conninfo_to_dict(conninfo))


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


Step = Callable[[System, str], Awaitable[None]]


async def begin(system: System, playbook: str = "furusato-kengyo", gates: Step = pass_gates) -> None:
    """The engagement, up to its time of work."""
    await open_desk(system, playbook)
    await register(system, "manager-a", name="Imaginary Manager", language="en")
    await post(system, "a", company_contacts=["president-a", "manager-a"])
    for step in (select, gates, kick_off):
        await step(system, "a")


@asynccontextmanager
async def company_with_result(
    postgres: str, tmp_path: Path, playbook: str = "furusato-kengyo", gates: Step = pass_gates
) -> AsyncIterator[ByHand]:
    """A Japanese president and an English-reading manager; the result m1 for 150,000 yen was just delivered to them."""
    clock = SettableClock(datetime.now(UTC))
    address = f"http://127.0.0.1:{free_port()}"
    async with (
        running_mail(tmp_path) as smtp_url,
        running_store(postgres, tmp_path, clock=clock, smtp_url=smtp_url, BANSO_PUBLIC_URL=address) as system,
    ):
        by_hand = ByHand(**{one.name: getattr(system, one.name) for one in fields(System)})
        await begin(by_hand, playbook, gates)
        await deliver(by_hand, "a", "m1")
        await by_hand.settle()
        yield by_hand


@dataclass
class Visitor:
    """Somebody's browser: keeps cookies, follows links, fills in forms as they stand in the page."""

    http: httpx.AsyncClient

    async def open(self, token: str, language: str = "") -> httpx.Response:
        """Open a mailed link."""
        query = f"?language={language}" if language else ""
        return await self.http.get(f"/decide/{token}{query}", follow_redirects=True)

    async def send(self, action: str, page: httpx.Response, **typed: str) -> httpx.Response:
        """Send the form of a page that is open, and follow to where that leads."""
        files = {name: (None, value) for name, value in {"form": form_token(page), **typed}.items()}
        return await self.http.post(
            f"/decision/{action}", files=files, headers={"Sec-Fetch-Site": "same-origin"}, follow_redirects=True
        )


def form_token(page: httpx.Response) -> str:
    """What the forms of a page carry."""
    found = re.search(r'name="form" value="([0-9a-f]+)"', page.text)
    assert found, page.text
    return found[1]


@asynccontextmanager
async def visiting(app: FastAPI, address: str) -> AsyncIterator[Visitor]:
    """A fresh browser at an address."""
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url=address) as http:
        yield Visitor(http)


@dataclass
class Served:
    """The pages as a process of their own."""

    address: str
    process: asyncio.subprocess.Process
    log: Path


async def answers(process: asyncio.subprocess.Process, address: str, log: Path) -> bool:
    assert process.returncode is None, log.read_text()
    async with httpx.AsyncClient() as http:
        try:
            return (await http.get(f"{address}/health")).status_code == 200
        except httpx.TransportError:
            return False
