"""What became of it all: computed from the event store, its audit, the ledger of effects, and the caught mails."""

import asyncio
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.parser import BytesHeaderParser
from pathlib import Path

from psycopg import AsyncConnection

from banso.demo.notebook import Page
from banso.demo.place import Place
from banso.readmodels.catalogue import audit

NAME_DIGITS = 20
NOT_SENT = "not sent"


@dataclass(frozen=True)
class Verdict:
    """Counts, each with its plain meaning; `right` is whether nothing was lost and nothing done twice."""

    acts: int
    acts_accepted: int
    events: int
    reminded: int
    escalated: int
    """How often a coordinator was told that somebody kept silent."""
    streams_open: int
    effects: dict[str, int]
    mails_owed: int
    mails_arrived: int
    mails_missing: int
    mails_twice: int
    """Mails that came more than once. Each has the Message-ID of the first, so that mail programs show one."""
    damages: int
    heads_lost: int
    """Of the streams that stood when everything was killed: those whose history is no longer what it was."""
    questions: int = 0
    """What the story asked about its past."""
    answered: int = 0
    """How many of them were answered as they have to be, then and at the end."""

    @property
    def right(self) -> bool:
        """Nothing lost, nothing twice, nothing damaged."""
        unsettled = sum(count for status, count in self.effects.items() if status != "done")
        wrongs = (self.streams_open, unsettled, self.mails_missing, self.mails_twice, self.damages, self.heads_lost)
        all_done = self.acts == self.acts_accepted and self.questions == self.answered
        return all_done and not any(wrongs)


async def judge(place: Place, page: Page, connection: AsyncConnection, acts: int, mails: Path) -> Verdict:
    """Look at everything once more, from outside."""
    findings = await audit(place.owner, anchors=place.settings.anchor_directory)
    owed = await _owed(connection)
    arrived = await caught(connection, page, mails)
    accepted = "SELECT count(*) FROM banso.commands WHERE starts_with(command_id, 'demo/')"
    unfinished = "SELECT count(*) FROM banso.streams WHERE kind NOT IN ('person', 'service') AND NOT finished"
    return Verdict(
        acts=acts,
        acts_accepted=await _count(connection, accepted),
        events=findings.events,
        reminded=await _count(connection, "SELECT count(*) FROM banso.events WHERE type = 'Reminded'"),
        escalated=await _count(connection, "SELECT count(*) FROM banso.events WHERE type = 'Escalated'"),
        streams_open=await _count(connection, unfinished),
        effects=await _effects(connection),
        mails_owed=len(owed),
        mails_arrived=sum(arrived.values()),
        mails_missing=len(owed - arrived.keys()),
        mails_twice=sum(count - 1 for count in arrived.values()),
        damages=findings.damages,
        heads_lost=await _heads_lost(connection, page),
    )


async def caught(connection: AsyncConnection, page: Page, mails: Path) -> Counter[str]:
    """How often each of the demo's mails was caught, by effect; the stack's other mails are none of ours."""
    owed = await _owed(connection)
    found = await asyncio.to_thread(_message_ids, mails, page.begun_at)
    return Counter({name: count for name, count in found.items() if name in owed})


def _message_ids(mails: Path, since: datetime) -> Counter[str]:
    """What stands before the @ of every Message-ID that was caught since then. Names of files begin with a moment."""
    first = f"{int(since.timestamp() * 1e9):0{NAME_DIGITS}d}"
    reader, found = BytesHeaderParser(policy=policy.default), Counter[str]()
    for path in mails.glob("[0-9]*.eml"):
        if path.name[:NAME_DIGITS] >= first:
            with path.open("rb") as file:
                found[str(reader.parse(file).get("Message-ID", "")).strip("<> ").partition("@")[0]] += 1
    return found


async def _owed(connection: AsyncConnection) -> set[str]:
    """The effects that are mails; those that were overtaken before they were sent are none."""
    rows = await connection.execute(
        "SELECT effect_id::text FROM banso.effects WHERE kind = 'notify' AND NOT starts_with(coalesce(reason, ''), %s)",
        (NOT_SENT,),
    )
    return {row[0] for row in await rows.fetchall()}


async def _effects(connection: AsyncConnection) -> dict[str, int]:
    rows = await connection.execute("SELECT status, count(*) FROM banso.effects GROUP BY status")
    return dict(await rows.fetchall())


async def _count(connection: AsyncConnection, query: str) -> int:
    row = await (await connection.execute(query.encode())).fetchone()
    return int(row[0]) if row else 0


async def _heads_lost(connection: AsyncConnection, page: Page) -> int:
    if page.broken is None:
        return 0
    rows = await connection.execute("SELECT stream, version, encode(hash, 'hex') FROM banso.events")
    kept = set(await rows.fetchall())
    return sum((stream, *head) not in kept for stream, head in page.broken.heads.items())
