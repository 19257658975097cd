"""Rebuilding a read model from all events, against the fastest plain fold and the Python peer's."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Union, get_args
from uuid import UUID

import msgspec
import psycopg
from bench.dataset import Dataset, fill
from bench.measuring import Measured, Result, Target, in_turns, ratios
from bench.peer_eventsourcing import Postings, postings
from bench.servers import Bench, installed

from banso.readmodels.rebuilding import rebuild
from domain.engagement.events import EngagementEvent

AGAINST_FOLD = Target("rebuild-fold", "rebuild of a read model / msgspec cursor fold", 0.7, at_most=False, stretch=2)
AGAINST_PEER = Target("rebuild-peer", "rebuild of a read model / eventsourcing's rebuild", 1.8, at_most=False)


def _decoder() -> msgspec.json.Decoder[Any]:
    """Decodes every engagement event into a struct of its own, told apart by its type."""
    models = get_args(get_args(EngagementEvent)[0])
    structs = [
        msgspec.defstruct(
            model.__name__,
            [(name, Any) for name in model.model_fields if name != "type"],
            tag_field="type",
            tag=model.__name__,
        )
        for model in models
    ]
    return msgspec.json.Decoder(Union[tuple(structs)])  # noqa: UP007 - the members are known at run time only


def cursor_fold(owner: str) -> float:
    """Events a second: a server-side cursor, msgspec, and a dictionary of title, type of the last event, version."""
    decoder = _decoder()
    rows: dict[str, list[Any]] = {}
    begun, count = time.perf_counter(), 0
    with psycopg.connect(owner) as connection, connection.cursor(name="fold", binary=True) as cursor:
        cursor.itersize = 5000
        cursor.execute(
            "SELECT stream, version, payload FROM banso.events WHERE stream LIKE 'engagement:%' "
            "ORDER BY tenant, stream, version"
        )
        for stream, version, payload in cursor:
            event = decoder.decode(payload)
            row = rows.setdefault(stream, ["", "", 0])
            if version == 1:
                row[0] = event.title
            row[1], row[2] = type(event).__name__, version
            count += 1
    return count / (time.perf_counter() - begun)


def peer_rebuild(application: Postings, events: int) -> float:
    """Events a second through the library's notification log and its mapper, folded into the same dictionary."""
    rows: dict[UUID, list[Any]] = {}
    begun, last, count = time.perf_counter(), 0, 0
    while count < events:
        notifications = application.recorder.select_notifications(start=last + 1, limit=5000)
        for notification in notifications:
            event = application.mapper.to_domain_event(notification)
            row = rows.setdefault(event.originator_id, ["", "", 0])
            if event.originator_version == 1:
                row[0] = event.title
            row[1], row[2] = type(event).__name__, event.originator_version
        if not notifications:
            break
        last, count = notifications[-1].id, count + len(notifications)
    return count / (time.perf_counter() - begun)


@contextmanager
def _filled_peer(owner: str, streams: int) -> Iterator[Postings]:
    """The peer's events: as many to a stream as ours."""
    with postings(owner) as application:
        identifiers = [application.draft() for _ in range(streams)]
        for start in range(0, streams, 100):
            stored = []
            for identifier in identifiers[start : start + 100]:
                posting = application.repository.get(identifier)
                for turn in range(19):
                    posting.leave("contact") if turn % 2 else posting.appoint("contact")
                stored += [application.mapper.to_stored_event(event) for event in posting.collect_events()]
            application.recorder.insert_events(stored)
        yield application


async def measure(bench: Bench) -> list[Measured]:
    """Both targets, for `overviews`."""
    peer_streams = bench.size(2500, 500)
    async with installed(bench) as installation:
        dataset = await fill(installation, bench.size(10_000, 1500))
        owner = await bench.new_database("eventsourcing")
        filled = _filled_peer(owner, peer_streams)
        application = await asyncio.to_thread(filled.__enter__)
        try:
            return await _compare(bench, installation.owner, dataset, application, peer_streams * 20)
        finally:
            await asyncio.to_thread(filled.__exit__, None, None, None)


async def _compare(
    bench: Bench, owner: str, dataset: Dataset, application: Postings, peer_events: int
) -> list[Measured]:
    async def ours() -> float:
        begun = time.perf_counter()
        rebuilt = await rebuild(owner, "overviews")
        return rebuilt.events / (time.perf_counter() - begun)

    figures = await in_turns(
        bench.turns,
        {
            "rebuild of overviews, events/s": ours,
            "msgspec cursor fold, events/s": lambda: asyncio.to_thread(cursor_fold, owner),
            "eventsourcing's mapper, events/s": lambda: asyncio.to_thread(peer_rebuild, application, peer_events),
        },
    )
    rebuilt, fold, peer = figures.values()
    note = (
        f"{dataset.events:,} events; ours also writes the rows and swaps the table; the peer has {peer_events:,} events"
    )
    return [
        Result(
            AGAINST_FOLD,
            ratios(rebuilt, fold),
            "server-side cursor, msgspec structs, fold; nothing written",
            figures,
            note,
        ),
        Result(AGAINST_PEER, ratios(rebuilt, peer), "notification log, mapper, fold; nothing written", figures, note),
    ]
