"""The user's cache, in which downloaded and built servers are kept for all checkouts and runs."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import platformdirs

Progress = Callable[[str], None]
"""Is told, in one line for people, what takes so long."""


def silent(_: str) -> None:
    """Progress that nobody wants to see."""


def cache_directory() -> Path:
    """BANSO_CACHE, else the place where this system keeps a user's caches. Not created here."""
    given = os.environ.get("BANSO_CACHE")
    if given:
        return Path(given).expanduser().absolute()
    return platformdirs.user_cache_path("banso", appauthor=False)


@contextmanager
def exclusive(directory: Path, progress: Progress = silent) -> Iterator[None]:
    """Keep other processes out of one cache folder while something is put into it. Waits its turn."""
    directory.mkdir(parents=True, exist_ok=True)
    with (directory / ".lock").open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            progress(f"another process is already filling {directory}: waiting for it")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
