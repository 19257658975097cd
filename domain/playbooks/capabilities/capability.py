"""What one capability of the engine adds to playbooks: what is waited for, and what is said to people."""

from collections.abc import Mapping
from dataclasses import dataclass, field

PERSON = frozenset({"person"})
"""The word for whoever a message is about."""


@dataclass(frozen=True)
class Capability:
    """One ability that any playbook can use.

    `waits` are the kinds of waiting that it knows; each has a reminder and an escalation. `messages` are what it says,
    with the words in braces that are filled in at every use of a message, besides those that always are.
    `asks` tells which wait a message begins. `examples` say what would be right at a place in a playbook (a pattern
    such as `rules.waits.*`; the first that fits counts); ⏎ stands for a new line.
    """

    name: str
    waits: tuple[str, ...] = ()
    messages: Mapping[str, frozenset[str]] = field(default_factory=dict)
    asks: Mapping[str, str] = field(default_factory=dict)
    examples: Mapping[str, str] = field(default_factory=dict)
