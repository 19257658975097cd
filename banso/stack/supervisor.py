"""`banso up`: starts everything in order, keeps it running, and stops it in order.

What is given by URL is used as it is; the rest is embedded: PostgreSQL, Temporal, a mail catcher.
"""

import asyncio
import signal
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from banso.settings import Settings
from banso.stack.children import ChildProcess, ChildService, ProcessRecord, Service
from banso.stack.data_directory import DataDirectory, DirectoryLock, create_master_key, locked
from banso.stack.errors import StackError
from banso.stack.mail_catcher import MailCatcher
from banso.stack.ports import LOOPBACK, choose_port
from banso.stack.postgres import EmbeddedPostgres
from banso.stack.running import StackAddresses, find_running, write_running
from banso.stack.status import ServiceState, ServiceStatus, StackStatus
from banso.stack.temporal_binary import find_temporal
from banso.stack.temporal_server import TemporalServer

__all__ = [
    "ChildProcess",
    "ServiceState",
    "ServiceStatus",
    "StackAddresses",
    "StackStatus",
    "find_running",
    "run_stack",
]

_FIRST_PAUSE_SECONDS = 0.1
_LONGEST_PAUSE_SECONDS = 10.0
_STEADY_SECONDS = 30.0
_RECORD_SECONDS = 0.05
_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True)
class _Ports:
    """The ports that will be used, found free before anything was started."""

    web: int
    temporal: int
    temporal_ui: int
    mail: int


async def run_stack(
    settings: Settings,
    *,
    status: Callable[[StackStatus], None],
    on_ready: Callable[[StackAddresses], Awaitable[None]],
    children: Sequence[ChildProcess],
    before_children: Callable[[StackAddresses], Awaitable[None]] | None = None,
) -> None:
    """Runs until SIGINT, SIGTERM or SIGHUP, or until it is cancelled; everything is stopped when this returns.

    `status` is told every change. `before_children` is awaited when the servers are healthy and none of our own
    processes runs yet (migrations belong there); `on_ready` when all are healthy; its failure ends the run.
    A service that dies is started again. Raises StackError or SettingsError when the start fails.
    """
    directory = DataDirectory(settings.data_directory)
    with locked(directory) as lock:
        supervisor = _Supervisor(settings, directory, lock, status)
        serving = asyncio.create_task(supervisor.serve(children, before_children, on_ready))
        with _stop_signals(serving):
            try:
                await asyncio.wait({serving})
            finally:
                serving.cancel()
                await asyncio.wait({serving})
                await supervisor.stop()
    if not serving.cancelled() and (error := serving.exception()) is not None:
        raise _first(error) from None


@contextmanager
def _stop_signals(serving: "asyncio.Task[None]") -> Iterator[None]:
    """The first signal ends the serving; later ones change nothing, so that stopping is never cut short."""
    loop = asyncio.get_running_loop()
    for number in _STOP_SIGNALS:
        loop.add_signal_handler(number, serving.cancel)
    try:
        yield
    finally:
        for number in _STOP_SIGNALS:
            loop.remove_signal_handler(number)


