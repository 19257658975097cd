"""`banso` as people and programs run it: in a process of its own, with its own data directory and any free ports."""

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

from banso.cli.main import main
from banso.stack.waiting import poll

ANY_PORTS = {
    "BANSO_WEB_PORT": "0",
    "BANSO_TEMPORAL_PORT": "0",
    "BANSO_TEMPORAL_UI_PORT": "0",
    "BANSO_MAIL_PORT": "0",
}
OUR_VARIABLES = ("BANSO_", "DATABASE_URL", "TEMPORAL_ADDRESS", "SMTP_URL", "LC_", "LANG")
COMMAND_SECONDS = 120
START_SECONDS = 180
STOP_SECONDS = 90


@dataclass(frozen=True)
class Said:
    """What one command came to."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as the one JSON object that it is."""
        found = json.loads(self.out)
        assert isinstance(found, dict)
        return found


@dataclass(frozen=True)
class CommandLine:
    """Runs commands on one data directory."""

    data: Path
    variables: dict[str, str] = field(default_factory=dict)

    def environment(self, language: str = "en") -> dict[str, str]:
        """The variables of a process: nobody's settings but ours."""
        others = {name: value for name, value in os.environ.items() if not name.startswith(OUR_VARIABLES)}
        ours = {"BANSO_DATA": str(self.data), "BANSO_LANG": language, "TZ": "Asia/Tokyo", "COLUMNS": "100"}
        return {**others, **ANY_PORTS, **ours, **self.variables}

    def run(self, *words: str, language: str = "en", given: str = "") -> Said:
        """One command; `given` is its standard input."""
        done = subprocess.run(
            [sys.executable, "-m", "banso.cli.main", *words],
            env=self.environment(language),
            input=given,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=COMMAND_SECONDS,
        )
        return Said(done.returncode, done.stdout, done.stderr)

    def ask(self, *words: str, language: str = "en") -> Said:
        """One command in this process, which saves its start; for commands that read no standard input."""
        out, err = io.StringIO(), io.StringIO()
        environment = patch.dict(os.environ, self.environment(language), clear=True)
        with environment, redirect_stdout(out), redirect_stderr(err):
            code = main(words)
        return Said(code, out.getvalue(), err.getvalue())

    @contextmanager
    def up(self, *words: str, language: str = "en") -> "Iterator[Running]":
        """`banso up` until the block is left; it is stopped as by Ctrl-C where it has not been."""
        out, err = self.data.with_suffix(".out"), self.data.with_suffix(".err")
        with out.open("w") as out_file, err.open("w") as err_file:
            process = subprocess.Popen(
                [sys.executable, "-m", "banso.cli.main", "up", *words],
                env=self.environment(language),
                stdin=subprocess.DEVNULL,
                stdout=out_file,
                stderr=err_file,
            )
        running = Running(process, out, err)
        try:
            yield running
        finally:
            running.stop()


@dataclass(frozen=True)
class Running:
    """A `banso up`."""

    process: "subprocess.Popen[bytes]"
    out: Path
    err: Path

    def wait_until_ready(self) -> str:
        """What it says when everything runs."""
        said = poll(self._is_settled, limit=START_SECONDS, pause=0.1)
        assert said, f"not ready in {START_SECONDS} s:\n{self.err.read_text()}"
        text = self.out.read_text()
        assert self.process.poll() is None, f"{text}\n{self.err.read_text()}"
        assert '"error"' not in text, text
        return text

    def _is_settled(self) -> bool:
        return self.process.poll() is not None or self.out.read_text().endswith("\n")

    def stop(self) -> int:
        """Ctrl-C; the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise
