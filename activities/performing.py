"""Carrying out effects: attempted is written down before anything goes outside, and how it ended afterwards."""

import asyncio
import math
from collections.abc import Awaitable, Callable
from uuid import UUID

import psycopg
import structlog
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool, PoolTimeout
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.contracts import EFFECT_POLICIES, EffectPolicy, EffectsDue
from banso.clock import Clock
from banso.eventstore import effects as ledger
from banso.eventstore.database import pipelined_transaction
from banso.eventstore.effects import LedgerEntry, Status
from banso.eventstore.errors import NotKnownYet
from banso.observability import places_of
from domain.shared.refusals import DomainError

logger = structlog.get_logger()

Reach = Callable[[], Awaitable[str | None]]
"""Does what an effect says; may return a note for the ledger."""
Preparation = Callable[[AsyncConnection, str, LedgerEntry], Awaitable[Reach]]
"""Reads what (tenant, effect) takes, in the transaction that writes the attempt down; nothing goes outside yet."""


class NothingToDo(Exception):
    """There is nothing to do, or nothing any more; the words are for the ledger and hold nothing personal."""


class TryAgain(Exception):
    """It did not work this time; the words are for the ledger and hold nothing personal."""


STORE_AWAY = (psycopg.OperationalError, PoolTimeout, NotKnownYet)
"""Our own database does not answer: that is nobody's failure, and counts against no effect."""


SETTLING_PAUSES_SECONDS = (0.1, 0.5, 2.0)


class NeverWorks(Exception):
    """It will not work until somebody mends its cause; the words are for the coordinator and hold nothing personal."""


class Performer:
    """Carries out a batch of effects, each settled for itself."""

    def __init__(self, pool: AsyncConnectionPool, clock: Clock) -> None:
        self._pool = pool
        self._clock = clock

    async def perform(self, batch: EffectsDue, prepare: Preparation) -> None:
        """Settle every effect of the batch that is not settled yet.

        Raises:
            ApplicationError: some did not work this time; Temporal comes again at the policy's pace.
        """
        try:
            failures = await self._all(batch, prepare)
        except STORE_AWAY as error:
            raise ApplicationError(f"the store does not answer: {type(error).__name__}", type="StoreAway") from None
        if failures:
            text = f"{len(failures)} of {len(batch.effects)} not settled yet: {failures[0]}"
            raise ApplicationError(text, type="TryAgain")

    async def _all(self, batch: EffectsDue, prepare: Preparation) -> list[str]:
        async with pipelined_transaction(self._pool, batch.tenant) as connection:
            entries = await ledger.load(connection, batch.tenant, [UUID(one) for one in batch.effects])
        failures: list[str] = []
        late_at = _half_time()
        # Those that were tried least come first, so that one that takes all the time does not keep the others waiting.
        for entry in sorted(entries, key=lambda one: one.attempts):
            late = asyncio.get_running_loop().time() > late_at
            reason = "no time was left for it" if late else await self._one(batch.tenant, entry, prepare)
            if reason:
                failures.append(reason)
        return failures

    async def _one(self, tenant: str, entry: LedgerEntry, prepare: Preparation) -> str | None:
        policy = EFFECT_POLICIES[entry.kind]
        if activity.in_activity():
            activity.heartbeat(str(entry.effect_id))
        if entry.status == "attempted" and not policy.repeatable:
            await self._settle(tenant, entry, "uncertain", "an attempt ended without an answer")
            return None
        attempt, reach = await self._begin(tenant, entry, prepare)
        if attempt == 0:
            return None
        try:
            note = await reach()
        except NothingToDo as words:
            note = str(words)
        except NeverWorks as error:
            await self._settle(tenant, entry, "parked", str(error))
            return None
        except TryAgain as error:
            return await self._failed(tenant, entry, policy, attempt, str(error))
        except STORE_AWAY:
            raise
        except Exception as error:
            # What nobody foresaw in one effect must not hold up the others of its batch. Its words may be personal.
            logger.warning("effect_unexpected", effect=str(entry.effect_id), kind=entry.kind, where=places_of(error))
            reason = error.code if isinstance(error, DomainError) else type(error).__name__
            return await self._failed(tenant, entry, policy, attempt, f"unexpected: {reason}")
        await self._settle(tenant, entry, "done", note)
        return None

    async def _begin(self, tenant: str, entry: LedgerEntry, prepare: Preparation) -> tuple[int, Reach]:
        """Which attempt this is, on record from here on; and what reaches out, or says why it does not."""
        try:
            async with pipelined_transaction(self._pool, tenant) as connection:
                attempt = await ledger.mark_attempted(connection, tenant, entry.effect_id)
                return attempt, await _prepared(prepare, connection, tenant, entry) if attempt else _nothing
        except STORE_AWAY:
            raise
        except psycopg.Error as error:
            # The transaction is lost, and the attempt with it; it counts all the same.
            async with pipelined_transaction(self._pool, tenant) as connection:
                return await ledger.mark_attempted(connection, tenant, entry.effect_id), _failing(error)

    async def _failed(
        self, tenant: str, entry: LedgerEntry, policy: EffectPolicy, attempt: int, reason: str
    ) -> str | None:
        logger.warning("effect_failed", effect=str(entry.effect_id), kind=entry.kind, attempt=attempt, reason=reason)
        if attempt < policy.attempts:
            return reason
        await self._settle(tenant, entry, "parked", f"{reason} ({attempt} attempts)")
        return None

    async def _settle(self, tenant: str, entry: LedgerEntry, status: Status, note: str | None) -> None:
        # What was done and is not written down is done again, so a database that restarts is waited for.
        for pause in (*SETTLING_PAUSES_SECONDS, None):
            try:
                async with pipelined_transaction(self._pool, tenant) as connection:
                    await ledger.settle(connection, tenant, entry.effect_id, status, self._clock.now(), note)
                break
            except STORE_AWAY:
                if pause is None:
                    raise
                await asyncio.sleep(pause)
        logger.info("effect_settled", effect=str(entry.effect_id), kind=entry.kind, status=status)


async def _prepared(prepare: Preparation, connection: AsyncConnection, tenant: str, entry: LedgerEntry) -> Reach:
    """What keeps an effect from being prepared is raised later, when its attempt is on record."""
    try:
        return await prepare(connection, tenant, entry)
    except psycopg.Error:
        raise
    except Exception as error:
        return _failing(error)


def _failing(error: Exception) -> Reach:
    async def fail() -> str | None:
        raise error

    return fail


async def _nothing() -> str | None:
    return None


def _half_time() -> float:
    """When half of the attempt's time has passed, by the loop's clock: the other half is for what is under way then."""
    limit = activity.info().start_to_close_timeout if activity.in_activity() else None
    return asyncio.get_running_loop().time() + limit.total_seconds() / 2 if limit else math.inf
