"""An effect that cannot succeed is parked after its policy, shown with its reason, and goes through when retried."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from chaos.driver import lay_foundation
from temporalio.client import Client
from temporalio.common import RetryPolicy

from activities.contracts import EFFECT_POLICIES
from banso.eventstore.effects import LedgerEntry

from support.accounting import copies_of, message_id_of
from support.faulty_mail import FaultyMail
from support.system import System, running_store, working
from support.walking import between, walk

QUICK = RetryPolicy(initial_interval=timedelta(milliseconds=50), maximum_interval=timedelta(milliseconds=200))
ATTEMPTS = 3
Mailing = tuple[System, FaultyMail]


@pytest.fixture
async def mailing(
    postgres: str, temporal: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Mailing]:
    """A working system with a mail server that can fail, and a policy that loses patience soon."""
    quick = replace(EFFECT_POLICIES["notify"], attempts=ATTEMPTS, retry=QUICK)
    monkeypatch.setitem(EFFECT_POLICIES, "notify", quick)
    async with AsyncExitStack() as stack:
        mail = FaultyMail(tmp_path / "mail")
        url = await mail.start()
        stack.push_async_callback(mail.stop)
        system = await stack.enter_async_context(
            running_store(postgres, tmp_path, smtp_url=url, BANSO_TASK_QUEUE=f"queue-{tmp_path.name}")
        )
        system.tenant = f"parking-{abs(hash(str(tmp_path))):x}"[:40]
        await stack.enter_async_context(working(system, temporal))
        await lay_foundation(system)
        await system.settle()
        yield system, mail


async def _parked(system: System) -> list[LedgerEntry]:
    return await system.store.client.queries.effects(system.tenant, status="parked")


async def _retry(system: System, entry: LedgerEntry) -> None:
    assert await system.store.handler.retry_effect(system.tenant, entry.effect_id) is not None
    await system.settle()


def _to(entries: list[LedgerEntry]) -> set[str]:
    return {entry.payload["to"] for entry in entries}


async def test_a_refused_recipient_is_parked_and_blocks_nobody(mailing: Mailing) -> None:
    system, mail = mailing
    mail.refused.add("president-a@example.jp")
    await walk(system, between("a", None, "a.publish"))
    await system.settle()
    (entry,) = await _parked(system)
    assert entry.payload["to"] == "president-a"
    assert entry.reason is not None
    assert "550" in entry.reason
    assert "@" not in entry.reason
    assert "president" not in entry.reason
    # The others of the same plan went out, and the engagement goes on.
    assert {mail.to[0] for mail in system.mails()} == {"coordinator@example.jp", "companion-a@example.jp"}
    await walk(system, between("a", "a.publish", "a.apply"))
    await system.settle()
    assert len(system.mails()) >= 4

    await _retry(system, entry)
    assert [one.effect_id for one in await _parked(system)] == [entry.effect_id]
    mail.refused.clear()
    await _retry(system, entry)
    assert await _parked(system) == []
    assert copies_of(system)[message_id_of(entry.effect_id)] == 1
    assert set(copies_of(system).values()) == {1}


async def test_a_mail_server_that_stays_away_too_long(mailing: Mailing) -> None:
    system, mail = mailing
    mail.mood = "refusing"
    await walk(system, between("a", None, "a.publish"))
    await system.settle()
    parked = await _parked(system)
    assert _to(parked) == {"president-a", "companion-a"}
    assert {entry.attempts for entry in parked} == {ATTEMPTS}
    assert all(entry.reason and f"({ATTEMPTS} attempts)" in entry.reason for entry in parked)
    assert all(entry.reason and "@" not in entry.reason for entry in parked)
    # Deliveries between streams are none of the mail server's business.
    await walk(system, between("a", "a.publish", "a.apply"))
    await system.settle()
    assert "a1" in (await system.state("engagement:a")).applications

    mail.mood = "well"
    for entry in await _parked(system):
        await _retry(system, entry)
    assert await _parked(system) == []
    notified = await system.rows("SELECT effect_id FROM banso.effects WHERE kind = 'notify'")
    assert dict(copies_of(system)) == {message_id_of(row[0]): 1 for row in notified}


async def test_a_parked_mail_of_a_child_goes_out_when_it_is_retried(mailing: Mailing) -> None:
    """The child that has to send it sleeps until a reminder is due: retrying must wake it."""
    system, mail = mailing
    await walk(system, between("a", None, "a.start"))
    mail.refused.add("president-a@example.jp")
    await walk(system, between("a", "a.start", "a.deliver.m1"))
    await system.settle()
    (entry,) = [one for one in await _parked(system) if one.process == "milestone_approval:m1.1"]
    mail.refused.clear()
    for one in await _parked(system):
        await _retry(system, one)
    assert await _parked(system) == []
    assert copies_of(system)[message_id_of(entry.effect_id)] == 1
