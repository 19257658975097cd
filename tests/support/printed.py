"""What the command line prints of reports, as figures by what stands before them."""

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from typing import Any

from banso.cli import texts
from banso.cli.output import View
from banso.cli.reporting import _write
from banso.cli.surveys import write_survey
from banso.cli.texts import Language

PLAIN = View(plain=True)


@contextmanager
def _spoken(language: Language) -> Iterator[io.StringIO]:
    """In a language, what is written to standard output; afterwards the language is what it was."""
    before, out = texts.language(), io.StringIO()
    texts.use(language)
    try:
        with redirect_stdout(out):
            yield out
    finally:
        texts.use(before)


def _rows(write: Callable[[Any, View], None], told: Any, language: Language) -> list[list[str]]:
    with _spoken(language) as out:
        write(told, PLAIN)
    return [re.split(r"\s{2,}|\t", line.strip()) for line in out.getvalue().splitlines() if line.strip()]


def printed_report(told: Any, language: Language) -> dict[str, str]:
    """What `banso report` says to people: each figure by its name."""
    return {row[0]: row[1] for row in _rows(_write, told, language) if len(row) == 2}


def printed_survey(told: Any, language: Language) -> list[list[str]]:
    """What `banso report --survey` says to people: the cells of its lines."""
    return _rows(write_survey, told, language)
