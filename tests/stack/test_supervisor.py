import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import psutil
import psycopg
import pytest

from banso.settings import Settings, SettingsError
from banso.stack.data_directory import DataDirectory
from banso.stack.errors import AlreadyRunningError, ChildError, DataDirectoryError, PortTakenError
from banso.stack.process import has_ended
from banso.stack.supervisor import ChildProcess, ServiceState, StackAddresses, StackStatus, find_running, run_stack
from banso.stack.temporal_server import is_healthy
from banso.stack.waiting import poll, poll_async

CHILD = """
import os, pathlib, signal
at = pathlib.Path(os.environ["BANSO_DATA"]) / "logs" / "child.pid"
names = ("DATABASE_URL", "TEMPORAL_ADDRESS", "SMTP_URL", "BANSO_WEB_PORT", "BANSO_PUBLIC_URL", "EXTRA")
print(*(os.environ[name] for name in names), flush=True)
at.write_text(str(os.getpid()))
signal.pause()
"""

RUN = """
import asyncio, os, sys
from pathlib import Path
from banso.settings import Settings
from banso.stack.process import has_ended
from banso.stack.supervisor import ChildProcess, run_stack
async def ready(addresses):
    return (addresses.data_directory / "logs" / "child.pid").exists()
async def tell(addresses):
    print(addresses.web_url, flush=True)
child = ChildProcess("child", [sys.executable, "-c", sys.argv[2]], ready, {"EXTRA": "more"})
settings = Settings.from_environment(Path(sys.argv[1]))
asyncio.run(run_stack(settings, status=lambda _: None, on_ready=tell, children=[child]))
print("stopped", flush=True)
"""


async def child_is_there(addresses: StackAddresses) -> bool:
    return child_pid(addresses.data_directory) is not None


def child_pid(data: Path) -> int | None:
    try:
        return int((data / "logs" / "child.pid").read_text())
    except (OSError, ValueError):
        return None


def child(source: str = CHILD) -> ChildProcess:
    return ChildProcess("child", [sys.executable, "-c", source], child_is_there, {"EXTRA": "more"})


class Watcher:
    """Runs a stack and remembers all that it was told."""

    def __init__(self) -> None:
        self.told: list[StackStatus] = []
        self.addresses: asyncio.Future[StackAddresses] = asyncio.get_running_loop().create_future()

    async def ready(self, addresses: StackAddresses) -> None:
        self.addresses.set_result(addresses)

    async def wait_for(self, name: str, state: ServiceState, since: int = 0) -> None:
        async def told() -> bool:
            seen = (service for status in self.told[since:] for service in status.services)
            return any(service.name == name and service.state is state for service in seen)

        assert await poll_async(told, limit=20), [status.model_dump() for status in self.told[-1:]]

    def order(self, state: ServiceState) -> list[str]:
        seen: list[str] = []
        for status in self.told:
            seen += [each.name for each in status.services if each.state is state and each.name not in seen]
        return seen


@asynccontextmanager
async def running(
    settings: Settings, before: Callable[[StackAddresses], Awaitable[None]] | None = None
) -> AsyncIterator[Watcher]:
    watcher = Watcher()
    run = asyncio.create_task(
        run_stack(
            settings, status=watcher.told.append, on_ready=watcher.ready, children=[child()], before_children=before
        )
    )
    try:
        await asyncio.wait({run, watcher.addresses}, return_when=asyncio.FIRST_COMPLETED)
        if run.done():
            run.result()
        yield watcher
    finally:
        run.cancel()
        await asyncio.wait({run})


async def test_the_whole_life_of_a_stack(settings: Settings) -> None:
    childless: list[bool] = []

    async def before_children(addresses: StackAddresses) -> None:
        childless.append(child_pid(addresses.data_directory) is None)

    async with running(settings, before_children) as watcher:
        addresses = watcher.addresses.result()
        assert childless == [True]
        assert watcher.told[-1].healthy
        assert find_running(settings.data_directory) == addresses
        assert await is_healthy(addresses.temporal_address)
        async with await psycopg.AsyncConnection.connect(addresses.database_url) as connection:
            await connection.execute("SELECT 1")
        told = (settings.data_directory / "logs" / "child.log").read_text().split()
        web = addresses.web_url
        assert told[:4] == [addresses.database_url, addresses.temporal_address, addresses.smtp_url, web.split(":")[2]]
        assert told[4:] == [web, "more"]
        pid = child_pid(settings.data_directory)
    assert find_running(settings.data_directory) is None
    assert watcher.order(ServiceState.STOPPED) == ["child", "mail catcher", "temporal", "postgresql"]
    assert pid is not None
    assert not psutil.pid_exists(pid)
    assert not await is_healthy(addresses.temporal_address)
    assert len(settings.master_key()) == 32


async def test_what_was_stored_is_there_at_the_next_start(settings: Settings) -> None:
    for statement in ("CREATE TABLE kept AS SELECT 1", "DROP TABLE kept"):
        async with running(settings) as watcher:
            url = watcher.addresses.result().database_url
            async with await psycopg.AsyncConnection.connect(url) as connection:
                await connection.execute(statement)
        key = settings.master_key()
    assert settings.master_key() == key


