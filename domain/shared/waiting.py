"""Everything that is waited for: by whom, since when, when they are reminded and when it is escalated.

Silence is never consent: a wait ends by an answer only. Time reminds and escalates, and never decides.
"""

from datetime import datetime
from typing import Literal

from pydantic import AwareDatetime

from domain.shared.actors import Role
from domain.shared.models import FrozenModel
from domain.shared.periods import after
from domain.shared.values import Identifier

WaitStep = Literal["asked", "reminded", "escalated"]


class Owner(FrozenModel):
    """Who must act: a role and the persons who fill it (none, where anybody in the role may)."""

    role: Role
    persons: tuple[Identifier, ...] = ()


class Schedule(FrozenModel):
    """When a wait began, when its owner is reminded and when it is escalated; kept with the event that opened it."""

    since: AwareDatetime
    remind_at: AwareDatetime
    escalate_at: AwareDatetime


class Wait(FrozenModel):
    """One open wait of a stream. `kind` and `subject` make its key.

    `handovers` counts how often others took it over, with a schedule of their own.
    """

    kind: Identifier
    subject: Identifier
    owner: Owner
    schedule: Schedule
    step: WaitStep = "asked"
    process: str | None = None
    handovers: int = 0

    @property
    def key(self) -> str:
        """`kind:subject`, unique among the open waits of a stream."""
        return f"{self.kind}:{self.subject}"


class Process(FrozenModel):
    """A process of several steps that runs now; a child workflow of its own follows it. It holds nothing of record.

    `kind` and `subject` make its key; `step` is where it stands.
    """

    kind: Identifier
    subject: Identifier
    step: str

    @property
    def key(self) -> str:
        """`kind:subject`, unique among the running processes of a stream."""
        return f"{self.kind}:{self.subject}"


class Deadline(FrozenModel):
    """The next moment at which time itself is a command.

    Its identity is `kind:subject:ordinal`, never a time. `due` is aware; `process` is the wait's child workflow.
    """

    kind: Identifier
    subject: Identifier
    ordinal: int
    due: AwareDatetime
    process: str | None = None

    @property
    def key(self) -> str:
        """The deadline's identity within its stream."""
        return f"{self.kind}:{self.subject}:{self.ordinal}"


STEP_ORDINALS: dict[WaitStep, int] = {"asked": 1, "reminded": 2, "escalated": 3}
DEADLINES_OF_A_SCHEDULE = 2


def schedule(now: datetime, remind_after: str, escalate_after: str, zone: str) -> Schedule:
    """A schedule that counts both periods from now, by the calendar of `zone`."""
    return Schedule(since=now, remind_at=after(now, remind_after, zone), escalate_at=after(now, escalate_after, zone))


def deadline_of(wait: Wait) -> Deadline | None:
    """When this wait next wants attention; None once it was escalated, for then a person has it."""
    if wait.step == "escalated":
        return None
    due = wait.schedule.remind_at if wait.step == "asked" else wait.schedule.escalate_at
    # Each handover has ordinals of its own: a deadline that was met never comes back.
    ordinal = DEADLINES_OF_A_SCHEDULE * wait.handovers + STEP_ORDINALS[wait.step]
    return Deadline(kind=wait.kind, subject=wait.subject, ordinal=ordinal, due=due, process=wait.process)


def opened(waits: dict[str, Wait], wait: Wait) -> dict[str, Wait]:
    """The waits with one more (or one begun anew)."""
    return {**waits, wait.key: wait}


def handed_over(wait: Wait, owner: Owner, anew: Schedule | None = None) -> Wait:
    """The wait in other hands: its new owner is reminded as if it began now, whatever its former owner had heard.

    Without a schedule anew it has waited for as long as it has.
    """
    if anew is None:
        return wait.model_copy(update={"owner": owner})
    changes = {"owner": owner, "schedule": anew, "step": "asked", "handovers": wait.handovers + 1}
    return wait.model_copy(update=changes)


def closed(waits: dict[str, Wait], key: str) -> dict[str, Wait]:
    """The waits without the one that was answered."""
    return {name: wait for name, wait in waits.items() if name != key}


def without(waits: dict[str, Wait], *kinds: str) -> dict[str, Wait]:
    """The waits but for those of these kinds."""
    return {key: wait for key, wait in waits.items() if wait.kind not in kinds}


def advanced(waits: dict[str, Wait], key: str, step: WaitStep) -> dict[str, Wait]:
    """The waits with one of them reminded or escalated."""
    return {**waits, key: waits[key].model_copy(update={"step": step})} if key in waits else waits


def processes_of(waits: dict[str, Wait]) -> dict[str, Process]:
    """The processes that open waits belong to, by key; each stands where its least advanced wait stands."""
    found: dict[str, Process] = {}
    for wait in waits.values():
        if wait.process is None:
            continue
        kind, _, subject = wait.process.partition(":")
        known = found.get(wait.process)
        if known is None or STEP_ORDINALS[wait.step] < STEP_ORDINALS[_step(known)]:
            found[wait.process] = Process(kind=kind, subject=subject, step=wait.step)
    return found


def _step(process: Process) -> WaitStep:
    return process.step if process.step in ("asked", "reminded") else "escalated"  # type: ignore[return-value]
