"""Record the histories that replay tests use: `PYTHONPATH=tests:. python tests/histories/record.py`.

Story 1 is told once more on the time-skipping server, for all five projects, and every run of every workflow is
stored; then for one project under other rules (see `support.changed_rules`), into `changed/`; then the scenario tests
of the other stories are run, and some runs of each type that they brought about are stored, into a folder of their own
each (`--stories` does only that). Whoever changes
workflow code on purpose in a way that old histories cannot follow keeps these files and uses `workflow.patched`;
new files are recorded beside them for what is new. Takes some minutes; needs what `make test` needs.
"""

import argparse
import asyncio
import json
import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from temporalio.client import Client

from banso.observability import configure_logging
from banso.stack.postgres import EmbeddedPostgres
from banso.stack.test_server import end_test_server, running_test_servers
from domain.shared.actors import Role
from domain.shared.periods import local_date

from support import system as systems
from support.changed_rules import other_rules
from support.histories import Run, Started, every_run, remembered
from support.region import Region
from support.replaying import CHANGED, FOLDER
from support.servers import started_time_skipping
from support.story_one import ZONE, acting, deliver, kick_off, link_in, open_desk, pass_gates, post, select
from support.story_one_whole import accompany, after_the_work, prepare, recruit
from support.system import System

KEPT = {"EngagementWorkflow": 20, "ParticipationWorkflow": 20, "PersonWorkflow": 3}
KEPT_OF_OTHERS = 10
"""How many runs of one type are stored, spread over the whole story: replaying costs time at every test."""
KEPT_OF_STORIES = 3
"""How many of each type of one of the other stories."""
STORIES = {
    "two": ("test_story_two.py",),
    "three": ("test_story_three.py", "test_nine_zones.py"),
    "four": ("test_story_four.py",),
    "five": ("test_story_five_daily.py", "test_story_five_closing.py"),
    "six": ("test_story_six.py",),
    "seven": ("test_story_seven.py",),
}
SCENARIOS = Path(__file__).parents[1] / "scenarios"


async def _told(owner: str, letters: str, folder: Path) -> list[Run]:
    async with await started_time_skipping() as environment:
        with environment.auto_time_skipping_disabled():
            async with remembered(owner, environment, folder) as (system, started):
                region = Region.of(system, letters)
                for part in (recruit, prepare, accompany, after_the_work):
                    await part(region)
                return await every_run(environment.client, started)


async def _told_otherwise(owner: str, folder: Path) -> list[Run]:
    async with await started_time_skipping() as environment:
        with environment.auto_time_skipping_disabled():
            async with remembered(owner, environment, folder) as (system, started):
                await _one_project(system)
                return await every_run(environment.client, started)


async def _one_project(system: System) -> None:
    """The main path, with a company that answers after it was reminded; the other rules ask twice afterwards."""
    await open_desk(system)
    for step in (post, select, pass_gates, kick_off):
        await step(system, "a")
    for milestone in ("m1", "m2"):
        await deliver(system, "a", milestone)
        await system.skip(days=5)
        await system.store.client.decisions.approve(link_in(system, "president-a"), "150000")
        today = local_date(system.clock.now(), ZONE).isoformat()
        await system.send("engagement:a", {"type": "RecordPayment", "milestone": milestone, "paid_on": today})
    await system.send("engagement:a", {"type": "OpenRetrospective"})
    await system.skip(days=20)
    await system.send("engagement:a", {"type": "CloseRetrospective"})
    for ordinal in (1, 2):
        await system.skip(days=64)
        answer = {"type": "AnswerFollowUp", "ordinal": ordinal, "text": "元気です"}
        await system.send("engagement:a", answer, actor=acting("president-a", Role.COMPANY))
        await system.send("participation:a1", answer, actor=acting("participant-a", Role.PARTICIPANT))
    await system.settle()


class Recorder:
    """A plugin of the test runner: every worker of a scenario remembers what it started."""

    def __init__(self) -> None:
        """Made before the tests' own modules are loaded, which take the worker from there."""
        self.runs: list[Run] = []
        systems.working = self._working

    @asynccontextmanager
    async def _working(self, system: System, client: Client) -> AsyncIterator[System]:
        started = Started()
        config = client.config()
        config["interceptors"] = [*config["interceptors"], started]
        async with _working(system, Client(**config)) as worked:
            yield worked
            self.runs += await every_run(client, started)


_working = systems.working


def _told_by_tests(files: tuple[str, ...], recorder: Recorder) -> list[Run]:
    recorder.runs.clear()
    places = [str(SCENARIOS / file) for file in files]
    code = pytest.main(["-q", "-n", "0", "-p", "no:cacheprovider", *places], plugins=[recorder])
    if code or not recorder.runs:
        raise SystemExit(f"A story did not come to its end ({code}); its histories are as they were.")
    return sorted(recorder.runs, key=lambda run: run.began)


def _stories() -> None:
    # One for all: the tests' own modules stay loaded, with the worker that they once took.
    recorder = Recorder()
    for name, files in STORIES.items():
        _store(_told_by_tests(files, recorder), FOLDER / name, KEPT_OF_STORIES)


def _store(runs: list[Run], folder: Path, most: int | None = None) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.json"):
        old.unlink()
    numbers: Counter[str] = Counter()
    kept = _spread(runs, most)
    for run in kept:
        numbers[run.name] += 1
        # Who recorded them, and where, is nobody's business.
        events = json.loads(re.sub(r'"identity": ?"[^"]*"', '"identity": "recorder"', run.history.to_json()))["events"]
        lines = ",\n".join(json.dumps(event, ensure_ascii=False, separators=(",", ":")) for event in events)
        text = f'{{"workflow_id":{json.dumps(run.workflow_id)},"events":[\n{lines}\n]}}\n'
        (folder / f"{run.name}.{numbers[run.name]}.json").write_text(text, encoding="utf-8")
    print(f"{len(kept)} of {len(runs)} histories in {folder.name}: {dict(Counter(run.type for run in kept))}")


def _spread(runs: list[Run], at_most: int | None) -> list[Run]:
    """Of each type the first and the last, and evenly from what lies between."""
    found = []
    for kind in sorted({run.type for run in runs}):
        group = [run for run in runs if run.type == kind]
        most = min(len(group), at_most or KEPT.get(kind, KEPT_OF_OTHERS))
        places = {round(number * (len(group) - 1) / max(most - 1, 1)) for number in range(most)}
        found += [group[place] for place in sorted(places)]
    return found


async def main() -> None:
    """Record both sets of story 1."""
    configure_logging("ERROR")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with EmbeddedPostgres(folder / "postgres").start() as owner:
            _store(await _told(owner, "abcde", folder / "five"), FOLDER)
            with other_rules():
                _store(await _told_otherwise(owner, folder / "one"), CHANGED)
    for pid in running_test_servers(os.getpid()):
        end_test_server(pid)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", action="store_true", help="only the stories after the first")
    if not parser.parse_args().stories:
        asyncio.run(main())
    _stories()
    # Threads of the SDK's core may still be letting go of Python's lock, and must not meet an interpreter that ends.
    sys.stdout.flush()
    os._exit(0)
