"""Decisions by mailed link: what a link shows, and what its holder may decide. Opening never decides."""

import unicodedata
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import psycopg
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from banso.clock import Clock
from banso.commands import CommandEnvelope, CommandHandler, Outcome
from banso.eventstore import links
from banso.eventstore.database import pipelined_transaction, tenant_transaction
from banso.eventstore.errors import store_error
from banso.eventstore.links import Link
from banso.eventstore.sealing import KeyRing
from banso.readmodels.queries import opened_state, opened_states
from domain.engagement.commands import ApproveMilestone, RequestChanges
from domain.engagement.course_commands import ApprovePartly
from domain.engagement.premises.planning import require_scope
from domain.engagement.results import Milestone
from domain.engagement.state import Engagement
from domain.person.state import Person
from domain.shared.actors import Actor, Role
from domain.shared.refusals import DomainError, refusal
from domain.shared.values import BilingualText, Language, StreamReference

IGNORED_IN_YEN = ",、¥\\円"
LONGEST_AMOUNT = 15
"""Digits; nobody means more, and a number has to stay one."""

Standing = Literal["open", "decided", "expired", "revoked", "unknown"]


@dataclass(frozen=True)
class DecisionPage:
    """Everything that a page about one link shows. `standing` tells which page it is.

    `decided_by` and `decided_at` are set where a decision was made, and `decided_by_link` where all that is known of
    who decided is that they held a mailed link; `confirmation` is what has to be typed. Persons are given by their
    names; `asked_by` is the coordinator, `others` are the company's other contacts, who are told. Moments are aware,
    to be shown in `time_zone`: an answer is wanted by `answer_by`, and the link works until `expires_at`.
    `held_back` says why nothing can be approved now, where that is so.
    """

    standing: Standing
    language: Language
    token: str
    tenant: str = ""
    stream: str = ""
    milestone_id: str = ""
    delivery: int = 0
    content: str = ""
    title: str = ""
    host: str = ""
    milestone: str = ""
    fee: int = 0
    evidence: str = ""
    received_on: str = ""
    payment_due_on: str = ""
    recipient: str = ""
    recipient_name: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None
    approved: bool = False
    partly: bool = False
    accepted_fee: int = 0
    missing: str = ""
    decided_by_link: bool = False
    delivered_by: str = ""
    asked_by: str = ""
    others: tuple[str, ...] = ()
    time_zone: str = "Asia/Tokyo"
    answer_by: datetime | None = None
    expires_at: datetime | None = None
    held_back: BilingualText | None = None

    @property
    def rest(self) -> int:
        """What of the fee was not accepted yet, in yen."""
        return self.fee - self.accepted_fee

    @property
    def confirmation(self) -> str:
        """What the holder types to confirm: the fee in digits, or the company's name where there is no fee."""
        return str(self.fee) if self.fee else self.host


