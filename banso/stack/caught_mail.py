"""Reading what the mail catcher has kept."""

from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from pydantic import BaseModel, ConfigDict

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class CaughtMail(BaseModel):
    """One message, its headers and bodies decoded."""

    model_config = ConfigDict(frozen=True)

    path: Path
    received_at: datetime
    """When the mail catcher took it, UTC."""
    message_id: str
    """As in the header, with its angle brackets."""
    to: tuple[str, ...]
    """Addresses that it was delivered to, from the envelope."""
    subject: str
    text: str
    html: str
    """Empty where the message has no such part."""


def list_mail(directory: Path) -> list[CaughtMail]:
    """Every caught message, oldest first. An empty list when there is no such folder."""
    return [read_mail(path) for path in sorted(directory.glob("*.eml")) if not path.name.startswith(".")]


def read_mail(path: Path) -> CaughtMail:
    """Read one message. Damaged encodings are shown with replacement characters. Raises OSError."""
    message = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
    return CaughtMail(
        path=path,
        received_at=_received_at(path),
        message_id=str(message.get("Message-ID", "")).strip(),
        to=tuple(str(address) for address in message.get_all("Delivered-To", [])),
        subject=str(message.get("Subject", "")),
        text=_body(message, "plain"),
        html=_body(message, "html"),
    )


def _received_at(path: Path) -> datetime:
    """The moment is in the file's name, in nanoseconds, so that a copied folder keeps it."""
    try:
        nanoseconds = int(path.name.split("-", 1)[0])
    except ValueError:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return _EPOCH + timedelta(microseconds=nanoseconds // 1000)


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    if part is None:
        return ""
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return ""
    try:
        text = raw.decode(part.get_content_charset("utf-8"), "replace")
    except LookupError:  # a character set that nobody knows
        text = raw.decode("utf-8", "replace")
    return text.replace("\r\n", "\n")
