"""Waiting for a condition, with a limit."""

import asyncio
import time
from collections.abc import Awaitable, Callable


def poll(condition: Callable[[], bool], *, limit: float, pause: float = 0.02) -> bool:
    """Whether the condition came true within `limit` seconds. Asked at least once."""
    end = time.monotonic() + limit
    while not condition():
        if time.monotonic() >= end:
            return False
        time.sleep(pause)
    return True


async def poll_async(condition: Callable[[], Awaitable[bool]], *, limit: float, pause: float = 0.02) -> bool:
    """Like poll, without stopping the event loop."""
    end = time.monotonic() + limit
    while not await condition():
        if time.monotonic() >= end:
            return False
        await asyncio.sleep(pause)
    return True
