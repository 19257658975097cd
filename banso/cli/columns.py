"""Columns by blanks alone: widths are those on a terminal, where a kanji takes two cells."""

import re
from collections.abc import Iterable, Sequence

GAP = "  "

PHRASES = 3
"""A phrase stays whole where a line has room for so many of its length: there is no hurry to part it."""
SHORT = 8
"""A word of at most so many cells is not parted, in whatever script."""

# What is never torn apart: a run without blanks, of katakana or without kanji and kana; else one character with what
# closes it.
_PIECES = re.compile(r"\s+|[!-\u2fff]+[、。)」]*|[ァ-ー]+[、。)」]*|[^!-\u2fff\s][、。)」]*")

# What is read at one go: a word in kanji, katakana or other letters, with the hiragana and the marks that follow it.
_PHRASES = re.compile(r"[「(]*(?:[!-\u2fff]+|[ァ-ー]+|[一-鿿々〇]+)?[ぁ-ゟ]*[、。)」・:]*|\S")


def plain_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Columns by blanks alone; widths are those on a terminal, where a kanji takes two cells. Nothing is cut."""
    lines = [tuple(headings), *(tuple(" / ".join(cell.splitlines()) for cell in row) for row in rows)]
    widths = [max(cells(line[place]) for line in lines) for place in range(len(headings))]
    return "\n".join(
        GAP.join(padded(cell, widths[place]) for place, cell in enumerate(line)).rstrip() for line in lines
    )


def cells(text: str) -> int:
    """How many cells a text takes on a terminal."""
    from rich.cells import cell_len

    return cell_len(text)


def padded(text: str, width: int) -> str:
    """The text with blanks up to so many cells."""
    return text + " " * (width - cells(text))


def pairs(entries: Iterable[tuple[str, str]], indent: str = "  ") -> str:
    """Labels and values in two columns; further lines of a value stand below its first."""
    kept = [(label, value) for label, value in entries if value]
    width = max((cells(label) for label, _ in kept), default=0)
    below = "\n" + " " * (cells(indent) + width + len(GAP))
    return "\n".join(f"{indent}{padded(label, width)}{GAP}{below.join(value.splitlines())}" for label, value in kept)


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most so many cells: words stay whole, and no line begins with what closes a sentence."""
    lines = [""]
    for piece in pieces(text, width // PHRASES):
        if cells(lines[-1] + piece) <= width or not lines[-1]:
            lines[-1] += piece
        else:
            lines[-1] = lines[-1].rstrip()
            lines.append(piece.lstrip())
    return [line.rstrip() for line in lines]


def pieces(text: str, phrase: int = 0) -> list[str]:
    """What `wrapped` leaves whole: short words, names among them, phrases of so many cells, what nobody would part."""
    words = re.findall(r"\s+|\S+", text)
    return [piece for word in words for piece in ([word] if cells(word) <= SHORT else _parted(word, phrase))]


def _parted(word: str, phrase: int) -> list[str]:
    phrases = (one for one in _PHRASES.findall(word) if one)
    return [piece for one in phrases for piece in ([one] if cells(one) <= phrase else _PIECES.findall(one))]
