"""Telling other streams, by commands of their own."""

from functools import partial

from psycopg import AsyncConnection
from temporalio import activity

from activities.contracts import DELIVER_TO_STREAMS, EffectsDue
from activities.performing import NeverWorks, Performer, Reach
from banso.commands import CommandHandler
from banso.eventstore.effects import LedgerEntry
from banso.eventstore.errors import NotKnownYet
from domain.shared.effects import DeliverToStream
from domain.shared.refusals import DomainError


class Delivery:
    """Makes up for deliveries that the committing process could not make at once."""

    def __init__(self, performer: Performer, handler: CommandHandler) -> None:
        self._performer = performer
        self._handler = handler

    @activity.defn(name=DELIVER_TO_STREAMS)
    async def deliver_to_streams(self, batch: EffectsDue) -> None:
        """Deliver each; a delivery and its settlement are one transaction."""
        await self._performer.perform(batch, self._prepare)

    async def _prepare(self, _: AsyncConnection, tenant: str, entry: LedgerEntry) -> Reach:
        return partial(self._deliver, tenant, entry, DeliverToStream.model_validate(entry.payload))

    async def _deliver(self, tenant: str, entry: LedgerEntry, delivery: DeliverToStream) -> None:
        try:
            await self._handler.deliver(tenant, entry.effect_id, delivery, entry.correlation_id, None)
        except NotKnownYet:
            raise
        except DomainError as error:
            raise NeverWorks(f"{delivery.target.key} refused it: {error.code}") from None
