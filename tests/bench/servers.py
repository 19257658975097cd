"""Servers and processes of a run: all our own, on free ports, ended by their process ids."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psutil
import psycopg
from bench.desk import MASTER_KEY, MASTER_KEY_TEXT
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

from banso.eventstore.schema import migrate
from banso.opening import Store, open_store
from banso.stack.postgres import EmbeddedPostgres
from banso.stack.process import OwnedProcess
from banso.stack.temporal_binary import TemporalBinary
from banso.stack.temporal_server import TemporalServer
from banso.temporal_setup import register_search_attributes

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Bench:
    """One run: its servers, its folder, and how much is measured."""

    quick: bool
    directory: Path
    owner: str
    temporal_address: str
    say: Callable[[str], None]
    _numbers: dict[str, int] = field(default_factory=dict)

    @property
    def turns(self) -> int:
        """How often each side takes its turn."""
        return 3 if self.quick else 5

    def size(self, full: int, quick: int) -> int:
        """One of two sizes."""
        return quick if self.quick else full

    def name(self, kind: str) -> str:
        """A name that nothing else in this run has."""
        self._numbers[kind] = self._numbers.get(kind, 0) + 1
        return f"{kind}-{self._numbers[kind]}"

    async def temporal(self) -> Client:
        """A client of the Temporal server."""
        return await Client.connect(self.temporal_address, data_converter=pydantic_data_converter)

    async def new_database(self, kind: str) -> str:
        """The owner's connection string of a new database."""
        name = self.name(kind)
        async with await psycopg.AsyncConnection.connect(self.owner, autocommit=True) as connection:
            await connection.execute(f'CREATE DATABASE "{name}"')
        return urlunsplit(urlsplit(self.owner)._replace(path=f"/{name}"))

    async def run(self, module: str, *arguments: str, **variables: str) -> OwnedProcess:
        """A Python process of its own."""
        environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'tests'}{os.pathsep}{ROOT}", **variables}
        # As on any machine that has started it before: modules are compiled once. Kept out of the checkout.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        environment["PYTHONPYCACHEPREFIX"] = str(self.directory / "bytecode")
        argv = [sys.executable, "-m", module, *arguments]
        log_file = self.directory / "logs" / f"{self.name(module)}.log"
        return await OwnedProcess.start(argv, log_file=log_file, environment=environment, directory=ROOT)

    @asynccontextmanager
    async def running(self, module: str, *arguments: str, **variables: str) -> AsyncIterator[OwnedProcess]:
        """A Python process of its own, ended with the context."""
        process = await self.run(module, *arguments, **variables)
        try:
            yield process
        except Exception:
            self.say(f"the last words of {module} ({process.exit_code}):\n{process.last_words(8)}")
            raise
        finally:
            await process.stop()


@dataclass(frozen=True)
class Installation:
    """A database with Banso's schema, and commands on it in this process."""

    owner: str
    store: Store
    connection: psycopg.AsyncConnection

    async def rows(self, query: str, *parameters: object) -> list[tuple[object, ...]]:
        """Look with the owner's eyes."""
        cursor = await self.connection.execute(query, parameters)
        return await cursor.fetchall() if cursor.description else []

    async def at_rest(self) -> bool:
        """Whether no stream has news and no effect is open."""
        return not await self.rows(
            "SELECT 1 FROM banso.news UNION ALL "
            "SELECT 1 FROM banso.effects WHERE status IN ('pending', 'attempted') LIMIT 1"
        )


@asynccontextmanager
async def running_bench(
    directory: Path, binary: TemporalBinary, *, quick: bool, say: Callable[[str], None]
) -> AsyncIterator[Bench]:
    """PostgreSQL and Temporal for one run."""
    async with (
        EmbeddedPostgres(directory / "postgres" / "data").start() as owner,
        TemporalServer(directory / "temporal", binary.path).start() as address,
    ):
        bench = Bench(quick, directory, owner, address, say)
        await register_search_attributes(await bench.temporal())
        yield bench


@asynccontextmanager
async def installed(bench: Bench, *, size: int = 24) -> AsyncIterator[Installation]:
    """A new database with Banso's schema."""
    owner = await bench.new_database("banso")
    logins = await migrate(owner, MASTER_KEY)
    async with (
        open_store(logins, MASTER_KEY, size=size) as store,
        await psycopg.AsyncConnection.connect(owner, autocommit=True) as connection,
    ):
        yield Installation(owner, store, connection)


def worker_variables(bench: Bench, installation: Installation, queue: str, smtp_url: str) -> dict[str, str]:
    """What a worker process of an installation has to know."""
    return {
        "DATABASE_URL": installation.owner,
        "TEMPORAL_ADDRESS": bench.temporal_address,
        "SMTP_URL": smtp_url,
        "BANSO_MASTER_KEY": MASTER_KEY_TEXT,
        "BANSO_DATA": str(bench.directory / "data"),
        "BANSO_TASK_QUEUE": queue,
        "BANSO_PUBLIC_URL": "http://127.0.0.1:1",
    }


async def until(
    condition: Callable[[], object], what: str, seconds: float = 120.0, needs: OwnedProcess | None = None
) -> None:
    """Poll a condition, plain or async, as long as the process that it needs runs.

    Raises:
        TimeoutError: it did not come true in time; the words say what did not.
        RuntimeError: the process has ended.
    """
    ends = asyncio.get_running_loop().time() + seconds
    while True:
        found = condition()
        if asyncio.iscoroutine(found):
            found = await found
        if found:
            return
        if needs is not None and needs.exit_code is not None:
            raise RuntimeError(f"a process ended by itself ({needs.exit_code}) before {what} came")
        if asyncio.get_running_loop().time() > ends:
            raise TimeoutError(f"{what} did not come within {seconds:g} s")
        await asyncio.sleep(0.05)


def processor_seconds(pid: int) -> float:
    """User and system time that a process has used."""
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)


async def quiet(pid: int, seconds: float = 120.0) -> float:
    """Wait until a process has nothing more to do; the processor time that it has used by then."""
    before = processor_seconds(pid)
    ends = asyncio.get_running_loop().time() + seconds
    while asyncio.get_running_loop().time() < ends:
        await asyncio.sleep(0.5)
        used = processor_seconds(pid)
        if used - before < 0.03:
            return used
        before = used
    raise TimeoutError(f"process {pid} did not come to rest within {seconds:g} s")
