"""A service with as many members as a test wants, who joined while nobody was at work."""

import asyncio

from domain.shared.actors import Actor, Role

from support.story_five import PLAYBOOK, SERVICE, STREAM, UNDERSTANDINGS, stream_of
from support.system import System

AT_ONCE = 8


def everybody(number: int) -> list[str]:
    """The persons, in order."""
    return [f"client-{one:05}" for one in range(number)]


async def with_members(system: System, number: int) -> list[str]:
    """Open the service, and let so many join."""
    office = {
        "type": "RegisterPerson",
        "name": "架空 窓口",
        "email": "coordinator@example.jp",
        "employment": "employed",
    }
    await system.send("person:coordinator", office)
    words = {"name": "架空の寄り添い", "region": "全国", "playbook": PLAYBOOK, "coordinators": ["coordinator"]}
    await system.send(STREAM, {"type": "OpenService", **words})
    people = everybody(number)
    for start in range(0, number, AT_ONCE):
        await asyncio.gather(*(_join(system, person) for person in people[start : start + AT_ONCE]))
    return people


async def _join(system: System, person: str) -> None:
    known = {"type": "RegisterPerson", "name": f"架空 {person}", "email": f"{person}@example.jp"}
    await system.send(f"person:{person}", {**known, "employment": "self_employed"})
    words = {"service": SERVICE, "person": person, "member_role": "client", "understandings": UNDERSTANDINGS}
    actor = Actor(person=person, role=Role.PARTICIPANT)
    await system.send(stream_of(person), {"type": "JoinService", **words}, actor=actor)


async def announce(system: System, last_day: str) -> None:
    """The end is announced."""
    words = {"type": "AnnounceClosing", "last_day": last_day, "reason": "役割を終えたため"}
    await system.send(STREAM, words)


async def invitations(system: System) -> dict[str, int]:
    """How often each member was invited to a farewell, by stream; those who never were are missing."""
    rows = await system.rows(
        "SELECT stream, count(*) FROM banso.events WHERE type = 'GatheringInvited' GROUP BY stream ORDER BY stream"
    )
    return dict(rows)
