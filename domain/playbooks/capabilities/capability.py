"""What one capability of the engine adds to playbooks: what is waited for, and what is said to people."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

from domain.playbooks.lines import Path
from domain.shared.periods import after
from domain.shared.values import BilingualText

PERSON = frozenset({"person"})
"""The word for whoever a message is about."""


class Senseless(NamedTuple):
    """Values that can be used one by one and make no sense together.

    `places` are those concerned, below the rules; the first that a playbook says itself is the one to look at. `right`
    is what could be written instead; ⏎ stands for a new line.
    """

    places: tuple[Path, ...]
    wrong: BilingualText
    right: str


class Check(NamedTuple):
    """Looks for what makes no sense; `find` takes the sections of the rules that `needs` names, in that order."""

    needs: tuple[str, ...]
    find: Callable[..., Iterator[Senseless]]


_STARTS = [datetime(year, month, 1, tzinfo=UTC) for year in (2027, 2028) for month in range(1, 13)]


def longer(one: str, other: str) -> bool:
    """Whether one period may be longer than another: months, as P1M and P30D, are longer or shorter by turns."""
    return any(after(start, one, "UTC") > after(start, other, "UTC") for start in _STARTS)


def senseless(ja: str, en: str, right: str, *places: Path) -> Senseless:
    """Build what a check finds."""
    return Senseless(places, BilingualText(ja=ja, en=en), right)


@dataclass(frozen=True)
class Capability:
    """One ability that any playbook can use.

    `waits` are the kinds of waiting that it knows; each has a reminder and an escalation. `messages` are what it says,
    with the words in braces that are filled in at every use of a message, besides those that always are.
    `asks` tells which wait a message begins. `examples` say what would be right at a place in a playbook (a pattern
    such as `rules.waits.*`; the first that fits counts); ⏎ stands for a new line. `checks` look at values together.
    """

    name: str
    waits: tuple[str, ...] = ()
    messages: Mapping[str, frozenset[str]] = field(default_factory=dict)
    asks: Mapping[str, str] = field(default_factory=dict)
    examples: Mapping[str, str] = field(default_factory=dict)
    checks: tuple[Check, ...] = ()
