"""A progress bar on a terminal; elsewhere nothing moves."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from banso.cli.output import View


@contextmanager
def progress_bar(what: str, view: View) -> Iterator[Callable[[int, int], None]]:
    """Gives what is to be told (done, of how many)."""
    if not sys.stderr.isatty() or view.plain or view.json:
        yield lambda _, __: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
