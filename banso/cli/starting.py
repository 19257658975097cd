"""`banso up`: starts everything, says what runs where and what to type next, and stays until Ctrl-C."""

import asyncio
import os
import shlex
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from banso.cli.board import Board
from banso.cli.help import described
from banso.cli.output import USUAL, View, advise, write, write_json
from banso.cli.probing import answers_healthy
from banso.cli.session import wired
from banso.cli.texts import say

if TYPE_CHECKING:
    from banso.settings import Settings
    from banso.stack.children import ChildProcess
    from banso.stack.running import StackAddresses


@described(
    say(
        "PostgreSQL・Temporal・メール・ワーカー・ページを順に起動し、動かし続けます。Ctrl-C で順番に止まり、"
        "次に起動すると続きから始まります。DATABASE_URL、TEMPORAL_ADDRESS、SMTP_URL があればそれを使います。",
        "Starts PostgreSQL, Temporal, mail, worker and pages in order and keeps them running. Ctrl-C stops them in "
        "order; the next start goes on from there. DATABASE_URL, TEMPORAL_ADDRESS and SMTP_URL are used where given.",
    ),
    "banso up --sample",
    "banso up --data ./try-out",
    "BANSO_WEB_PORT=0 BANSO_TEMPORAL_PORT=0 banso up",
)
def up(
    *,
    sample: Annotated[
        bool,
        Parameter(
            negative="", help=say("見本のプロジェクト五つを一度だけ入れます", "Load the five sample projects, once")
        ),
    ] = False,
    data: Annotated[
        Path | None, Parameter(help=say("データの置き場(BANSO_DATA)", "Folder that holds the data (BANSO_DATA)"))
    ] = None,
    view: View = USUAL,
) -> int:
    """Start everything and stay until Ctrl-C."""
    from banso.settings import Settings

    settings = Settings.from_environment(data)
    board = Board(decorated=sys.stderr.isatty() and not view.plain)
    board.open(settings.data_directory)
    try:
        asyncio.run(_run(settings, board, sample, view))
    finally:
        board.close()
    advise(
        say(
            "止まりました。次に起動すると、すべて続きから始まります。",
            "Stopped. At the next start everything is still there.",
        )
    )
    return 0


async def _run(settings: "Settings", board: Board, sample: bool, view: View) -> None:
    from banso.stack.supervisor import run_stack

    async def prepare(addresses: "StackAddresses") -> None:
        board.note(say("データベースと Temporal を整えています", "preparing the database and Temporal"))
        await wired().prepare(_reached(settings, addresses))

    async def ready(addresses: "StackAddresses") -> None:
        loaded = await _load_sample(_reached(settings, addresses), board) if sample else None
        board.ready()
        if view.json:
            write_json({"ready": {**addresses.for_people(), "data_directory": str(addresses.data_directory)}})
        else:
            write(_announcement(settings, addresses, loaded))
        sys.stdout.flush()

    children = _children(settings)
    await run_stack(settings, status=board.show, on_ready=ready, children=children, before_children=prepare)


def _reached(settings: "Settings", addresses: "StackAddresses") -> "Settings":
    from banso.settings import settings_from

    return settings_from({**os.environ, **addresses.environment(settings)}, settings.data_directory)


def _children(settings: "Settings") -> "list[ChildProcess]":
    """Worker and pages. -P: a file of that name in the folder where somebody happens to be is not ours."""
    from banso.stack.children import ChildProcess

    async def worker_ready(addresses: "StackAddresses") -> bool:
        watch = watches.setdefault("worker", wired().watch_worker(_reached(settings, addresses)))
        return await watch()

    async def pages_ready(addresses: "StackAddresses") -> bool:
        return await answers_healthy(f"{addresses.web_url}/health")

    watches: dict[str, Callable[[], Awaitable[bool]]] = {}
    python = (sys.executable, "-P", "-m")
    return [
        ChildProcess(name="worker", argv=(*python, "worker"), ready=worker_ready),
        ChildProcess(name="web", argv=(*python, "banso.web"), ready=pages_ready),
    ]


async def _load_sample(settings: "Settings", board: Board) -> bool:
    """Whether anything was new. It is anchored at once, so that the first audit has something to compare with."""
    from banso.sample.loading import load_sample

    board.note(say("見本を入れています", "loading the sample"))
    async with wired().open_maintenance(settings) as maintenance:
        loaded = await load_sample(maintenance.client)
        # Where the folder cannot be written the worker's log says so, and it goes on trying.
        with suppress(OSError):
            await maintenance.anchor()
    return loaded


def _announcement(settings: "Settings", addresses: "StackAddresses", loaded: bool | None) -> str:
    from banso.cli.columns import pairs

    places = [
        (say("ページ", "Pages"), addresses.web_url),
        (say("Temporal の画面", "Temporal's pages"), addresses.temporal_ui or ""),
        (say("Temporal", "Temporal"), addresses.temporal_address),
        (
            say("データベース", "Database"),
            say("PostgreSQL(内蔵)", "PostgreSQL (embedded)")
            if settings.database_url is None
            else say("PostgreSQL(DATABASE_URL)", "PostgreSQL (DATABASE_URL)"),
        ),
        (
            say("メール", "Mail"),
            say("受け止めて見せます: banso mail", "caught, not sent: banso mail")
            if settings.smtp_url is None
            else addresses.for_people()["mail"],
        ),
        (say("データの置き場", "Data"), str(addresses.data_directory)),
    ]
    sample = {
        None: "",
        True: say(
            "見本のプロジェクト五つ(engagement:a から engagement:e、地域 gifu)を入れました。",
            "The five sample projects are in it: engagement:a to engagement:e, tenant gifu.",
        ),
        False: say("見本は入っています(地域 gifu)。", "The sample is in it already (tenant gifu)."),
    }[loaded]
    lead = say("Banso が動いています。", "Banso is running.")
    tail = say(
        "この端末は開いたままにしてください。Ctrl-C で順番に止まり、何も失われません。",
        "Leave this terminal open. Ctrl-C stops everything in order; nothing is lost.",
    )
    return "\n".join(part for part in (lead, pairs(places), sample, _next_steps(settings, loaded), tail) if part)


def _next_steps(settings: "Settings", loaded: bool | None) -> str:
    from banso.cli.columns import pairs

    before = _reaching(settings)
    steps = (
        [
            ("banso inbox", say("誰が次に何をするか", "who must act next")),
            ("banso timeline engagement:a", say("プロジェクト A のこれまで", "what happened in project A")),
            ("banso mail", say("送られたお知らせ", "what people were told")),
        ]
        if loaded is not None
        else [
            ("banso commands service OpenService", say("窓口を開くところから", "begin by opening a desk")),
            ("banso list", say("何があるか", "what there is")),
        ]
    )
    heading = say("別の端末で、次を試せます:", "Try in another terminal:")
    return f"{heading}\n{pairs((before + command, meaning) for command, meaning in steps)}"


def _reaching(settings: "Settings") -> str:
    """What has to stand before a command in another terminal, where the folder is not the usual one."""
    from banso.settings import settings_from

    usual = settings_from({name: value for name, value in os.environ.items() if name != "BANSO_DATA"})
    if settings.data_directory == usual.data_directory:
        return ""
    return f"BANSO_DATA={shlex.quote(str(settings.data_directory))} "
