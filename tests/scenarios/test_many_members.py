"""Closing a service is the same with many members as with few: they keep themselves, and the service only counts.

`BANSO_MEMBERS=10000` tries it with as many as that, and prints how long each part took.
"""

import os
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

from support.many_members import announce, invitations, with_members
from support.performing import Hands, hands
from support.story_five import STREAM, stream_of

MEMBERS = int(os.environ.get("BANSO_MEMBERS", "300"))
CLOSING = "closing:all"


async def test_everybody_is_told_once_and_the_service_knows_only_counts(postgres: str, tmp_path: Path) -> None:
    async with hands(postgres, tmp_path) as hand:
        began = time.monotonic()
        people = await with_members(hand.system, MEMBERS)
        joined = time.monotonic()
        empty = await _size_of_the_service(hand)
        await announce(hand.system, (hand.system.clock.now() + timedelta(days=40)).date().isoformat())
        announced = time.monotonic()
        (batch,) = await hand.perform(STREAM, CLOSING)
        told = time.monotonic()
        # Begun anew, as after a worker's death, it tells nobody twice.
        await hand.call(batch.activity, batch)

        assert await invitations(hand.system) == {stream_of(person): 1 for person in people}
        service = await hand.system.state(STREAM)
        assert service.members == {"client": MEMBERS}
        assert await _size_of_the_service(hand) - empty < 10_000, "what the service knows grows with its members"
        assert {one.status for one in await hand.ledger(STREAM) if one.process == CLOSING} == {"done"}
        await _fair_shares(hand, people)
        print(
            f"{MEMBERS} members: joining {joined - began:.1f} s, announcing {announced - joined:.3f} s, "
            f"telling each {told - announced:.1f} s; the service's state {await _size_of_the_service(hand)} bytes"
        )


async def _size_of_the_service(hand: Hands) -> int:
    rows = await hand.system.rows("SELECT length(state) FROM banso.streams WHERE stream = %s", STREAM)
    return int(rows[0][0])


async def _fair_shares(hand: Hands, people: list[str]) -> None:
    """Each of the two days gets about half: farther from it than chance would take them, and the choice is unfair."""
    rows = await hand.system.rows(
        "SELECT convert_from(payload, 'UTF8')::jsonb -> 'meeting' ->> 'gathering' FROM banso.events "
        "WHERE type = 'GatheringInvited'"
    )
    shares = Counter(gathering for (gathering,) in rows)
    assert set(shares) == {"farewell-1", "farewell-2"}
    assert abs(shares["farewell-1"] - len(people) / 2) < 3 * len(people) ** 0.5
