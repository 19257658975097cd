"""Servers that tests share: one PostgreSQL, one Temporal and the time-skipping server for each test process."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import WorkflowEnvironment

from banso.observability import configure_logging
from banso.stack.postgres import EmbeddedPostgres
from banso.stack.temporal_binary import find_temporal
from banso.stack.temporal_server import TemporalServer
from banso.stack.test_server import end_test_server, running_test_servers

from support.servers import started_time_skipping
from support.system import System, running_mail, running_store, set_clock_like, working

LONG_FIRST = ("scenarios", "reliability", "chaos", "demo", "workflows")
"""Rooms whose files take a minute or more with a single test or two, the longest first."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files begin first and the many short tests fill up, so that no process is left alone at the end."""
    here = Path(__file__).parent
    turns = {room: turn for turn, room in enumerate(LONG_FIRST)}
    items.sort(key=lambda item: turns.get(item.path.relative_to(here).parts[0], len(turns)))


class Background:
    """An event loop of its own for servers that outlive a single test."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._open: list[Any] = []

    def enter(self, context: Any) -> Any:
        """Enter an async context; it is left at the end of the session."""
        self._open.append(context)
        return self._loop.run_until_complete(context.__aenter__())

    def close(self) -> None:
        """Leave all contexts, the last first."""
        for context in reversed(self._open):
            self._loop.run_until_complete(context.__aexit__(None, None, None))
        self._loop.close()


@pytest.fixture(scope="session", autouse=True)
def quiet_logs() -> None:
    """Logs as the worker writes them, from warnings on."""
    configure_logging("WARNING")


@pytest.fixture(scope="session")
def background() -> Iterator[Background]:
    """Runs session-wide servers."""
    servers = Background()
    yield servers
    servers.close()


@pytest.fixture(scope="session")
def postgres(background: Background, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The owner's connection string of a PostgreSQL for this test process."""
    directory = tmp_path_factory.mktemp("postgres") / "data"
    return background.enter(EmbeddedPostgres(directory).start())


@pytest.fixture(scope="session")
def temporal_address(background: Background, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A Temporal dev server for this test process."""
    binary = find_temporal(print)
    return background.enter(TemporalServer(tmp_path_factory.mktemp("temporal"), binary.path).start())


@pytest.fixture
async def temporal(temporal_address: str) -> Client:
    """A client of the dev server."""
    return await Client.connect(temporal_address, data_converter=pydantic_data_converter)


@pytest.fixture
async def time_skipping() -> AsyncIterator[WorkflowEnvironment]:
    """A time-skipping server; time passes only when a test says so."""
    before = set(running_test_servers(os.getpid()))
    async with await started_time_skipping() as environment:
        with environment.auto_time_skipping_disabled():
            yield environment
    for pid in set(running_test_servers(os.getpid())) - before:
        end_test_server(pid)


@pytest.fixture
async def store(postgres: str, tmp_path: Path) -> AsyncIterator[System]:
    """Commands and queries on a new database; no Temporal."""
    async with running_store(postgres, tmp_path) as system:
        yield system


@pytest.fixture
async def system(postgres: str, temporal: Client, tmp_path: Path) -> AsyncIterator[System]:
    """Everything on the real clock: dev server, worker, relay, mail."""
    async with AsyncExitStack() as stack:
        smtp_url = await stack.enter_async_context(running_mail(tmp_path))
        queue = f"queue-{tmp_path.name}"
        started = await stack.enter_async_context(
            running_store(postgres, tmp_path, smtp_url=smtp_url, BANSO_TASK_QUEUE=queue)
        )
        started.tenant = f"gifu-{abs(hash(str(tmp_path))):x}"[:40]
        yield await stack.enter_async_context(working(started, temporal))


@pytest.fixture
async def skipping(postgres: str, time_skipping: WorkflowEnvironment, tmp_path: Path) -> AsyncIterator[System]:
    """Everything on a clock that can be skipped: months pass in seconds."""
    async with AsyncExitStack() as stack:
        smtp_url = await stack.enter_async_context(running_mail(tmp_path))
        clock = set_clock_like(await time_skipping.get_current_time())
        started = await stack.enter_async_context(running_store(postgres, tmp_path, clock=clock, smtp_url=smtp_url))
        started.environment = time_skipping
        yield await stack.enter_async_context(working(started, time_skipping.client))
