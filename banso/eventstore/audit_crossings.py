"""What an audit compares across streams: receipts with events, deliveries with receipts, counts with events."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import orjson
from psycopg import AsyncConnection
from psycopg.rows import dict_row

from banso.eventstore.findings import Counted, Findings

FETCHED_AT_ONCE = 2000

_RECEIPTS = """
SELECT coalesce(c.tenant, e.tenant) AS tenant, coalesce(c.command_id, e.command_id) AS command_id,
    c.stream, c.receipt, e.streams, e.ids
FROM (SELECT * FROM banso.commands WHERE %(tenant)s::text IS NULL OR tenant = %(tenant)s) AS c
FULL JOIN (
    SELECT tenant, command_id, array_agg(DISTINCT stream) AS streams, array_agg(event_id::text ORDER BY version) AS ids
    FROM banso.events WHERE %(tenant)s::text IS NULL OR tenant = %(tenant)s GROUP BY tenant, command_id
) AS e ON e.tenant = c.tenant AND e.command_id = c.command_id
"""

_DOUBLED = """
SELECT tenant, min(stream) AS stream, max(version) AS version, count(*) AS times, event_id::text AS event_id
FROM banso.events WHERE %(tenant)s::text IS NULL OR tenant = %(tenant)s
GROUP BY tenant, event_id HAVING count(*) > 1
"""

# A delivery is done in the transaction of the command that it is.
_UNDELIVERED = """
SELECT tenant, stream, version, effect_id::text AS effect_id FROM banso.effects AS f
WHERE kind = 'deliver_to_stream' AND status = 'done' AND (%(tenant)s::text IS NULL OR tenant = %(tenant)s)
AND NOT EXISTS (SELECT FROM banso.commands AS c WHERE c.tenant = f.tenant AND c.command_id = 'effect/' || f.effect_id)
"""

# The bytes of a pin are kept by their hash, so that every release knows whether they are those that were pinned.
_DAMAGED_PINS = """
SELECT tenant, hash, name, version FROM banso.playbook_pins
WHERE hash <> encode(sha256(rules), 'hex') AND (%(tenant)s::text IS NULL OR tenant = %(tenant)s)
"""


async def look_across(
    connection: AsyncConnection, tenant: str | None, counted: Sequence[Counted], findings: Findings
) -> None:
    """Compare what no single stream can tell."""
    await _check_receipts(connection, tenant, findings)
    await _check_doubled(connection, tenant, findings)
    await _check_deliveries(connection, tenant, findings)
    await _check_pins(connection, tenant, findings)
    for model in counted:
        await _check_counts(connection, tenant, model, findings)


async def _check_receipts(connection: AsyncConnection, tenant: str | None, findings: Findings) -> None:
    async with connection.cursor(name="receipts", row_factory=dict_row) as cursor:
        cursor.itersize = FETCHED_AT_ONCE
        await cursor.execute(_RECEIPTS, {"tenant": tenant})
        async for row in cursor:
            findings.receipts += 1
            _check_receipt(row, findings)


def _check_receipt(row: dict[str, Any], findings: Findings) -> None:
    command_id, recorded = row["command_id"], row["ids"] or []
    stream = row["stream"] or (row["streams"] or [""])[0]
    if row["receipt"] is None:
        ja = f"{stream}: {command_id} の記録に受領がありません。"
        en = f"{stream}: the events of command {command_id} have no receipt."
        findings.add("receipt-missing", row["tenant"], stream, None, ja, en)
        return
    promised = _promised(row["receipt"])
    if promised is None or any(one != stream for one in row["streams"] or []):
        ja, en = f"{stream}: {command_id} の受領が壊れています。", f"{stream}: the receipt of {command_id} is damaged."
        findings.add("receipt-altered", row["tenant"], stream, None, ja, en)
    elif set(promised) - set(recorded):
        ja = f"{stream}: {command_id} の受領にある記録がありません。"
        en = f"{stream}: the receipt of {command_id} names an event that is not there."
        findings.add("receipt-without-event", row["tenant"], stream, None, ja, en)
    elif set(recorded) - set(promised):
        ja = f"{stream}: {command_id} の受領にない記録があります。"
        en = f"{stream}: an event of {command_id} is not in its receipt: doubled or added."
        findings.add("event-without-receipt", row["tenant"], stream, None, ja, en)


def _promised(receipt: bytes) -> list[str] | None:
    try:
        return [event["event_id"] for event in orjson.loads(receipt)["events"]]
    except (ValueError, LookupError, TypeError):
        return None


async def _rows(connection: AsyncConnection, query: str, tenant: str | None) -> list[dict[str, Any]]:
    async with connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(query, {"tenant": tenant})
        return await cursor.fetchall()


async def _check_doubled(connection: AsyncConnection, tenant: str | None, findings: Findings) -> None:
    for row in await _rows(connection, _DOUBLED, tenant):
        ja = f"{row['stream']}: 出来事 {row['event_id']} が {row['times']} 回記録されています。"
        en = f"{row['stream']}: event {row['event_id']} is recorded {row['times']} times."
        findings.add("event-doubled", row["tenant"], row["stream"], row["version"], ja, en)


async def _check_deliveries(connection: AsyncConnection, tenant: str | None, findings: Findings) -> None:
    for row in await _rows(connection, _UNDELIVERED, tenant):
        ja = f"{row['stream']}: 伝達 {row['effect_id']} は済みとされていますが、届いていません。"
        en = f"{row['stream']}: delivery {row['effect_id']} counts as done and never arrived."
        findings.add("delivery-never-arrived", row["tenant"], row["stream"], row["version"], ja, en)


async def _check_pins(connection: AsyncConnection, tenant: str | None, findings: Findings) -> None:
    for row in await _rows(connection, _DAMAGED_PINS, tenant):
        name, version = row["name"], row["version"]
        ja = f"固定されたプレイブック {name} 第{version}版({row['hash'][:12]})が書き換えられています。"
        en = f"The pinned playbook {name}, version {version} ({row['hash'][:12]}), is not what was pinned."
        findings.add("pinned-playbook-damaged", row["tenant"], "", None, ja, en)


async def _check_counts(connection: AsyncConnection, tenant: str | None, model: Counted, findings: Findings) -> None:
    """Counts against the events up to the subscriber's checkpoint."""
    kept = Counter(await _counts(connection, tenant, model, kept=True))
    due = Counter(await _counts(connection, tenant, model, kept=False))
    for place in sorted(kept.keys() | due.keys()):
        if kept[place] != due[place]:
            owner, *group = place
            name = "/".join(group)
            ja = f"{model.name} の {name} は {kept[place]} とありますが、記録では {due[place]} です。"
            en = f"{model.name} says {kept[place]} for {name}, and the events come to {due[place]}."
            findings.add("read-model-differs", owner, "", None, ja, en)


