"""`banso demo` on a running stack: it goes on after Ctrl-C, nothing is lost when everything is killed."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from banso.demo.main import remembered
from banso.stack.waiting import poll

from support.command_line import CommandLine

SHORT = ("demo", "--projects", "d", "--speed", "100")
STORY_SECONDS = 600


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CommandLine]:
    """A stack without the sample."""
    line = CommandLine(tmp_path_factory.mktemp("demo") / "data")
    with line.up("--json") as up:
        up.wait_until_ready()
        yield line


def started(line: CommandLine, told: Path, *words: str) -> "subprocess.Popen[bytes]":
    """A demo in a process of its own, which tells its story to a file, and what else is to be said to another."""
    argv = [sys.executable, "-m", "banso.cli.main", *words]
    with told.open("wb") as out, advice_of(told).open("wb") as err:
        return subprocess.Popen(argv, env=line.environment(), stdin=subprocess.DEVNULL, stdout=out, stderr=err)


def advice_of(told: Path) -> Path:
    return told.with_suffix(".err")


def finished(line: CommandLine, told: Path, *words: str) -> tuple[int, str]:
    """A demo to its end: exit code and what it said."""
    process = started(line, told, *words)
    try:
        return process.wait(STORY_SECONDS), told.read_text() or advice_of(told).read_text()
    finally:
        process.kill()


def test_an_interrupted_demo_goes_on_where_it_stopped(running: CommandLine, tmp_path: Path) -> None:
    told = tmp_path / "told"
    process = started(running, told, *SHORT, "--plain")
    assert poll(lambda: "Kick-off" in told.read_text(), limit=STORY_SECONDS, pause=0.1), told.read_text()
    process.send_signal(signal.SIGINT)

    assert process.wait(60) == 130
    assert "goes on from there" in advice_of(told).read_text()
    page = remembered(running.data)
    assert page is not None
    assert not page.over
    assert page.stretch.since == page.stretch.until, "its time stands still"

    others = running.ask("demo", "--projects", "ab", "--json")
    assert (others.code, others.json["error"]["code"]) == (2, "demo-other-projects")

    code, text = finished(running, told, "demo", "--speed", "100", "--json")
    ended = json.loads(text)
    assert (code, ended["right"]) == (0, True), ended
    assert ended["days"] > 340
    assert ended["verdict"]["acts"] == ended["verdict"]["acts_accepted"]
    assert ended["verdict"]["mails_owed"] == ended["verdict"]["mails_arrived"] > 40
    assert running.ask("list", "engagement", "--json").json["streams"] == [], "real records are none of its business"


def test_worker_and_temporal_are_killed_and_nothing_is_lost(running: CommandLine, tmp_path: Path) -> None:
    code, text = finished(running, tmp_path / "told", *SHORT, "--reset", "--break", "--json")
    ended = json.loads(text)

    assert (code, ended["right"]) == (0, True), ended
    assert 0 < ended["broken"]["events"] < ended["verdict"]["events"]
    assert ended["broken"]["mails"] < ended["verdict"]["mails_arrived"]
    assert ended["verdict"]["heads_lost"] == 0


def test_another_story_is_played_by_a_playbook_of_its_own(running: CommandLine, tmp_path: Path) -> None:
    code, text = finished(running, tmp_path / "told", "demo", "--story", "7", "--speed", "20", "--reset", "--json")
    ended = json.loads(text)

    assert (code, ended["right"]) == (0, True), ended
    assert ended["days"] <= 40
    assert ended["verdict"]["acts"] == ended["verdict"]["acts_accepted"]
    assert (ended["verdict"]["reminded"], ended["verdict"]["escalated"]) == (3, 1)
    shipped = [one["name"] for one in running.ask("playbook", "list", "--json").json["playbooks"]]
    assert "museum-month" not in shipped, "the demo's playbook is none of the installation's"


@pytest.mark.parametrize(
    ("story", "late", "refused", "days"),
    [
        (2, (7, 1), 3, 228),
        (3, (10, 4), 4, 718),
        (4, (10, 3), 5, 529),
        (5, (6, 1), 5, 892),
        (6, (4, 1), 3, 239),
    ],
)
def test_every_other_story_is_played_to_its_end(
    running: CommandLine, tmp_path: Path, story: int, late: tuple[int, int], refused: int, days: int
) -> None:
    words = ("demo", "--story", str(story), "--speed", "200", "--reset", "--json")
    code, text = finished(running, tmp_path / "told", *words)
    ended = json.loads(text)

    assert (code, ended["right"]) == (0, True), ended
    assert (ended["days"], ended["refused"]) == (days, refused)
    assert ended["verdict"]["acts"] == ended["verdict"]["acts_accepted"]
    assert (ended["verdict"]["reminded"], ended["verdict"]["escalated"]) == late
    assert ended["verdict"]["questions"] == ended["verdict"]["answered"] == (3 if story == 3 else 0)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((), "nothing-runs"),
        (("--speed", "0"), "demo-speed"),
        (("--story", "99"), "demo-story"),
        (("--story", "7", "--projects", "a"), "demo-projects"),
    ],
)
def test_it_says_what_it_needs(alone: CommandLine, words: tuple[str, ...], code: str) -> None:
    said = alone.ask("demo", *words, "--json")
    assert said.json["error"]["code"] == code
    assert "banso up" in said.json["error"]["right"] or words


@pytest.fixture
def alone(tmp_path: Path) -> CommandLine:
    """The command line on a data directory where nothing runs."""
    return CommandLine(tmp_path / "nothing")
