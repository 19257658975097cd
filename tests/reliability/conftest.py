"""Systems whose parts can be taken away."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from chaos.driver import lay_foundation

from support.world import World, running_world


@pytest.fixture
async def world(postgres: str, tmp_path: Path) -> AsyncIterator[World]:
    """Temporal, worker process and mail server of its own, on a new database; the worker is not started."""
    async with running_world(tmp_path, postgres) as running:
        await lay_foundation(running.system)
        yield running
