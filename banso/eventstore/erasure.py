"""Erasing a person: the event, the log outside of the database, the keys.

In this order, so that whatever is killed in between can be completed: the event says that it has to be done, the log
says it to a backup that will be restored some day, and the destroyed keys make every copy unreadable.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import orjson
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from banso.eventstore.database import tenant_transaction, tenants
from banso.eventstore.errors import StoreError, store_error
from banso.eventstore.json_lines import append_lines, locked, read_lines
from banso.eventstore.sealing import KeyRing
from domain.person.commands import ErasePerson
from domain.shared.actors import Actor, Role
from domain.shared.refusals import DomainError
from domain.shared.values import StreamReference

LOG = "erasures.jsonl"
REPLAYED_BY = Actor(person="erasure-log", role=Role.OPERATOR)
REPLAYED = "replayed from the log of erasures after a restore"


class SendsCommands(Protocol):
    """Sends a command the way that everybody's commands go; the application client does."""

    async def send(
        self,
        tenant: str,
        actor: Actor,
        stream: StreamReference,
        command: dict[str, Any],
        *,
        command_id: str | None = None,
    ) -> object:
        """Send one command.

        Raises:
            DomainError: the command is refused; nothing was changed.
        """
        ...


@dataclass(frozen=True)
class Erasure:
    """A person who was erased; the keys of `kept_purposes` are kept because a law demands it."""

    tenant: str
    subject: str
    kept_purposes: tuple[str, ...]
    erased_at: datetime


async def erase_person(
    commands: SendsCommands,
    pool: AsyncConnectionPool,
    keys: KeyRing,
    directory: Path,
    tenant: str,
    person: str,
    *,
    actor: Actor,
    reason: str,
) -> Erasure:
    """Erase a person for good; doing it again completes what was left undone and changes nothing else.

    `directory` is the anchor directory, in which the log of erasures is kept.

    Raises:
        DomainError: there is no such person, or the actor may not do it; nothing was changed.
        OSError: the log cannot be written; the erasure is recorded, and is completed when it is asked for again.
    """
    await _record(commands, tenant, person, actor, reason)
    async with tenant_transaction(pool, tenant) as connection:
        erasure = await _recorded(connection, tenant, f"person:{person}")
    if erasure is None:
        raise LookupError(f"no erasure of {person} is recorded although it was accepted")
    await _carry_out(pool, keys, directory, erasure)
    return erasure


async def _record(commands: SendsCommands, tenant: str, person: str, actor: Actor, reason: str) -> None:
    command = ErasePerson.model_construct(reason=reason).model_dump(mode="json")
    try:
        await commands.send(tenant, actor, StreamReference(kind="person", id=person), command)
    except DomainError as error:
        # It was recorded before: what was left undone is what is wanted now.
        if error.code != "person-erased":
            raise


async def _recorded(connection: AsyncConnection, tenant: str, stream: str) -> Erasure | None:
    cursor = await connection.execute(
        "SELECT payload, occurred_at FROM banso.events WHERE tenant = %s AND stream = %s AND type = 'PersonErased' "
        "ORDER BY version LIMIT 1",
        (tenant, stream),
    )
    row = await cursor.fetchone()
    if row is None:
        return None
    kept = tuple(orjson.loads(row[0])["kept_purposes"])
    return Erasure(tenant, stream.partition(":")[2], kept, row[1])


async def _carry_out(pool: AsyncConnectionPool, keys: KeyRing, directory: Path, erasure: Erasure) -> None:
    """Log it, then destroy the keys; both may have been done before."""
    await asyncio.to_thread(_log, directory, [erasure])
    async with tenant_transaction(pool, erasure.tenant) as connection:
        # Whoever is making a key for this person right now comes first, and the key is found here; or comes later,
        # and finds that the person is erased.
        await connection.execute("LOCK TABLE banso_keys.personal_keys IN SHARE ROW EXCLUSIVE MODE")
        kept = list(erasure.kept_purposes)
        await connection.execute(
            "INSERT INTO banso_keys.erasures (tenant, subject, kept_purposes, erased_at) VALUES (%s, %s, %s, %s) "
            "ON CONFLICT DO NOTHING",
            (erasure.tenant, erasure.subject, kept, erasure.erased_at),
        )
        await connection.execute(
            "DELETE FROM banso_keys.personal_keys WHERE tenant = %s AND subject = %s AND purpose <> ALL(%s)",
            (erasure.tenant, erasure.subject, kept),
        )
    keys.forget(erasure.tenant, erasure.subject)


def _log(directory: Path, erasures: Sequence[Erasure]) -> None:
    with locked(directory):
        known = {(one.tenant, one.subject) for one in read_erasures(directory)}
        new = [one for one in erasures if (one.tenant, one.subject) not in known]
        if new:
            append_lines(directory / LOG, [_entry(one) for one in new])


