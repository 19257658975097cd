"""Carrying out effects: attempted is written down before anything goes outside, and how it ended afterwards."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import structlog
from psycopg_pool import AsyncConnectionPool
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.contracts import EFFECT_POLICIES, EffectPolicy, EffectsDue
from banso.clock import Clock
from banso.eventstore import effects as ledger
from banso.eventstore.database import tenant_transaction
from banso.eventstore.effects import LedgerEntry, Status

logger = structlog.get_logger()

Action = Callable[[str, LedgerEntry], Awaitable[str | None]]
"""Does what an effect says for (tenant, effect); may return a note, for example why there was nothing to do."""


class TryAgain(Exception):
    """It did not work this time; the words are for the ledger and hold nothing personal."""


class NeverWorks(Exception):
    """It will not work until somebody mends its cause; the words are for the coordinator and hold nothing personal."""


class Performer:
    """Carries out a batch of effects, each settled for itself."""

    def __init__(self, pool: AsyncConnectionPool, clock: Clock) -> None:
        self._pool = pool
        self._clock = clock

    async def perform(self, batch: EffectsDue, action: Action) -> None:
        """Settle every effect of the batch that is not settled yet.

        Raises:
            ApplicationError: some did not work this time; Temporal comes again at the policy's pace.
        """
        async with tenant_transaction(self._pool, batch.tenant) as connection:
            entries = await ledger.load(connection, batch.tenant, [UUID(one) for one in batch.effects])
        failures = [reason for entry in entries if (reason := await self._one(batch.tenant, entry, action))]
        if failures:
            raise ApplicationError(f"{len(failures)} of {len(entries)} not settled yet: {failures[0]}", type="TryAgain")

    async def _one(self, tenant: str, entry: LedgerEntry, action: Action) -> str | None:
        policy = EFFECT_POLICIES[entry.kind]
        if activity.in_activity():
            activity.heartbeat(str(entry.effect_id))
        if entry.status == "attempted" and not policy.repeatable:
            await self._settle(tenant, entry, "uncertain", "an attempt ended without an answer")
            return None
        attempt = await self._attempt(tenant, entry)
        if attempt == 0:
            return None
        try:
            note = await action(tenant, entry)
        except NeverWorks as error:
            await self._settle(tenant, entry, "parked", str(error))
            return None
        except TryAgain as error:
            return await self._failed(tenant, entry, policy, attempt, str(error))
        await self._settle(tenant, entry, "done", note)
        return None

    async def _attempt(self, tenant: str, entry: LedgerEntry) -> int:
        async with tenant_transaction(self._pool, tenant) as connection:
            return await ledger.mark_attempted(connection, tenant, entry.effect_id)

    async def _failed(
        self, tenant: str, entry: LedgerEntry, policy: EffectPolicy, attempt: int, reason: str
    ) -> str | None:
        logger.warning("effect_failed", effect=str(entry.effect_id), kind=entry.kind, attempt=attempt, reason=reason)
        if attempt < policy.attempts:
            return reason
        await self._settle(tenant, entry, "parked", f"{reason} ({attempt} attempts)")
        return None

    async def _settle(self, tenant: str, entry: LedgerEntry, status: Status, note: str | None) -> None:
        async with tenant_transaction(self._pool, tenant) as connection:
            await ledger.settle(connection, tenant, entry.effect_id, status, self._clock.now(), note)
        logger.info("effect_settled", effect=str(entry.effect_id), kind=entry.kind, status=status)
