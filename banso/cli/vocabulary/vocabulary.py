"""What one capability's names are called by people."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Words = Mapping[str, tuple[str, str]]
"""A name, and what it is called in Japanese and in English."""


@dataclass(frozen=True)
class Vocabulary:
    """The words of one capability.

    `events`, `commands` and `fields` are in Japanese only: English readers get a type's name as words, a command's own
    docstring, a field's name. `rules` says what a place of a playbook means (`*` stands for a name of one's own),
    `braces` what a word in braces is filled with; docs/playbooks.md is made of them.
    """

    events: Mapping[str, str] = field(default_factory=dict)
    commands: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    stages: Words = field(default_factory=dict)
    waits: Words = field(default_factory=dict)
    messages: Words = field(default_factory=dict)
    values: Words = field(default_factory=dict)
    rules: Words = field(default_factory=dict)
    braces: Words = field(default_factory=dict)
