"""Putting the regional report together from `report_facts`, within one tenant's transaction."""

from datetime import date, datetime

from psycopg import AsyncConnection
from psycopg.rows import class_row

from banso.eventstore.reading import read_head
from banso.eventstore.subscriptions import SETTLED
from banso.playbook_folder import Playbooks
from banso.readmodels.report import Fact, Period, Report, report_of
from banso.readmodels.report_facts import ReportFacts
from domain.service.aggregate import SERVICE
from domain.service.state import Service
from domain.shared.periods import local_date
from domain.shared.refusals import not_found
from domain.shared.values import BilingualText

_FACTS = (
    "SELECT facts.stream, measure, subject, amount, day, occurred_at FROM banso.report_facts AS facts "
    "JOIN banso.overviews USING (tenant, stream) WHERE facts.tenant = %s AND overviews.service = ANY(%s) "
    "ORDER BY facts.stream, facts.version, facts.place"
)
_CHECKPOINT = (
    "SELECT epoch, transaction_id::text, position FROM banso.checkpoints WHERE tenant = %s AND subscriber = %s"
)
_BEHIND = (
    "SELECT count(*) FROM banso.events "  # noqa: S608 - names of ours
    f"WHERE tenant = %s AND (epoch, transaction_id, position) > (%s, %s::xid8, %s) AND {SETTLED}"
)


async def regional_report(
    connection: AsyncConnection,
    tenant: str,
    playbooks: Playbooks,
    *,
    now: datetime,
    service: str | None,
    since: date | None,
    until: date | None,
) -> Report:
    """The report of one service, or of all services of a tenant; in the zone of the first of them.

    Raises:
        NotFound: there is no such service in this tenant, or none at all.
    """
    services = await _services(connection, tenant, service)
    zone = services[0].time_zone
    period = Period(since, until, zone)
    async with connection.cursor(row_factory=class_row(Fact)) as cursor:
        await cursor.execute(_FACTS, (tenant, [one.id for one in services]))
        facts = await cursor.fetchall()
    words = _tags(services, playbooks)
    told = report_of(facts, period, local_date(now, zone), list(words))
    told.tag_words = {tag: words[tag] for tag in told.tags if tag in words}
    told.services = [one.id for one in services]
    told.behind = await _behind(connection, tenant)
    return told


async def _services(connection: AsyncConnection, tenant: str, service: str | None) -> list[Service]:
    cursor = await connection.execute(
        "SELECT stream FROM banso.overviews WHERE tenant = %s AND kind = 'service' "
        "AND (%s::text IS NULL OR service = %s) ORDER BY stream",
        (tenant, service, service),
    )
    found: list[Service] = []
    for (stream,) in await cursor.fetchall():
        head = await read_head(connection, tenant, stream, SERVICE)
        if head is not None:
            found.append(head[1])
    if not found:
        raise not_found(f"service:{service}" if service else "service")
    return found


async def _behind(connection: AsyncConnection, tenant: str) -> int:
    """How many events happened that the subscriber has not seen yet."""
    checkpoint = await (await connection.execute(_CHECKPOINT, (tenant, ReportFacts.name))).fetchone()
    cursor = await connection.execute(_BEHIND, (tenant, *(checkpoint or (0, "0", 0))))
    row = await cursor.fetchone()
    return int(row[0]) if row else 0


def _tags(services: list[Service], playbooks: Playbooks) -> dict[str, BilingualText]:
    """What a retrospective of these services may be marked with, in the order and words of their playbooks."""
    names = dict.fromkeys(one.playbook for one in services)
    known = [playbook for name in names if (playbook := playbooks.find(name)) is not None]
    found: dict[str, BilingualText] = {}
    for playbook in known:
        found |= {tag: words for tag, words in playbook.rules.retrospective.tags.items() if tag not in found}
    return found
