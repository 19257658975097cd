"""A system without Temporal whose activities are called by hand."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from support.performing import Hands, hands


@pytest.fixture
async def desk(postgres: str, tmp_path: Path) -> AsyncIterator[Hands]:
    """Commands, queries, a mail server, and every activity."""
    async with hands(postgres, tmp_path) as found:
        yield found
