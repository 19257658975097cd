"""Real processes to be killed, paused and started again: the worker, and the servers that it works with."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode

import psutil
from psycopg.conninfo import conninfo_to_dict
from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.service import RPCError

from banso.settings import Settings
from banso.stack.postgres import EmbeddedPostgres
from banso.stack.process import OwnedProcess
from banso.stack.temporal_server import TemporalServer
from banso.temporal_setup import TemporalConnection

from support.system import MASTER_KEY_TEXT, System, until

ROOT = Path(__file__).parents[2]
PACE_OF_RESTARTS_SECONDS = 0.3


def environment_of(settings: Settings) -> dict[str, str]:
    """What a process of ours has to be told to work on the same system; nothing else of Banso's is inherited."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("BANSO_DATA", "SMTP_"))}
    told = {
        "BANSO_DATA": str(settings.data_directory),
        "BANSO_MASTER_KEY": MASTER_KEY_TEXT,
        "BANSO_TASK_QUEUE": settings.task_queue,
        "DATABASE_URL": as_url(settings.database_url or ""),
        "SMTP_URL": settings.smtp_url or "",
        "TEMPORAL_ADDRESS": settings.temporal_address or "",
    }
    return {**inherited, **told, "PYTHONPATH": os.pathsep.join((str(ROOT / "tests"), str(ROOT)))}


def as_url(conninfo: str) -> str:
    """A connection string of any form as a URL, which is what settings take."""
    parts = conninfo_to_dict(conninfo)
    user, database = parts.pop("user"), parts.pop("dbname")
    return f"postgresql://{user}@/{database}?{urlencode(parts)}"


def pause(pid: int) -> None:
    """Stop a process in the middle of whatever it does; it keeps its connections."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGSTOP)


def go_on(pid: int) -> None:
    """Let a paused process go on."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGCONT)


def family(pid: int) -> list[int]:
    """A process and all of its children, itself first."""
    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        return [pid, *(child.pid for child in process.children(recursive=True))]
    return []


def kill(pid: int) -> None:
    """kill -9."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


class RestartedProcess:
    """A program of ours under a hand that starts it again when it ends of itself, as every supervisor does."""

    def __init__(self, argv: list[str], environment: Mapping[str, str], log_file: Path) -> None:
        self._argv = argv
        self._environment = dict(environment)
        self.log_file = log_file
        self.starts = 0
        self._process: OwnedProcess | None = None
        self._keeper: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int | None:
        """Of the present process; None while there is none."""
        process = self._process
        return process.pid if process is not None and process.exit_code is None else None

    async def start(self) -> None:
        """Start it, and keep it running until it is stopped or killed for good."""
        await self._start_once()
        if self._keeper is None:
            self._keeper = asyncio.create_task(self._keep())

    async def _start_once(self) -> None:
        self.starts += 1
        self._process = await OwnedProcess.start(
            self._argv, log_file=self.log_file, environment=self._environment, directory=ROOT
        )

    async def _keep(self) -> None:
        while self._process is not None:
            await self._process.wait()
            await asyncio.sleep(PACE_OF_RESTARTS_SECONDS)
            await self._start_once()

    async def _release(self) -> None:
        keeper, self._keeper = self._keeper, None
        if keeper is not None:
            keeper.cancel()
            with suppress(asyncio.CancelledError):
                await keeper

    async def kill(self) -> None:
        """kill -9, and nobody starts it again."""
        await self._release()
        if self._process is not None and self.pid is not None:
            kill(self._process.pid)
            await self._process.wait()

    async def terminate(self, grace: float = 20.0) -> int | None:
        """SIGTERM, and nobody starts it again; its exit code."""
        await self._release()
        if self._process is None:
            return None
        go_on(self._process.pid)
        await self._process.stop(grace=grace)
        return self._process.exit_code


WORKER = (sys.executable, str(ROOT / "worker.py"))


def worker_process(settings: Settings, log_file: Path, program: Sequence[str] = WORKER) -> RestartedProcess:
    """`python worker.py`, or another program, on the system that the settings name."""
    return RestartedProcess(list(program), environment_of(settings), log_file)


async def until_worker_polls(settings: Settings, worker: RestartedProcess) -> None:
    """Wait until this very worker asks Temporal for work; its process id is in the name by which it asks."""
    request = DescribeTaskQueueRequest(
        namespace=settings.temporal_namespace,
        task_queue=TaskQueue(name=settings.task_queue),
        task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    )
    temporal = TemporalConnection(settings.temporal_address or "", settings.temporal_namespace)

    async def polls() -> bool:
        try:
            described = await (await temporal()).workflow_service.describe_task_queue(request)
        except (RPCError, RuntimeError):
            return False
        return any(poller.identity.startswith(f"{worker.pid}@") for poller in described.pollers)

    await until(polls, "a worker that asks for work")


@asynccontextmanager
async def working_process(system: System, log_file: Path) -> AsyncIterator[RestartedProcess]:
    """A worker process on a running system, waited for until it works."""
    worker = worker_process(system.settings, log_file)
    await worker.start()
    try:
        await until_worker_polls(system.settings, worker)
        yield worker
    finally:
        await worker.terminate()


async def kill_temporal(server: TemporalServer) -> None:
    """kill -9 of Temporal, waited for."""
    if server.pid is not None:
        kill(server.pid)
        await server.wait()


async def kill_postgres(server: EmbeddedPostgres) -> None:
    """kill -9 of PostgreSQL with all of its processes, waited for."""
    if server.pid is not None:
        for pid in family(server.pid):
            kill(pid)
        await server.wait()
