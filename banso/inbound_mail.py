"""Reading a mail that came in: where it was sent, whether a program sent it, and what its writer wrote themselves."""

import hashlib
import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from email.utils import getaddresses
from html.parser import HTMLParser

from mailparser_reply.parser import EmailMessage as Conversation

LARGEST_MAIL = 2 * 1024 * 1024
"""Bytes; what is larger is not read any further."""

LONGEST_TEXT = 5_000
"""Characters that are looked at. A report has 3,000 at most, and the patterns that find quotes take time that grows
with the square of what a hostile mail brings."""

ADDRESSED_IN = ("X-Original-To", "Delivered-To", "Envelope-To", "To", "Cc")
BY_PROGRAMS = ("mailer-daemon", "postmaster", "no-reply", "noreply")
_ATTRIBUTION = re.compile(
    r"^\s*(?:\d{4}[年/-]\s*\d{1,2}[月/-]\s*\d{1,2}日?.*(?:[<<].*@.*[>>]|のメール|書きました|wrote).*[::]?"
    r"|.*<[^<>\s]+@[^<>\s]+>[::]\s*"
    r"|-{2,}\s*(?:Original Message|元のメッセージ|転送メッセージ).*)$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class InboundMail:
    """One mail. `key` is its Message-ID's hash (else that of its bytes); `automatic` says what betrays a program."""

    key: str
    addresses: tuple[str, ...]
    automatic: str | None
    text: str


def read_mail(raw: bytes) -> InboundMail:
    """A mail as it came in (RFC 5322). Never raises, whatever it holds: what cannot be read is left out."""
    mail = message_from_bytes(raw[:LARGEST_MAIL], policy=policy.default)
    identity = _header(mail, "Message-ID").strip().encode(errors="replace") or raw
    found = getaddresses([_header(mail, name) for name in ADDRESSED_IN])
    return InboundMail(
        key=hashlib.sha256(identity).hexdigest()[:40],
        addresses=tuple(dict.fromkeys(address.lower() for _, address in found if "@" in address)),
        automatic=_automatic(mail),
        text=written_part(_text(mail)),
    )


def _header(mail: EmailMessage, name: str) -> str:
    try:
        return ", ".join(str(value) for value in mail.get_all(name, []))
    except (ValueError, TypeError, IndexError, AttributeError, LookupError):
        # The parser of structured headers gives up on some that are damaged.
        return ""


def _automatic(mail: EmailMessage) -> str | None:
    """What tells that no person sent this (RFC 3834), so that nobody answers it and it is no report."""
    submitted = _header(mail, "Auto-Submitted").strip().lower()
    sender = _header(mail, "From").lower()
    signs = {
        "auto-submitted": submitted not in ("", "no"),
        "empty-return-path": "Return-Path" in mail and _header(mail, "Return-Path").strip() in ("", "<>"),
        "report": mail.get_content_type() == "multipart/report",
        "precedence": _header(mail, "Precedence").strip().lower() in ("bulk", "junk", "list", "auto_reply"),
        "auto-response": any(name in mail for name in ("X-Autoreply", "X-Autorespond", "List-Id")),
        "program": any(f"{name}@" in sender for name in BY_PROGRAMS),
    }
    return next((sign for sign, shown in signs.items() if shown), None)


def _text(mail: EmailMessage) -> str:
    try:
        part = mail.get_body(preferencelist=("plain", "html"))
        if part is None:
            return ""
        return _of_html(_decoded(part)) if part.get_content_subtype() == "html" else _decoded(part)
    except (ValueError, KeyError, LookupError, AttributeError, TypeError):
        return ""


def _decoded(part: MIMEPart) -> str:
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return ""
    try:
        return raw.decode(part.get_content_charset() or "utf-8", errors="replace")
    except LookupError:
        return raw.decode("utf-8", errors="replace")


class _Words(HTMLParser):
    """What a page says, a line for each block; nothing of quotes, styles and scripts."""

    QUIET = ("style", "script", "blockquote", "head", "title")
    BLOCKS = ("p", "div", "br", "li", "tr", "h1", "h2", "h3")

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._quiet = 0

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        self._quiet += tag in self.QUIET
        if tag in self.BLOCKS:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._quiet -= tag in self.QUIET and self._quiet > 0

    def handle_data(self, data: str) -> None:
        if not self._quiet:
            self.said.append(" ".join(data.split()) if data.strip() else "")


def _of_html(text: str) -> str:
    words = _Words()
    words.feed(text)
    words.close()
    return re.sub(r"\n{3,}", "\n\n", "".join(words.said))


def written_part(text: str) -> str:
    """What the writer wrote themselves: without what they answer to, and without their signature."""
    whole = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ").replace("\0", "")
    lines: list[str] = []
    for line in whole[:LONGEST_TEXT].split("\n"):
        if _ATTRIBUTION.match(line) or line.rstrip() == "--":
            break
        lines.append(line)
    # Lists that begin with hyphens are what people write, not signatures.
    found = Conversation(text="\n".join(lines), languages=["en", "ja"], keep_hyphen_lists=True).read()
    first = found.replies[0].body if found.replies else ""
    own = [line for line in (first or "").split("\n") if not line.startswith(">")]
    return "\n".join(own).strip()
