import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from banso.settings import Settings, settings_from
from banso.stack.temporal_binary import TemporalBinary, find_temporal

ANY_PORTS = {
    "BANSO_WEB_PORT": "0",
    "BANSO_TEMPORAL_PORT": "0",
    "BANSO_TEMPORAL_UI_PORT": "0",
    "BANSO_MAIL_PORT": "0",
}

StartProgram = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture(scope="session")
def temporal_binary() -> TemporalBinary:
    return find_temporal()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A new installation on any free ports."""
    return settings_from(ANY_PORTS, tmp_path / "data")


@pytest.fixture
def start_program() -> Iterator[StartProgram]:
    """Runs Python source as a process of its own, which is ended with the test."""
    started: list[subprocess.Popen[str]] = []

    def start(source: str, *arguments: object) -> "subprocess.Popen[str]":
        command = [sys.executable, "-c", source, *map(str, arguments)]
        environment = {**os.environ, **ANY_PORTS}
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