class _Supervisor:
    def __init__(
        self,
        settings: Settings,
        directory: DataDirectory,
        lock: DirectoryLock,
        status: Callable[[StackStatus], None],
    ) -> None:
        self._settings = settings
        self._directory = directory
        self._lock = lock
        self._tell = status
        self._record = ProcessRecord(directory.processes_file)
        self._states: dict[str, ServiceStatus] = {}
        self._servers: list[Service] = []
        self._children: list[Service] = []
        self._mail: MailCatcher | None = None

    async def serve(
        self,
        children: Sequence[ChildProcess],
        before_children: Callable[[StackAddresses], Awaitable[None]] | None,
        on_ready: Callable[[StackAddresses], Awaitable[None]],
    ) -> None:
        """Everything from the first check to the moment at which it is cancelled."""
        ports = await self._check(bool(children))
        self._announce(children)
        addresses = await self._start_servers(ports)
        async with asyncio.TaskGroup() as keepers:
            for server in self._servers:
                keepers.create_task(self._keep(server))
            if before_children is not None:
                await before_children(addresses)
            await self._start_children(children, addresses)
            for child in self._children:
                keepers.create_task(self._keep(child))
            write_running(self._directory, addresses)
            self._lock.describe(addresses.for_people())
            await on_ready(addresses)

    async def stop(self) -> None:
        """Children first, then mail, Temporal and PostgreSQL: nobody loses what he still needs."""
        self._directory.running_file.unlink(missing_ok=True)
        await asyncio.gather(*(self._stop_one(child) for child in self._children))
        if self._mail is not None:
            await self._mail.stop()
            self._report(self._mail.name, ServiceState.STOPPED)
        for server in reversed(self._servers):
            await self._stop_one(server)
        self._record.remove()

    async def _check(self, with_web: bool) -> _Ports:
        """All that can be found wrong before anything is started."""
        self._directory.running_file.unlink(missing_ok=True)
        self._directory.check_free_space()
        await self._record.end_left_over()
        ports = self._choose_ports(with_web)
        settings = self._settings
        # Only a new installation gets a key: with another one, what an older one has stored could not be read.
        if self._directory.is_new() and settings.database_url is None and settings.master_key_text is None:
            create_master_key(settings.master_key_file)
        settings.master_key()
        self._directory.prepare()
        return ports

    def _choose_ports(self, with_web: bool) -> _Ports:
        settings = self._settings
        own_temporal = settings.temporal_address is None
        web, own_mail = settings.web_port, settings.smtp_url is None
        return _Ports(
            web=choose_port(web, "Banso's pages", "BANSO_WEB_PORT") if with_web else web,
            temporal=choose_port(settings.temporal_port, "Temporal", "BANSO_TEMPORAL_PORT") if own_temporal else 0,
            temporal_ui=choose_port(settings.temporal_ui_port, "Temporal's pages", "BANSO_TEMPORAL_UI_PORT")
            if own_temporal
            else 0,
            mail=choose_port(settings.mail_port, "the mail catcher", "BANSO_MAIL_PORT") if own_mail else 0,
        )

    def _announce(self, children: Sequence[ChildProcess]) -> None:
        settings = self._settings
        embedded = {
            EmbeddedPostgres.name: settings.database_url is None,
            TemporalServer.name: settings.temporal_address is None,
            MailCatcher.name: settings.smtp_url is None,
        }
        names = [name for name, ours in embedded.items() if ours] + [child.name for child in children]
        self._states = {name: ServiceStatus(name=name, state=ServiceState.WAITING) for name in names}
        self._tell(StackStatus(services=tuple(self._states.values())))

    async def _start_servers(self, ports: _Ports) -> StackAddresses:
        """PostgreSQL and Temporal side by side."""
        async with asyncio.TaskGroup() as starting:
            database = starting.create_task(self._start_postgres())
            temporal = starting.create_task(self._start_temporal(ports))
            mail = starting.create_task(self._start_mail(ports))
        address, ui = temporal.result()
        return StackAddresses(
            database_url=database.result(),
            temporal_address=address,
            temporal_ui=ui,
            smtp_url=mail.result(),
            web_url=f"http://{LOOPBACK}:{ports.web}",
            data_directory=self._directory.path,
        )

    async def _start_postgres(self) -> str:
        if self._settings.database_url is not None:
            return self._settings.database_url
        server = EmbeddedPostgres(self._directory.postgres)
        self._servers.insert(0, server)
        return await self._launch(server)

    async def _start_temporal(self, ports: _Ports) -> tuple[str, str | None]:
        if self._settings.temporal_address is not None:
            return self._settings.temporal_address, None
        loop = asyncio.get_running_loop()

        def progress(line: str) -> None:
            loop.call_soon_threadsafe(self._report, TemporalServer.name, ServiceState.STARTING, line)

        binary = await asyncio.to_thread(find_temporal, progress)
        server = TemporalServer(
            self._directory.temporal,
            binary.path,
            port=ports.temporal,
            ui_port=ports.temporal_ui,
            namespace=self._settings.temporal_namespace,
            log_file=self._directory.logs / "temporal.log",
        )
        self._servers.append(server)
        return await self._launch(server), server.ui_url

    async def _start_mail(self, ports: _Ports) -> str:
        if self._settings.smtp_url is not None:
            return self._settings.smtp_url
        self._mail = MailCatcher(self._directory.mail, ports.mail)
        url = await self._mail.start()
        self._report(self._mail.name, ServiceState.HEALTHY, url)
        return url

    async def _start_children(self, children: Sequence[ChildProcess], addresses: StackAddresses) -> None:
        environment = addresses.environment(self._settings)
        logs = self._directory.logs
        self._children = [ChildService(child, addresses, environment, logs) for child in children]
        async with asyncio.TaskGroup() as starting:
            for child in self._children:
                starting.create_task(self._launch(child))

    async def _launch(self, service: Service) -> str:
        """Its process goes on record as soon as there is one, not only when it has become healthy."""
        self._report(service.name, ServiceState.STARTING)
        launching = asyncio.create_task(service.launch())
        try:
            while not launching.done():
                await asyncio.wait({launching}, timeout=_RECORD_SECONDS)
                self._record.write({each.name: each.pid for each in (*self._servers, *self._children)})
        finally:
            launching.cancel()
            await asyncio.wait({launching})
        place = launching.result()
        self._report(service.name, ServiceState.HEALTHY, place, pid=service.pid)
        return place

    async def _keep(self, service: Service) -> None:
        """Start it again whenever it dies, more slowly when it dies again and again."""
        pause = _FIRST_PAUSE_SECONDS
        restarts = 0
        while True:
            since = time.monotonic()
            code = await service.wait()
            if time.monotonic() - since > _STEADY_SECONDS:
                pause = _FIRST_PAUSE_SECONDS
            restarts += 1
            why = f"ended by itself ({_how(code)}), restart {restarts}"
            self._report(service.name, ServiceState.RESTARTING, why, restarts=restarts)
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)
            try:
                await self._launch(service)
            except StackError as error:
                self._report(service.name, ServiceState.RESTARTING, str(error).splitlines()[0], restarts=restarts)

    async def _stop_one(self, service: Service) -> None:
        self._report(service.name, ServiceState.STOPPING)
        await service.stop()
        self._report(service.name, ServiceState.STOPPED)

    def _report(
        self,
        name: str,
        state: ServiceState,
        detail: str = "",
        *,
        pid: int | None = None,
        restarts: int | None = None,
    ) -> None:
        before = self._states.get(name)
        count = restarts if restarts is not None else (before.restarts if before else 0)
        self._states[name] = ServiceStatus(name=name, state=state, detail=detail, pid=pid, restarts=count)
        self._tell(StackStatus(services=tuple(self._states.values())))


def _how(code: int) -> str:
    return f"exit code {code}" if code >= 0 else f"signal {signal.Signals(-code).name}"


def _first(error: BaseException) -> BaseException:
    """Out of a group, the one that tells a person what to do; the others follow from it or come again next time."""
    if not isinstance(error, BaseExceptionGroup):
        return error
    known = error.subgroup(StackError) or error
    return _first(known.exceptions[0])
