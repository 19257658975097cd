"""Running a command that downloads or builds something: with a time limit, and with a sign of life."""

import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from banso.stack.cache import Progress

_PROGRESS_SECONDS = 10.0


class ObtainingError(Exception):
    """Why one way of obtaining something did not work, in half a sentence."""


def run_bounded(
    command: list[str], *, limit: float, progress: Progress, what: str, environment: dict[str, str] | None = None
) -> None:
    """Run to the end within `limit` seconds, telling `progress` every ten that it goes on.

    Raises ObtainingError with the command's last words when it fails or takes too long.
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output, still_working(progress, what):
        try:
            code = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=environment,
                timeout=limit,
                check=False,
            ).returncode
        except subprocess.TimeoutExpired:
            raise ObtainingError(f"it took longer than {limit:.0f} s") from None
        except OSError as error:
            raise ObtainingError(f"{command[0]} cannot be run ({error.strerror})") from None
        if code != 0:
            output.seek(0)
            raise ObtainingError(_last_line(output.read()) or f"exit code {code}")


@contextmanager
def still_working(progress: Progress, what: str) -> Iterator[None]:
    """Say every ten seconds that something still goes on, and for how long."""
    finished = threading.Event()
    start = time.monotonic()

    def tell() -> None:
        while not finished.wait(_PROGRESS_SECONDS):
            progress(f"{what} ({time.monotonic() - start:.0f} s)")

    thread = threading.Thread(target=tell, daemon=True)
    thread.start()
    try:
        yield
    finally:
        finished.set()
        thread.join()


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:300] if lines else ""
