"""Labels and values for reading: columns where there is room, below each other where there is not."""

from collections.abc import Sequence
from typing import TypeAlias

from banso.cli.columns import GAP, cells, padded, wrapped

Node: TypeAlias = "str | list[tuple[str, Node]]"
"""A text of one or more lines, or entries of its own; empty where there is nothing to say."""

Entries = Sequence[tuple[str, Node]]

INDENT = "  "
LEAST_ROOM = 24
"""With less room than this beside its label, a text stands below it."""


def laid_out(entries: Entries, width: int | None, indent: str = INDENT) -> list[str]:
    """The lines, of at most `width` cells (None: as long as they are); what is empty is left out."""
    kept = [(label, node) for label, node in entries if node]
    column = max((cells(label) for label, node in kept if isinstance(node, str)), default=0)
    lines: list[str] = []
    for label, node in kept:
        if not isinstance(node, str):
            lines += [f"{indent}{label}", *laid_out(node, width, indent + INDENT)]
        elif _stands_below(node, width, indent, column):
            lines += [f"{indent}{label}", *(f"{indent}{INDENT}{line}" for line in _text(node, width, indent + INDENT))]
        else:
            first, *rest = _text(node, width, indent + " " * column + GAP)
            lines.append(f"{indent}{padded(label, column)}{GAP}{first}")
            lines += [f"{indent}{' ' * column}{GAP}{line}" for line in rest]
    return lines


def _stands_below(text: str, width: int | None, indent: str, column: int) -> bool:
    """Whether there is no room beside its label: for any text, or for one that has columns of its own."""
    if width is None:
        return False
    return "\n " in text or width - cells(indent) - column - len(GAP) < LEAST_ROOM


def _text(text: str, width: int | None, before: str) -> list[str]:
    """The lines of a text, each with the blanks that it begins with."""
    if width is None:
        return text.splitlines()
    room = max(width - cells(before), LEAST_ROOM)
    return [part for line in text.splitlines() for part in _within(line, room)]


def _within(line: str, room: int) -> list[str]:
    blanks = " " * min(len(line) - len(line.lstrip()), room - LEAST_ROOM)
    return [f"{blanks}{part}" for part in wrapped(line.lstrip(), room - len(blanks))]
