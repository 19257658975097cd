"""Who is told when a service, or a person's whereabouts, concern many streams at once."""

from psycopg import AsyncConnection
from psycopg.rows import scalar_row

from domain.shared.values import StreamKind

_AUDIENCE = """
SELECT stream FROM banso.overviews
WHERE tenant = %(tenant)s AND kind = %(kind)s AND stream > %(after)s
  AND (service = %(service)s OR person = %(person)s)
ORDER BY stream LIMIT %(limit)s
"""


async def audience(
    connection: AsyncConnection,
    tenant: str,
    kind: StreamKind,
    *,
    service: str | None,
    person: str | None,
    after: str,
    limit: int,
) -> list[str]:
    """The next streams of a kind that belong to a service, or are about a person, in the order of their names.

    `after` is the last one of the page before, empty for the first.
    """
    values = {"tenant": tenant, "kind": kind, "service": service, "person": person, "after": after, "limit": limit}
    async with connection.cursor(row_factory=scalar_row) as cursor:
        await cursor.execute(_AUDIENCE, values)
        return [str(stream) for stream in await cursor.fetchall()]
