"""Files outside of the database: JSON lines, only ever added to, and on the disk before anything goes on."""

import fcntl
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson


@contextmanager
def locked(directory: Path) -> Iterator[None]:
    """One writer at a time in a directory, which is made where it is missing."""
    directory.mkdir(parents=True, exist_ok=True)
    with (directory / ".lock").open("ab") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def append_lines(path: Path, entries: Sequence[dict[str, Any]]) -> None:
    """Add entries and return when they are on the disk. What a killed writer left half written is cut off first.

    Call it inside `locked`.

    Raises:
        OSError: the disk is full or the directory cannot be written; no entry counts then.
    """
    is_new = not path.exists()
    with path.open("ab+") as handle:
        whole = _whole_bytes(handle.seek, handle.read)
        handle.truncate(whole)
        handle.seek(whole)
        try:
            handle.write(b"".join(orjson.dumps(entry, option=orjson.OPT_SORT_KEYS) + b"\n" for entry in entries))
            handle.flush()
            os.fsync(handle.fileno())
        except OSError:
            os.ftruncate(handle.fileno(), whole)
            raise
    if is_new:
        _sync_directory(path.parent)


def _whole_bytes(seek: Callable[..., int], read: Callable[[int], bytes]) -> int:
    """The length of a file up to its last line break."""
    end = seek(0, os.SEEK_END)
    while end:
        start = max(0, end - 65536)
        seek(start)
        found = read(end - start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        end = start
    return 0


def _sync_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """The whole lines of a file with their numbers, from 1; a last line that was never finished does not count."""
    if not path.exists():
        return
    with path.open("rb") as handle:
        for number, line in enumerate(handle, 1):
            if line.endswith(b"\n"):
                yield number, line[:-1]
