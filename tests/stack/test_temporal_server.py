import os
import signal
import socket
from pathlib import Path

import pytest
from temporalio.client import Client, WorkflowExecutionStatus

from banso.stack.errors import PortTakenError, TemporalError
from banso.stack.temporal_binary import TemporalBinary
from banso.stack.temporal_server import TemporalServer, is_healthy
from banso.stack.waiting import poll

FIRST_START = """
import asyncio, sys
from pathlib import Path
from banso.stack.temporal_server import TemporalServer
async def main():
    server = TemporalServer(Path(sys.argv[1]), Path(sys.argv[2]))
    launching = asyncio.create_task(server.launch())
    while server.pid is None:
        await asyncio.sleep(0)
    print(server.pid, flush=True)
    await launching
asyncio.run(main())
"""


async def test_what_waits_is_kept_over_stop_and_kill(tmp_path: Path, temporal_binary: TemporalBinary) -> None:
    server = TemporalServer(tmp_path / "temporal", temporal_binary.path)
    async with server.start() as address:
        client = await Client.connect(address)
        await client.start_workflow("waits", id="kept", task_queue="nobody-listens")
        assert (server.directory / "temporal.db-wal").exists(), "it writes ahead"
    assert not await is_healthy(address)
    async with server.start() as again:
        assert again == address
        assert server.pid is not None
        os.kill(server.pid, signal.SIGKILL)
        assert await server.wait() == -signal.SIGKILL
        assert await server.launch() == address
        found = await (await Client.connect(address)).get_workflow_handle("kept").describe()
        assert found.status is WorkflowExecutionStatus.RUNNING


async def test_its_pages_are_there_when_wanted(tmp_path: Path, temporal_binary: TemporalBinary) -> None:
    server = TemporalServer(tmp_path, temporal_binary.path, ui_port=0, namespace="furusato")
    async with server.start() as address:
        assert await is_healthy(address, "furusato")
        assert not await is_healthy(address, "elsewhere")
        assert server.ui_url is not None
        with socket.create_connection(("127.0.0.1", int(server.ui_url.rpartition(":")[2])), timeout=5):
            pass


async def test_a_taken_port_is_named_with_what_changes_it(tmp_path: Path, temporal_binary: TemporalBinary) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortTakenError, match=rf"Port {port} .*BANSO_TEMPORAL_PORT"):
            await TemporalServer(tmp_path / "temporal", temporal_binary.path, port=port).launch()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("size", [0, 1, 200_000])
async def test_a_kill_during_the_very_first_start_spoils_nothing(  # type: ignore[no-untyped-def]
    size: int, tmp_path: Path, temporal_binary: TemporalBinary, start_program
) -> None:
    run = start_program(FIRST_START, tmp_path, temporal_binary.path)
    pid = int(run.stdout.readline())
    beginning = tmp_path / "temporal.db.new"

    def written() -> int:
        return sum(file.stat().st_size for file in tmp_path.glob("temporal.db.new*"))

    assert poll(lambda: beginning.exists() and written() >= size, limit=30, pause=0.001)
    run.kill()
    os.kill(pid, signal.SIGKILL)
    run.wait()
    assert not (tmp_path / "temporal.db").exists()
    async with TemporalServer(tmp_path, temporal_binary.path).start() as address:
        assert await is_healthy(address)
    assert not beginning.exists()


async def test_a_damaged_database_is_told_and_left_as_it_is(tmp_path: Path, temporal_binary: TemporalBinary) -> None:
    damaged = tmp_path / "temporal.db"
    damaged.write_bytes(b"no database at all" * 1000)
    with pytest.raises(TemporalError, match="banso recover"):
        await TemporalServer(tmp_path, temporal_binary.path).launch()
    assert damaged.read_bytes() == b"no database at all" * 1000
