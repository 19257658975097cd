"""Wires a demo together and plays it: place, clock, worker, player, board, verdict."""

import logging
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from psycopg import AsyncConnection

from banso.demo.asking import right_answers
from banso.demo.breaking import Breaking, NoInterruption
from banso.demo.helper import Helper, helping
from banso.demo.notebook import Notebook, Page, new_page
from banso.demo.place import Place, build, clear_away, demo_directory, notebook_of, put_playbooks
from banso.demo.playing import Audience, Interruption, Player, Stage
from banso.demo.programme import FIRST, STORIES
from banso.demo.verdict import Verdict, judge
from banso.demo.watching import watching
from banso.observability import configure_logging
from banso.opening import open_client
from banso.settings import Settings
from banso.stack.data_directory import DataDirectory, locked
from banso.stack.mail_catcher import MailCatcher
from banso.temporal_setup import TemporalConnection

__all__ = ["FIRST", "SPEED", "STORIES", "Ended", "Onlooker", "Page", "Verdict", "Wish", "play", "remembered"]

SPEED = 30.0
"""Simulated days for each second in which nothing happens."""


@dataclass(frozen=True)
class Wish:
    """How somebody wants the demo: how fast, which story and which of its projects.

    `breaks`: everything is killed in the middle; `reset`: from the start.
    """

    speed: float
    letters: str
    breaks: bool = False
    reset: bool = False
    story: int = FIRST


class Onlooker(Audience, Protocol):
    """Whoever looks on, and is told what happens besides the story."""

    def begins(self, page: Page, helper: Helper) -> None:
        """It begins, or goes on from where it stood."""

    def broke(self, pids: list[int]) -> None:
        """These processes were killed."""


@dataclass(frozen=True)
class Ended:
    """The demo is over."""

    page: Page
    verdict: Verdict


def remembered(data_directory: Path) -> Page | None:
    """How far a demo is in this data directory; None where there is none."""
    return notebook_of(data_directory).read()


async def play(stack: Settings, wish: Wish, onlooker: Onlooker, *, own_mail: bool) -> Ended:
    """Play the demo to its end on the stack that `stack` reaches; may be cancelled, and goes on when called again.

    `own_mail` says that the stack's mail is really sent: then the demo catches its own.

    Raises:
        AlreadyRunningError: another demo plays on this data directory.
        DomainError: an act is refused, or nothing moves any more; what happened so far stays.
    """
    configure_logging("ERROR")
    logging.getLogger("psycopg.pool").setLevel(logging.CRITICAL)
    folder = demo_directory(stack.data_directory)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with locked(DataDirectory(folder / "lock")):
        temporal = TemporalConnection(stack.temporal_address or "", stack.temporal_namespace)
        notebook = notebook_of(stack.data_directory)
        page = await _turned_to(stack, notebook, wish, temporal)
        async with AsyncExitStack() as held:
            settings, mails = await held.enter_async_context(_mail(stack, folder, own_mail))
            place = Place.of(settings, page)
            await build(place)
            put_playbooks(place, STORIES[page.story])
            return await _play(place, notebook, temporal, wish, onlooker, mails)


async def _turned_to(stack: Settings, notebook: Notebook, wish: Wish, temporal: TemporalConnection) -> Page:
    """The page of the run to be played: the one that was interrupted, else a new one."""
    page = notebook.read()
    if page is not None and (wish.reset or page.over):
        await clear_away(Place.of(stack, page), await temporal())
        page = None
    if page is None:
        return notebook.write(new_page(wish.letters, wish.speed, wish.story))
    return notebook.write(page.model_copy(update={"speed": wish.speed}))


@asynccontextmanager
async def _mail(stack: Settings, folder: Path, own: bool) -> AsyncIterator[tuple[Settings, Path]]:
    """Where mails go: to the stack's catcher, else to one of the demo's own; never to anybody's real mail server."""
    if not own:
        yield stack, DataDirectory(stack.data_directory).mail
        return
    catcher = MailCatcher(folder / "mail", 0)
    try:
        yield stack.model_copy(update={"smtp_url": await catcher.start()}), catcher.directory
    finally:
        await catcher.stop()


async def _play(
    place: Place, notebook: Notebook, temporal: TemporalConnection, wish: Wish, onlooker: Onlooker, mails: Path
) -> Ended:
    page, began = notebook.present(), time.monotonic()
    acts, questions = STORIES[page.story].acts(page.letters), STORIES[page.story].questions()
    async with AsyncExitStack() as held:
        client = await held.enter_async_context(open_client(place.settings, clock=notebook.clock))
        watch = await held.enter_async_context(watching(place.owner, place.tenant))
        connection = await AsyncConnection.connect(place.owner, autocommit=True, application_name="banso demo")
        owner = await held.enter_async_context(connection)
        helper = await held.enter_async_context(helping(place.settings, demo_directory(place.stack.data_directory)))
        onlooker.begins(page, helper)
        stage = Stage(place.tenant, client, watch, notebook, temporal)
        interruption = _interruption(place, wish, notebook, helper, owner, mails, onlooker)
        try:
            await Player(stage, acts, questions, onlooker, interruption).play()
        finally:
            page = notebook.hold()
            seconds = page.seconds + time.monotonic() - began
            page = notebook.write(page.model_copy(update={"seconds": seconds}))
        to_be_accepted = sum(not act.refused for act in acts)
        right = await right_answers(client, place.tenant, questions, page.answers)
        told = await judge(place, page, owner, to_be_accepted, mails)
        verdict = replace(told, questions=len(questions), answered=right)
        return Ended(notebook.write(page.model_copy(update={"over": True})), verdict)


def _interruption(
    place: Place,
    wish: Wish,
    notebook: Notebook,
    helper: Helper,
    owner: AsyncConnection,
    mails: Path,
    onlooker: Onlooker,
) -> Interruption:
    if not wish.breaks:
        return NoInterruption()
    processes = DataDirectory(place.stack.data_directory).processes_file
    return Breaking(notebook, helper, processes, owner, mails, onlooker.broke)
