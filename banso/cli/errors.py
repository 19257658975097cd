"""From whatever went wrong to what a person or a program is told, and to the exit code."""

import re
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from banso.cli.output import advise, write_json
from banso.cli.texts import language, say

if TYPE_CHECKING:
    from cyclopts import CycloptsError

    from banso.settings import SettingsError
    from banso.stack.errors import StackError
    from domain.shared.refusals import DomainError

OK = 0
REFUSED = 1
WRONG_USAGE = 2
UNAVAILABLE = 3
NOT_FOUND = 4
FAULT = 70
INTERRUPTED = 130

UNKNOWN_YET = "not-known-yet"


@dataclass(eq=False)
class Problem(Exception):
    """What was wrong, what would be right, and what became of it all; `code` is stable and meant for programs."""

    code: str
    wrong: str
    right: str
    exit_code: int
    field: str | None = None
    outcome: str = ""
    details: dict[str, str] | None = None

    def explain(self) -> str:
        """For people."""
        parts = [part for part in (self.wrong, self.right, self.outcome) if part]
        return "".join(part if part.endswith(("。", "\n")) else f"{part} " for part in parts).rstrip()

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        said = {"code": self.code, "field": self.field, "wrong": self.wrong, "right": self.right}
        return {"error": {**said, "outcome": self.outcome, "details": self.details or {}, "exit_code": self.exit_code}}


def nothing_changed() -> str:
    """The assurance at the end of a refusal."""
    return say("何も変更されていません。", "Nothing was changed.")


def wrong_usage(code: str, wrong: str, right: str, field: str | None = None) -> Problem:
    """Something on the command line that cannot be understood."""
    return Problem(code, wrong, right, WRONG_USAGE, field=field, outcome=nothing_changed())


def report(problem: Problem, as_json: bool) -> int:
    """Tell it, as one JSON object on standard output or in words on standard error; gives the exit code."""
    if as_json:
        write_json(problem.as_json())
        sys.stdout.flush()
    else:
        advise(problem.explain())
    return problem.exit_code


def did_you_mean(given: str, known: Any) -> str:
    """The closest of what is known, as a question; empty where nothing comes close."""
    from difflib import get_close_matches

    # Only what is written like it can be meant: an option, not an argument by its place.
    names = [name for name in known if name.startswith("--") or not given.startswith("--")]
    # What all begin with ("--", "person:") would make even the farthest look close.
    shared = re.match(r"-+|[a-z]+:|", given.casefold())[0]  # type: ignore[index]
    skipped = len(shared) if all(name.startswith(shared) for name in names) else 0
    by_case = {name[skipped:].casefold(): name for name in names}
    found = get_close_matches(given[skipped:].casefold(), by_case, n=1, cutoff=0.5)
    return say(f"「{by_case[found[0]]}」のことですか?", f"Did you mean {by_case[found[0]]}?") if found else ""


def problem_of(error: BaseException) -> Problem | None:
    """What to tell about an error that is foreseen; None for one that is not."""
    from banso.settings import SettingsError
    from banso.stack.errors import StackError
    from domain.shared.refusals import DomainError

    if isinstance(error, BaseExceptionGroup):
        found = (problem_of(each) for each in error.exceptions)
        return next((problem for problem in found if problem is not None), None)
    if isinstance(error, Problem):
        return error
    if isinstance(error, DomainError):
        return _of_domain(error)
    if isinstance(error, StackError):
        return _of_stack(error)
    if isinstance(error, SettingsError):
        return _of_setting(error)
    if isinstance(error, OSError) and error.filename is not None:
        return _of_file(error)
    return database_problem() if _comes_from_the_database(error) else None


def _of_domain(error: "DomainError") -> Problem:
    from domain.shared.refusals import NotAllowed, NotFound

    wrong, right = _labelled(error.wrong.of(language()), error.field), _as_typed(error.right.of(language()))
    if error.code == UNKNOWN_YET:
        return Problem(error.code, wrong, right, UNAVAILABLE)
    if isinstance(error, NotAllowed):
        right += _in_that_role(error.details["roles"].split())
    exit_code = NOT_FOUND if isinstance(error, NotFound) else REFUSED
    return Problem(error.code, wrong, right, exit_code, error.field, nothing_changed(), error.details)


def _as_typed(right: str) -> str:
    """What would be right, with commands as they are typed; programs find their names in `banso commands`."""
    from banso.cli.typed import verb_of

    def typed(found: re.Match[str]) -> str:
        verb = verb_of(found[0])
        return f"`{verb}`" if verb else found[0]

    return re.sub(r"(?<![A-Za-z`])(?:[A-Z][a-z]+){2,}(?![A-Za-z`])", typed, right)


def _labelled(wrong: str, field: str | None) -> str:
    """What is said of a field, under the name that people read for it; programs get the field's own name besides."""
    from banso.cli.words import field_label

    place = f"{field}: "
    return (
        f"{field_label((field or '').partition('.')[0])}: {wrong.removeprefix(place)}"
        if wrong.startswith(place)
        else wrong
    )


