"""Heads of hash chains, written down outside of the database: a cut tail or a missing stream shows, too.

One file for each day (UTC) in the anchor directory, one JSON object for each line. Every line holds the hash of the
line before it, across files, so that the anchors are a chain themselves.
"""

import asyncio
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
from psycopg_pool import AsyncConnectionPool

from banso.eventstore.database import tenant_transaction, tenants
from banso.eventstore.json_lines import append_lines, locked, read_lines

FIRST = "0" * 64
"""What stands before the very first anchor."""

StreamName = tuple[str, str]
"""(tenant, stream)."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The head that a stream had: its version and the hash of that event, in hexadecimal."""

    version: int
    hash: str


@dataclass
class AnchorRecord:
    """What the anchor files say: the latest anchor of each stream, and what is wrong with the files themselves."""

    latest: dict[StreamName, Anchor] = field(default_factory=dict)
    damages: list[str] = field(default_factory=list)
    last: str = FIRST


def _files(directory: Path) -> list[Path]:
    return sorted(directory.glob("anchors-????-??-??.jsonl"))


def _digest(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()


def read_anchors(directory: Path) -> AnchorRecord:
    """Read all anchors, and check that they are one chain. Blocking: a thread should do it."""
    record = AnchorRecord()
    for path in _files(directory):
        for number, line in read_lines(path):
            _read_one(record, f"{path.name}:{number}", line)
    return record


def _read_one(record: AnchorRecord, place: str, line: bytes) -> None:
    try:
        entry = orjson.loads(line)
        name, anchor = (entry["tenant"], entry["stream"]), Anchor(int(entry["version"]), str(entry["hash"]))
        previous = entry["previous"]
    except (ValueError, KeyError, TypeError):
        record.damages.append(f"{place} cannot be read")
    else:
        if previous != record.last:
            record.damages.append(f"{place} does not follow the line before it")
        record.latest[name] = anchor
    record.last = _digest(line)


async def write_anchors(pool: AsyncConnectionPool, directory: Path, now: datetime) -> int:
    """Anchor every head that moved since its last anchor; how many there were. `now` is aware.

    Raises:
        OSError: the directory cannot be written; nothing was anchored.
    """
    heads: list[tuple[StreamName, Anchor]] = []
    known = await asyncio.to_thread(read_anchors, directory)
    for tenant in await tenants(pool):
        async with tenant_transaction(pool, tenant) as connection:
            cursor = await connection.execute(
                "SELECT stream, version, hash FROM banso.streams WHERE tenant = %s ORDER BY stream", (tenant,)
            )
            async for stream, version, digest in cursor:
                anchor = Anchor(version, digest.hex())
                if known.latest.get((tenant, stream)) != anchor:
                    heads.append(((tenant, stream), anchor))
    if heads:
        await asyncio.to_thread(_append, directory, heads, now)
    return len(heads)


def _append(directory: Path, heads: Sequence[tuple[StreamName, Anchor]], now: datetime) -> None:
    with locked(directory):
        day = now.astimezone(UTC).date().isoformat()
        # A clock that went back must not put an anchor before those that it follows.
        latest = max((path.name for path in _files(directory)), default="")
        path = directory / max(f"anchors-{day}.jsonl", latest)
        append_lines(path, list(_chained(read_anchors(directory).last, heads, now)))


def _chained(last: str, heads: Sequence[tuple[StreamName, Anchor]], now: datetime) -> Iterator[dict[str, Any]]:
    for (tenant, stream), anchor in heads:
        entry = {
            "at": now.astimezone(UTC).isoformat(),
            "hash": anchor.hash,
            "previous": last,
            "stream": stream,
            "tenant": tenant,
            "version": anchor.version,
        }
        last = _digest(orjson.dumps(entry, option=orjson.OPT_SORT_KEYS))
        yield entry
