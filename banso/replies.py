"""Mails that are replies: found by their address, taken as the command that they are, answered kindly where not."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from typing import Any, Literal

from psycopg_pool import AsyncConnectionPool

from banso.clock import Clock
from banso.commands import CommandEnvelope, CommandHandler, Outcome
from banso.eventstore import reply_addresses
from banso.eventstore.database import tenant_transaction
from banso.eventstore.errors import NotKnownYet, StoreError
from banso.eventstore.links import Link
from banso.eventstore.sealing import KeyRing
from banso.inbound_mail import LARGEST_MAIL, InboundMail, read_mail
from banso.inputs import parse_command
from banso.mail import Recipient, compose
from banso.readmodels.queries import opened_state
from domain.membership.aggregate import MEMBERSHIP
from domain.playbooks.schema import MessageText
from domain.shared.actors import Actor, Role
from domain.shared.refusals import DomainError, refusal
from domain.shared.values import Language, StreamReference

_TOKEN = re.compile(rf"{re.escape(reply_addresses.PREFIX)}([a-z2-7]{{52}})@(.+)")

NOT_TAKEN: dict[Language, MessageText] = {
    "ja": MessageText(
        subject="メールをまだ受け取れていません",
        body="{recipient} 様\n\nお便りをありがとうございます。届いたメールを、そのままでは受け取れませんでした。\n\n"
        "{text}\n\nお手数ですが、このメールにもう一度ご返信ください。お待ちしています。\n\nBanso（伴走）\n",
    ),
    "en": MessageText(
        subject="Your mail could not be taken yet",
        body="Dear {recipient},\n\nThank you for writing. Your mail could not be taken as it is.\n\n{text}\n\n"
        "Please reply to this mail once more; we look forward to it.\n\nBanso, running alongside you\n",
    ),
}
"""The words of the mail were the reason: another reply will do."""

NOT_ANY_MORE: dict[Language, MessageText] = {
    "ja": MessageText(
        subject="お便りをありがとうございます",
        body="{recipient} 様\n\nお便りをありがとうございます。"
        "せっかくお送りくださいましたが、報告やお返事としてはお受け取りできませんでした。\n\n"
        "{text}\n\nこのメールへのご返信はいりません。\n\nBanso（伴走）\n",
    ),
    "en": MessageText(
        subject="Thank you for writing",
        body="Dear {recipient},\n\nThank you for writing. Your mail could not be taken as a report or an answer.\n\n"
        "{text}\n\nThere is no need to reply to this mail.\n\nBanso, running alongside you\n",
    ),
}
"""Another reply would not do either: the service has ended, or somebody else has answered."""


@dataclass(frozen=True)
class Received:
    """What became of a mail: accepted; ignored, because a program sent it (`note` says why); or answered kindly.

    `answer` is the mail that tells its writer why it could not be taken, for whoever sends it.
    """

    standing: Literal["accepted", "ignored", "answered"]
    note: str = ""
    outcome: Outcome | None = None
    answer: EmailMessage | None = None


class Replies:
    """Takes mails that came in."""

    def __init__(self, pool: AsyncConnectionPool, keys: KeyRing, handler: CommandHandler, clock: Clock) -> None:
        self._pool = pool
        self._keys = keys
        self._handler = handler
        self._clock = clock

    async def receive(self, raw: bytes, sender: str) -> Received:
        """Take one mail, as a mail server hands it over; the same mail again changes nothing.

        `sender` is the address from which a kind answer would come.

        Raises:
            DomainError: it went to no address at which a reply is awaited, whatever the reason.
            StoreError: the database does not answer; the mail server keeps the mail and tries again.
        """
        mail = read_mail(raw)
        if mail.automatic is not None:
            return Received("ignored", note=mail.automatic)
        token, domain = _token_in(mail.addresses)
        tenant, link = await self._link(token)
        too_large = len(raw) > LARGEST_MAIL
        try:
            command = _command(link.subject, "" if too_large else mail.text)
        except DomainError as error:
            return await self._answered(tenant, link, mail, error, sender, reply_addresses.address_of(token, domain))
        try:
            return Received("accepted", outcome=await self._send(tenant, link, mail, command))
        except (NotKnownYet, StoreError):
            raise
        except DomainError as error:
            return await self._answered(tenant, link, mail, error, sender)

    async def _link(self, token: str) -> tuple[str, Link]:
        async with self._pool.connection() as connection:
            tenant = await reply_addresses.tenant_of(connection, token)
        if tenant is None:
            raise _no_such_address()
        async with tenant_transaction(self._pool, tenant) as connection:
            link = await reply_addresses.find(connection, tenant, token, self._clock.now())
        if link is None:
            raise _no_such_address()
        return tenant, link

    async def _send(self, tenant: str, link: Link, mail: InboundMail, command: dict[str, Any]) -> Outcome:
        stream = StreamReference.parse(link.stream)
        async with tenant_transaction(self._pool, tenant) as connection:
            _, state = await opened_state(connection, self._keys, tenant, stream)
        bound = hashlib.sha256(f"{mail.key} {link.effect_id}".encode()).hexdigest()[:40]
        envelope = CommandEnvelope(
            command_id=f"mail/{bound}",
            tenant=tenant,
            stream=stream,
            actor=Actor(person=link.recipient, role=_role(state, link), holder_of_link=True),
            command=command,
        )
        return await self._handler.send(envelope)

    async def _answered(
        self, tenant: str, link: Link, mail: InboundMail, error: DomainError, sender: str, reply_to: str | None = None
    ) -> Received:
        # To the person whose address this is, never to whoever a mail says that it is from.
        async with tenant_transaction(self._pool, tenant) as connection:
            person = StreamReference(kind="person", id=link.recipient)
            _, known = await opened_state(connection, self._keys, tenant, person)
            if known.email.text is None:
                return Received("ignored", note="erased")
            said = _said(error.in_plain_words(), known.language)
            if (asked := error.details.get("stays_connected")) is not None:
                # In a mail, people have names.
                _, stays = await opened_state(connection, self._keys, tenant, StreamReference(kind="person", id=asked))
                said = said.replace(asked, stays.name.shown(known.language))
        words = NOT_TAKEN if reply_to is not None else NOT_ANY_MORE
        answer = _answer(words[known.language], known, mail, said, sender, self._clock.now())
        if reply_to is not None:
            answer["Reply-To"] = reply_to
        return Received("answered", note=error.code, answer=answer)


def _token_in(addresses: tuple[str, ...]) -> tuple[str, str]:
    for address in addresses:
        found = _TOKEN.fullmatch(address)
        if found:
            return found[1], found[2]
    raise _no_such_address()


def _no_such_address() -> DomainError:
    """One answer for tampered, expired, revoked and invented addresses: nobody learns which ones ever existed."""
    return refusal(
        "reply-address-unknown",
        wrong=("この宛先では、返信を受け取っていません。", "No reply is awaited at this address."),
        right=(
            "いちばん新しいメールにご返信くださるか、コーディネーターにご連絡ください。",
            "Reply to the latest mail, or get in touch with the coordinator.",
        ),
    )


def _command(reply: str, text: str) -> dict[str, Any]:
    """The command that a reply stands for.

    Raises:
        DomainError: nothing was written, or not what can be kept.
    """
    if not text:
        raise refusal(
            "reply-empty",
            wrong=(
                "引用や署名のほかに、言葉が見当たりませんでした。",
                "Besides quotes and a signature there were no words.",
            ),
            right=("引用より上に、ひと言お書きください。", "Write a few words above the quoted text."),
        )
    kind, _, number = reply.partition(".")
    answering = {"type": "AnswerReport", "number": int(number), "text": text} if kind == "answer" else None
    command = answering or {"type": "WriteReport", "text": text}
    parse_command("membership", command)
    return command


def _role(state: Any, link: Link) -> Role:
    if link.subject == "report":
        return Role.PARTICIPANT
    roles = MEMBERSHIP.relations(state, link.recipient)
    return Role.COORDINATOR if Role.COORDINATOR in roles else Role.COMPANION


def _said(error: DomainError, language: Language) -> str:
    return (" " if language == "en" else "").join((error.wrong.of(language), error.right.of(language)))


def _answer(words: MessageText, person: Any, mail: InboundMail, said: str, sender: str, now: datetime) -> EmailMessage:
    name = person.name.shown(person.language)
    return compose(
        words,
        {"recipient": name, "text": said},
        sender=sender,
        recipient=Recipient(name=name, address=person.email.text),
        message_id=f"<reply-{mail.key}@{sender.rpartition('@')[2] or 'localhost'}>",
        sent_at=now,
    )
