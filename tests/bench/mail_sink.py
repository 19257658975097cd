"""A mail server that takes every mail and remembers when; nothing is stored, so that only handing over is measured."""

import asyncio
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

EFFECT = re.compile(rb"^Message-ID:\s*<([0-9a-f-]{36})@", re.IGNORECASE | re.MULTILINE)


class MailSink:
    """When each mail arrived, by the effect that it belongs to; in seconds of `time.perf_counter`."""

    def __init__(self) -> None:
        self._arrived: dict[str, asyncio.Future[float]] = {}

    def mail_of(self, effect: str) -> "asyncio.Future[float]":
        """Done once that effect's mail was handed over."""
        return self._arrived.setdefault(effect, asyncio.get_running_loop().create_future())

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One conversation, as short as SMTP allows."""
        writer.write(b"220 sink\r\n")
        while line := await reader.readline():
            word = line[:4].upper()
            if word == b"DATA":
                writer.write(b"354 go on\r\n")
                self._take(await reader.readuntil(b"\r\n.\r\n"))
                writer.write(b"250 taken\r\n")
            elif word == b"QUIT":
                writer.write(b"221 bye\r\n")
                break
            else:
                writer.write(b"250-sink\r\n250 SMTPUTF8\r\n" if word == b"EHLO" else b"250 ok\r\n")
        writer.close()

    def _take(self, mail: bytes) -> None:
        found = EFFECT.search(mail)
        if found is not None and not (future := self.mail_of(found[1].decode())).done():
            future.set_result(time.perf_counter())


@asynccontextmanager
async def mail_sink() -> AsyncIterator[tuple[MailSink, str]]:
    """The server on a free port, and its SMTP URL."""
    sink = MailSink()
    server = await asyncio.start_server(sink.serve, "127.0.0.1", 0)
    async with server:
        yield sink, f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
