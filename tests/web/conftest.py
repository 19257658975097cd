"""One company with a result before it, the pages on its store, and browsers."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from banso.opening import derived_key
from banso.web.app import create_app

from support.system import MASTER_KEY, MASTER_KEY_TEXT, until
from support.visiting import ByHand, Served, Visitor, answers, as_url, company_with_result, visiting

SESSION_KEY = derived_key(MASTER_KEY, "web session")


def pytest_configure(config: pytest.Config) -> None:
    """The browser's mark."""
    config.addinivalue_line("markers", "browser: needs Chromium, which `make setup` does not install")


@pytest.fixture
async def company(postgres: str, tmp_path: Path) -> AsyncIterator[ByHand]:
    """A Japanese president and an English-reading manager; the result m1 for 150,000 yen was just delivered to them."""
    async with company_with_result(postgres, tmp_path) as by_hand:
        yield by_hand


@pytest.fixture
def app(company: ByHand) -> FastAPI:
    """The pages on the company's store."""
    return create_app(company.store.client, session_key=SESSION_KEY, public_url=company.settings.public_url)


@pytest.fixture
async def visitor(app: FastAPI, company: ByHand) -> AsyncIterator[Visitor]:
    """A browser."""
    async with visiting(app, company.settings.public_url) as somebody:
        yield somebody


@pytest.fixture
async def other_visitor(app: FastAPI, company: ByHand) -> AsyncIterator[Visitor]:
    """Another one's browser."""
    async with visiting(app, company.settings.public_url) as somebody:
        yield somebody


@pytest.fixture
async def served(company: ByHand, tmp_path: Path) -> AsyncIterator[Served]:
    """`python -m banso.web` on the company's database, where the mailed links lead."""
    address, log = company.settings.public_url, tmp_path / "web.log"
    environment = {
        **os.environ,
        "BANSO_DATA": str(tmp_path / "data"),
        "BANSO_MASTER_KEY": MASTER_KEY_TEXT,
        "BANSO_PUBLIC_URL": address,
        "BANSO_WEB_PORT": address.rpartition(":")[2],
        "DATABASE_URL": as_url(company.owner),
    }
    with log.open("wb") as file:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "banso.web", stdout=file, stderr=file, env=environment
        )
    try:
        await until(lambda: answers(process, address, log), "an answer of the pages")
        yield Served(address, process, log)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
