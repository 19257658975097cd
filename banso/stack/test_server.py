"""The time-skipping test server: found in our cache, downloaded by the SDK, or put together with Maven.

Give the path to `WorkflowEnvironment.start_time_skipping(test_server_existing_path=...)`.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil

from banso.stack.cache import Progress, cache_directory, exclusive, silent
from banso.stack.errors import TestServerError
from banso.stack.obtaining import ObtainingError, run_bounded
from banso.stack.process import end_process

VERSION = "1.38.0"
"""Release of io.temporal:temporal-test-server that Maven fetches."""

MAIN_CLASS = "io.temporal.testserver.TestServer"

_LAUNCHER_NAME = "temporal-test-server"

_DOWNLOAD_LIMIT_SECONDS = 120.0
_MAVEN_LIMIT_SECONDS = 900.0
_TRY_LIMIT_SECONDS = 60.0

# In a process of its own, because a download that hangs cannot be called off from within.
_DOWNLOAD = """
import asyncio, sys
from temporalio.testing import WorkflowEnvironment
async def main():
    environment = await WorkflowEnvironment.start_time_skipping(download_dest_dir=sys.argv[1])
    await environment.shutdown()
asyncio.run(main())
"""

_POM = f"""<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>banso</groupId>
  <artifactId>test-server</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>io.temporal</groupId>
      <artifactId>temporal-test-server</artifactId>
      <version>{VERSION}</version>
    </dependency>
  </dependencies>
</project>
"""

# The server would outlive a test run that is killed, so a watcher beside it ends it when its starter is gone.
_LAUNCHER = f"""#!/bin/sh
home=$(cd "$(dirname "$0")" && pwd)
starter=$PPID
(
  while kill -0 "$starter" && kill -0 $$; do sleep 0.5; done
  kill $$
) </dev/null >/dev/null 2>&1 &
exec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -Xmx1g -cp "$home/lib/*" {MAIN_CLASS} "$@"
"""


def find_test_server(progress: Progress = silent) -> Path:
    """A program that starts the test server. Blocks; Maven takes about a minute the first time (told to `progress`).

    Raises TestServerError, which lists what was tried and what can be done.
    """
    found = find_installed()
    if found is not None:
        return _renewed(found)
    home = cache_directory() / f"test-server-{VERSION}"
    with exclusive(home, progress):
        found = find_installed()  # put there by another process while we waited
        if found is not None:
            return _renewed(found)
        reasons = []
        for way, obtain in (("the SDK's own download", _download), ("Maven", _assemble)):
            try:
                return obtain(home, progress)
            except ObtainingError as reason:
                reasons.append(f"{way}: {reason}")
    raise _nothing_found(reasons)


def find_installed() -> Path | None:
    """The one in our cache, or None. Downloads nothing."""
    home = cache_directory() / f"test-server-{VERSION}"
    downloaded, launcher = home / "downloaded", home / "assembled" / _LAUNCHER_NAME
    if downloaded.exists():
        return downloaded
    return launcher if launcher.exists() and shutil.which("java") else None


def end_test_server(pid: int) -> bool:
    """End a test server by its process id. False when this process is none, which is then left alone."""
    try:
        command = psutil.Process(pid).cmdline()
    except psutil.NoSuchProcess:
        return False
    if MAIN_CLASS not in command and not any("test-server" in part for part in command[:1]):
        return False
    end_process(pid)
    return True


def running_test_servers(parent: int) -> list[int]:
    """Process ids of the Java test servers that this process has started and not ended."""
    try:
        children = psutil.Process(parent).children()
    except psutil.NoSuchProcess:
        return []
    return [child.pid for child in children if _is_java_server(child)]


def _is_java_server(process: psutil.Process) -> bool:
    try:
        return MAIN_CLASS in process.cmdline()
    except psutil.Error:
        return False


def _download(home: Path, progress: Progress) -> Path:
    progress("downloading the time-skipping test server")
    with tempfile.TemporaryDirectory(dir=home) as folder:
        run_bounded(
            [sys.executable, "-c", _DOWNLOAD, folder],
            limit=_DOWNLOAD_LIMIT_SECONDS,
            progress=progress,
            what="still downloading the test server",
        )
        files = [file for file in Path(folder).iterdir() if file.is_file()]
        if len(files) != 1:
            raise ObtainingError("the SDK left no program behind")
        files[0].chmod(0o755)
        return files[0].replace(home / "downloaded")


def _assemble(home: Path, progress: Progress) -> Path:
    maven = shutil.which("mvn")
    if maven is None or shutil.which("java") is None:
        raise ObtainingError("needs `java` and `mvn` on PATH")
    progress(f"fetching the time-skipping test server {VERSION} with Maven; about a minute, once")
    with tempfile.TemporaryDirectory(dir=home) as folder:
        building = Path(folder) / "assembled"
        building.mkdir()
        (building / "pom.xml").write_text(_POM, encoding="utf-8")
        copy = "dependency:copy-dependencies"
        options = ["--batch-mode", "--quiet", "--file", str(building / "pom.xml"), "-DincludeScope=runtime"]
        run_bounded(
            [maven, *options, copy, f"-DoutputDirectory={building / 'lib'}"],
            limit=_MAVEN_LIMIT_SECONDS,
            progress=progress,
            what="Maven is still at work",
        )
        _try_out(building)
        return _move_in(building, home / "assembled")


def _renewed(program: Path) -> Path:
    """The jars are the same for one version; the launcher beside them may have been written by an older Banso."""
    if program.name == _LAUNCHER_NAME and program.read_text(encoding="utf-8") != _LAUNCHER:
        with tempfile.TemporaryDirectory(dir=program.parent) as folder:
            _write_launcher(Path(folder)).replace(program)
    return program


def _write_launcher(folder: Path) -> Path:
    launcher = folder / _LAUNCHER_NAME
    launcher.write_text(_LAUNCHER, encoding="utf-8")
    launcher.chmod(0o755)
    return launcher


def _try_out(building: Path) -> None:
    if not (building / "lib" / f"temporal-test-server-{VERSION}.jar").exists():
        raise ObtainingError("Maven ended well but the server's jar is not there")
    launcher = _write_launcher(building)
    # Without a port it explains itself and ends: enough to see that Java can load it.
    try:
        answer = subprocess.run([launcher], capture_output=True, text=True, timeout=_TRY_LIMIT_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise ObtainingError("the server's launcher does not answer") from None
    if "ClassNotFound" in answer.stderr or "UnsupportedClassVersion" in answer.stderr:
        raise ObtainingError(f"this Java cannot run the server: {answer.stderr.strip().splitlines()[0]}")


def _move_in(building: Path, final: Path) -> Path:
    if final.exists():
        shutil.rmtree(final)
    building.rename(final)
    return final / _LAUNCHER_NAME


def _nothing_found(reasons: list[str]) -> TestServerError:
    tried = "\n".join(f"  - {reason}" for reason in reasons)
    return TestServerError(
        f"The time-skipping test server could not be obtained. Tried in this order:\n{tried}\n"
        "What helps, either of these: install Java (11 or later) and Maven; or let this machine reach the network "
        "once, so that the SDK can download the server. Nothing that you have stored was changed.",
        f"時間を進められるテスト用サーバーを手に入れられませんでした。試した順:\n{tried}\n"
        "Java(11 以降)と Maven を入れるか、一度だけネットワークにつないで SDK に取得させてください。"
        "保存済みのものは変更していません。",
    )
