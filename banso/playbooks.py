"""Playbooks: loading those that ship with the product, and explaining every mistake in one with its line."""

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

from banso.playbook_findings import examine, shown, two
from banso.playbook_text import Unreadable, read
from domain.playbooks.lines import KeyLines, Path
from domain.playbooks.schema import Playbook
from domain.shared.refusals import DomainError
from domain.shared.values import BilingualText, Language

MOST_SHOWN = 3
"""So many mistakes are spelt out in one sentence; `PlaybookError.mistakes` has them all."""

_LANGUAGES: tuple[Language, ...] = ("ja", "en")


@dataclass(frozen=True)
class Mistake:
    """One mistake: its file, its line (from 1), its place such as rules.waits.payment (empty: the file as a whole)."""

    source: str
    line: int
    place: str
    wrong: BilingualText
    right: BilingualText

    def explain(self, language: Language) -> str:
        """Where it is, what is wrong and what would be right, in one language."""
        line, gap = (f" {self.line} 行目", "") if language == "ja" else (f", line {self.line}", " ")
        place = f" {self.place}" if self.place else ""
        return f"{self.source}{line}{place}: {self.wrong.of(language)}{gap}{self.right.of(language)}"


class PlaybookError(DomainError):
    """A playbook that cannot be used; `mistakes` are all that is wrong with it, by line."""

    def __init__(
        self, code: str, *, wrong: BilingualText, right: BilingualText, mistakes: tuple[Mistake, ...] = ()
    ) -> None:
        self.mistakes = mistakes
        super().__init__(code, wrong=wrong, right=right, field="playbook")


def shipped_playbooks() -> tuple[str, ...]:
    """The names of the playbooks that ship with the product, in alphabetical order."""
    files = resources.files("domain.playbooks").iterdir()
    return tuple(sorted(file.name.removesuffix(".toml") for file in files if file.name.endswith(".toml")))


@cache
def load_playbook(name: str) -> Playbook:
    """A playbook that ships with the product.

    Raises:
        PlaybookError: there is none of that name, or its file was damaged.
    """
    if name not in shipped_playbooks():
        raise unknown_playbook(name, shipped_playbooks())
    return parse_playbook(resources.files("domain.playbooks").joinpath(f"{name}.toml").read_bytes(), f"{name}.toml")


def unknown_playbook(name: str, known: tuple[str, ...]) -> PlaybookError:
    """That there is no playbook of a name, with those that there are."""
    named = ", ".join(known)
    return PlaybookError(
        "playbook-unknown",
        wrong=two(f"プレイブック {shown(name)} はありません。", f"There is no playbook {shown(name)}."),
        right=two(f"あるのは: {named}。", f"There are: {named}."),
    )


def parse_playbook(text: str | bytes, source: str) -> Playbook:
    """Read a playbook; `source` names it in what people are told.

    Raises:
        PlaybookError: it has mistakes; all of them are listed.
    """
    playbook, mistakes = examined(text, source)
    if playbook is None:
        raise unusable(mistakes)
    return playbook


def check_playbook(text: str | bytes, source: str) -> list[Mistake]:
    """Every mistake in a playbook, by line; none, where it can be used. Never raises, whatever the text holds."""
    return list(examined(text, source)[1])


def unusable(mistakes: tuple[Mistake, ...]) -> PlaybookError:
    """That a playbook cannot be used, with the first of its mistakes."""
    count, first = len(mistakes), mistakes[:MOST_SHOWN]
    ja, en = (" ".join(mistake.explain(language) for mistake in first) for language in _LANGUAGES)
    return PlaybookError(
        "playbook-invalid",
        wrong=two(
            f"プレイブックに誤りが {count} 件あります。{ja}",
            f"The playbook has {count} mistake{'' if count == 1 else 's'}. {en}",
        ),
        right=two(
            "すべての誤りは `banso playbook check` で確かめられます。", "`banso playbook check` lists every mistake."
        ),
        mistakes=mistakes,
    )


def examined(text: str | bytes, source: str) -> tuple[Playbook | None, tuple[Mistake, ...]]:
    """A playbook, or None and all that is wrong with it."""
    readable = read(text)
    if isinstance(readable, Unreadable):
        return None, (Mistake(source, readable.line, "", readable.wrong, readable.right),)
    lines, (playbook, findings) = KeyLines(readable[0]), examine(readable[1])
    mistakes = [
        Mistake(source, lines.of(one.path, one.part), _dotted(one.path), one.wrong, one.right) for one in findings
    ]
    ordered = tuple(sorted(mistakes, key=lambda mistake: (mistake.line, mistake.place)))
    return (None if ordered else playbook), ordered


def _dotted(path: Path) -> str:
    """A place for people to read; a key that is more than a word stands in quotes."""
    return ".".join(part if re.fullmatch(r"[A-Za-z0-9_-]+", part) else shown(part) for part in path)