async def _counts(
    connection: AsyncConnection, tenant: str | None, model: Counted, *, kept: bool
) -> dict[tuple[str, ...], int]:
    first, second = model.columns
    query = f"SELECT tenant, {first} AS a, {second} AS b, count AS n FROM banso.{model.name}"  # noqa: S608
    if not kept:
        query = count_query(
            model,
            "(events.epoch, events.transaction_id, events.position) "
            "<= (checkpoints.epoch, checkpoints.transaction_id, checkpoints.position)",
        )
    among = f"SELECT * FROM ({query}) AS c WHERE %(tenant)s::text IS NULL OR tenant = %(tenant)s"  # noqa: S608
    rows = await _rows(connection, among, tenant)
    return {(row["tenant"], row["a"], row["b"]): row["n"] for row in rows}


def count_query(model: Counted, condition: str) -> str:
    """SQL that counts a model's events: columns tenant, a, b and n; `checkpoints` is its subscriber's, if any."""
    first, second = model.group
    return (
        f"SELECT events.tenant, {first} AS a, {second} AS b, count(*) AS n FROM banso.events "  # noqa: S608
        "JOIN banso.overviews ON overviews.tenant = events.tenant AND overviews.stream = events.stream "
        f"LEFT JOIN banso.checkpoints ON checkpoints.tenant = events.tenant AND subscriber = '{model.subscriber}' "
        f"WHERE {model.counted} AND {condition} GROUP BY 1, 2, 3"
    )
