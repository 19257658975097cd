"""How answers look: tables for people that keep their columns with full-width text, or one JSON object for programs.

Standard output holds the answer and nothing else; progress, advice and errors go to standard error.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from banso.cli.columns import plain_table
from banso.cli.fitting import fitted
from banso.cli.texts import say

if TYPE_CHECKING:
    from rich.console import Console

NARROWEST = 60


@Parameter(name="*")
@dataclass(frozen=True)
class View:
    """How the answer is wanted; every command takes these."""

    json: Annotated[
        bool, Parameter(negative="", help=say("JSON オブジェクトを一つ出力します", "Answer with one JSON object"))
    ] = False
    plain: Annotated[
        bool,
        Parameter(negative="", help=say("罫線と色を使わず、行を切り詰めません", "No lines, no colours, nothing cut")),
    ] = False
    lang: Annotated[str | None, Parameter(help=say("言葉: ja か en", "Language: ja or en"))] = None

    @property
    def decorated(self) -> bool:
        """Whether lines and colours are welcome: on a terminal, unless --plain."""
        return sys.stdout.isatty() and not self.plain


USUAL = View()


def write_json(answer: Any) -> None:
    """One JSON object on standard output, for people indented."""
    import orjson

    text = orjson.dumps(answer, default=_as_json, option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS)
    write(text.decode())


def _as_json(value: Any) -> Any:
    dump = getattr(value, "model_dump", None)
    return dump(mode="json") if dump else str(value)


def write(text: str = "") -> None:
    """One or more lines on standard output."""
    sys.stdout.write(f"{text}\n")


def advise(text: str = "") -> None:
    """Something besides the answer, on standard error."""
    sys.stdout.flush()
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def moment(at: datetime | None) -> str:
    """A moment in this machine's time zone, to the minute, with the zone's name."""
    return "-" if at is None else at.astimezone().strftime("%Y-%m-%d %H:%M %Z")


def until(due_on: date | None, escalate_at: datetime | None) -> str:
    """Until when something is waited for: the day on which it is due, where there is one, else a moment."""
    return moment(escalate_at) if due_on is None else due_on.isoformat()


@dataclass(frozen=True)
class Table:
    """Rows under headings. A cell may hold several lines.

    `title_last` says that the last column is a title: on a terminal it takes what room there is, and no second line.
    """

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    empty: str = ""
    title_last: bool = False

    def write(self, view: View) -> None:
        """Write it as the view wants it; the words for an empty table go to standard error."""
        if not self.rows:
            advise(self.empty)
        elif view.decorated:
            _decorated(self, console())
        else:
            write(plain_table(self.headings, self.rows))


def console() -> "Console":
    """The terminal as it is, no narrower than our tables can bear."""
    from rich.console import Console

    found = Console(highlight=False, markup=False, emoji=False, soft_wrap=False)
    return found if found.width >= NARROWEST else Console(highlight=False, markup=False, emoji=False, width=NARROWEST)


def _decorated(table: Table, terminal: "Console") -> None:
    from rich.text import Text

    lines = fitted(table.headings, table.rows, terminal.width, title_last=table.title_last)
    heading = next((place for place, line in enumerate(lines) if line.startswith("─")), 0)
    for place, line in enumerate(lines):
        terminal.print(Text(line, style="bold" if place < heading else ""), soft_wrap=True)
