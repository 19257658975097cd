"""What differs between two versions of a playbook: rules by place, messages by name and language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import ndiff
from typing import Any, Literal

from banso.playbook_standard import standard_messages
from domain.playbooks.schema import Message, MessageText, Rules
from domain.shared.values import Language

Change = Literal["added", "removed", "reworded"]
LANGUAGES: tuple[Language, ...] = ("ja", "en")
ABSENT = None
"""Stands for a rule that is not there on one side."""


@dataclass(frozen=True)
class RuleDifference:
    """One rule at a place such as rules.waits.payment.remind_after; None where one side does not have it."""

    place: str
    old: Any
    new: Any


@dataclass(frozen=True)
class MessageDifference:
    """One message in one language. Added: worded anew where the standard's words counted; removed: the other way round.

    `lines` begin with "- " where they were and "+ " where they are now; the first of each side is the subject.
    """

    message: str
    language: Language
    change: Change
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Side:
    """One of the two: a whole playbook, or (then `messages` is None) rules that were pinned."""

    rules: Rules
    messages: Mapping[str, Message] | None


@dataclass(frozen=True)
class Differences:
    """All of them; `messages` is None where one side has only rules, so that nothing can be said of messages."""

    rules: tuple[RuleDifference, ...]
    messages: tuple[MessageDifference, ...] | None

    @property
    def any(self) -> bool:
        """Whether the two differ at all."""
        return bool(self.rules or self.messages)


def differences(old: Side, new: Side) -> Differences:
    """What differs from the old one to the new one, rules in their order, messages in alphabetical order."""
    messages = None
    if old.messages is not None and new.messages is not None:
        messages = tuple(_of_messages(old.messages, new.messages))
    return Differences(tuple(_of_rules(old.rules, new.rules)), messages)


def _of_rules(old: Rules, new: Rules) -> Iterator[RuleDifference]:
    before, after = (dict(_places("rules", side.model_dump(mode="json"))) for side in (old, new))
    for place in dict.fromkeys([*before, *after]):
        if before.get(place, ABSENT) != after.get(place, ABSENT):
            yield RuleDifference(place, before.get(place, ABSENT), after.get(place, ABSENT))


def _places(place: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Every single value and its place; a list of single values counts as one."""
    if isinstance(value, dict):
        for key, entry in value.items():
            yield from _places(f"{place}.{key}", entry)
    elif isinstance(value, list) and any(isinstance(entry, dict | list) for entry in value):
        for index, entry in enumerate(value):
            yield from _places(f"{place}.{index}", entry)
    else:
        yield place, value


def _of_messages(old: Mapping[str, Message], new: Mapping[str, Message]) -> Iterator[MessageDifference]:
    standard = standard_messages()
    for name in sorted(old.keys() | new.keys()):
        for language in LANGUAGES:
            before, after = (_said(messages, name, language) for messages in (old, new))
            if before != after:
                usual = _said(standard, name, language)
                change: Change = "added" if before == usual else "removed" if after == usual else "reworded"
                yield MessageDifference(name, language, change, tuple(_lines(before, after)))


def _said(messages: Mapping[str, Message], name: str, language: Language) -> MessageText | None:
    return messages[name].of(language) if name in messages else None


def _lines(before: MessageText | None, after: MessageText | None) -> Iterator[str]:
    """Lines that are gone and lines that came; hints of the comparison itself are left out."""
    old, new = ([text.subject, *text.body.strip().splitlines()] if text else [] for text in (before, after))
    return (line for line in ndiff(old, new) if line.startswith(("- ", "+ ")))
