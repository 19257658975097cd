"""Receipts: the answer to an accepted command. They say what happened, what comes next and who is told."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel

from banso.eventstore.append import NewEvents
from domain.shared.actors import Role
from domain.shared.effects import Notify


class EventNote(BaseModel):
    """An event of a receipt: its id and its type."""

    event_id: UUID
    type: str


class WaitNote(BaseModel):
    """What happens next: who must act, until when it is escalated; `due_on` is the day that the law sets, if any."""

    kind: str
    subject: str
    role: Role
    persons: tuple[str, ...]
    until: AwareDatetime
    due_on: date | None = None


class ToldNote(BaseModel):
    """Who is told, by which message."""

    person: str
    message: str


class Receipt(BaseModel):
    """The answer to an accepted command; the same for ever, however often it is asked for.

    `version` is the stream's after the command, also where nothing came of it.
    """

    command_id: str
    tenant: str
    stream: str
    version: int
    stage: str
    events: tuple[EventNote, ...]
    next: tuple[WaitNote, ...]
    told: tuple[ToldNote, ...]
    recorded_at: AwareDatetime


def receipt_of(command_id: str, new: NewEvents) -> Receipt:
    """The receipt of what a command has come to."""
    waits: Mapping[str, Any] = new.state.waits if new.state is not None else {}
    due_days: Mapping[str, date] = new.state.due_days if new.state is not None else {}
    told = {(effect.to, effect.template): None for _, _, effect in new.effects if isinstance(effect, Notify)}
    return Receipt(
        command_id=command_id,
        tenant=new.tenant,
        stream=new.stream,
        version=new.version,
        stage=new.aggregate.stage(new.state) if new.state is not None else "",
        events=tuple(EventNote(event_id=event.event_id, type=event.type) for event in new.events),
        next=tuple(
            WaitNote(
                kind=wait.kind,
                subject=wait.subject,
                role=wait.owner.role,
                persons=wait.owner.persons,
                until=wait.schedule.escalate_at,
                due_on=due_days.get(wait.key),
            )
            for wait in sorted(waits.values(), key=lambda wait: wait.schedule.escalate_at)
        ),
        told=tuple(ToldNote(person=person, message=message) for person, message in told),
        recorded_at=new.recorded_at,
    )
