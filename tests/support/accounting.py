"""Holding the ledger of effects against the mails that really arrived."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from support.system import System


@dataclass(frozen=True)
class Entry:
    """What the ledger says of one effect."""

    effect_id: UUID
    kind: str
    status: str
    attempts: int
    reason: str | None


async def read_ledger(system: System) -> list[Entry]:
    """The whole ledger, all tenants."""
    rows = await system.rows("SELECT effect_id, kind, status, attempts, reason FROM banso.effects")
    return [Entry(*row) for row in rows]


def message_id_of(effect: UUID, domain: str = "localhost") -> str:
    """The Message-ID that the mail of an effect has for ever."""
    return f"<{effect}@{domain}>"


def problems(ledger: Iterable[Entry], copies: Mapping[str, int]) -> list[str]:
    """What does not agree between the ledger and the copies of mails by Message-ID; empty when all is accounted for.

    Settled are done and parked; a mail may have at most as many copies as its effect had attempts, and one that was
    not sent on purpose (its reason says so) none unless an earlier attempt lost its answer.
    """
    found, expected = [], set()
    for entry in ledger:
        if entry.status not in ("done", "parked"):
            found.append(f"effect {entry.effect_id} ({entry.kind}) is {entry.status}")
        if entry.status == "parked" and not entry.reason:
            found.append(f"effect {entry.effect_id} is parked without a reason")
        if entry.kind != "notify":
            continue
        message_id = message_id_of(entry.effect_id)
        expected.add(message_id)
        found += _of_mail(entry, copies.get(message_id, 0))
    found += [f"mail {one} belongs to no effect" for one in copies if one not in expected]
    return found


def _of_mail(entry: Entry, copies: int) -> list[str]:
    sent = entry.status == "done" and not (entry.reason or "").startswith("not sent")
    if sent and copies == 0:
        return [f"mail of effect {entry.effect_id} counts as sent and never arrived"]
    if copies > max(entry.attempts, 1 if sent else 0):
        return [f"mail of effect {entry.effect_id} arrived {copies} times in {entry.attempts} attempts"]
    return []


def copies_of(system: System) -> Counter[str]:
    """How often each Message-ID arrived."""
    return Counter(mail.message_id for mail in system.mails())


async def every_effect_once(system: System) -> None:
    """Assert that every effect is done, and that every mail which was sent arrived once.

    For runs without a fault in the middle of a mail: there a lost acknowledgement may repeat one.
    """
    ledger, copies = await read_ledger(system), copies_of(system)
    assert problems(ledger, copies) == []
    assert {entry.status for entry in ledger} == {"done"}, [entry for entry in ledger if entry.status != "done"]
    assert set(copies.values()) == {1}, [one for one, count in copies.items() if count > 1]
