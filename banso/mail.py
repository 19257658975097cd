"""Mail: composed in the recipient's language, multipart, sent by SMTP."""

import html
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

import aiosmtplib

from domain.playbooks.schema import MessageText
from domain.shared.effects import CalendarEntry
from domain.shared.values import Language

if TYPE_CHECKING:
    from icalendar import Event

TIMEOUT_SECONDS = 15.0


class MailRefused(Exception):
    """The mail server refuses this mail for good; the words hold no address."""


class MailNotSent(Exception):
    """The mail server could not be reached, or refuses for now; the words hold no address."""


@dataclass(frozen=True)
class Recipient:
    """Who a mail goes to."""

    name: str
    address: str


def compose(
    message: MessageText,
    values: Mapping[str, str],
    *,
    sender: str,
    recipient: Recipient,
    message_id: str,
    sent_at: datetime,
    calendar: CalendarEntry | None = None,
    tenant: str = "",
    language: Language = "ja",
) -> EmailMessage:
    """A mail with a plain text and an HTML part; `message_id` identifies the effect for ever.

    `calendar` is attached as a file that puts an entry into the recipient's calendar, changes it or takes it out;
    entries of different tenants never meet. `language` is the recipient's.
    """
    subject = message.subject.format_map(values)
    text = message.body.format_map(values)
    mail = EmailMessage()
    mail["Subject"] = _one_line(subject)
    mail["From"] = Address("Banso", addr_spec=sender)
    mail["To"] = Address(_one_line(recipient.name), addr_spec=recipient.address)
    mail["Message-ID"] = message_id
    mail["Date"] = format_datetime(sent_at)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(text)
    mail.add_alternative(_as_html(text, values.get("link")), subtype="html")
    if calendar is not None:
        uid = f"{calendar.uid}.{tenant}@{sender.rpartition('@')[2]}"
        title = f"{calendar.title.of(language)}{'：' if language == 'ja' else ': '}{values['title']}"
        event = _event(calendar, uid, _one_line(title), text, values.get("place"), sent_at)
        _attach(mail, event, sender, recipient, "CANCEL" if calendar.cancelled else "REQUEST")
    return mail


def _event(entry: CalendarEntry, uid: str, title: str, words: str, place: str | None, sent_at: datetime) -> "Event":
    # Loaded with the first entry: a worker that starts need not wait a tenth of a second for it.
    from icalendar import Event

    start = entry.start.astimezone(UTC)
    event = Event()
    event.add("uid", uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", sent_at.astimezone(UTC))
    event.add("dtstart", start)
    event.add("dtend", start + timedelta(minutes=entry.minutes))
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("summary", title)
    event.add("description", words)
    if place:
        event.add("location", place)
    return event


def _attach(mail: EmailMessage, event: "Event", sender: str, recipient: Recipient, method: str) -> None:
    """Whoever reads it is told, not asked: nobody has to answer through a calendar."""
    from icalendar import Calendar, vCalAddress

    attendee = vCalAddress(f"mailto:{recipient.address}")
    attendee.params["RSVP"] = "FALSE"
    event.add("organizer", vCalAddress(f"mailto:{sender}"))
    event.add("attendee", attendee)
    calendar = Calendar()
    calendar.add("prodid", "-//Banso//Banso//JA")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(event)
    mail.add_attachment(
        calendar.to_ical(),
        maintype="text",
        subtype="calendar",
        filename="banso.ics",
        params={"method": method, "charset": "utf-8"},
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _as_html(text: str, link: str | None) -> str:
    body = html.escape(text).replace("\n", "<br>\n")
    if link:
        escaped = html.escape(link)
        body = body.replace(escaped, f'<a href="{escaped}">{escaped}</a>')
    return (
        '<!doctype html><html><head><meta charset="utf-8"></head>'
        f'<body style="font-family:sans-serif;line-height:1.7;max-width:40em">{body}</body></html>'
    )


class Mailer:
    """Sends mail to the server that an SMTP URL names (smtp://, smtps://, ?starttls=1)."""

    def __init__(self, smtp_url: str, sender: str) -> None:
        parts = urlsplit(smtp_url)
        self.sender = sender
        self._host = parts.hostname or "127.0.0.1"
        self._port = parts.port or (465 if parts.scheme == "smtps" else 25)
        self._user = unquote(parts.username) if parts.username else None
        self._password = unquote(parts.password) if parts.password else None
        self._tls = parts.scheme == "smtps"
        self._start_tls = parse_qs(parts.query).get("starttls") == ["1"]

    @property
    def domain(self) -> str:
        """The domain of the sender's address, for message ids."""
        return self.sender.rpartition("@")[2] or "localhost"

    async def send(self, mail: EmailMessage) -> None:
        """Hand a mail over; returns when the server has taken responsibility for it.

        Raises:
            MailRefused: the server refuses it for good (5xx).
            MailNotSent: it could not be handed over this time.
        """
        try:
            await aiosmtplib.send(
                mail,
                hostname=self._host,
                port=self._port,
                username=self._user,
                password=self._password,
                use_tls=self._tls,
                start_tls=self._start_tls,
                timeout=TIMEOUT_SECONDS,
            )
        except aiosmtplib.SMTPRecipientsRefused as error:
            codes = sorted({refused.code for refused in error.recipients})
            raise _refusal(codes[0], "recipient refused") from None
        except aiosmtplib.SMTPResponseException as error:
            raise _refusal(error.code, type(error).__name__) from None
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            raise MailNotSent(type(error).__name__) from None


def _refusal(code: int, what: str) -> Exception:
    kind = MailRefused if 500 <= code < 600 else MailNotSent
    return kind(f"{what}: SMTP {code}")
