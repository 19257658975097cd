"""Finding the `temporal` program: from what the user names, over what is there, to what we build ourselves."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from banso.stack.cache import Progress, cache_directory, exclusive, silent
from banso.stack.errors import TemporalError
from banso.stack.obtaining import ObtainingError, run_bounded

CLI_VERSION = "1.5.1"
"""The last release that `go install` can build: later ones need replacements in their go.mod."""

_PACKAGE = f"github.com/temporalio/cli/cmd/temporal@v{CLI_VERSION}"
_OLDEST_SERVER = (1, 28)
_VERSION_LIMIT_SECONDS = 30.0
_DOWNLOAD_LIMIT_SECONDS = 120.0
_BUILD_LIMIT_SECONDS = 1200.0

# In a process of its own, because a download that hangs cannot be called off from within.
_DOWNLOAD = """
import asyncio, sys
from temporalio.testing import WorkflowEnvironment
async def main():
    environment = await WorkflowEnvironment.start_local(
        download_dest_dir=sys.argv[1], dev_server_download_version="v" + sys.argv[2])
    await environment.shutdown()
asyncio.run(main())
"""


class TemporalBinary(BaseModel):
    """A `temporal` program that was run and has answered."""

    model_config = ConfigDict(frozen=True)

    path: Path
    rung: str
    """Where it was found: TEMPORAL_CLI, PATH, cache, SDK download or go install."""
    version: str
    """What it says of itself, on one line."""


def find_temporal(progress: Progress = silent) -> TemporalBinary:
    """The first rung of the ladder that holds. Blocks, for minutes when it has to be built (told to `progress`).

    Raises TemporalError, which lists every rung, why it failed, and what can be done.
    """
    found, reasons = find_installed()
    if found is not None:
        return found
    place = cached_binary()
    with exclusive(place.parent, progress):
        if place.exists():  # put there by another process while we waited
            return _checked(place, "cache")
        for rung, obtain in (("SDK download", _download), ("go install", _build)):
            try:
                return obtain(place, progress)
            except ObtainingError as reason:
                reasons.append(f"{rung}: {reason}")
    raise _nothing_found(reasons)


def find_installed() -> tuple[TemporalBinary | None, list[str]]:
    """What is on this machine already, without downloading or building; and why the rungs above it failed.

    Raises TemporalError when TEMPORAL_CLI names something that is not a usable `temporal`.
    """
    reasons = []
    for rung, path in _installed_places():
        if path is None:
            reasons.append(f"{rung}: nothing there")
            continue
        try:
            return _checked(path, rung), reasons
        except ObtainingError as reason:
            if rung == "TEMPORAL_CLI":
                raise TemporalError(
                    f"TEMPORAL_CLI names {path}, but {reason}. Right would be the path of a `temporal` program "
                    f"(version {CLI_VERSION} is known to work), or no TEMPORAL_CLI at all. Nothing was changed.",
                    f"TEMPORAL_CLI が {path} を指していますが、使えません({reason})。"
                    f"`temporal` の場所(動作を確かめた版は "
                    f"{CLI_VERSION})を書くか、TEMPORAL_CLI を外してください。何も変更していません。",
                ) from None
            reasons.append(f"{rung}: {reason}")
    return None, reasons


def cached_binary() -> Path:
    """Where our own copy is, or would be put."""
    return cache_directory() / f"temporal-{CLI_VERSION}" / "temporal"


def _installed_places() -> Iterator[tuple[str, Path | None]]:
    named = os.environ.get("TEMPORAL_CLI")
    on_path = shutil.which("temporal")
    yield "TEMPORAL_CLI", Path(named).expanduser() if named else None
    yield "PATH", Path(on_path) if on_path else None
    yield "cache", cached_binary() if cached_binary().exists() else None


def _checked(path: Path, rung: str) -> TemporalBinary:
    """Run it once: a file of the right name may be a script, another machine's program or too old."""
    try:
        answer = subprocess.run(
            [str(path), "--version"],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_VERSION_LIMIT_SECONDS,
            check=False,
        )
    except OSError as error:
        raise ObtainingError(f"{path} cannot be run ({error.strerror})") from None
    except subprocess.TimeoutExpired:
        raise ObtainingError(f"{path} does not answer to --version") from None
    found = re.search(r"Server (\d+)\.(\d+)", answer.stdout)
    if answer.returncode != 0 or found is None:
        raise ObtainingError(f"{path} does not answer to --version as Temporal's program does")
    if (int(found[1]), int(found[2])) < _OLDEST_SERVER:
        oldest = ".".join(map(str, _OLDEST_SERVER))
        raise ObtainingError(f"{path} is too old: {answer.stdout.strip()}; wanted is server {oldest} or later")
    return TemporalBinary(path=path, rung=rung, version=answer.stdout.strip())


def _download(place: Path, progress: Progress) -> TemporalBinary:
    progress(f"downloading Temporal {CLI_VERSION}")
    with tempfile.TemporaryDirectory(dir=place.parent) as folder:
        command = [sys.executable, "-c", _DOWNLOAD, folder, CLI_VERSION]
        run_bounded(command, limit=_DOWNLOAD_LIMIT_SECONDS, progress=progress, what="still downloading Temporal")
        files = [file for file in Path(folder).iterdir() if file.is_file()]
        if len(files) != 1:
            raise ObtainingError("the SDK left no program behind")
        return _move_in(files[0], place, "SDK download")


def _build(place: Path, progress: Progress) -> TemporalBinary:
    go = shutil.which("go")
    if go is None:
        raise ObtainingError("there is no `go` on PATH")
    progress(f"building Temporal {CLI_VERSION} with go install; this takes 2 to 3 minutes, once")
    with tempfile.TemporaryDirectory(dir=place.parent) as folder:
        # go refuses to put a program built for another system into GOBIN, so none of these may be set.
        environment = {name: value for name, value in os.environ.items() if name not in ("GOOS", "GOARCH")}
        environment["GOBIN"] = folder
        run_bounded(
            [go, "install", _PACKAGE],
            limit=_BUILD_LIMIT_SECONDS,
            progress=progress,
            what="still building Temporal",
            environment=environment,
        )
        return _move_in(Path(folder) / "temporal", place, "go install")


def _move_in(file: Path, place: Path, rung: str) -> TemporalBinary:
    file.chmod(0o755)
    _checked(file, rung)
    file.replace(place)
    return _checked(place, rung)


def _nothing_found(reasons: list[str]) -> TemporalError:
    tried = "\n".join(f"  - {reason}" for reason in reasons)
    return TemporalError(
        f"No `temporal` program could be found or obtained. Tried in this order:\n{tried}\n"
        "What helps, any one of these: install Temporal's command line and put it on PATH; name it in TEMPORAL_CLI; "
        "install Go, so that it can be built here; or name a running Temporal server in TEMPORAL_ADDRESS. "
        "Nothing that you have stored was changed.",
        f"`temporal` が見つからず、手に入れることもできませんでした。試した順:\n{tried}\n"
        "次のどれか一つで解決します: Temporal のコマンドを入れて PATH に置く、TEMPORAL_CLI でその場所を指定する、"
        "Go を入れてここで作れるようにする、TEMPORAL_ADDRESS で動いている Temporal を指定する。"
        "保存済みのものは変更していません。",
    )
