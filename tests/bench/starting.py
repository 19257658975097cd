"""How long `banso up` takes on a machine that has run it before."""

import asyncio
import time
from pathlib import Path

from bench.measuring import Measured, Result, Target
from bench.servers import Bench, until

from banso.settings import settings_from
from banso.stack.process import OwnedProcess
from banso.stack.running import find_running

UP = Target("up", "`banso up` on a warm machine until healthy", 5, at_most=True, unit="s")
ANY_PORT = dict.fromkeys(("BANSO_WEB_PORT", "BANSO_TEMPORAL_PORT", "BANSO_TEMPORAL_UI_PORT", "BANSO_MAIL_PORT"), "0")
FOREIGN = dict.fromkeys(("DATABASE_URL", "TEMPORAL_ADDRESS", "SMTP_URL", "BANSO_MASTER_KEY"), "")


async def measure(bench: Bench) -> list[Measured]:
    """The first start founds everything and is told beside; the others count."""
    data = settings_from({}, bench.directory / "up").data_directory
    first, *others = [await _up(bench, data) for _ in range(bench.turns + 1)]
    absolute = {"the very first start, s": [first]}
    note = "embedded PostgreSQL, Temporal, mail catcher, worker and pages; healthy when all of them answer"
    return [Result(UP, tuple(others), "a fixed budget", absolute, note)]


async def _up(bench: Bench, data: Path) -> float:
    begun = time.perf_counter()
    process: OwnedProcess
    async with bench.running("banso.cli.main", "up", "--data", str(data), **ANY_PORT, **FOREIGN) as process:
        # Written when everything is healthy, and nothing of ours is in its way meanwhile.
        await until(lambda: asyncio.to_thread(find_running, data), "a running stack", 120, process)
        taken = time.perf_counter() - begun
        await process.stop(grace=30)
    return taken
