"""Record the histories that replay tests use: `PYTHONPATH=tests:. python tests/histories/record.py`.

Story 1 is told once more on the time-skipping server, for all five projects, and every run of every workflow is
stored; then for one project under other rules (see `support.changed_rules`), into `changed/`. Whoever changes
workflow code on purpose in a way that old histories cannot follow keeps these files and uses `workflow.patched`;
new files are recorded beside them for what is new. Takes some minutes; needs what `make test` needs.
"""

import asyncio
import json
import os
import re
import sys
import tempfile
from collections import Counter
from pathlib import Path

from banso.observability import configure_logging
from banso.stack.postgres import EmbeddedPostgres
from banso.stack.test_server import end_test_server, running_test_servers
from domain.shared.actors import Role
from domain.shared.periods import local_date

from support.changed_rules import other_rules
from support.histories import Run, every_run, remembered
from support.region import Region
from support.replaying import CHANGED, FOLDER
from support.servers import started_time_skipping
from support.story_one import ZONE, acting, deliver, kick_off, link_in, open_desk, pass_gates, post, select
from support.story_one_whole import accompany, after_the_work, prepare, recruit
from support.system import System

KEPT = {"EngagementWorkflow": 20, "ParticipationWorkflow": 20, "PersonWorkflow": 3}
KEPT_OF_OTHERS = 10
"""How many runs of one type are stored, spread over the whole story: replaying costs time at every test."""


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


def _store(runs: list[Run], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.json"):
        old.unlink()
    numbers: Counter[str] = Counter()
    kept = _spread(runs)
    for run in kept:
        numbers[run.name] += 1
        # Who recorded them, and where, is nobody's business.
        events = json.loads(re.sub(r'"identity": ?"[^"]*"', '"identity": "recorder"', run.history.to_json()))["events"]
        lines = ",\n".join(json.dumps(event, ensure_ascii=False, separators=(",", ":")) for event in events)
        text = f'{{"workflow_id":{json.dumps(run.workflow_id)},"events":[\n{lines}\n]}}\n'
        (folder / f"{run.name}.{numbers[run.name]}.json").write_text(text, encoding="utf-8")
    print(f"{len(kept)} of {len(runs)} histories in {folder.name}: {dict(Counter(run.type for run in kept))}")


def _spread(runs: list[Run]) -> list[Run]:
    """Of each type the first and the last, and evenly from what lies between."""
    found = []
    for kind in sorted({run.type for run in runs}):
        group = [run for run in runs if run.type == kind]
        most = min(len(group), KEPT.get(kind, KEPT_OF_OTHERS))
        places = {round(number * (len(group) - 1) / max(most - 1, 1)) for number in range(most)}
        found += [group[place] for place in sorted(places)]
    return found


async def main() -> None:
    """Record both sets."""
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
    sys.exit(asyncio.run(main()))
