"""A whole Banso in real processes of its own, each of which can be killed: servers, worker, mail."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

from banso.clock import Clock
from banso.stack.postgres import EmbeddedPostgres
from banso.stack.temporal_binary import find_temporal
from banso.stack.temporal_server import TemporalServer

from support.faulty_mail import FaultyMail
from support.processes import WORKER, RestartedProcess, until_worker_polls, worker_process
from support.system import System, running_store


@dataclass
class World:
    """The parts. `postgres` is None where the cluster belongs to somebody else; `system` looks and sends from here."""

    directory: Path
    postgres: EmbeddedPostgres | None
    temporal: TemporalServer
    mail: FaultyMail
    worker: RestartedProcess
    system: System

    async def temporal_client(self) -> Client:
        """A new client of the present Temporal."""
        return await Client.connect(self.temporal.address, data_converter=pydantic_data_converter)

    async def start_working(self) -> None:
        """Start the worker and wait until it asks for work."""
        await self.worker.start()
        await until_worker_polls(self.system.settings, self.worker)


@asynccontextmanager
async def running_world(
    directory: Path,
    owner: str | None = None,
    *,
    clock: Clock | None = None,
    mail: FaultyMail | None = None,
    program: Sequence[str] = WORKER,
) -> AsyncIterator[World]:
    """Everything but the worker, which is made and not started. `owner` names a cluster to use; None: its own.

    `program` is what the worker's process runs, `mail` another mail server than a new one, not started yet.
    """
    async with AsyncExitStack() as stack:
        postgres = None
        if owner is None:
            postgres = EmbeddedPostgres(directory / "postgres")
            owner = await stack.enter_async_context(postgres.start())
        temporal = TemporalServer(directory / "temporal", find_temporal(print).path)
        address = await stack.enter_async_context(temporal.start())
        mail = mail or FaultyMail(directory / "mail")
        smtp_url = await mail.start()
        stack.push_async_callback(mail.stop)
        queue = f"queue-{directory.name}"
        system = await stack.enter_async_context(
            running_store(
                owner, directory, clock=clock, smtp_url=smtp_url, TEMPORAL_ADDRESS=address, BANSO_TASK_QUEUE=queue
            )
        )
        worker = worker_process(system.settings, directory / "worker.log", program)
        stack.push_async_callback(worker.terminate)
        yield World(directory, postgres, temporal, mail, worker, system)
