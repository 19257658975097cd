"""Telling all streams of a service, or of a person, by a command to each."""

from functools import partial

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool
from temporalio import activity

from activities.contracts import TELL_EACH, EffectsDue
from activities.performing import NeverWorks, Performer, Reach
from activities.results import sent
from banso.commands import CommandHandler
from banso.eventstore.database import tenant_transaction
from banso.eventstore.effects import LedgerEntry
from banso.readmodels.audiences import audience
from domain.shared.effects import TellEach

PAGE = 200
"""So many streams are looked up at once."""


class TellingEach:
    """Sends one command to each of many streams, under an id made of effect and stream: each counts it once."""

    def __init__(self, performer: Performer, pool: AsyncConnectionPool, handler: CommandHandler) -> None:
        self._performer = performer
        self._pool = pool
        self._handler = handler

    @activity.defn(name=TELL_EACH)
    async def tell_each(self, batch: EffectsDue) -> None:
        """Tell all who are there now; begun anew, it repeats itself without consequence."""
        await self._performer.perform(batch, self._prepare)

    async def _prepare(self, _: AsyncConnection, tenant: str, entry: LedgerEntry) -> Reach:
        return partial(self._tell, tenant, entry, TellEach.model_validate(entry.payload))

    async def _tell(self, tenant: str, entry: LedgerEntry, telling: TellEach) -> str:
        told, after = 0, ""
        refusals: list[str] = []
        while page := await self._page(tenant, telling, after):
            for stream in page:
                refusal = await self._send(tenant, entry, telling, stream)
                told, refusals = told + 1, [*refusals, refusal] if refusal else refusals
            after = page[-1]
            _alive(told)
        if refusals:
            raise NeverWorks(f"{len(refusals)} of {told} streams refused it, the first: {refusals[0]}")
        return f"{told} streams were told"

    async def _page(self, tenant: str, telling: TellEach, after: str) -> list[str]:
        async with tenant_transaction(self._pool, tenant) as connection:
            whose = {"service": telling.service, "person": telling.person}
            return await audience(connection, tenant, telling.kind, **whose, after=after, limit=PAGE)

    async def _send(self, tenant: str, entry: LedgerEntry, telling: TellEach, stream: str) -> str | None:
        command_id = f"each/{entry.effect_id}/{stream}"
        refused = await sent(
            self._handler, tenant, entry, command_id=command_id, stream=stream, command=telling.command
        )
        return None if refused is None else f"{stream} ({refused.code})"


def _alive(told: int) -> None:
    if activity.in_activity():
        activity.heartbeat(told)
