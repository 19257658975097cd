"""Today's workflow code follows every history that was ever stored, whatever the rules were or are."""

import asyncio
import os
import sys
from collections import Counter
from pathlib import Path

import pytest

from domain.aggregates import AGGREGATES
from workflows.contracts import ENTITY_WORKFLOWS, PROCESS_WORKFLOWS

from support.changed_rules import no_rules, other_rules
from support.planted import HastyEngagement
from support.replaying import CHANGED, failures, read, stored, type_of

AT_LEAST = 60
HASH_SEEDS = ("0", "1", "42", "1234567", "4294967295")


def test_there_are_histories_of_every_type_and_under_other_rules() -> None:
    kinds = Counter(type_of(read(path)) for path in stored())
    assert kinds.keys() == {*ENTITY_WORKFLOWS.values(), *PROCESS_WORKFLOWS.values()}
    assert kinds.total() >= AT_LEAST
    assert len(list(CHANGED.glob("*.json"))) >= 10
    assert min(kinds.values()) >= 2


async def test_every_stored_history_replays_under_five_hash_seeds() -> None:
    """Two at a time: the order of sets and dictionaries of strings differs from seed to seed.

    Once within the sandbox, which costs as much as the four others together.
    """
    places = asyncio.Semaphore(2)

    async def replay(seed: str) -> str:
        root = Path(__file__).parents[2]
        path = os.pathsep.join([str(root / "tests"), str(root)])
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path}
        async with places:
            how = [] if seed == HASH_SEEDS[0] else ["--quick"]
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "support.replaying", *how, env=environment, cwd=root,
                stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
            )  # fmt: skip
            output, errors = await process.communicate()
        assert process.returncode == 0, errors.decode()[-2000:]
        return output.decode().strip()

    assert set(await asyncio.gather(*map(replay, HASH_SEEDS))) == {f"{len(stored())} replayed"}


async def test_histories_replay_after_rules_reactions_and_deadlines_changed() -> None:
    before = AGGREGATES["engagement"].react
    with other_rules():
        assert AGGREGATES["engagement"].react is not before
        assert await failures(_of("EngagementWorkflow")) == {}
    assert AGGREGATES["engagement"].react is before


async def test_replaying_asks_no_rule_at_all() -> None:
    with no_rules():
        with pytest.raises(AssertionError, match="a rule was asked"):
            AGGREGATES["engagement"].stage(None)
        assert await failures(_of("EngagementWorkflow", "ParticipationWorkflow", "MilestoneApproval")) == {}


async def test_a_planted_change_of_workflow_code_is_found() -> None:
    histories = _of("EngagementWorkflow")[:3]
    found = await failures(histories, [HastyEngagement])
    assert found.keys() == {path.name for path in histories}
    assert all("Nondeterminism" in type(error).__name__ for error in found.values())


def _of(*kinds: str) -> list[Path]:
    return [path for path in stored() if path.name.startswith(kinds)]
