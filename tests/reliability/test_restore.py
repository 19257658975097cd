"""Backup and restore as docs/operations.md tells them, run word by word; whoever was erased in between stays erased."""

import asyncio
import json
import os
import re
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from psycopg import AsyncConnection
from psycopg.conninfo import conninfo_to_dict

from banso.composition import open_store
from banso.eventstore.anchors import write_anchors
from banso.eventstore.erasure import erase_person
from banso.eventstore.schema import migrate
from banso.settings import settings_from
from banso.stack.postgres import EmbeddedPostgres, programs

from support.command_line import CommandLine, Said
from support.story_one import open_desk, post, register
from support.system import COORDINATOR, MASTER_KEY, MASTER_KEY_TEXT, System

DOCUMENT = Path(__file__).parents[2] / "docs" / "operations.md"
IN_THE_CONTAINER = "docker compose exec -T postgres "
NAME, PERSON = "印付花子-5c1d", "marked"


def documented(heading: str, program: str) -> list[str]:
    """The commands of a section that run `program` in the database's container, without the container."""
    section = re.split(r"^## ", DOCUMENT.read_text(encoding="utf-8"), flags=re.MULTILINE)
    text = next(part for part in section if part.startswith(heading)).replace("\\\n", " ")
    lines = [line.removeprefix(IN_THE_CONTAINER) for line in text.splitlines() if line.startswith(IN_THE_CONTAINER)]
    found = [line for line in lines if line.startswith(program)]
    assert found, f"{heading} has no {program}"
    return found


def run_documented(owner: str, directory: Path, heading: str, program: str) -> None:
    """Run these commands with the embedded server's own programs."""
    host = str(conninfo_to_dict(owner)["host"])
    variables = {**os.environ, "PGHOST": host, "PATH": f"{programs()}{os.pathsep}{os.environ['PATH']}"}
    for command in documented(heading, program):
        done = subprocess.run(command, shell=True, cwd=directory, env=variables, capture_output=True, text=True)
        assert done.returncode == 0, f"{command}\n{done.stderr}"


@asynccontextmanager
async def founded(directory: Path) -> AsyncIterator[str]:
    """A new cluster with an empty database whose owner is no superuser, as Compose sets it up."""
    async with EmbeddedPostgres(directory).start() as superuser:
        async with await AsyncConnection.connect(superuser, autocommit=True) as connection:
            await connection.execute("CREATE ROLE banso LOGIN CREATEROLE")
            await connection.execute("ALTER DATABASE banso OWNER TO banso")
        yield superuser.replace("postgres@", "banso@")


@asynccontextmanager
async def served(owner: str, directory: Path) -> AsyncIterator[System]:
    """Commands and queries on this database."""
    settings = settings_from({"BANSO_MASTER_KEY": MASTER_KEY_TEXT, "DATABASE_URL": owner}, directory / "data")
    logins = await migrate(owner, MASTER_KEY)
    async with open_store(logins, MASTER_KEY, size=4) as store:
        yield System(owner, logins, settings, store, store.clock, directory / "mail")


async def lived_until_backup_and_erasure(owner: str, directory: Path) -> None:
    """People, a backup, and then an erasure of which the backup knows nothing."""
    async with served(owner, directory) as system:
        await open_desk(system)
        await post(system, "a")
        await register(system, PERSON, name=NAME)
        await asyncio.to_thread(run_documented, owner, directory, "Back up", "pg_dump")
        store, anchors = system.store, system.settings.anchor_directory
        await erase_person(
            store.client, store.pool, store.keys, anchors, system.tenant, PERSON, actor=COORDINATOR, reason="wish"
        )
        await write_anchors(store.pool, anchors, system.clock.now())


async def test_whoever_was_erased_after_the_backup_is_erased_after_the_restore(tmp_path: Path) -> None:
    async with founded(tmp_path / "first") as owner:
        await lived_until_backup_and_erasure(owner, tmp_path)
    async with founded(tmp_path / "second") as owner:
        await asyncio.to_thread(run_documented, owner, tmp_path, "Restore", "psql")
        await asyncio.to_thread(run_documented, owner, tmp_path, "Restore", "pg_restore")
        line = CommandLine(tmp_path / "data", {"DATABASE_URL": owner, "BANSO_MASTER_KEY": MASTER_KEY_TEXT})

        async def banso(*words: str) -> Said:
            return await asyncio.to_thread(line.run, *words)

        assert NAME in (await banso("show", f"person:{PERSON}")).out
        lost = (await banso("audit", "verify", "--json")).json["found"]
        assert [(one["code"], one["stream"]) for one in lost] == [("tail-cut", f"person:{PERSON}")]

        recovered = await banso("recover", "--no-wait", "--json")

        assert (recovered.code, recovered.json["recovered"]["replayed"]) == (0, 1), recovered.out
        assert recovered.json["recovered"]["waiting"] >= recovered.json["recovered"]["streams"] == 2
        shown = await banso("show", f"person:{PERSON}", "--json")
        assert NAME not in shown.out
        assert json.loads(shown.out)["state"]["erased"]
        again = await banso("recover", "--no-wait")
        assert "Persons erased again, as the log of erasures says: 0." in again.out
        for old in line.data.joinpath("anchors").glob("anchors-*.jsonl"):
            old.rename(tmp_path / old.name)
        assert (await banso("anchor")).code == 0
        assert (await banso("audit", "verify")).code == 0


async def test_the_embedded_server_is_dumped_with_its_own_programs(tmp_path: Path) -> None:
    async with EmbeddedPostgres(tmp_path / "postgres").start() as owner:
        await migrate(owner, MASTER_KEY)
        lines = [line for line in DOCUMENT.read_text(encoding="utf-8").splitlines() if line.startswith("PROGRAMS/")]
        assert len(lines) == 2
        for line in lines:
            command = line.replace("PROGRAMS", str(programs())).replace("DATA", str(tmp_path))
            subprocess.run(command, shell=True, cwd=tmp_path, check=True)
    held = {
        name: subprocess.run(
            [programs() / "pg_restore", "--list", tmp_path / name], check=True, capture_output=True, text=True
        ).stdout
        for name in ("store.dump", "keys.dump")
    }
    assert "TABLE DATA banso events" in held["store.dump"]
    assert "personal_keys" not in held["store.dump"]
    assert "TABLE DATA banso_keys personal_keys" in held["keys.dump"]
