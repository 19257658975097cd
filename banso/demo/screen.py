"""Whoever looks on from a terminal."""

import time
from collections.abc import Callable
from datetime import datetime

from banso.demo.asking import Answer, Question
from banso.demo.board import Lines, Live, Telling
from banso.demo.helper import Helper
from banso.demo.notebook import Page
from banso.demo.playing import Scene
from banso.demo.programme import STORIES
from banso.demo.scenario import Act
from banso.demo.words import pick
from domain.shared.refusals import DomainError
from domain.shared.values import Language


class Screen:
    """Shows what happens, on a live board where `decorated`, else by `write`, a line for each happening."""

    def __init__(self, language: Language, write: Callable[[str], None], *, decorated: bool) -> None:
        self._language = language
        self._write = write
        self._decorated = decorated
        self._helper: Helper | None = None
        self._shown: Live | Lines | None = None
        self._broken_at: float | None = None

    def begins(self, page: Page, helper: Helper) -> None:
        """It begins, or goes on."""
        self._helper = helper
        telling = Telling(self._language, STORIES[page.story], page.letters)
        self._shown = Live(telling, self._alive) if self._decorated else Lines(telling, self._write)

    def see(self, scene: Scene) -> None:
        """Something may have changed."""
        if self._shown is None:
            return
        self._shown.see(scene)
        if self._broken_at is not None and not scene.world.open_effects:
            seconds, self._broken_at = time.monotonic() - self._broken_at, None
            self._shown.note(
                self._say(
                    f"*** {seconds:.0f} 秒後、どちらも戻り、途中だったことはすべて済みました。",
                    f"*** Both are back: {seconds:.0f} s later everything that was under way is done.",
                )
            )

    def refused(self, act: Act, error: DomainError, at: datetime) -> None:
        """Somebody was told no."""
        if self._shown is not None:
            self._shown.refused(act, error, at)

    def answered(self, question: Question, answer: Answer, at: datetime) -> None:
        """Somebody asked about the past."""
        if self._shown is not None:
            self._shown.answered(question, answer, at)

    def broke(self, pids: list[int]) -> None:
        """These were killed."""
        self._broken_at = time.monotonic()
        if self._shown is not None:
            named = ", ".join(str(pid) for pid in pids)
            self._shown.note(
                self._say(
                    f"*** 強制終了: ワーカーと Temporal(kill -9、{named})。決めることは、このまま続けられます。",
                    f"*** Killed: worker and Temporal (kill -9, {named}). Deciding goes on all the same.",
                )
            )

    def close(self) -> None:
        """The board goes."""
        if self._shown is not None:
            self._shown.close()

    def _alive(self) -> str:
        runs = self._helper is not None and self._helper.pid is not None
        return (
            self._say("ワーカー: 稼働中", "worker: runs")
            if runs
            else self._say("ワーカー: 再起動中", "worker: starts again")
        )

    def _say(self, ja: str, en: str) -> str:
        return pick((ja, en), self._language)
