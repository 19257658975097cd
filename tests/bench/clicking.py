"""People who click: HTTP over connections that stay open, with as little of our own work as possible."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from bench.measuring import percentile


@dataclass(frozen=True)
class Clicks:
    """Times of all clicks in milliseconds, and how many a second there were."""

    milliseconds: list[float]
    per_second: float

    @property
    def p95(self) -> float:
        """What 95% of the clicks do not exceed."""
        return percentile(self.milliseconds, 95)


class Browser:
    """One connection."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str, cookie: str = "") -> tuple[int, dict[str, str], bytes]:
        """Status, headers in lower case, body. The connection stays open."""
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        cookies = f"Cookie: {cookie}\r\n" if cookie else ""
        writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\n{cookies}\r\n".encode())
        lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:])}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        return int(lines[0].split()[1]), headers, body

    async def close(self) -> None:
        """Hang up."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


async def click(port: int, people: int, each: int, path: Callable[[int, int], tuple[str, str]]) -> Clicks:
    """So many people click without a pause; `path` gives (address, cookie) for a person's click.

    Raises:
        RuntimeError: an answer was none of success.
    """
    taken: list[float] = []

    async def person(number: int) -> None:
        browser = Browser(port)
        for turn in range(each):
            begun = time.perf_counter()
            status, _, body = await browser.get(*path(number, turn))
            taken.append((time.perf_counter() - begun) * 1000)
            if status != 200:
                raise RuntimeError(f"{path(number, turn)[0]}: {status} {body[:200]!r}")
        await browser.close()

    begun = time.perf_counter()
    await asyncio.gather(*(person(number) for number in range(people)))
    return Clicks(taken, people * each / (time.perf_counter() - begun))
