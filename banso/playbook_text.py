"""From a file's bytes to the data of a playbook; where that fails, why and in which line."""

import re
import tomllib
from typing import Any, BinaryIO, NamedTuple

from domain.shared.values import BilingualText

_FORM = BilingualText(
    ja='正しい例: weekly_hours_cap = 8。複数行の文は """ で始め、""" で閉じます。同じ名前は一度だけ書けます。',
    en='Right would be, for example: weekly_hours_cap = 8. Text of several lines begins and ends with """; '
    "a name is written once.",
)

_REASONS = {
    "Cannot overwrite": ("同じ名前が二度書かれています", "a name is written twice"),
    "Cannot declare": ("同じ [見出し] が二度書かれています", "a [heading] is written twice"),
    "Cannot mutate": ("ここには、もう何も足せません", "nothing more can be added here"),
    "Cannot redefine": ("同じ名前が二度書かれています", "a name is written twice"),
    "Duplicate": ("同じ名前が二度書かれています", "a name is written twice"),
    "Expected '='": ("名前のあとに = がありません", "there is no = after a name"),
    "Expected ']": ("[見出し] が閉じられていません", "a [heading] is not closed"),
    "Expected newline": ("値のあとに余分なものがあります", "something stands after the value"),
    "Expected": ("文字列が閉じられていません", "a text is not closed"),
    "Unterminated": ("文字列が閉じられていません", "a text is not closed"),
    "Unclosed array": ("リストが閉じられていません", "a [list] is not closed"),
    "Unclosed inline": ("表が閉じられていません", "a { table } is not closed"),
    "Unescaped": ("文字列の中の \\ は \\\\ と書きます", "within a text, \\ is written \\\\"),
    "Escaped": ("\\ のあとの文字が読めません", "what stands after \\ is no character"),
    "Invalid hex": ("\\ のあとの文字が読めません", "what stands after \\ is no character"),
    "Invalid date": ("日付として読めません", "this is no date"),
    "Invalid value": ('値が読めません。文字列は "..." で囲みます', 'this is no value; a text stands in "quotes"'),
    "Invalid": ("名前として読めません", "this is no name"),
    "Illegal": ("使えない文字があります", "there is a character that cannot be used"),
    "Found": ("使えない文字があります", "there is a character that cannot be used"),
    "Exceeds": ("数が大きすぎます", "a number is too large"),
}
"""How the reader's reasons begin, and what they mean in Japanese and English; the first that fits."""


MOST_BYTES = 1_000_000
"""A playbook takes some ten thousand."""

MOST_LEVELS = 20
"""Tables and lists within each other; no playbook needs ten."""


class Unreadable(NamedTuple):
    """Why a text is no TOML, and the line (from 1) in which that is seen."""

    line: int
    wrong: BilingualText
    right: BilingualText


def bytes_of(file: BinaryIO) -> bytes:
    """What is read of a file: enough to see that it is too large, where it is."""
    return file.read(MOST_BYTES + 1)


def read(text: str | bytes) -> tuple[str, dict[str, Any]] | Unreadable:
    """The decoded text and its data."""
    if len(text) > MOST_BYTES:
        ja = f"ファイルが大きすぎます({MOST_BYTES:,} バイトまで)。"
        return Unreadable(1, BilingualText(ja=ja, en=f"The file is larger than {MOST_BYTES:,} bytes."), _FORM)
    try:
        decoded = (text.decode() if isinstance(text, bytes) else text).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        return _undecodable(error)
    try:
        data = tomllib.loads(decoded)
    except RecursionError:
        return _too_deep(decoded)
    except ValueError as error:
        return _no_toml(decoded, error)
    return _too_deep(decoded) if _levels(data) > MOST_LEVELS else (decoded, data)


def _levels(data: dict[str, Any]) -> int:
    """So many tables and lists stand within each other."""
    levels, inner = 0, list[Any](data.values())
    while inner:
        levels += 1
        tables = [one.values() if isinstance(one, dict) else one for one in inner if isinstance(one, dict | list)]
        inner = [one for table in tables for one in table]
    return levels


def _too_deep(text: str) -> Unreadable:
    """Where most is opened on one line; it may have come over several."""
    opened = [sum(line.count(sign) for sign in ".[{") for line in text.splitlines()]
    ja = f"表やリストの入れ子が深すぎます({MOST_LEVELS} 段まで)。"
    en = f"Tables or lists are nested too deeply; {MOST_LEVELS} levels are enough."
    return Unreadable(opened.index(max(opened)) + 1, BilingualText(ja=ja, en=en), _FORM)


def _undecodable(error: UnicodeDecodeError) -> Unreadable:
    return Unreadable(
        error.object[: error.start].count(b"\n") + 1,
        BilingualText(ja="UTF-8 として読めない文字があります。", en="There is something that is no UTF-8 text."),
        BilingualText(ja="UTF-8 で保存し直してください。", en="Save the file as UTF-8."),
    )


def _no_toml(text: str, error: Exception) -> Unreadable:
    reason, _, place = str(error).partition(" (at ")
    found = re.match(r"line (\d+)", place)
    line = int(found[1]) if found else max(1, len(text.splitlines()))
    usual = ("読めないところがあります", "something cannot be read")
    ja, en = next((words for beginning, words in _REASONS.items() if reason.startswith(beginning)), usual)
    return Unreadable(line, BilingualText(ja=f"TOML として読めません({ja})。", en=f"This is no TOML: {en}."), _FORM)
