"""The entry point `banso`: settles the language, wires the commands, and turns every outcome into an exit code."""

import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from banso.cli.texts import LANGUAGES, UnknownLanguageError, language_of, say, use

if TYPE_CHECKING:
    from banso.client import BansoClient
    from banso.maintenance import Maintenance
    from banso.settings import Settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line; the exit code. 0 is success; the others are listed by `banso --help`."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        use(language_of(given, os.environ))
    except UnknownLanguageError as error:
        known = " / ".join(LANGUAGES)
        sys.stderr.write(f"{error.given!r}: 言葉は {known} です。The language is {known}. (--lang, BANSO_LANG)\n")
        return 2
    if given[:1] == ["--version"]:
        return _version(given)
    if not without_leading(given) or without_leading(given)[0] in ("--help", "-h", "help"):
        return _help()
    return _run(given)


def without_leading(given: Sequence[str]) -> list[str]:
    """The command line with what may stand before the command moved behind it."""
    from banso.cli.app import GLOBAL_FLAGS

    rest, moved = list(given), []
    while rest and (rest[0] in GLOBAL_FLAGS or rest[0].partition("=")[0] == "--lang"):
        moved.append(rest.pop(0))
        if moved[-1] == "--lang" and rest:
            moved.append(rest.pop(0))
    return [*rest, *moved] if rest else []


def _version(given: Sequence[str]) -> int:
    from importlib.metadata import version

    found = version("banso")
    print(f'{{"version": "{found}"}}' if "--json" in given else f"banso {found}")
    return 0


def _help() -> int:
    from banso.cli.app import overview
    from banso.cli.streams import prepare_streams

    prepare_streams()
    print(overview())
    return 0


def _run(given: Sequence[str]) -> int:
    from cyclopts import CycloptsError

    from banso.cli.app import build
    from banso.cli.errors import INTERRUPTED, report, usage_problem
    from banso.cli.session import Wiring, wire
    from banso.cli.streams import give_up_writing, prepare_streams

    prepare_streams()
    wire(Wiring(_open_client, _open_maintenance, _prepare, _watch_worker))
    as_json = "--json" in given
    try:
        code = build()(without_leading(given))
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except CycloptsError as error:
        return report(usage_problem(error), as_json)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        give_up_writing()
        return 0
    except Exception as error:  # the last place at which a person can be spoken to
        return _told(error, as_json)


def _told(error: Exception, as_json: bool) -> int:
    from banso.cli.errors import FAULT, Problem, problem_of, report

    if os.environ.get("BANSO_DEBUG"):
        import traceback

        traceback.print_exception(error)
    problem = problem_of(error) or Problem(
        "fault",
        say(
            f"Banso の中で思わぬ誤りが起きました({type(error).__name__})。",
            f"Something in Banso failed ({type(error).__name__}).",
        ),
        say(
            "BANSO_DEBUG=1 を付けてもう一度実行すると、報告に使える詳細が出ます。保存済みのものは失われていません。",
            "Run it again with BANSO_DEBUG=1 for details to report. Nothing that was stored is lost.",
        ),
        FAULT,
    )
    return report(problem, as_json)


@asynccontextmanager
async def _open_client(settings: "Settings") -> "AsyncIterator[BansoClient]":
    from banso.opening import open_client

    _quiet_logs()
    async with open_client(settings) as client:
        yield client


@asynccontextmanager
async def _open_maintenance(settings: "Settings") -> "AsyncIterator[Maintenance]":
    from banso.opening import open_maintenance

    _quiet_logs()
    async with open_maintenance(settings) as maintenance:
        yield maintenance


def _quiet_logs() -> None:
    """What a pool of connections complains of while it tries again is told once, in our own words."""
    import logging

    from banso.observability import configure_logging

    configure_logging("DEBUG" if os.environ.get("BANSO_DEBUG") else "ERROR")
    logging.getLogger("psycopg.pool").setLevel(logging.CRITICAL)


async def _prepare(settings: "Settings") -> None:
    from banso.temporal_setup import prepare

    await prepare(settings)


def _watch_worker(settings: "Settings") -> "Callable[[], Awaitable[bool]]":
    from banso.temporal_setup import watch_worker

    return watch_worker(settings)


if __name__ == "__main__":
    sys.exit(main())
