"""Standard output and standard error, made so that nothing that is printed can end a command."""

import io
import sys
from contextlib import suppress


def prepare_streams() -> None:
    """No character that a terminal cannot show ends a command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def give_up_writing() -> None:
    """The reader has gone (`banso list | head`); say nothing more, not even while the interpreter ends."""
    import os

    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
