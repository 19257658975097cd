"""How help looks: examples come before the options; in the reader's language; columns keep with full-width text."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from banso.cli.columns import cells, padded, wrapped
from banso.cli.texts import say

if TYPE_CHECKING:
    from cyclopts import App
    from cyclopts.help import HelpEntry, HelpPanel
    from rich.console import Console, ConsoleOptions

INDENT = "  "
WIDEST_LABEL = 24
WIDEST = 100


Command = TypeVar("Command", bound=Callable[..., object])


def described(text: str, *examples: str) -> Callable[[Command], Command]:
    """What the help of a command says instead of its docstring: the text in the reader's language, then examples."""

    def with_help(command: Command) -> Command:
        command.__doc__ = explained(text, *examples)
        return command

    return with_help


def explained(text: str, *examples: str) -> str:
    """A text, then examples."""
    # "Examples:" alone would be taken for a section of a docstring, and not be shown.
    heading = say("例:", "For example:")
    return "\n".join([text, "", heading, *(f"{INDENT}{example}" for example in examples)])


def subcommands(name: str, text: str, *examples: str) -> "App":
    """A command that has commands of its own."""
    from cyclopts import App, Group

    return App(
        name=name,
        help=explained(text, *examples),
        group_commands=Group(say("コマンド", "Commands")),
        group_arguments=Group(say("対象", "Arguments")),
        group_parameters=Group(say("指定", "Options")),
    )


class HelpFormatter:
    """Plain columns under a title."""

    def __call__(self, console: "Console", options: "ConsoleOptions", panel: "HelpPanel") -> None:
        """One panel."""
        if not panel.entries:
            return
        rows = [(_labels(entry, panel.format), _unbroken(_plain(entry.description))) for entry in panel.entries]
        width = min(max(cells(label) for label, _ in rows), WIDEST_LABEL)
        lines = [line for label, text in rows for line in _row(label, text, width, min(console.width, WIDEST))]
        console.print("\n".join([f"{_plain(panel.title)}:", *lines, ""]), highlight=False, markup=False, soft_wrap=True)

    def render_usage(self, console: "Console", options: "ConsoleOptions", usage: Any) -> None:
        """The first line."""
        text = _named(_plain(usage).removeprefix("Usage:").strip())
        if text:
            console.print(f"{say('使い方', 'Usage')}: {text}\n", highlight=False, markup=False, soft_wrap=True)

    def render_description(self, console: "Console", options: "ConsoleOptions", description: Any) -> None:
        """What a command does, in lines as long as the terminal allows, then its examples as they are."""
        width = min(console.width, WIDEST)
        lines = [
            line
            for part in _plain(description).splitlines()
            for line in ([part] if part.startswith(INDENT) else wrapped(_unbroken(part), width))
        ]
        console.print("\n".join([*lines, ""]), highlight=False, markup=False, soft_wrap=True)


def _labels(entry: "HelpEntry", format_: str) -> str:
    # An argument by position is not offered as an option as well.
    if entry.positional_label:
        return entry.positional_label
    names = ", ".join([*entry.positive_names, *entry.positive_shorts])
    return _named(f"{names} {entry.metavar}" if format_ == "parameter" and entry.metavar else names)


def _named(text: str) -> str:
    """What is to be put in, in words instead of the names of types."""
    words = {
        "STR": say("値", "VALUE"),
        "INT": say("数", "NUMBER"),
        "FLOAT": say("数", "NUMBER"),
        "PATH": say("ファイル", "FILE"),
        "COMMAND": say("コマンド", "COMMAND"),
        "[OPTIONS]": say("[指定]", "[OPTIONS]"),
        "[ARGS]": say("[対象]", "[ARGUMENTS]"),
        "[ARGS...]": say("[対象...]", "[ARGUMENTS...]"),
    }
    return re.sub(r"\[[A-Z.]+\]|(?<!\S)[A-Z]+(?=\.{3}|$| )", lambda found: words.get(found[0], found[0]), text)


def _row(label: str, text: str, width: int, whole: int) -> list[str]:
    below = " " * (len(INDENT) + width + len(INDENT))
    lines = [part for line in text.splitlines() for part in wrapped(line, max(whole - len(below), 20))] or [""]
    if cells(label) > width:
        return [f"{INDENT}{label}", *(below + line for line in lines)]
    first, *rest = lines
    return [f"{INDENT}{padded(label, width)}{INDENT}{first}".rstrip(), *(below + line for line in rest)]


def _unbroken(text: str) -> str:
    """Lines that were broken for a narrower place are joined with a blank, which Japanese does not have."""
    return re.sub(r"(?<=[^!-~]) (?=[^!-~])", "", text)


def _plain(text: Any) -> str:
    if text is None:
        return ""
    found = getattr(text, "plain", None)
    if found is not None:
        return str(found).rstrip()
    primary = getattr(text, "primary_renderable", None)
    return _plain(primary) if primary is not None else str(text).rstrip()
