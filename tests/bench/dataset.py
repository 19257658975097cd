"""Ten thousand engagements with twenty events each: one is made by real commands, the others are copies of it.

Copies have ids, hash chains and cached states of their own, so that everything that reads them finds them in order.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import uuid_utils.compat as uuid_utils
from bench.desk import APPOINT, CONTACT, LEAVE, SYSTEM, Command, draft, open_desk, register, send
from bench.servers import Installation
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from banso.clock import SystemClock
from banso.eventstore.envelope import COLUMNS, GENESIS, StoredEvent, hash_of
from domain.shared.actors import Actor, Role
from domain.shared.periods import local_date

TENANT = "bench"
TEMPLATE = "e-template"
CLICKING = 20
"""Contacts among whom the copies' open waits are shared out."""
_EVENT_COLUMNS = f"{COLUMNS}, epoch, effects"


@dataclass(frozen=True)
class Dataset:
    """How much there is."""

    engagements: int
    events: int


def engagement_id(number: int) -> str:
    """The id of a copy; as long as the template's, which it takes the place of."""
    return f"e-{number:08d}"


async def fill(installation: Installation, engagements: int, *, with_events: bool = True) -> Dataset:
    """One engagement by commands, the others as copies; without events for those who read states and lists only."""
    await _live_once(installation)
    async with installation.connection.cursor(row_factory=class_row(StoredEvent)) as cursor:
        await cursor.execute(
            f"SELECT {COLUMNS} FROM banso.events WHERE stream = %s ORDER BY version", (f"engagement:{TEMPLATE}",)
        )
        template = await cursor.fetchall()
    heads = [(engagement_id(number), GENESIS) for number in range(engagements)]
    if with_events:
        heads = await _copy_events(installation, template, engagements)
    await _copy_rows(installation, heads)
    await installation.rows("DELETE FROM banso.news")
    await installation.connection.execute("ANALYZE")
    return Dataset(engagements, engagements * len(template))


async def _live_once(installation: Installation) -> None:
    store, stream = installation.store, f"engagement:{TEMPLATE}"
    await open_desk(store, TENANT)
    await register(store, TENANT, "participant")
    await draft(store, TENANT, TEMPLATE)
    today = local_date(SystemClock().now(), "Asia/Tokyo")
    participant = Actor(person="participant", role=Role.PARTICIPANT)
    due = (today + timedelta(days=60)).isoformat()
    plans = [
        {"type": "PlanMilestone", "milestone": one, "title": "成果", "fee": 150_000, "due_on": due}
        for one in ("m1", "m2")
    ]
    deliver: Command = {"type": "DeliverMilestone", "evidence": "公開した記事と数字"}
    steps: list[tuple[Command, Actor | None]] = [
        ({"type": "PublishPosting"}, None),
        ({"type": "NoteApplication", "participation": "p-1", "person": "participant"}, SYSTEM),
        ({"type": "NoteApplication", "participation": "p-2", "person": CONTACT}, SYSTEM),
        ({"type": "SelectParticipant", "participation": "p-1"}, None),
        ({"type": "NoteParticipantReady", "participation": "p-1", "employer_contact": None}, SYSTEM),
        *((plan, None) for plan in plans),
        ({"type": "StartExecution"}, None),
        ({**deliver, "milestone": "m1"}, participant),
        ({**deliver, "milestone": "m2"}, participant),
        *((command, None) for _ in range(4) for command in (APPOINT, LEAVE)),
    ]
    for command, actor in steps:
        await (send(store, TENANT, stream, command, actor) if actor else send(store, TENANT, stream, command))


async def _copy_events(
    installation: Installation, template: list[StoredEvent], engagements: int
) -> list[tuple[str, bytes]]:
    heads = []
    into = f"COPY banso.events ({_EVENT_COLUMNS}) FROM STDIN"
    async with installation.connection.cursor() as cursor, cursor.copy(into) as copy:
        for number in range(engagements):
            name = engagement_id(number)
            previous = GENESIS
            for event in template:
                one = _copied(event, name, previous)
                previous = one.hash
                await copy.write_row(_event_row(one))
            heads.append((name, previous))
    return heads


def _copied(event: StoredEvent, name: str, previous: bytes) -> StoredEvent:
    one = replace(
        event,
        stream=f"engagement:{name}",
        event_id=uuid_utils.uuid7(),
        command_id=f"{event.command_id}-{name}",
        payload=event.payload.replace(TEMPLATE.encode(), name.encode()),
        previous_hash=previous,
        # Copies ask nothing of the outside world.
        effects_hash=None,
    )
    return replace(one, hash=hash_of(one, previous))


def _event_row(event: StoredEvent) -> tuple[Any, ...]:
    values = [getattr(event, column.strip()) for column in COLUMNS.split(",")]
    values[8] = Jsonb(values[8])
    return (*values, 1, 0)


async def _copy_rows(installation: Installation, heads: list[tuple[str, bytes]]) -> None:
    """Heads with their states, and both read models; each copy's waits are another contact's, at another time."""
    stream, connection = f"engagement:{TEMPLATE}", installation.connection
    await connection.execute("CREATE TEMPORARY TABLE copies (name text, hash bytea, number serial)")
    async with connection.cursor() as cursor, cursor.copy("COPY copies (name, hash) FROM STDIN") as copy:
        for head in heads:
            await copy.write_row(head)
    await connection.execute(
        "INSERT INTO banso.streams (tenant, stream, kind, version, hash, state, state_version, finished) "
        "SELECT tenant, 'engagement:' || name, kind, version, copies.hash, "
        "convert_to(replace(convert_from(state, 'UTF8'), %s, name), 'UTF8'), state_version, finished "
        "FROM banso.streams, copies WHERE stream = %s",
        (TEMPLATE, stream),
    )
    await connection.execute(
        "INSERT INTO banso.overviews SELECT tenant, 'engagement:' || name, version, kind, title, stage, service, name, "
        "person, started_at - make_interval(mins => number), finished FROM banso.overviews, copies WHERE stream = %s",
        (stream,),
    )
    await connection.execute(
        "INSERT INTO banso.waits SELECT tenant, 'engagement:' || name, key, kind, subject, role, "
        f"ARRAY['{CONTACT}-' || number %% %s], since, remind_at, escalate_at + make_interval(mins => number), "
        "step, due_on FROM banso.waits, copies WHERE stream = %s",
        (CLICKING, stream),
    )
