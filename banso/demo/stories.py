"""What a story is to the demo: a module with its playbook, its people and its acts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from banso.demo.asking import Question
from banso.demo.scenario import Act, Happening

Tone = Literal["late", "decided", "done"]
"""How a sentence is shown."""
Pair = tuple[str, str]
"""The same in Japanese and in English."""


@dataclass(frozen=True)
class Thread:
    """One project of a story. Ids of its engagement and participations begin with its letter; `theme` is for people.

    `english` is the theme for readers of English, where it is another. `stream` is the one whose stage is shown, where
    that is no engagement.
    """

    letter: str
    theme: str
    english: str = ""
    stream: str = ""

    @property
    def shown(self) -> str:
        """The stream whose stage is shown."""
        return self.stream or f"engagement:{self.letter}"


def of_engagement(stream: str) -> str:
    """The letter of the thread that an engagement or a participation belongs to; empty for all other streams."""
    kind, _, identifier = stream.partition(":")
    return identifier[:1] if kind in ("engagement", "participation") else ""


@dataclass(frozen=True)
class Story:
    """One story.

    `acts` are those of some of its threads, by their letters. `names` are those of its people, by their ids; `roles`
    say what people are called by what their ids begin with, where that differs from the sample. `told` are sentences
    for events that the sample does not know: tone, Japanese, English, with words in braces as in `banso.demo.words`.
    Where events of one type are told in several ways, `told_as` says by which key; it begins with the type. `said` adds
    words in braces of the story's own, as an event would say them: people by their ids, texts with `ja` and `en`.
    `called` says in words what ids in an event's fields mean, and `together` are sentences, by the same keys, for
    `{count}` such events (of one kind of wait) at once.
    `thread_of` gives the letter of a stream. `playbooks` are those that do not ship with the product. `heading` is what
    its threads are, and `standing` says of a stream's state at a moment what else the board shows of it. `questions`
    are asked on the way, about its past.
    """

    number: int
    threads: Callable[[], tuple[Thread, ...]]
    acts: Callable[[str], tuple[Act, ...]]
    names: Callable[[], Mapping[str, str]]
    roles: Mapping[str, Pair] = field(default_factory=dict)
    told: Mapping[str, tuple[Tone, str, str]] = field(default_factory=dict)
    told_as: Callable[[Happening], str] = lambda one: one.type
    said: Callable[[Happening], Mapping[str, Any]] = lambda one: {}
    called: Mapping[str, Pair] = field(default_factory=dict)
    together: Mapping[str, tuple[Tone, str, str]] = field(default_factory=dict)
    thread_of: Callable[[str], str] = of_engagement
    playbooks: Callable[[], tuple[bytes, ...]] = tuple
    heading: Pair = ("プロジェクト", "Project")
    standing: Callable[[Any, datetime], Pair] | None = None
    questions: Callable[[], tuple[Question, ...]] = tuple

    @property
    def letters(self) -> str:
        """The letters of all its threads."""
        return "".join(thread.letter for thread in self.threads())

    def only(self, letters: str) -> tuple[Thread, ...]:
        """Some of its threads."""
        return tuple(thread for thread in self.threads() if thread.letter in letters)