def _in_that_role(roles: list[str]) -> str:
    """How a command is sent in the role of a person; nothing for what Banso does by itself."""
    if not roles:
        return ""
    example = f"--as {roles[0]}:"
    return say(
        f"その方として行うには、`{example}番号` を付けてください。", f" To act as such a person, add `{example}ID`."
    )


def _of_stack(error: "StackError") -> Problem:
    kind = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", type(error).__name__.removesuffix("Error")).lower()
    return Problem(kind, error.words.of(language()), "", UNAVAILABLE)


def _of_setting(error: "SettingsError") -> Problem:
    return Problem("setting-invalid", error.words.of(language()), "", WRONG_USAGE, field=error.variable)


def _of_file(error: OSError) -> Problem:
    from banso.system_errors import reason_in_words

    why = reason_in_words(error)
    return Problem(
        "file-unreadable",
        say(f"{error.filename} を使えません({why.ja})。", f"{error.filename} cannot be used: {why.en}."),
        say("場所と権限を確かめてください。", "Check the path and your rights."),
        WRONG_USAGE,
        outcome=nothing_changed(),
    )


def database_problem() -> Problem:
    """The database does not answer a question; a command that may have been accepted is told otherwise."""
    return Problem(
        "database-unavailable",
        say("データベースから返事がありません。", "The database does not answer."),
        say(
            "`banso doctor` で様子を確かめ、しばらくしてからもう一度お試しください。保存済みのものは失われていません。",
            "See `banso doctor`, and try again in a while. Nothing that was stored is lost.",
        ),
        UNAVAILABLE,
    )


def _comes_from_the_database(error: BaseException) -> bool:
    """By names: the ways in do not know the driver. What it says of a wrong query is a fault of ours, and no outage."""
    outages = {
        "psycopg.OperationalError",
        "psycopg.InterfaceError",
        "psycopg_pool.PoolTimeout",
        "psycopg_pool.PoolClosed",
    }
    names = {f"{kind.__module__.partition('.')[0]}.{kind.__name__}" for kind in type(error).__mro__}
    return not outages.isdisjoint(names)


def usage_problem(error: "CycloptsError") -> Problem:
    """A command line that cannot be read."""
    command = " ".join(["banso", *(error.command_chain or ()), "--help"])
    help_ = say(f"使い方は `{command}` で分かります。", f"See `{command}`.")
    wrong, suggestion = _usage_words(error)
    return wrong_usage("usage", wrong, f"{suggestion} {help_}".strip())


def _usage_words(error: "CycloptsError") -> tuple[str, str]:
    """What is wrong with it, and a suggestion where one comes close."""
    import cyclopts

    from banso.cli.suggesting import command_meant

    if isinstance(error, cyclopts.UnknownOptionError):
        given = error.token.keyword or error.token.value
        known = [name for argument in error.argument_collection if argument.parse for name in argument.names]
        return say(f"{given} という指定はありません。", f"There is no option {given}."), did_you_mean(given, known)
    if isinstance(error, cyclopts.UnknownCommandError) or _names_a_subcommand(error):
        given = (error.unused_tokens or [""])[0]
        if given.startswith("-"):
            return say(f"{given} の前に、コマンドを書いてください。", f"A command has to stand before {given}."), ""
        known = [name for name in (error.app or []) if not name.startswith("-")]
        wrong = say(f"「{given}」というコマンドはありません。", f"There is no command {given}.")
        return wrong, command_meant(given, error.command_chain or (), known)
    if isinstance(error, cyclopts.MissingArgumentError) and error.argument is not None:
        name = error.keyword or error.argument.name
        for given in (token for token in error.unused_tokens or () if token.startswith("--")):
            # What looks missing was written, only not quite right.
            if meant := did_you_mean(given, [name]):
                return say(f"{given} という指定はありません。", f"There is no option {given}."), meant
        return say(f"{name} が足りません。", f"{name} is missing."), ""
    if isinstance(error, cyclopts.UnusedCliTokensError):
        given = " ".join(error.unused_tokens or ())
        return say(f"余分な指定があります({given})。", f"This is too much: {given}."), ""
    if isinstance(error, cyclopts.CoercionError) and error.argument is not None:
        given = error.token.value if error.token else ""
        name, choices = error.argument.name, error.argument.get_choices() or ()
        listed = say(f"使えるのは: {', '.join(choices)}。", f"There are: {', '.join(choices)}.") if choices else ""
        wrong = say(f"{name} に「{given}」は使えません。", f"{given!r} cannot be used for {name}.")
        return wrong, f"{did_you_mean(given, choices)} {listed}".strip()
    error.verbose = False
    return str(error), ""


def _names_a_subcommand(error: "CycloptsError") -> bool:
    """Whether what is too much stands where a subcommand would."""
    names = [name for name in (error.app or []) if not name.startswith("-")]
    return bool(names) and bool(error.unused_tokens) and not str((error.unused_tokens or [""])[0]).startswith("-")
