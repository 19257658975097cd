"""A result that is recorded twice counts once, by its command id alone: the ledger's guard is not asked here."""

import asyncio
from uuid import UUID

from chaos.driver import lay_foundation

from activities.results import Results
from banso.eventstore import effects as ledger
from banso.eventstore.database import tenant_transaction
from banso.eventstore.effects import LedgerEntry
from domain.participation.commands import RecordContractRendered

from support.system import System
from support.walking import between, take

FIRST, SECOND = "ab" * 32, "cd" * 32


async def _rendering(system: System) -> LedgerEntry:
    await lay_foundation(system)
    for step in between("a", None, "a.offer"):
        await take(system, step)
    rows = await system.rows("SELECT effect_id FROM banso.effects WHERE kind = 'render_contract'")
    wanted: list[UUID] = [row[0] for row in rows]
    async with tenant_transaction(system.store.pool, system.tenant) as connection:
        (entry,) = await ledger.load(connection, system.tenant, wanted)
    return entry


async def test_recorded_many_times_at_once_it_counts_once(store: System) -> None:
    entry = await _rendering(store)
    command = RecordContractRendered(round=1, document=FIRST)
    results = [Results(store.store.handler) for _ in range(8)]
    await asyncio.gather(*(one.send(store.tenant, entry, command) for one in results))
    await results[0].send(store.tenant, entry, command)
    types = await store.event_types("participation:a1")
    assert types.count("ContractRendered") == 1
    # Somebody who sent the same as another command would have recorded it again or been refused: ids decide.
    recorded = await store.rows("SELECT command_id FROM banso.commands WHERE command_id LIKE 'result/%%'")
    assert recorded == [(f"result/{entry.effect_id}",)]


async def test_the_first_finding_counts_when_another_attempt_found_something_else(store: System) -> None:
    entry = await _rendering(store)
    results = Results(store.store.handler)
    await results.send(store.tenant, entry, RecordContractRendered(round=1, document=FIRST))
    await results.send(store.tenant, entry, RecordContractRendered(round=1, document=SECOND))
    assert (await store.state("participation:a1")).contract.document == FIRST
    assert (await store.event_types("participation:a1")).count("ContractRendered") == 1
