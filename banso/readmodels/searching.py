"""Finding streams by what everybody may read: ids, titles, hosts, themes, regions; by nothing personal."""

import unicodedata
from dataclasses import dataclass

from psycopg import AsyncConnection
from psycopg.rows import class_row

# The cached states hold what lists do not; only fields that are meant for everybody are taken from them.
_SEARCH = """
WITH public AS (
    SELECT stream, convert_from(state, 'UTF8')::jsonb AS state FROM banso.streams
    WHERE tenant = %(tenant)s AND kind IN ('engagement', 'service')
), found AS (
    SELECT overviews.stream, kind, title, stage, finished, started_at,
           own.state ->> 'host' AS host, own.state ->> 'theme' AS theme, desk.state ->> 'region' AS region
    FROM banso.overviews
    LEFT JOIN public AS own ON own.stream = overviews.stream
    LEFT JOIN public AS desk ON desk.stream = 'service:' || overviews.service
    WHERE overviews.tenant = %(tenant)s
)
SELECT stream, kind, title, stage, host, theme, region FROM found
WHERE lower(normalize(concat_ws(' ', stream, title, host, theme, region), NFKC)) LIKE ALL(%(patterns)s::text[])
ORDER BY array_position(ARRAY['service', 'engagement', 'participation', 'membership', 'person'], kind), finished,
         started_at DESC NULLS LAST, stream
LIMIT %(limit)s
"""


@dataclass(frozen=True)
class Hit:
    """A stream that was found; `host` and `theme` are an engagement's, `region` its desk's."""

    stream: str
    kind: str
    title: str
    stage: str
    host: str | None
    theme: str | None
    region: str | None


async def search(connection: AsyncConnection, tenant: str, text: str, limit: int) -> list[Hit]:
    """Streams that hold every word of a text, whatever its case and width; desks and projects first."""
    async with connection.cursor(row_factory=class_row(Hit)) as cursor:
        patterns = [f"%{_literal(word)}%" for word in folded(text).split()]
        await cursor.execute(_SEARCH, {"tenant": tenant, "patterns": patterns, "limit": limit})
        return await cursor.fetchall()


def folded(text: str) -> str:
    """A text without differences of case and width, as the database folds its own."""
    return unicodedata.normalize("NFKC", text).lower()


def _literal(word: str) -> str:
    for special in ("\\", "%", "_"):
        word = word.replace(special, f"\\{special}")
    return word
