"""A regional desk with engagements, and commands that can be sent to it for ever."""

import itertools
from collections.abc import Iterable
from typing import Any

from banso.commands import Outcome
from banso.opening import Store
from domain.shared.actors import Actor, Role
from domain.shared.values import StreamReference

MASTER_KEY = b"a key for tests, of 32 bytes ..."
MASTER_KEY_TEXT = "YSBrZXkgZm9yIHRlc3RzLCBvZiAzMiBieXRlcyAuLi4="
COORDINATOR = Actor(person="coordinator", role=Role.COORDINATOR)
SYSTEM = Actor(person="bench", role=Role.SYSTEM)
CONTACT = "contact"
"""The company's only contact. Appointed as coordinator, too, they are told by exactly one mail."""

Command = dict[str, Any]
APPOINT: Command = {"type": "AppointCoordinator", "coordinator": CONTACT}
LEAVE: Command = {"type": "LeaveAsCoordinator", "coordinator": CONTACT}

_ids = itertools.count()


async def send(store: Store, tenant: str, stream: str, command: Command, actor: Actor = COORDINATOR) -> Outcome:
    """Send one command under a new id."""
    return await store.client.send(
        tenant, actor, StreamReference.parse(stream), command, command_id=f"bench-{next(_ids)}"
    )


async def register(store: Store, tenant: str, person: str) -> None:
    """Somebody becomes known."""
    command = {
        "type": "RegisterPerson",
        "name": f"架空 {person}",
        "email": f"{person}@example.jp",
        "citizen_of": ["JP"],
    }
    await send(store, tenant, f"person:{person}", command)


async def open_desk(store: Store, tenant: str) -> None:
    """A desk with its coordinator and one company's contact."""
    await register(store, tenant, "coordinator")
    await register(store, tenant, CONTACT)
    desk = {"type": "OpenService", "name": "架空デスク", "region": "岐阜県", "playbook": "furusato-kengyo"}
    await send(store, tenant, "service:desk", {**desk, "coordinators": ["coordinator"]})


async def draft(store: Store, tenant: str, engagement: str) -> str:
    """One more engagement; its stream."""
    command = {
        "type": "DraftPosting",
        "service": "desk",
        "title": "旗屋の発信",
        "theme": "発信",
        "host": "架空の旗屋",
        "goal": "若い世代に届く発信を一緒につくる",
        "shared_decision": "何を発信するかを参加者と企業で決める",
        "roles": ["広報戦略"],
        "seats": 1,
        "weekly_hours": "8",
        "coordinator": "coordinator",
        "company_contacts": [CONTACT],
    }
    await send(store, tenant, f"engagement:{engagement}", command)
    return f"engagement:{engagement}"


async def drafted(store: Store, tenant: str, count: int) -> list[str]:
    """New engagements."""
    return [await draft(store, tenant, f"e-{next(_ids)}") for _ in range(count)]


def in_rounds(streams: list[str], commands: int) -> Iterable[tuple[str, Command]]:
    """Commands over all streams in rounds: appointed, left, appointed again."""
    for number in range(commands):
        turn, place = divmod(number, len(streams))
        yield streams[place], LEAVE if turn % 2 else APPOINT
