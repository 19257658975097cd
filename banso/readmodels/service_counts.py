"""How much happens at each service: events of its engagements and participations, counted by type."""

from collections import Counter
from collections.abc import Sequence

from psycopg import AsyncConnection

from banso.eventstore.subscriptions import OrderedEvent

COUNTED_KINDS = ("engagement", "participation")

_COUNT = (
    "INSERT INTO banso.service_counts (tenant, service, event_type, count) "
    "SELECT overviews.tenant, overviews.service, counted.type, sum(counted.times) "
    "FROM unnest(%s::text[], %s::text[], %s::bigint[]) AS counted (stream, type, times) "
    "JOIN banso.overviews ON overviews.tenant = %s AND overviews.stream = counted.stream "
    "WHERE overviews.service IS NOT NULL GROUP BY overviews.tenant, overviews.service, counted.type "
    "ORDER BY overviews.service, counted.type "
    "ON CONFLICT (tenant, service, event_type) DO UPDATE SET count = service_counts.count + excluded.count"
)


class ServiceCounts:
    """The subscriber that fills `service_counts`."""

    name = "service_counts"

    async def handle(self, connection: AsyncConnection, events: Sequence[OrderedEvent]) -> None:
        """Add a batch of events of one tenant to the counts."""
        times = Counter((event.stream, event.type) for event in events if event.kind in COUNTED_KINDS)
        if times:
            streams, types = zip(*times, strict=True)
            await connection.execute(_COUNT, (list(streams), list(types), list(times.values()), events[0].tenant))