def _entry(erasure: Erasure) -> dict[str, Any]:
    return {
        "tenant": erasure.tenant,
        "subject": erasure.subject,
        "kept_purposes": list(erasure.kept_purposes),
        "erased_at": erasure.erased_at.isoformat(),
    }


def read_erasures(directory: Path) -> list[Erasure]:
    """The log of erasures, oldest first; a line that cannot be read is an error, for it stands for a person.

    Raises:
        StoreError: a line cannot be read; it is named.
    """
    found = []
    for number, line in read_lines(directory / LOG):
        try:
            entry = orjson.loads(line)
            at = datetime.fromisoformat(entry["erased_at"])
            found.append(Erasure(entry["tenant"], entry["subject"], tuple(entry["kept_purposes"]), at))
        except (ValueError, LookupError, TypeError):
            raise _unreadable(number) from None
    return found


def _unreadable(number: int) -> StoreError:
    return store_error(
        "erasures-unreadable",
        wrong=(f"消去の記録 {LOG} の {number} 行目を読めません。", f"{LOG}, line {number}, cannot be read."),
        right=(
            "その行は消去された方を表します。書かれたときの行に戻してください。",
            "The line stands for somebody who was erased: put it back as it was written.",
        ),
    )


async def complete_erasures(pool: AsyncConnectionPool, keys: KeyRing, directory: Path) -> list[Erasure]:
    """Complete every erasure that is recorded and was interrupted; those that were completed now.

    Raises:
        OSError: the log cannot be written.
        StoreError: the log cannot be read.
    """
    logged = {(one.tenant, one.subject) for one in await asyncio.to_thread(read_erasures, directory)}
    completed = []
    for tenant in await tenants(pool):
        for erasure, keys_are_gone in await _erasures_of(pool, tenant):
            if not keys_are_gone or (tenant, erasure.subject) not in logged:
                await _carry_out(pool, keys, directory, erasure)
                completed.append(erasure)
    return completed


async def _erasures_of(pool: AsyncConnectionPool, tenant: str) -> list[tuple[Erasure, bool]]:
    """The recorded erasures of a tenant, and whether each one's keys were destroyed."""
    async with tenant_transaction(pool, tenant) as connection:
        cursor = await connection.execute(
            "SELECT stream FROM banso.overviews WHERE tenant = %s AND kind = 'person' AND stage = 'erased' "
            "ORDER BY stream",
            (tenant,),
        )
        found = []
        for (stream,) in await cursor.fetchall():
            erasure = await _recorded(connection, tenant, stream)
            if erasure is not None:
                found.append((erasure, await _keys_are_gone(connection, erasure)))
    return found


async def _keys_are_gone(connection: AsyncConnection, erasure: Erasure) -> bool:
    cursor = await connection.execute(
        "SELECT EXISTS (SELECT FROM banso_keys.erasures WHERE tenant = %(tenant)s AND subject = %(subject)s) "
        "AND NOT EXISTS (SELECT FROM banso_keys.personal_keys WHERE tenant = %(tenant)s AND subject = %(subject)s "
        "AND purpose <> ALL(%(kept)s))",
        {"tenant": erasure.tenant, "subject": erasure.subject, "kept": list(erasure.kept_purposes)},
    )
    row = await cursor.fetchone()
    return bool(row and row[0])


async def replay_erasures(
    commands: SendsCommands, pool: AsyncConnectionPool, keys: KeyRing, directory: Path
) -> list[Erasure]:
    """Erase again whom the log names, after a backup from before their erasure was restored; those replayed now.

    Raises:
        StoreError: the log cannot be read; nothing was changed.
    """
    logged = await asyncio.to_thread(read_erasures, directory)
    return [erasure for erasure in logged if await _replay(commands, pool, keys, directory, erasure)]


async def _replay(
    commands: SendsCommands, pool: AsyncConnectionPool, keys: KeyRing, directory: Path, erasure: Erasure
) -> bool:
    async with tenant_transaction(pool, erasure.tenant) as connection:
        is_recorded = await _recorded(connection, erasure.tenant, f"person:{erasure.subject}") is not None
        if is_recorded and await _keys_are_gone(connection, erasure):
            return False
    if not is_recorded:
        await _record_again(commands, erasure)
    await _carry_out(pool, keys, directory, erasure)
    return True


async def _record_again(commands: SendsCommands, erasure: Erasure) -> None:
    try:
        await _record(commands, erasure.tenant, erasure.subject, REPLAYED_BY, REPLAYED)
    except DomainError as error:
        # The backup is older than the person's registration: there are only keys to destroy, and new ones to refuse.
        if error.code not in ("not-found", "person-unknown"):
            raise
