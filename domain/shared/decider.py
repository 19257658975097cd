"""What every aggregate consists of: decide, evolve, react, deadlines. Pure functions: no I/O, no clock, no chance."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from pydantic import AwareDatetime, Field

from domain.playbooks.schema import PlaybookReference, Rules
from domain.shared.actors import Actor, Role
from domain.shared.effects import Effect
from domain.shared.models import Event, FrozenModel
from domain.shared.values import StreamKind, StreamReference
from domain.shared.waiting import Deadline, Process, Schedule, Wait, schedule


@dataclass(frozen=True)
class Context:
    """What a decision may know besides its state.

    `stream_id` is the id of the stream that decides; `now` is aware; `pinned` are the engagement's pinned rules (None
    where the stream has none); `facts` are the states of other streams that the command named, by stream key (absent
    where the stream does not exist).
    """

    stream_id: str
    now: datetime
    actor: Actor
    pinned: Rules | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def rules(self) -> Rules:
        """The pinned rules.

        Raises:
            LookupError: this kind of stream has none; a decider that asks is wrong.
        """
        if self.pinned is None:
            raise LookupError("this decision was given no playbook")
        return self.pinned

    def schedule(self, wait: str, zone: str, since: datetime | None = None) -> Schedule:
        """When whoever is asked is reminded, and when it is escalated, by the pinned rules for this kind of wait.

        It counts from now, unless `since` is another moment, by the calendar of `zone`.
        """
        periods = self.rules.waits[wait]
        return schedule(since or self.now, periods.remind_after, periods.escalate_after, zone)


class StreamState(FrozenModel):
    """The fold of a stream; every aggregate's state begins with these.

    `id` is the stream's id; `waits` are the open waits by key.
    """

    id: str
    waits: dict[str, Wait] = Field(default_factory=dict)

    @property
    def due_days(self) -> Mapping[str, date]:
        """The days on which what is waited for is due by law, by the keys of the waits; the others have none."""
        return {}


class Summary(FrozenModel):
    """One row for lists: what the stream is, at which stage. Nothing personal."""

    title: str
    stage: str
    service: str | None = None
    engagement: str | None = None
    person: str | None = None
    started_at: AwareDatetime | None = None


@dataclass(frozen=True)
class Aggregate:
    """One kind of stream and its rules.

    `state_version` counts the meanings of the cached state: change it whenever `evolve` or the state's shape changes.
    `needs(command)` names other streams whose states the decision has to know.
    `playbook_of(state, command, facts)` is the pinned playbook, or the name of the one to pin, or None.
    `relations(state, person)` tells in which roles a person belongs to this stream.
    `stage(state)` is the recorded stage; `finished(state)` is true when nothing more is expected of the stream.
    """

    kind: StreamKind
    commands: Any
    events: Any
    state: type[StreamState]
    state_version: int
    decide: Callable[[Any, Any, Context], list[Event]]
    evolve: Callable[[Any, Any, datetime], Any]
    react: Callable[[Any, Any], list[Effect]]
    deadlines: Callable[[Any], list[Deadline]]
    processes: Callable[[Any], list[Process]]
    needs: Callable[[Any], tuple[StreamReference, ...]]
    relations: Callable[[Any, str], frozenset[Role]]
    stage: Callable[[Any], str]
    finished: Callable[[Any], bool]
    summary: Callable[[Any], Summary]
    playbook_of: Callable[[Any, Any, Mapping[str, Any]], PlaybookReference | str | None]

    def next_deadline(self, state: StreamState) -> Deadline | None:
        """The earliest of all deadlines, ties in the order of their keys."""
        return min(self.deadlines(state), key=lambda deadline: (deadline.due, deadline.key), default=None)

    def fold(self, state: Any, events: Iterable[tuple[Any, datetime]]) -> Any:
        """The state after these events, each with the moment at which it occurred."""
        for event, at in events:
            state = self.evolve(state, event, at)
        return state


def playbook_in(facts: Mapping[str, Any], stream: StreamReference) -> PlaybookReference | str | None:
    """The playbook that another stream goes by, which a new one takes over; None where there is no such stream."""
    found = facts.get(stream.key)
    playbook: PlaybookReference | str | None = found.playbook if found is not None else None
    return playbook


S = TypeVar("S")


def begun(state: S | None) -> S:
    """The state of a stream that has begun.

    Raises:
        LookupError: the stream's first event is not the one that begins it, so the stream is damaged.
    """
    if state is None:
        raise LookupError("the stream does not begin with the event that founds it")
    return state
