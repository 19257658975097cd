"""Tables on a terminal of a given width: words stay whole, and what does not fit into columns stands below labels."""

from collections.abc import Sequence
from itertools import zip_longest

from banso.cli.columns import GAP, cells, padded, pairs, pieces, wrapped

LEAST_OF_A_TITLE = 12
LEAST_OF_A_TEXT = 12
"""Kanji may be parted anywhere, but a column of single characters is no text."""

Rows = Sequence[Sequence[str]]


def fitted(headings: Sequence[str], rows: Rows, width: int, *, title_last: bool = False) -> list[str]:
    """The lines of a table that takes at most `width` cells, heading and rule first; entries where no table fits.

    A title, last, takes what room there is, and no second line; it is left out where it would say nothing.
    """
    if title_last:
        room = width - _taken(headings[:-1], [row[:-1] for row in rows])
        if room >= LEAST_OF_A_TITLE:
            rows = [(*row[:-1], cut(row[-1], room)) for row in rows]
        elif found := _table(headings[:-1], [row[:-1] for row in rows], width):
            return found
    return _table(headings, rows, width) or _entries(headings, rows, width)


def cut(text: str, width: int) -> str:
    """As much of a text as so many cells hold."""
    kept = ""
    for character in text:
        if cells(kept + character) > width:
            break
        kept += character
    return kept


def _table(headings: Sequence[str], rows: Rows, width: int) -> list[str]:
    """Empty where no table of whole words fits."""
    widths = _widths(headings, rows, width)
    if not widths:
        return []
    lines = [line for row in (headings, *rows) for line in _lines(row, widths)]
    below = len(_lines(headings, widths))
    return [*lines[:below], "─" * (sum(widths) + len(GAP) * (len(widths) - 1)), *lines[below:]]


def _lines(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    parts = [
        [line for part in cell.splitlines() for line in wrapped(part, width)]
        for cell, width in zip(row, widths, strict=True)
    ]
    beside = zip_longest(*parts, fillvalue="")
    joined = (GAP.join(padded(cell, width) for cell, width in zip(line, widths, strict=True)) for line in beside)
    return [line.rstrip() for line in joined]


def _widths(headings: Sequence[str], rows: Rows, width: int) -> list[int]:
    """As wide as the texts are, or narrower; empty where words would have to be torn."""
    columns = list(zip(headings, *rows, strict=True))
    widths = [max(map(cells, column)) for column in columns]
    least = [max(map(_least, column)) for column in columns]
    room = width - len(GAP) * (len(widths) - 1)
    if sum(least) > room:
        return []
    while sum(widths) > room:
        widest = max((place for place in range(len(widths)) if widths[place] > least[place]), key=widths.__getitem__)
        widths[widest] -= 1
    return widths


def _least(text: str) -> int:
    """How narrow a column may become for this text."""
    words = text.split()
    longest = max((cells(piece) for word in words for piece in pieces(word)), default=0)
    parted = any(len(pieces(word)) > 1 for word in words)
    return max(longest, min(cells(text), LEAST_OF_A_TEXT)) if parted else longest


def _entries(headings: Sequence[str], rows: Rows, width: int) -> list[str]:
    """Every row as labels and values below each other."""
    room = width - max(map(cells, headings)) - 2 * len(GAP)
    found: list[str] = []
    for row in rows:
        values = ("\n".join(line for part in cell.splitlines() for line in wrapped(part, room)) for cell in row)
        found += ["", *pairs(zip(headings, values, strict=True)).splitlines()]
    return found[1:]


def _taken(headings: Sequence[str], rows: Rows) -> int:
    """How many cells all these columns take, each with its gap."""
    return sum(max(map(cells, column)) + len(GAP) for column in zip(headings, *rows, strict=True))