class Decisions:
    """Reads links and sends what their holders decide."""

    def __init__(self, pool: AsyncConnectionPool, keys: KeyRing, handler: CommandHandler, clock: Clock) -> None:
        self._pool = pool
        self._keys = keys
        self._handler = handler
        self._clock = clock

    async def page(self, token: str) -> DecisionPage:
        """What a link stands for now; a tampered or invented one is "unknown".

        Raises:
            StoreError: the database does not answer (code "store-away"), or what it holds cannot be opened.
        """
        async with _store_away_explained():
            async with self._pool.connection() as connection:
                tenant = await links.tenant_of(connection, token)
            if tenant is None:
                return DecisionPage("unknown", "ja", token)
            async with pipelined_transaction(self._pool, tenant) as connection:
                return await self._read(connection, tenant, token)

    async def available(self) -> bool:
        """Whether the database answers now."""
        try:
            async with self._pool.connection() as connection:
                await connection.execute("SELECT 1")
        except psycopg.Error:
            return False
        return True

    async def _read(self, connection: AsyncConnection, tenant: str, token: str) -> DecisionPage:
        link = await links.find(connection, tenant, token)
        if link is None:
            return DecisionPage("unknown", "ja", token)
        _, state = await opened_state(connection, self._keys, tenant, StreamReference.parse(link.stream))
        milestone = state.milestones[link.subject.rpartition(".")[0]]
        needed = {link.recipient, *state.company_contacts, *state.coordinators[:1]}
        needed |= {milestone.decision.by.person} if milestone.decision else set()
        needed |= {milestone.evidence.subject} if milestone.evidence else set()
        people = await self._people(connection, tenant, sorted(needed))
        return self._page(token, tenant, link, state, milestone, people)

    async def _people(self, connection: AsyncConnection, tenant: str, people: list[str]) -> dict[str, Person | None]:
        streams = {person: StreamReference(kind="person", id=person) for person in people}
        found = await opened_states(connection, self._keys, tenant, list(streams.values()))
        return {person: found[stream][1] if stream in found else None for person, stream in streams.items()}

    def _page(
        self,
        token: str,
        tenant: str,
        link: Link,
        state: Engagement,
        milestone: Milestone,
        people: Mapping[str, Person | None],
    ) -> DecisionPage:
        recipient = people.get(link.recipient)
        language: Language = recipient.language if recipient else "ja"
        decision = milestone.decision
        delivery = int(link.subject.rpartition(".")[2])
        wait = state.waits.get(f"milestone_approval:{link.subject}")

        def name(person: str) -> str:
            found = people.get(person)
            return found.name.shown(language) if found else person

        return DecisionPage(
            standing=self._standing(link, state, milestone, delivery),
            language=language,
            token=token,
            tenant=tenant,
            stream=link.stream,
            milestone_id=link.subject.rpartition(".")[0],
            delivery=delivery,
            content=link.content,
            title=state.title,
            host=state.host,
            milestone=milestone.title,
            fee=milestone.fee,
            evidence=milestone.evidence.shown(language) if milestone.evidence else "",
            received_on=str(milestone.received_on or ""),
            payment_due_on=str(milestone.payment_due_on or ""),
            recipient=link.recipient,
            recipient_name=name(link.recipient),
            decided_by=name(decision.by.person) if decision else "",
            decided_at=decision.at if decision else None,
            approved=milestone.approved,
            partly=decision is not None and decision.outcome == "partly_approved",
            accepted_fee=milestone.accepted_fee,
            missing=milestone.missing.shown(language) if milestone.missing else "",
            decided_by_link=decision.by.holder_of_link if decision else False,
            delivered_by=name(milestone.evidence.subject) if milestone.evidence else "",
            asked_by=name(state.coordinators[0]),
            others=tuple(name(person) for person in state.company_contacts if person != link.recipient),
            time_zone=state.time_zone,
            answer_by=wait.schedule.escalate_at if wait else None,
            expires_at=link.expires_at,
            held_back=_held_back(link.subject.rpartition(".")[0], state),
        )

    def _standing(self, link: Link, state: Engagement, milestone: Milestone, delivery: int) -> Standing:
        if link.revoked_at is not None or link.recipient not in state.company_contacts:
            return "revoked"
        if milestone.decision is not None and milestone.delivery == delivery:
            return "decided"
        if milestone.delivery != delivery or milestone.content != link.content:
            return "revoked"
        return "expired" if link.expires_at <= self._clock.now() else "open"

    async def approve(self, token: str, typed: str) -> Outcome:
        """Accept the delivery that the link is about.

        Raises:
            DomainError: the confirmation does not match, the link is not open, or somebody else decided first.
        """
        page = _confirmed(await self._open_page(token), typed)
        command = ApproveMilestone(milestone=page.milestone_id, delivery=page.delivery, content=page.content)
        return await self._send(page, command.model_dump(mode="json"), "approve")

    async def request_changes(self, token: str, typed: str, missing: str) -> Outcome:
        """Send the delivery back and say what is missing.

        Raises:
            DomainError: as for `approve`, or nothing is said to be missing.
        """
        page = _confirmed(await self._open_page(token), typed)
        command = {
            "type": RequestChanges.__name__,
            "milestone": page.milestone_id,
            "delivery": page.delivery,
            "content": page.content,
            "missing": missing,
        }
        return await self._send(page, command, "changes")

    async def approve_partly(self, token: str, accepted_fee: str, missing: str) -> Outcome:
        """Accept a part of the delivery and say what is missing; the amount in yen, as it was typed, confirms it.

        Raises:
            DomainError: the link is not open, somebody else decided first, the amount is no part of what is left, or
                nothing is said to be missing.
        """
        page = await self._open_page(token)
        digits = _plain(accepted_fee, IGNORED_IN_YEN)
        command = {
            "type": ApprovePartly.__name__,
            "milestone": page.milestone_id,
            "delivery": page.delivery,
            "content": page.content,
            # What is no number is no part; zero says so in the words of the rule.
            "accepted_fee": int(digits) if digits.isdecimal() and len(digits) <= LONGEST_AMOUNT else 0,
            "missing": missing,
        }
        return await self._send(page, command, "partly")

    async def _open_page(self, token: str) -> DecisionPage:
        page = await self.page(token)
        if page.standing in ("unknown", "expired", "revoked"):
            raise refusal(
                f"link-{page.standing}",
                wrong=("このリンクはもう使えません。", "This link cannot be used any more."),
                right=("担当コーディネーターに新しいリンクを頼んでください。", "Ask the coordinator for a new one."),
            )
        return page

    async def _send(self, page: DecisionPage, command: dict[str, object], decision: str) -> Outcome:
        link_id = links.hash_of_token(page.token).hex()[:32]
        return await self._handler.send(
            CommandEnvelope(
                command_id=f"link/{link_id}/{decision}",
                tenant=page.tenant,
                stream=StreamReference.parse(page.stream),
                actor=Actor(person=page.recipient, role=Role.COMPANY, holder_of_link=True),
                command=dict(command),
            )
        )

    async def revoke(self, tenant: str, stream: StreamReference, subject: str) -> int:
        """Make the links on a subject worthless; how many there were."""
        async with tenant_transaction(self._pool, tenant) as connection:
            return await links.revoke(connection, tenant, stream.key, subject, self._clock.now())


def _held_back(milestone: str, state: Engagement) -> BilingualText | None:
    try:
        require_scope(milestone, state)
    except DomainError as refused:
        return refused.wrong
    return None


@asynccontextmanager
async def _store_away_explained() -> AsyncIterator[None]:
    try:
        yield
    except psycopg.OperationalError:
        raise store_error(
            "store-away",
            wrong=("データベースから返事がありません。", "The database does not answer."),
            right=("しばらくしてからもう一度お試しください。", "Try again in a while."),
        ) from None


def _confirmed(page: DecisionPage, typed: str) -> DecisionPage:
    if not _confirms(typed, page):
        raise refusal(
            "confirmation-mismatch",
            wrong=("確認の入力が一致しません。", "What you typed does not match."),
            right=(f"「{page.confirmation}」と入力してください。", f"Type {page.confirmation} to confirm."),
            field="confirmation",
        )
    return page


def _confirms(typed: str, page: DecisionPage) -> bool:
    # The yen sign of many Japanese keyboards is a backslash.
    ignored = IGNORED_IN_YEN if page.fee else ""
    return _plain(typed, ignored) == _plain(page.confirmation, ignored) != ""


def _plain(text: str, ignored: str) -> str:
    """Digits and letters as they are meant: full width as half width, without spaces and what is ignored."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(one for one in folded if not one.isspace() and one not in ignored).casefold()
