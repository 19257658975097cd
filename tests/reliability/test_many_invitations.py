"""A worker that dies in the middle of many invitations sends none twice and forgets none.

`BANSO_MEMBERS=200` invites more of them: minutes instead of one.
"""

import asyncio
import os
import random
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from chaos.checks import repeated_mails
from chaos.faults import Fault

from banso.stack.caught_mail import list_mail

from support.accounting import copies_of, problems, read_ledger
from support.many_members import announce, invitations, with_members
from support.story_five import stream_of
from support.system import System, until
from support.world import World, running_world

MEMBERS = int(os.environ.get("BANSO_MEMBERS", "40"))
KILLS_AT = tuple(max(1, MEMBERS * share // 100) for share in (0, 30, 60, 90))
"""So many invitations had been recorded when the worker was killed, at the least."""

LONGEST_MOMENT_SECONDS = 0.4


@pytest.mark.timeout(900)
async def test_a_worker_killed_among_the_invitations_sends_none_twice_and_forgets_none(
    postgres: str, tmp_path: Path
) -> None:
    seed = int(os.environ.get("BANSO_CHAOS_SEED", "0")) or random.SystemRandom().randrange(1, 1_000_000)
    print(f"BANSO_CHAOS_SEED={seed} repeats this; logs are below {tmp_path}")
    async with running_world(tmp_path, postgres) as world:
        people = await with_members(world.system, MEMBERS)
        await announce(world.system, (datetime.now(UTC) + timedelta(days=40)).date().isoformat())
        faults = [await _killed(world, invited, random.Random(seed + invited)) for invited in KILLS_AT]
        faults += [await _killed_among_the_mails(world)]
        await world.start_working()
        await _all_done(world.system)

        assert await invitations(world.system) == {stream_of(person): 1 for person in people}
        assert await _told_of_the_end(world.system) == {stream_of(person): 1 for person in people}
        assert problems(await read_ledger(world.system), copies_of(world.system)) == []
        assert repeated_mails(world.mail.taken, faults) == []
        assert _recipients(world.system, "終わりの前に集まりませんか") == set(people)
        assert _recipients(world.system, "終了のお知らせと感謝をこめて") == set(people)


async def _killed(world: World, invited: int, chance: random.Random) -> Fault:
    """The worker works until so many are invited, and a moment longer; then it is killed."""
    await world.start_working()
    await until(lambda: _invited(world.system, invited), f"{invited} invitations", 300)
    await asyncio.sleep(chance.uniform(0, LONGEST_MOMENT_SECONDS))  # the moment is the point
    began = time.monotonic()
    await world.worker.kill()
    return Fault("worker killed", began, time.monotonic())


async def _invited(system: System, number: int) -> bool:
    return sum((await invitations(system)).values()) >= number


async def _killed_among_the_mails(world: World) -> Fault:
    """Once more, when all are invited and only some have their mail."""
    await world.start_working()
    before = len(world.mail.taken)
    await until(lambda: len(world.mail.taken) >= before + MEMBERS // 4, "mails", 300)
    began = time.monotonic()
    await world.worker.kill()
    return Fault("worker killed", began, time.monotonic())


async def _all_done(system: System) -> None:
    open_ones = "SELECT count(*) FROM banso.effects WHERE status NOT IN ('done', 'parked')"
    await until(lambda: _none(system, open_ones), "the end of all effects", 400)


async def _none(system: System, query: str) -> bool:
    return (await system.rows(query))[0][0] == 0


async def _told_of_the_end(system: System) -> dict[str, int]:
    rows = await system.rows("SELECT stream FROM banso.events WHERE type = 'ClosingNoted'")
    return dict(Counter(stream for (stream,) in rows))


def _recipients(system: System, subject: str) -> set[str]:
    """Who got a mail with this subject."""
    mails = [mail for mail in list_mail(system.mail_directory) if mail.subject.startswith(subject)]
    return {mail.to[0].removesuffix("@example.jp") for mail in mails}
