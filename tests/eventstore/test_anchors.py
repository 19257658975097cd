"""Anchors: heads of chains outside of the database, in files that are a chain themselves."""

import asyncio
from datetime import timedelta

from banso.eventstore.anchors import Anchor, read_anchors, write_anchors

from support.story_one import register
from support.system import System


async def heads(system: System) -> dict[tuple[str, str], Anchor]:
    """The heads in the database."""
    rows = await system.rows("SELECT tenant, stream, version, hash FROM banso.streams")
    return {(tenant, stream): Anchor(version, digest.hex()) for tenant, stream, version, digest in rows}


async def test_only_heads_that_moved_are_anchored_again(told: System) -> None:
    pool, directory, now = told.store.pool, told.settings.anchor_directory, told.clock.now()
    everything = await heads(told)
    assert await write_anchors(pool, directory, now) == len(everything)
    assert await write_anchors(pool, directory, now) == 0
    await register(told, "late")
    assert await write_anchors(pool, directory, now) == 1
    record = read_anchors(directory)
    assert record.latest == await heads(told)
    assert record.damages == []


async def test_each_day_has_its_file_and_the_chain_goes_on_across_them(told: System) -> None:
    pool, directory, now = told.store.pool, told.settings.anchor_directory, told.clock.now()
    await write_anchors(pool, directory, now)
    await register(told, "late")
    await write_anchors(pool, directory, now + timedelta(days=1))
    await register(told, "later")
    # A clock that goes back does not put an anchor before those that it follows.
    await write_anchors(pool, directory, now)
    files = sorted(directory.glob("anchors-*.jsonl"))
    assert len(files) == 2
    assert read_anchors(directory).damages == []
    assert read_anchors(directory).latest == await heads(told)
    files[0].write_bytes(files[0].read_bytes().split(b"\n", 1)[1])
    assert read_anchors(directory).damages


async def test_a_half_written_line_is_cut_off_by_the_next_writer(told: System) -> None:
    pool, directory, now = told.store.pool, told.settings.anchor_directory, told.clock.now()
    await write_anchors(pool, directory, now)
    path = next(directory.glob("anchors-*.jsonl"))
    with path.open("ab") as handle:
        handle.write(b'{"at": "20')
    assert read_anchors(directory).damages == []
    await register(told, "late")
    assert await write_anchors(pool, directory, now) == 1
    assert read_anchors(directory).damages == []
    assert read_anchors(directory).latest == await heads(told)


async def test_writers_at_once_leave_one_chain(told: System) -> None:
    pool, directory, now = told.store.pool, told.settings.anchor_directory, told.clock.now()
    await asyncio.gather(*(write_anchors(pool, directory, now) for _ in range(5)))
    assert read_anchors(directory).damages == []
    assert read_anchors(directory).latest == await heads(told)


def test_no_directory_is_no_anchor(tmp_path) -> None:  # type: ignore[no-untyped-def]
    record = read_anchors(tmp_path / "nowhere")
    assert record.latest == {}
    assert record.damages == []