async def test_whatever_dies_is_started_again_where_it_was(settings: Settings) -> None:
    async with running(settings) as watcher:
        addresses = watcher.addresses.result()
        for name in ("child", "temporal", "postgresql"):
            since = len(watcher.told)
            pid = next(service.pid for service in watcher.told[-1].services if service.name == name)
            assert pid is not None
            os.kill(pid, signal.SIGKILL)
            await watcher.wait_for(name, ServiceState.RESTARTING, since)
            await watcher.wait_for(name, ServiceState.HEALTHY, since + 1)
            now = next(service for service in watcher.told[-1].services if service.name == name)
            assert (now.restarts, now.state) == (1, ServiceState.HEALTHY)
            assert now.pid != pid
        assert await is_healthy(addresses.temporal_address)
        async with await psycopg.AsyncConnection.connect(addresses.database_url) as connection:
            await connection.execute("SELECT 1")


async def test_a_second_run_is_told_who_runs_and_disturbs_nothing(settings: Settings) -> None:
    async with running(settings) as watcher:
        with pytest.raises(AlreadyRunningError, match=rf"process {os.getpid()}") as refused:
            await run_stack(settings, status=print, on_ready=watcher.ready, children=[])
        addresses = watcher.addresses.result()
        assert addresses.web_url in str(refused.value)
        assert find_running(settings.data_directory) == addresses
        assert await is_healthy(addresses.temporal_address)


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_everything_in_order(end: signal.Signals, tmp_path: Path, start_program) -> None:  # type: ignore[no-untyped-def]
    run = start_program(RUN, tmp_path, CHILD)
    assert run.stdout.readline().startswith("http://127.0.0.1:")
    family = psutil.Process(run.pid).children(recursive=True)
    assert {"postgres", "temporal"} <= {process.name() for process in family}
    run.send_signal(end)
    assert run.stdout.readline() == "stopped\n"
    assert run.wait(timeout=10) == 0
    assert all(has_ended(process) for process in family)


async def test_a_killed_run_is_cleared_away_by_the_next(settings: Settings, start_program) -> None:  # type: ignore[no-untyped-def]
    data = settings.data_directory
    run = start_program(RUN, data, CHILD)
    assert await asyncio.to_thread(run.stdout.readline)
    family = psutil.Process(run.pid).children(recursive=True)
    run.kill()
    run.wait()
    left = [process for process in family if not has_ended(process)]
    try:
        assert {"postgres", "temporal"} <= {process.name() for process in left}
        assert find_running(data) is None
        async with running(settings) as watcher:
            assert await is_healthy(watcher.addresses.result().temporal_address)
            assert poll(lambda: all(has_ended(process) for process in left), limit=10)
    finally:
        end_all(left)


def end_all(processes: list[psutil.Process]) -> None:
    """So that a failed test leaves nothing behind either."""
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.kill()


async def run_and_fail(settings: Settings, children: list[ChildProcess]) -> None:
    async def never(addresses: StackAddresses) -> None:
        pytest.fail(f"it became ready: {addresses}")

    await run_stack(settings, status=lambda _: None, on_ready=never, children=children)


async def test_a_child_that_cannot_start_ends_the_run_with_its_last_words(settings: Settings) -> None:
    before = set(psutil.Process().children())
    with pytest.raises(ChildError, match="exit code 3") as refused:
        await run_and_fail(settings, [child("import sys; sys.exit(print('no such table: kept') or 3)")])
    assert "no such table: kept" in str(refused.value)
    assert set(psutil.Process().children()) <= before


async def test_a_failure_of_the_greeting_ends_the_run_in_order(settings: Settings) -> None:
    async def fail(addresses: StackAddresses) -> None:
        raise LookupError("the sample is missing")

    before = set(psutil.Process().children())
    with pytest.raises(LookupError, match="the sample is missing"):
        await run_stack(settings, status=lambda _: None, on_ready=fail, children=[child()])
    assert set(psutil.Process().children()) <= before


async def test_a_taken_port_is_told_before_anything_starts(settings: Settings) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = settings.model_copy(update={"web_port": other.getsockname()[1]})
        with pytest.raises(PortTakenError, match="BANSO_WEB_PORT"):
            await run_and_fail(taken, [child()])
    assert [entry.name for entry in settings.data_directory.iterdir()] == ["lock"]


async def test_a_newer_directory_is_left_alone(settings: Settings) -> None:
    settings.data_directory.mkdir()
    (settings.data_directory / "version.json").write_text('{"banso_data": 99}')
    with pytest.raises(DataDirectoryError, match="newer"):
        await run_and_fail(settings, [])
    assert [entry.name for entry in settings.data_directory.iterdir()] == ["version.json"]


async def test_a_lost_key_is_not_replaced_by_a_new_one(settings: Settings) -> None:
    directory = DataDirectory(settings.data_directory)
    directory.path.mkdir()
    directory.prepare()
    with pytest.raises(SettingsError, match="does not exist"):
        await run_and_fail(settings, [])
    assert not settings.master_key_file.exists()
