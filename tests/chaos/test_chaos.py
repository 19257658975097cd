"""Kill everything at random for a minute under load, and lose nothing. `make chaos` does the same for longer."""

import os
import random
from pathlib import Path

import pytest
from chaos.driver import chaos

SECONDS = float(os.environ.get("BANSO_CHAOS_SECONDS", "60"))
AT_LEAST = 12


@pytest.mark.timeout(600)
async def test_nothing_acknowledged_is_lost_and_nothing_doubled(tmp_path: Path) -> None:
    seed = int(os.environ.get("BANSO_CHAOS_SEED", "0")) or random.SystemRandom().randrange(1, 1_000_000)
    print(f"BANSO_CHAOS_SEED={seed} repeats this; logs are below {tmp_path}")
    run = await chaos(tmp_path / "chaos", seed, SECONDS, AT_LEAST)
    print(run)
    assert run.wrong == (), f"seed {seed}: {run.wrong[:20]}"
    assert sum(run.faults.values()) >= AT_LEAST
    # A run in which hardly anything was acknowledged, or no workflow had anything to do, would prove nothing.
    assert run.accepted > 100
    assert run.mails > 100
