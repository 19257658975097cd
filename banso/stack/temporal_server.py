"""An embedded Temporal: the dev server as our child process, with its database in a file that outlives it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from banso.stack.data_directory import sync_directory
from banso.stack.errors import TemporalError
from banso.stack.ports import LOOPBACK, choose_port
from banso.stack.process import OwnedProcess
from banso.stack.waiting import poll_async
from banso.system_errors import reason_in_words

_START_LIMIT_SECONDS = 60.0
_CONNECT_LIMIT_SECONDS = 5.0
_SIDE_FILES = ("-journal", "-wal", "-shm")
_DYNAMIC_SETTINGS = {
    # The default makes a regular activity wait up to 100 ms for the queue's next turn on an idle server.
    "history.transferProcessorMaxPollRPS": "2000",
    "history.timerProcessorMaxPollRPS": "2000",
    # An attribute that was registered a moment ago is otherwise unknown to workflows for some seconds.
    "system.forceSearchAttributesCacheRefreshOnRead": "true",
}

_SQLITE_SETTINGS = {
    # A write-ahead log takes half the writing of a rollback journal, and effects settle half as fast again.
    "journal_mode": "wal",
    # What the server confirmed outlives a loss of power, as with the rollback journal.
    "synchronous": "full",
}


class TemporalServer:
    """Temporal's dev server on one database file. A port of 0 means any free one, kept over restarts."""

    name = "temporal"

    def __init__(
        self,
        directory: Path,
        binary: Path,
        *,
        port: int = 0,
        ui_port: int | None = None,
        namespace: str = "default",
        log_file: Path | None = None,
    ) -> None:
        """`ui_port` None: without Temporal's pages. `directory` holds temporal.db."""
        self.directory = directory
        self.database = directory / "temporal.db"
        self.log_file = log_file or directory / "temporal.log"
        self._binary = binary
        self._wanted_port = port
        self._wanted_ui_port = ui_port
        self._namespace = namespace
        self._ports: tuple[int, int | None] | None = None
        self._process: OwnedProcess | None = None

    @asynccontextmanager
    async def start(self) -> AsyncIterator[str]:
        """Runs while the context is open; gives its address, host:port. Raises TemporalError, PortTakenError."""
        try:
            yield await self.launch()
        finally:
            await self.stop()

    async def launch(self) -> str:
        """Start it, wait until a client can use the namespace, and return host:port.

        The first start runs on a file of another name and starts again on the final one: a kill during the very
        first moments leaves a file that can never be opened. Raises TemporalError, PortTakenError.
        """
        if self._ports is None:
            self._ports = self._choose_ports()
        await asyncio.to_thread(self.directory.mkdir, parents=True, exist_ok=True)
        if not self.database.exists():
            await self._create_database()
        await self._run(self.database)
        return self.address

    @property
    def address(self) -> str:
        """host:port for clients. Raises TemporalError before the first launch."""
        if self._ports is None:
            raise TemporalError("The embedded Temporal was not started.")
        return f"{LOOPBACK}:{self._ports[0]}"

    @property
    def ui_url(self) -> str | None:
        """Where Temporal's own pages are; None when it runs without them."""
        port = self._ports[1] if self._ports else None
        return None if port is None else f"http://{LOOPBACK}:{port}"

    @property
    def pid(self) -> int | None:
        return None if self._process is None else self._process.pid

    async def wait(self) -> int:
        """Until the server ends, for whatever reason; gives its exit code."""
        if self._process is None:
            raise TemporalError("The embedded Temporal was not started.")
        return await self._process.wait()

    async def stop(self) -> None:
        """Ends in order; what it was told to keep is in its file."""
        if self._process is not None:
            await self._process.stop(grace=10)

    def _choose_ports(self) -> tuple[int, int | None]:
        port = choose_port(self._wanted_port, "Temporal", "BANSO_TEMPORAL_PORT")
        if self._wanted_ui_port is None:
            return port, None
        return port, choose_port(self._wanted_ui_port, "Temporal's pages", "BANSO_TEMPORAL_UI_PORT")

    async def _create_database(self) -> None:
        beginning = self.database.with_name(self.database.name + ".new")
        for file in _with_side_files(beginning):
            file.unlink(missing_ok=True)
        await self._run(beginning)
        await self.stop()
        # The main file last: without it the next start begins anew.
        for file, final in zip(_with_side_files(beginning), _with_side_files(self.database), strict=True):
            if file.exists():
                file.replace(final)
        await asyncio.to_thread(sync_directory, self.directory)

    async def _run(self, database: Path) -> None:
        try:
            process = await OwnedProcess.start(self._command(database), log_file=self.log_file)
        except OSError as error:
            raise TemporalError(
                f"{self._binary} cannot be run ({error.strerror}). Nothing was changed.",
                f"{self._binary} を実行できません({reason_in_words(error).ja})。何も変更していません。",
            ) from None
        self._process = process

        async def settled() -> bool:
            return process.exit_code is not None or await is_healthy(self.address, self._namespace)

        healthy = await poll_async(settled, limit=_START_LIMIT_SECONDS, pause=0.05) and process.exit_code is None
        if not healthy:
            await self.stop()
            words = process.last_words()
            raise TemporalError(
                f"Temporal did not become healthy on {self.database} (exit code {process.exit_code}). What Banso "
                "decided and remembers is in PostgreSQL and was not touched; `banso recover` rebuilds Temporal's part. "
                f"Its last words ({self.log_file}):\n{words}",
                f"Temporal が {self.database} で使える状態になりませんでした(終了コード {process.exit_code})。"
                "Banso が決めて覚えていることは PostgreSQL にあり、そのままです。"
                "Temporal の分は `banso recover` で作り直せます。"
                f"最後の記録({self.log_file}):\n{words}",
            )

    def _command(self, database: Path) -> list[str]:
        if self._ports is None:
            raise TemporalError("The embedded Temporal has no port yet.")
        port, ui_port = self._ports
        command = [str(self._binary), "server", "start-dev", "--db-filename", str(database)]
        command += ["--ip", LOOPBACK, "--port", str(port), "--namespace", self._namespace, "--log-level", "error"]
        command += ["--headless"] if ui_port is None else ["--ui-port", str(ui_port)]
        for name, value in _SQLITE_SETTINGS.items():
            command += ["--sqlite-pragma", f"{name}={value}"]
        for name, value in _DYNAMIC_SETTINGS.items():
            command += ["--dynamic-config-value", f"{name}={value}"]
        return command


async def is_healthy(address: str, namespace: str = "default") -> bool:
    """Whether a client can connect to this Temporal now and its namespace is there."""
    # Loaded here, while the server starts: it takes as long as everything else that `banso up` loads together.
    from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
    from temporalio.client import Client
    from temporalio.service import RPCError

    try:
        async with asyncio.timeout(_CONNECT_LIMIT_SECONDS):
            client = await Client.connect(address, namespace=namespace)
            await client.workflow_service.describe_namespace(DescribeNamespaceRequest(namespace=namespace))
    except (RPCError, RuntimeError, TimeoutError):
        return False
    return True


def _with_side_files(database: Path) -> list[Path]:
    """SQLite's side files first, the database itself last."""
    return [*(database.with_name(database.name + suffix) for suffix in _SIDE_FILES), database]
