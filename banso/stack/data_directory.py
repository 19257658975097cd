"""The folder that holds an installation: its layout, its version, who runs on it, and the space left."""

import base64
import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from banso.settings import MASTER_KEY_LENGTH
from banso.stack.errors import AlreadyRunningError, DataDirectoryError, DiskFullError
from banso.stack.waiting import poll
from banso.system_errors import reason_in_words

FORMAT = 1
"""Raised when a later release lays the folder out in a way that this one could not use."""

MINIMUM_FREE_BYTES = 512 * 1024 * 1024

# What may be there before the version is written: by a first start that was cut off, by an operator, or by a login.
_BEFORE_VERSION = {"lock", "keys", "anchors", "logs", "profile.json", "lost+found"}


class DataDirectory:
    """Paths inside one data directory, and the checks that come before it is used."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.version_file = path / "version.json"
        self.lock_file = path / "lock"
        self.running_file = path / "running.json"
        self.processes_file = path / "processes.json"
        self.postgres = path / "postgres"
        self.temporal = path / "temporal"
        self.mail = path / "mail"
        self.logs = path / "logs"

    def is_new(self) -> bool:
        """Whether nothing has been kept here yet."""
        return not self.version_file.exists()

    def check_version(self) -> None:
        """Raises DataDirectoryError for a folder of a newer or unknown kind. Reads only."""
        if self.path.exists() and not self.path.is_dir():
            raise DataDirectoryError(
                f"{self.path} is no folder. Choose another with BANSO_DATA. Nothing was changed.",
                f"{self.path} はフォルダーではありません。BANSO_DATA で別の場所を指定してください。"
                "何も変更していません。",
            )
        if self.version_file.exists():
            self._check_marker()
        else:
            self._check_unmarked()

    def check_free_space(self, minimum: int = MINIMUM_FREE_BYTES) -> None:
        """Raises DiskFullError when fewer than `minimum` bytes are left for this folder."""
        free = self.free_bytes()
        if free < minimum:
            raise DiskFullError(
                f"The disk that holds {self.path} has {free // 2**20} MB left; Banso starts with at least "
                f"{minimum // 2**20} MB, so that nothing is cut off while it is written. "
                "Make room, or choose a folder elsewhere with BANSO_DATA. Nothing was started or changed.",
                f"{self.path} のあるディスクの空きは {free // 2**20} MB です。書き込みの途中で切れないよう、Banso は "
                f"{minimum // 2**20} MB 以上の空きがあるときだけ起動します。空きを作るか、BANSO_DATA で別の場所を"
                "指定してください。何も起動・変更していません。",
            )

    def free_bytes(self) -> int:
        """Free space where the folder is, or where it would be created."""
        place = self.path
        while not place.exists() and place != place.parent:
            place = place.parent
        return shutil.disk_usage(place).free

    def prepare(self) -> None:
        """Lay a new folder out and write its version. For the holder of the lock."""
        self.logs.mkdir(exist_ok=True)
        if self.is_new():
            marker = {"banso_data": FORMAT, "created_at": datetime.now(UTC).isoformat(timespec="seconds")}
            write_private(self.version_file, json.dumps(marker) + "\n")

    def _check_marker(self) -> None:
        try:
            found = json.loads(self.version_file.read_text(encoding="utf-8"))["banso_data"]
        except (OSError, ValueError, KeyError, TypeError):
            found = None
        if found == FORMAT:
            return
        if isinstance(found, int) and found > FORMAT:
            en = f"was written by a newer Banso (data format {found}, this one knows {FORMAT}). Use that newer Banso"
            ja = f"新しい版の Banso が書いたものです(形式 {found}、この版は {FORMAT} まで)。その版を使うか"
        else:
            en = f"has a version that this Banso does not know ({self.version_file}). Use the Banso that wrote it"
            ja = f"この Banso の知らない版です({self.version_file})。それを書いた版の Banso を使うか"
        raise DataDirectoryError(
            f"{self.path} {en}, or another folder with BANSO_DATA. Nothing was changed.",
            f"{self.path} は、{ja}、BANSO_DATA で別の場所を指定してください。何も変更していません。",
        )

    def _check_unmarked(self) -> None:
        if not self.path.exists():
            return
        strange = sorted({entry.name for entry in self.path.iterdir()} - _BEFORE_VERSION)
        if strange:
            raise DataDirectoryError(
                f"{self.path} holds things that are not Banso's ({', '.join(strange[:5])}) and no version.json. "
                "Choose an empty or a new folder with BANSO_DATA. Nothing was changed.",
                f"{self.path} には Banso のものではないもの({', '.join(strange[:5])})があり、"
                "version.json がありません。"
                "BANSO_DATA で空の、または新しい場所を指定してください。何も変更していません。",
            )


class DirectoryLock:
    """Held by the one process that runs on a data directory. The system lets go of it when that process ends."""

    def __init__(self, handle: IO[str]) -> None:
        self._handle = handle

    def describe(self, details: Mapping[str, str]) -> None:
        """Tell those who come later who runs here and where. No secrets: any user of this folder may read it."""
        holder = {"pid": os.getpid(), "started_at": datetime.now(UTC).isoformat(timespec="seconds"), **details}
        self._handle.seek(0)
        self._handle.truncate()
        json.dump(holder, self._handle, ensure_ascii=False)
        self._handle.flush()

    def release(self) -> None:
        """Let others in. The file stays: removing it would let two processes lock two files of one name."""
        self._handle.seek(0)
        self._handle.truncate()
        self._handle.close()


@contextmanager
def locked(directory: DataDirectory) -> Iterator[DirectoryLock]:
    """The exclusive lock on a data directory, after its version was found right.

    Raises AlreadyRunningError, which says who holds it, and DataDirectoryError.
    """
    directory.check_version()
    try:
        directory.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = directory.lock_file.open("a+", encoding="utf-8")
    except OSError as error:
        raise DataDirectoryError(
            f"{directory.path} cannot be written ({error.strerror}). Give this user the right to write there, "
            "or choose another folder with BANSO_DATA. Nothing was changed.",
            f"{directory.path} に書き込めません({reason_in_words(error).ja})。このユーザーに書き込みを許すか、"
            "BANSO_DATA で別の場所を指定してください。何も変更していません。",
        ) from None
    # A command that looks whether somebody runs holds the lock for an instant: worth a short wait.
    if not poll(lambda: _try_lock(handle), limit=0.5, pause=0.05):
        handle.close()
        raise _already_running(directory)
    lock = DirectoryLock(handle)
    try:
        lock.describe({})
        yield lock
    finally:
        lock.release()


def holder(directory: DataDirectory) -> dict[str, Any] | None:
    """Who runs on this directory now (pid, started_at, addresses), or None. Takes and changes nothing."""
    try:
        with directory.lock_file.open(encoding="utf-8") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return _read_holder(handle)
    except OSError:
        return None
    return None


def create_master_key(file: Path) -> None:
    """A new random key in a file that only its owner can read; a key that is there already is kept."""
    if file.exists():
        return
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_private(file, base64.b64encode(secrets.token_bytes(MASTER_KEY_LENGTH)).decode("ascii") + "\n")


def write_private(file: Path, text: str) -> None:
    """Replace a file in one step, readable by its owner only, on the disk before this returns."""
    temporary = file.with_name(f".{file.name}.{os.getpid()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "w", encoding="utf-8") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    temporary.replace(file)
    sync_directory(file.parent)


def sync_directory(directory: Path) -> None:
    """Put the names in a folder on the disk, as fsync does for a file's contents."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _try_lock(handle: IO[str]) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _read_holder(handle: IO[str]) -> dict[str, Any]:
    handle.seek(0)
    try:
        found = json.load(handle)
    except ValueError:
        return {}  # it has locked but not yet described itself
    return found if isinstance(found, dict) else {}


def _already_running(directory: DataDirectory) -> AlreadyRunningError:
    found = holder(directory) or {}
    places = ", ".join(f"{name} {value}" for name, value in found.items() if name not in ("pid", "started_at"))
    places = f"; {places}" if places else ""
    return AlreadyRunningError(
        f"Banso is already running on {directory.path}: process {found.get('pid', 'unknown')}, "
        f"since {found.get('started_at', 'a moment ago')}{places}. "
        "Use it, stop it with Ctrl-C where it runs, or start another one on a folder of its own with BANSO_DATA. "
        "Nothing was started or changed.",
        f"{directory.path} では、Banso がすでに動いています(プロセス {found.get('pid', '不明')}、"
        f"開始 {found.get('started_at', 'たった今')}{places})。それを使うか、動いている端末で Ctrl-C で止めるか、"
        "BANSO_DATA で別の場所を指定してください。何も起動・変更していません。",
    )
