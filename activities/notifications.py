"""Telling people, by mail in their language."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from email.message import EmailMessage
from functools import partial
from typing import Any
from uuid import UUID

import orjson
from psycopg import AsyncConnection
from temporalio import activity

from activities.contracts import SEND_NOTIFICATIONS, EffectsDue
from activities.performing import NeverWorks, NothingToDo, Performer, Reach, TryAgain
from banso.clock import Clock
from banso.eventstore import links, reply_addresses
from banso.eventstore.effects import LedgerEntry
from banso.eventstore.pins import PinnedRules
from banso.eventstore.reading import read_head
from banso.eventstore.sealing import KeyRing
from banso.mail import Mailer, MailNotSent, MailRefused, Recipient, compose
from domain.aggregates import AGGREGATES
from domain.engagement.state import Engagement
from domain.person.aggregate import PERSON
from domain.person.state import Person
from domain.playbooks.schema import Playbook, Rules
from domain.shared.effects import Notify
from domain.shared.periods import local_date
from domain.shared.values import Language, PersonalText, StreamReference
from domain.shared.wording import day_words, listed

NOBODY: dict[Language, str] = {"ja": "(消去された方)", "en": "(somebody whose data was erased)"}


OVERTAKEN = "not sent: settled meanwhile"
"""What the message is about is over; sending it would only confuse."""


class Notifications:
    """Sends what effects say; the ledger remembers which were sent."""

    def __init__(
        self,
        performer: Performer,
        keys: KeyRing,
        clock: Clock,
        mailer: Mailer,
        playbook_of: Callable[[str], Playbook],
        link_key: bytes,
        public_url: str,
    ) -> None:
        self._performer = performer
        self._keys = keys
        self._clock = clock
        self._mailer = mailer
        self._playbook_of = playbook_of
        self._link_key = link_key
        self._public_url = public_url.rstrip("/")
        self._pins = PinnedRules()

    @activity.defn(name=SEND_NOTIFICATIONS)
    async def send_notifications(self, batch: EffectsDue) -> None:
        """Send each that was not sent yet; a repeated mail has the same Message-ID."""
        await self._performer.perform(batch, self._prepare)

    async def _prepare(self, connection: AsyncConnection, tenant: str, entry: LedgerEntry) -> Reach:
        effect = Notify.model_validate(entry.payload)
        state = await self._opened(connection, tenant, entry.stream)
        person = await self._person(connection, tenant, effect.to)
        if person is None:
            raise NeverWorks(f"nobody is registered as {effect.to}")
        if person.email.text is None:
            raise NothingToDo("not sent: the recipient's data was erased")
        values = await self._values(connection, tenant, entry, effect, state, person)
        mail = self._composed(effect, state, person, values, entry.effect_id, tenant)
        if effect.reply is not None:
            mail["Reply-To"] = await self._reply_address(connection, tenant, entry, effect)
        return partial(self._send, mail)

    async def _reply_address(self, connection: AsyncConnection, tenant: str, entry: LedgerEntry, effect: Notify) -> str:
        """Where a reply to this mail goes; unguessable, and bound to its reader and to what they reply to."""
        token, now = reply_addresses.token_of(self._link_key, entry.effect_id), self._clock.now()
        reply = effect.reply or ""
        await reply_addresses.issue(
            connection, tenant, token, effect=entry.effect_id, stream=entry.stream, reply=reply, to=effect.to, now=now
        )
        return reply_addresses.address_of(token, self._mailer.domain)

    def _composed(
        self, effect: Notify, state: Any, person: Person, values: Mapping[str, str], effect_id: UUID, tenant: str
    ) -> EmailMessage:
        # A desk names its playbook; what is pinned to one refers to it.
        playbook = state.playbook if isinstance(state.playbook, str) else state.playbook.name
        message = self._playbook_of(playbook).messages[effect.template].of(person.language)
        return compose(
            message,
            values,
            sender=self._mailer.sender,
            recipient=Recipient(name=person.name.shown(person.language), address=person.email.text or ""),
            message_id=f"<{effect_id}@{self._mailer.domain}>",
            sent_at=self._clock.now(),
            calendar=effect.calendar,
            tenant=tenant,
            language=person.language,
        )

    async def _send(self, mail: EmailMessage) -> None:
        try:
            await self._mailer.send(mail)
        except MailRefused as error:
            raise NeverWorks(str(error)) from None
        except MailNotSent as error:
            raise TryAgain(str(error)) from None

    async def _values(
        self,
        connection: AsyncConnection,
        tenant: str,
        entry: LedgerEntry,
        effect: Notify,
        state: Any,
        person: Person,
    ) -> dict[str, str]:
        language = person.language
        today = local_date(self._clock.now(), person.time_zone)
        values = {**plain_values(effect, language, person.time_zone, today), "recipient": person.name.shown(language)}
        if effect.chosen:
            values |= chosen_words(effect, await self._rules(connection, tenant, state), language)
        for word, identifier in effect.names.items():
            named = await self._person(connection, tenant, identifier)
            values[word] = (named.name.text if named else identifier) or NOBODY[language]
        for word, place in effect.personal.items():
            values[word] = _at(state, place).shown(language)
        if effect.decision is not None:
            values["link"] = await self._link(connection, tenant, entry, effect, state)
        return values

    async def _rules(self, connection: AsyncConnection, tenant: str, state: Any) -> Rules:
        """The rules that hold here: what is pinned keeps its own words."""
        if isinstance(state.playbook, str):
            return self._playbook_of(state.playbook).rules
        return await self._pins.read(connection, tenant, state.playbook)

    async def _link(
        self, connection: AsyncConnection, tenant: str, entry: LedgerEntry, effect: Notify, state: Engagement
    ) -> str:
        milestone_id, _, delivery = (effect.decision or "").rpartition(".")
        milestone = state.milestones[milestone_id]
        undecided = milestone.waits_for_decision and milestone.delivery == int(delivery)
        if not undecided or effect.to not in state.company_contacts or milestone.content is None:
            raise NothingToDo(OVERTAKEN)
        token = links.token_of(self._link_key, entry.effect_id)
        now = self._clock.now()
        link = links.Link(
            effect_id=entry.effect_id,
            stream=entry.stream,
            subject=effect.decision or "",
            content=milestone.content,
            recipient=effect.to,
            issued_at=now,
            expires_at=now + links.VALID_FOR,
            revoked_at=None,
        )
        await links.issue(connection, tenant, token, link)
        return f"{self._public_url}/decide/{token}"

    async def _person(self, connection: AsyncConnection, tenant: str, identifier: str) -> Person | None:
        state = await read_head(connection, tenant, f"person:{identifier}", PERSON)
        if state is None:
            return None
        tree = orjson.loads(state[1].model_dump_json())
        await self._keys.open(connection, tenant, tree)
        return Person.model_validate(tree)

    async def _opened(self, connection: AsyncConnection, tenant: str, stream: str) -> Any:
        aggregate = AGGREGATES[StreamReference.parse(stream).kind]
        head = await read_head(connection, tenant, stream, aggregate)
        if head is None:
            raise NeverWorks("the stream of this message is gone")
        tree = orjson.loads(head[1].model_dump_json())
        await self._keys.open(connection, tenant, tree)
        return aggregate.state.model_validate(tree)


def plain_values(effect: Notify, language: Language, zone: str, today: date) -> dict[str, str]:
    """What an effect says without names and personal text, as its reader says it: days in their zone, no codes."""
    values = effect.about | {word: text.of(language) for word, text in effect.spoken.items()}
    if effect.until is not None:
        values["until"] = day_words(local_date(effect.until, zone), language, today)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", values.get("due", "")):
        values["due"] = day_words(date.fromisoformat(values["due"]), language, today)
    return values


def chosen_words(effect: Notify, rules: Rules, language: Language) -> dict[str, str]:
    """What the playbook words itself, a line each; where nothing was chosen, all that can be."""
    worded = rules.worded()
    return {word: listed(chosen or worded[word], worded[word], language) for word, chosen in effect.chosen.items()}


def _at(state: Any, place: str) -> PersonalText:
    found = state
    for part in place.split("/"):
        found = found.get(part) if isinstance(found, dict) else getattr(found, part)
    if not isinstance(found, PersonalText):
        # A later delivery or report has taken its place, and has its own message.
        raise NothingToDo(OVERTAKEN)
    return found
