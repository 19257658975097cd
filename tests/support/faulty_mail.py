"""A mail server that fails on demand, and remembers what it took and what it said to whoever gave it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path
from typing import Literal

from aiosmtpd.smtp import SMTP, Envelope, Session

from banso.stack.mail_catcher import MailBox, MailCatcher

Mood = Literal["well", "refusing", "cutting"]


@dataclass(frozen=True)
class Taken:
    """One message that was kept; `answered` tells whether the sender was told so. `at` is time.monotonic()."""

    message_id: str
    at: float
    answered: bool


class FaultyMail(MailCatcher):
    """A mail catcher with moods: refusing (451), or keeping a message and cutting the line instead of saying so.

    `refused` names recipients who are refused for good (550).
    """

    def __init__(self, directory: Path) -> None:
        super().__init__(directory, 0)
        self.mood: Mood = "well"
        self.refused: set[str] = set()
        self.taken: list[Taken] = []
        self.cut = 0
        self.turned_away = 0

    def _protocol(self) -> SMTP:
        return SMTP(_Handler(self, self._box), hostname="localhost", enable_SMTPUTF8=True)


class _Handler:
    def __init__(self, server: FaultyMail, box: MailBox) -> None:
        self._server = server
        self._box = box

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self._server.refused:
            return f"550 5.1.1 {address} is not known here"
        if self._server.mood == "refusing":
            self._server.turned_away += 1
            return "451 4.3.0 Come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = bytes(envelope.content or b"")
        self._box.keep(envelope.mail_from or "", list(envelope.rcpt_tos), content)
        cutting = self._server.mood == "cutting"
        message_id = str(message_from_bytes(content).get("Message-ID", "")).strip()
        self._server.taken.append(Taken(message_id, time.monotonic(), answered=not cutting))
        if cutting:
            self._server.cut += 1
            cut: Callable[[], None] = server.transport.abort
            cut()
        return "250 2.0.0 Kept"
