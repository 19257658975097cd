"""What must hold when everything has come to rest. Each check gives sentences about what does not; none means sound."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from chaos.diary import Remembered, digest_of
from chaos.faults import Fault

from banso.eventstore.audit import verify
from banso.eventstore.findings import Derived
from banso.readmodels.inline import OVERVIEW_COLUMNS, WAIT_COLUMNS, overview_row, wait_rows
from workflows.contracts import workflow_id

from support.accounting import problems, read_ledger
from support.faulty_mail import Taken
from support.system import System
from support.world import World

DERIVED = (
    Derived("overviews", OVERVIEW_COLUMNS, lambda t, s, v, aggregate, state: [overview_row(t, s, v, aggregate, state)]),
    Derived("waits", WAIT_COLUMNS, lambda t, s, v, aggregate, state: wait_rows(t, s, state)),
)
ENDS_A_MAIL = frozenset(
    {
        "worker killed",
        "worker stopped",
        "worker paused",
        "temporal killed",
        "temporal paused",
        "postgres killed",
        "postgres crashed",
        "postgres paused",
        "everything",
    }
)
"""Faults after which a mail whose acknowledgement arrived may not have been written down as sent."""
ANSWER_SECONDS = 60.0
AFTERMATH_SECONDS = 3.0
"""So long after its end a fault is still felt: a server recovers, connections are made anew."""


async def against_the_diary(system: System, remembered: Remembered) -> list[str]:
    """Nothing acknowledged is lost or doubled; nothing refused was written; an id's answer never changed."""
    rows = await system.rows(
        "SELECT c.command_id, c.receipt, count(e.event_id), count(DISTINCT e.event_id) FROM banso.commands AS c "
        "LEFT JOIN banso.events AS e USING (tenant, command_id) GROUP BY c.tenant, c.command_id, c.receipt"
    )
    known = {row[0]: (digest_of(bytes(row[1]).decode()), row[2], row[3]) for row in rows}
    found = [f"{one} was sent with two contents" for one in remembered.bodies_changed]
    found += [f"{one} never got an answer" for one in remembered.open]
    found += [f"{one} was refused, and yet is recorded" for one in remembered.refused if one in known]
    for identifier, receipts in remembered.receipts.items():
        if identifier not in known:
            found.append(f"{identifier} was acknowledged and is lost")
        elif receipts != {known[identifier][0]}:
            found.append(f"{identifier} was acknowledged with {len(receipts)} receipts, or another than is stored")
    found += [f"{one} has events twice" for one, (_, events, distinct) in known.items() if events != distinct]
    return found


async def against_itself(system: System, anchors: Path | None = None) -> list[str]:
    """Chains, gaps, cached states, read models, receipts, effects: the audit of the store."""
    findings = await verify(system.owner, anchors=anchors, derived=DERIVED)
    return [f"{one.code}: {one.what.en}" for one in findings.found]


async def results_once(system: System) -> list[str]:
    """What an activity wrote back counts once, however often it was carried out."""
    rows = await system.rows(
        "SELECT stream, type, count(*) FROM banso.events WHERE type IN ('ContractOffered', 'ContractRendered', "
        "'PermissionCheckStarted', 'WorkPermissionCleared') GROUP BY 1, 2"
    )
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for stream, kind, count in rows:
        counts[stream][kind] = count
    pairs = (("ContractOffered", "ContractRendered"), ("PermissionCheckStarted", "WorkPermissionCleared"))
    return [
        f"{stream}: {of.get(cause, 0)} {cause}, {of.get(result, 0)} {result}"
        for stream, of in counts.items()
        for cause, result in pairs
        if of.get(cause, 0) != of.get(result, 0)
    ]


def repeated_mails(taken: Sequence[Taken], faults: Sequence[Fault]) -> list[str]:
    """A mail comes again only where its acknowledgement was lost: cut, or forgotten by a fault right after it."""
    found = []
    by_id: dict[str, list[Taken]] = defaultdict(list)
    for one in taken:
        by_id[one.message_id].append(one)
    for message_id, copies in by_id.items():
        for earlier, later in pairwise(copies):
            if earlier.answered and not _disturbed(earlier.at, later.at, faults):
                found.append(f"{message_id} came again {later.at - earlier.at:.1f} s later, and nothing had gone wrong")
    return found


def _disturbed(earlier: float, later: float, faults: Iterable[Fault]) -> bool:
    """Whether a fault that can end an attempt fell between two copies, or had just hit the first."""
    return any(
        fault.kind in ENDS_A_MAIL and fault.began <= later and fault.ended >= earlier - AFTERMATH_SECONDS
        for fault in faults
    )


def copies(taken: Iterable[Taken]) -> Mapping[str, int]:
    """How often each Message-ID was taken."""
    return Counter(one.message_id for one in taken)


async def followed(world: World) -> list[str]:
    """Every open stream and process has its workflow, and no other runs."""
    client = await world.temporal_client()
    running = {one.id async for one in client.list_workflows("ExecutionStatus = 'Running'")}
    wanted = set()
    finished = {row[0] for row in await world.system.rows("SELECT stream FROM banso.streams WHERE finished")}
    for follow in await world.system.followed():
        if follow.process is not None or follow.stream not in finished:
            wanted.add(workflow_id(follow))
    missing, besides = wanted - running, running - wanted
    return [f"no workflow runs for {one}" for one in sorted(missing)] + [
        f"a workflow runs for {one}, which is over" for one in sorted(besides)
    ]


async def every_workflow_answers(world: World) -> list[str]:
    """A workflow that can never take another step shows only when it is asked to: wake every one."""
    await world.system.rows(
        "INSERT INTO banso.news (tenant, stream, version) SELECT tenant, stream, version FROM banso.streams "
        "ON CONFLICT (tenant, stream) DO UPDATE SET leased_until = NULL"
    )
    try:
        await world.system.settle(ANSWER_SECONDS)
    except AssertionError as error:
        return [f"woken, and no answer: {error}"]
    return []


async def everything(world: World, remembered: Remembered, faults: Sequence[Fault]) -> list[str]:
    """All checks."""
    system = world.system
    return [
        *await against_the_diary(system, remembered),
        *await against_itself(system),
        *await results_once(system),
        *problems(await read_ledger(system), copies(world.mail.taken)),
        *repeated_mails(world.mail.taken, faults),
    ]
