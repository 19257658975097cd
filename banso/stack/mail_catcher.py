"""A mail server for one machine that delivers nowhere: every message becomes a file.

A message is acknowledged only when its file is complete, on the disk and under its final name.
Run by itself: `python -m banso.stack.mail_catcher --directory FOLDER --port PORT`.
"""

import argparse
import asyncio
import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from aiosmtpd.smtp import SMTP, Envelope, Session

from banso.stack.data_directory import sync_directory
from banso.stack.errors import PortTakenError, StackError
from banso.stack.ports import LOOPBACK, choose_port
from banso.system_errors import reason_in_words

SUFFIX = ".eml"
LARGEST_MESSAGE_BYTES = 32 * 1024 * 1024
_CLOSE_LIMIT_SECONDS = 2.0


class MailCatcher:
    """SMTP on the loopback address; a port of 0 means any free one."""

    name = "mail catcher"

    def __init__(self, directory: Path, port: int) -> None:
        self.directory = directory
        self._wanted_port = port
        self._port: int | None = None
        self._server: asyncio.Server | None = None
        self._box = MailBox(directory)

    async def start(self) -> str:
        """Listen, and return the smtp:// URL. Raises PortTakenError."""
        if self._port is None:
            self._port = choose_port(self._wanted_port, "the mail catcher", "BANSO_MAIL_PORT")
        await asyncio.to_thread(self.directory.mkdir, parents=True, exist_ok=True, mode=0o700)
        try:
            self._server = await asyncio.get_running_loop().create_server(self._protocol, LOOPBACK, self._port)
        except OSError as error:
            raise PortTakenError(
                f"The mail catcher cannot listen on port {self._port} ({error.strerror}). "
                "Choose another port with BANSO_MAIL_PORT (0 means any free port). Nothing was changed.",
                f"メールの受け皿が、ポート {self._port} を使えません({reason_in_words(error).ja})。"
                "BANSO_MAIL_PORT で別の番号を指定してください(0 なら空いている番号)。何も変更していません。",
            ) from None
        return self.url

    @property
    def url(self) -> str:
        """What SMTP_URL would be. Raises StackError before the start."""
        if self._port is None:
            raise StackError("The mail catcher was not started.")
        return f"smtp://{LOOPBACK}:{self._port}"

    async def stop(self) -> None:
        """Listen no longer. What was acknowledged is in its file; what was not, the sender has to send again."""
        server, self._server = self._server, None
        if server is None:
            return
        server.close()
        with suppress(TimeoutError):
            await asyncio.wait_for(server.wait_closed(), _CLOSE_LIMIT_SECONDS)

    def _protocol(self) -> SMTP:
        return SMTP(
            _Handler(self._box),
            hostname="localhost",
            ident="Banso mail catcher",
            enable_SMTPUTF8=True,
            data_size_limit=LARGEST_MESSAGE_BYTES,
        )


class MailBox:
    """The folder of caught messages; names sort by arrival."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._latest = 0

    def keep(self, sender: str, recipients: list[str], content: bytes) -> Path:
        """Write one message and return its file. Complete and on the disk when this returns. Raises OSError."""
        self._latest = max(self._latest + 1, time.time_ns())
        final = self._directory / f"{self._latest:020d}-{uuid4().hex[:8]}{SUFFIX}"
        temporary = final.with_name(f".{final.stem}.partial")
        try:
            with temporary.open("xb") as file:
                file.write(_envelope_headers(sender, recipients))
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.rename(final)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
        sync_directory(self._directory)
        return final


class _Handler:
    def __init__(self, box: MailBox) -> None:
        self._box = box

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Called by aiosmtpd under this very name; its answer is what the sender is told."""
        content = envelope.content or b""
        raw = content if isinstance(content, bytes) else content.encode("utf-8")
        try:
            await asyncio.to_thread(self._box.keep, envelope.mail_from or "", list(envelope.rcpt_tos), raw)
        except OSError as error:
            return f"452 4.3.1 Not kept: {error.strerror}; try again later"
        return "250 2.0.0 Kept"


def _envelope_headers(sender: str, recipients: list[str]) -> bytes:
    """Who it really went to, which the message itself need not say."""
    lines = [f"Return-Path: <{sender}>", *(f"Delivered-To: {recipient}" for recipient in recipients)]
    clean = ["".join(character for character in line if character.isprintable()) for line in lines]
    return "".join(line + "\r\n" for line in clean).encode("utf-8")


async def _serve(directory: Path, port: int) -> None:
    catcher = MailCatcher(directory, port)
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    sys.stdout.write(f"{await catcher.start()}\n")
    sys.stdout.flush()
    await stopped.wait()
    await catcher.stop()


def main() -> int:
    """Catch mail until SIGINT or SIGTERM. The first line on standard output is the URL."""
    parser = argparse.ArgumentParser(description="Keeps every mail that it is given as a file, and delivers none.")
    parser.add_argument("--directory", type=Path, required=True, help="folder for the messages")
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1; 0 for any free one")
    arguments = parser.parse_args()
    try:
        asyncio.run(_serve(arguments.directory, arguments.port))
    except StackError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
