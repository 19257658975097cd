import os
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
import pytest

from banso.stack.errors import PostgresError
from banso.stack.postgres import EmbeddedPostgres
from banso.stack.process import has_ended

LEAVE_BEHIND = """
import asyncio, signal, sys
from pathlib import Path
from banso.stack.postgres import EmbeddedPostgres
async def main():
    server = EmbeddedPostgres(Path(sys.argv[1]))
    await server.launch()
    print(server.pid, flush=True)
    await asyncio.Event().wait()
asyncio.run(main())
"""


async def write(url: str, text: str) -> None:
    async with await psycopg.AsyncConnection.connect(url) as connection:
        await connection.execute("CREATE TABLE IF NOT EXISTS kept (line text)")
        await connection.execute("INSERT INTO kept VALUES (%s)", [text])


async def read(url: str) -> list[str]:
    async with await psycopg.AsyncConnection.connect(url) as connection:
        return [row[0] for row in await (await connection.execute("SELECT line FROM kept")).fetchall()]


async def setting(url: str, name: str) -> str:
    async with await psycopg.AsyncConnection.connect(url) as connection:
        row = await (await connection.execute("SELECT current_setting(%s)", [name])).fetchone()
        assert row is not None
        return str(row[0])


async def test_data_is_kept_over_a_stop(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path / "postgres")
    async with server.start() as url:
        await write(url, "伴走")
        pid = server.pid
    assert pid is not None
    assert not psutil.pid_exists(pid)
    async with server.start() as url:
        assert await read(url) == ["伴走"]


async def test_it_is_as_durable_and_roomy_as_promised(tmp_path: Path) -> None:
    async with EmbeddedPostgres(tmp_path / "postgres").start() as url:
        assert await setting(url, "server_version_num") >= "180000"
        assert int(await setting(url, "max_connections")) >= 200
        assert [await setting(url, name) for name in ("fsync", "synchronous_commit")] == ["on", "on"]
        assert await setting(url, "listen_addresses") == ""


async def test_a_killed_server_comes_back_with_what_was_committed(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path / "postgres")
    async with server.start() as url:
        await write(url, "committed")
        idle = await psycopg.AsyncConnection.connect(url)
        assert server.pid is not None
        os.kill(server.pid, signal.SIGKILL)
        assert await server.wait() == -signal.SIGKILL
        assert (tmp_path / "postgres" / "postmaster.pid").exists()
        assert await server.launch() == url
        assert await read(url) == ["committed"]
        await idle.close()


async def test_a_server_left_by_a_killed_run_is_taken_over(tmp_path: Path, start_program) -> None:  # type: ignore[no-untyped-def]
    run = start_program(LEAVE_BEHIND, tmp_path / "postgres")
    left = int(run.stdout.readline())
    run.kill()
    run.wait()
    server = psutil.Process(left)
    try:
        async with EmbeddedPostgres(tmp_path / "postgres").start() as url:
            await write(url, "taken over")
            assert has_ended(server)
    finally:
        with suppress(psutil.NoSuchProcess):
            server.send_signal(signal.SIGQUIT)


async def test_a_pid_file_that_names_a_stranger_does_not_block(tmp_path: Path) -> None:
    directory = tmp_path / "postgres"
    async with EmbeddedPostgres(directory).start() as url:
        await write(url, "kept")
    # A process of the same user: PostgreSQL by itself would take it for a living server.
    owner = directory.stat().st_uid
    with subprocess.Popen(["sleep", "600"], user=owner if os.geteuid() == 0 else None, cwd="/") as stranger:
        lines = [str(stranger.pid), str(directory), "1700000000", "5432", str(directory), "", "0 0", "ready"]
        (directory / "postmaster.pid").write_text("\n".join(lines) + "\n")
        try:
            async with EmbeddedPostgres(directory).start() as url:
                assert await read(url) == ["kept"]
            assert stranger.poll() is None
        finally:
            stranger.kill()


async def test_a_first_start_that_was_cut_off_leaves_no_half_database(tmp_path: Path) -> None:
    beginning = tmp_path / "postgres.new"
    beginning.mkdir()
    (beginning / "PG_VERSION").write_text("18\n")
    async with EmbeddedPostgres(tmp_path / "postgres").start() as url:
        await write(url, "whole")
        assert await read(url) == ["whole"]
    assert not beginning.exists()


@pytest.mark.parametrize(("version", "said"), [("17\n", "PostgreSQL 17"), (None, "no PostgreSQL database")])
async def test_another_version_is_refused_and_left_alone(version: str | None, said: str, tmp_path: Path) -> None:
    directory = tmp_path / "postgres"
    directory.mkdir()
    (directory / "precious").write_text("data")
    if version is not None:
        (directory / "PG_VERSION").write_text(version)
    before = sorted(directory.iterdir())
    with pytest.raises(PostgresError, match=said) as refused:
        await EmbeddedPostgres(directory).launch()
    assert "Nothing was changed" in str(refused.value)
    assert sorted(directory.iterdir()) == before
    assert list(tmp_path.iterdir()) == [directory]


async def test_a_path_too_long_for_a_socket_works_all_the_same(tmp_path: Path) -> None:
    directory = tmp_path / ("long" * 25) / "postgres"
    async with EmbeddedPostgres(directory).start() as url:
        await write(url, "far away")
        assert await read(url) == ["far away"]
        sockets = Path(psycopg.conninfo.conninfo_to_dict(url)["host"])
        assert sockets.stat().st_mode & 0o077 == 0
    assert not sockets.exists()


async def test_nobody_else_may_open_its_folder(tmp_path: Path) -> None:
    async with EmbeddedPostgres(tmp_path / "postgres").start():
        assert (tmp_path / "postgres").stat().st_mode & 0o077 == 0


async def test_a_way_that_is_closed_meanwhile_is_opened_again(tmp_path: Path) -> None:
    """What other programs do to shared folders, as root sees it; an ordinary user's server needs no way."""
    server = EmbeddedPostgres(tmp_path / "closed" / "postgres")
    async with server.start() as url:
        await write(url, "kept")
    (tmp_path / "closed").chmod(0o700)
    async with server.start() as url:
        assert await read(url) == ["kept"]
    assert (tmp_path / "closed").stat().st_mode & 0o066 == 0
