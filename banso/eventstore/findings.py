"""What an audit finds, in words of both languages, and how a read model is told from its streams."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from banso.eventstore.envelope import StoredEvent
from domain.shared.decider import Aggregate
from domain.shared.values import BilingualText

MOST_FINDINGS = 1000
"""Findings that are kept with their words; all are counted."""


@dataclass(frozen=True)
class Finding:
    """One damage. `code` is stable and meant for programs; `version` is its place in the stream, if it has one."""

    code: str
    tenant: str
    stream: str
    version: int | None
    what: BilingualText


@dataclass
class Findings:
    """What an audit looked at, and what it found. `damages` counts all, `found` holds the first thousand."""

    found: list[Finding] = field(default_factory=list)
    damages: int = 0
    streams: int = 0
    events: int = 0
    effects: int = 0
    receipts: int = 0
    anchors: int = 0

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return self.damages == 0

    def add(self, code: str, tenant: str, stream: str, version: int | None, ja: str, en: str) -> None:
        """Add a damage."""
        self.damages += 1
        if len(self.found) < MOST_FINDINGS:
            self.found.append(Finding(code, tenant, stream, version, BilingualText(ja=ja, en=en)))

    def codes(self) -> set[str]:
        """The codes of everything that was found."""
        return {finding.code for finding in self.found}


Row = tuple[Any, ...]


@dataclass(frozen=True)
class Derived:
    """A read model whose rows are keyed by their own stream: its table, its columns, and the rows of a state.

    The columns begin with tenant and stream; `rows` takes tenant, stream, version, aggregate and state.
    """

    name: str
    columns: tuple[str, ...]
    rows: Callable[[str, str, int, Aggregate, Any], list[Row]]


@dataclass(frozen=True)
class Counted:
    """A read model that counts events by something, kept by a subscriber: table, group of an event, and its name.

    `group` is an SQL expression over `events` and the overview of the same stream, `counted` the condition for it.
    """

    name: str
    subscriber: str
    columns: tuple[str, str]
    group: tuple[str, str]
    counted: str


@dataclass(frozen=True)
class Collected:
    """A read model of rows that single events stand for, kept by a subscriber.

    The columns begin with tenant, stream, version and place; `types` are the events concerned (of any kind of
    stream), `rows` gives those of one event.
    """

    name: str
    subscriber: str
    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: Callable[[StoredEvent], list[Row]]
