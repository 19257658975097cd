"""Time as a command, and what it brings about: reminders and escalations. Shared by every aggregate that waits."""

from datetime import datetime
from typing import ClassVar, Literal

from domain.shared.actors import Role
from domain.shared.models import Command, Event
from domain.shared.values import Identifier
from domain.shared.waiting import Deadline, Owner, Wait, WaitStep, deadline_of


class MeetDeadline(Command):
    """A moment has come; which one is named by kind, subject and ordinal. It changes nothing where it was overtaken."""

    type: Literal["MeetDeadline"] = "MeetDeadline"
    who: ClassVar[frozenset[Role]] = frozenset({Role.SYSTEM})
    kind: Identifier
    subject: Identifier
    ordinal: int


class Reminded(Event):
    """The owner of a wait was reminded. Nothing was decided by that."""

    type: Literal["Reminded"] = "Reminded"
    kind: Identifier
    subject: Identifier
    owner: Owner


class Escalated(Event):
    """A wait lasted too long, so the coordinator was told. Nothing was decided by that."""

    type: Literal["Escalated"] = "Escalated"
    kind: Identifier
    subject: Identifier
    owner: Owner


def meet(waits: dict[str, Wait], command: MeetDeadline, now: datetime) -> list[Event]:
    """Remind or escalate, if that deadline is still the wait's next one and has come; otherwise nothing."""
    wait = waits.get(f"{command.kind}:{command.subject}")
    deadline = deadline_of(wait) if wait else None
    if wait is None or deadline is None or deadline.ordinal != command.ordinal or deadline.due > now:
        return []
    kind = Reminded if wait.step == "asked" else Escalated
    return [kind(kind=wait.kind, subject=wait.subject, owner=wait.owner)]


def step_after(event: Reminded | Escalated) -> WaitStep:
    """The step that a wait is at after this event."""
    return "reminded" if isinstance(event, Reminded) else "escalated"


def wait_deadlines(waits: dict[str, Wait]) -> list[Deadline]:
    """The next deadline of every open wait."""
    return [deadline for wait in waits.values() if (deadline := deadline_of(wait)) is not None]
