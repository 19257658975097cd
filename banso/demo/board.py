"""What people see of the demo: a live board on a terminal, a line for each happening elsewhere."""

import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import takewhile
from typing import Any

from banso.demo.asking import Answer, Question, answer_in_words
from banso.demo.notebook import FIRST_DAY, days_since_the_first
from banso.demo.playing import Scene
from banso.demo.scenario import WORK_BEGINS, ZONE, Act, Happening
from banso.demo.stories import Story, Thread, Tone
from banso.demo.words import Narrator, pick
from domain.shared.refusals import DomainError
from domain.shared.values import Language

COLOURS: dict[Tone | str, str] = {"late": "yellow", "decided": "green", "done": "", "news": "bold red"}
HEADER_LINES = 9
"""And one for each thread."""
MOST_LINES = 16
REPEATED_LINES = 6
"""Of what was told before an interruption."""


class Telling:
    """Turns what happens into lines; remembers what was told."""

    def __init__(self, language: Language, story: Story, letters: str) -> None:
        self.language = language
        self.story = story
        self.threads = story.only(letters)
        self.thread_of = story.thread_of
        self.narrator = Narrator(language, story)
        self.counts: Counter[str] = Counter()
        self._told: set[tuple[str, int]] = set()
        self._looked = False

    def fresh(self, scene: Scene) -> list[tuple[Tone, str]]:
        """A line for each happening that was not told yet; of an interrupted story the last ones once more."""
        fresh = self._ripe(scene)
        first, self._looked = not self._looked, True
        self._told.update((one.stream, one.version) for one in fresh)
        self.counts.update(one.type for one in fresh)
        lines = list(self._lines(fresh))
        return lines[-REPEATED_LINES:] if first else lines

    def _ripe(self, scene: Scene) -> list[Happening]:
        """What is to be told now: where more of the same may come of this moment, the story waits until it is over."""
        fresh = [one for one in scene.world.happened if (one.stream, one.version) not in self._told]
        if not (scene.world.news or scene.world.open_effects):
            return fresh
        return list(takewhile(lambda one: self.story.told_as(one) not in self.story.together, fresh))

    def _lines(self, fresh: Sequence[Happening]) -> Iterator[tuple[Tone, str]]:
        """What has a sentence for several at once is told once, where the first of them stands."""
        alike, done = Counter(self._kind(one) for one in fresh), set[tuple[str, ...]]()
        for one in fresh:
            kind = self._kind(one)
            together = self.narrator.tell_together(one, alike[kind])
            told = together or self.narrator.tell(one)
            if told and not (together and kind in done):
                yield told[0], self._dated(one.at, one.stream, told[1])
            done.add(kind)

    def _kind(self, one: Happening) -> tuple[str, ...]:
        """What those have in common that may be told together."""
        return self.story.told_as(one), str(one.content.get("kind")), self.day(one.at), self.thread_of(one.stream)

    def refusal(self, act: Act, error: DomainError, at: datetime) -> tuple[Tone, str]:
        """Who was told no, and why."""
        who, why = self.narrator.person(act.actor.person), self.narrator.refusal(error)
        return "late", self._dated(at, act.stream, self.say(f"{who}へのお断り: {why}", f"Told {who}: {why}"))

    def answer(self, question: Question, answer: Answer, at: datetime) -> tuple[Tone, str]:
        """Where somebody was, and what was permitted, as it was known on a day."""
        who, told = self.narrator.person(question.person), answer_in_words(answer).of(self.language)
        on, known = (
            self.day(datetime.combine(day, WORK_BEGINS, ZONE)).strip() for day in (answer.on, answer.as_known_on)
        )
        sentence = self.say(
            f"{on}、{who}はどこにいて、何が認められていましたか({known}に知られていたことで): {told}",
            f"Where was {who} on {on}, and what was permitted, as known on {known}? {told[:1].upper()}{told[1:]}",
        )
        return "decided", self._dated(at, question.when.event.stream, sentence)

    def _dated(self, at: datetime, stream: str, sentence: str) -> str:
        return f"{self.day(at)}  {self.thread_of(stream).upper():1}  {sentence}"

    def day(self, moment: datetime) -> str:
        """A day as people write it, with its year from the second one on."""
        here = moment.astimezone(ZONE)
        ja, en = f"{here.month:2}月{here.day:2}日", f"{here.day:2} {here:%b}"
        later = here.year > FIRST_DAY.year
        return pick((f"{here.year}年{ja}", f"{en} {here.year}") if later else (ja, en), self.language)

    def say(self, ja: str, en: str) -> str:
        """One of the two."""
        return pick((ja, en), self.language)


class Lines:
    """Writes a line for each happening."""

    def __init__(self, telling: Telling, write: Callable[[str], None]) -> None:
        self._telling = telling
        self._write = write

    def see(self, scene: Scene) -> None:
        """New lines, if there are any."""
        for _, line in self._telling.fresh(scene):
            self._write(line)

    def refused(self, act: Act, error: DomainError, at: datetime) -> None:
        """A line for a refusal."""
        self._write(self._telling.refusal(act, error, at)[1])

    def answered(self, question: Question, answer: Answer, at: datetime) -> None:
        """A line for a question about the past and its answer."""
        self._write(self._telling.answer(question, answer, at)[1])

    def note(self, text: str) -> None:
        """Something besides the story."""
        self._write(text)

    def close(self) -> None:
        """Nothing is left to be done."""


class Live:
    """A board that moves: the day, the five projects, what happened last."""

    def __init__(self, telling: Telling, alive: Callable[[], str]) -> None:
        from rich.console import Console
        from rich.live import Live as RichLive

        self._telling = telling
        self._alive = alive
        self._console = Console(highlight=False, markup=False, emoji=False)
        room = min(MOST_LINES, max(4, self._console.height - HEADER_LINES - len(telling.threads)))
        self._lines: deque[tuple[Tone | str, str]] = deque(maxlen=room)
        self._scene: Scene | None = None
        self._began = time.monotonic()
        self._live = RichLive(console=self._console, refresh_per_second=4, get_renderable=self.drawn, transient=True)
        self._live.start()

    def see(self, scene: Scene) -> None:
        """Take note of how it stands."""
        self._scene = scene
        self._lines.extend(self._telling.fresh(scene))

    def refused(self, act: Act, error: DomainError, at: datetime) -> None:
        """A line for a refusal."""
        self._lines.append(self._telling.refusal(act, error, at))

    def answered(self, question: Question, answer: Answer, at: datetime) -> None:
        """A line for a question about the past and its answer."""
        self._lines.append(self._telling.answer(question, answer, at))

    def note(self, text: str) -> None:
        """Something besides the story."""
        self._lines.append(("news", text))

    def close(self) -> None:
        """Take the board away."""
        self._live.stop()

    def drawn(self) -> Any:
        """What is shown now."""
        from rich.console import Group
        from rich.text import Text

        scene = self._scene
        if scene is None:
            return Text(self._telling.say("舞台を整えています…", "Setting the stage ..."))
        lines = [Text(line, style=COLOURS[tone], no_wrap=True, overflow="ellipsis") for tone, line in self._lines]
        return Group(self._head(scene), self._projects(scene), *lines, self._foot(scene))

    def _head(self, scene: Scene) -> Any:
        from rich.text import Text

        day, here = days_since_the_first(scene.now), scene.now.astimezone(ZONE)
        share = scene.done / scene.total if scene.total else 1.0
        bar = "#" * round(24 * share) + "." * (24 - round(24 * share))
        words = self._telling.say(
            f"{here.year}年{here.month}月{here.day}日({day}日目)", f"{here.day} {here:%B %Y} (day {day})"
        )
        elapsed = f"{time.monotonic() - self._began:.0f} s"
        return Text(f"Banso  {words}  [{bar}] {share:.0%}  {elapsed}", style="bold", no_wrap=True)

    def _projects(self, scene: Scene) -> Any:
        from rich.box import SIMPLE
        from rich.table import Table
        from rich.text import Text

        say, story = self._telling.say, self._telling.story
        table = Table(box=SIMPLE, pad_edge=False, expand=True)
        table.add_column("")
        table.add_column(say(*story.heading), ratio=3, no_wrap=True, overflow="ellipsis")
        table.add_column(say("段階", "Stage"), no_wrap=True)
        if story.standing is not None:
            table.add_column(say("様子", "How it stands"), ratio=4, no_wrap=True, overflow="ellipsis")
        table.add_column(say("待っていること", "Waits for"), ratio=4, no_wrap=True, overflow="ellipsis")
        for thread in self._telling.threads:
            words, late = self._waits(scene, thread.letter)
            waits = Text(words, style=COLOURS["late"] if late else "")
            table.add_row(thread.letter.upper(), *(Text(each) for each in self._standing(scene, thread)), waits)
        return table

    def _standing(self, scene: Scene, thread: Thread) -> list[str]:
        """What a thread is, its stage, and where the story wants it how it stands besides."""
        say, story, head = self._telling.say, self._telling.story, scene.world.heads.get(thread.shown)
        shown = [say(thread.theme, thread.english or thread.theme)]
        shown.append(self._telling.narrator.stage(head.stage) if head else "-")
        if story.standing is not None:
            shown.append(say(*story.standing(head.state, scene.now)) if head else "")
        return shown

    def _waits(self, scene: Scene, letter: str) -> tuple[str, bool]:
        """The most urgent wait of a project, and whether it is late."""
        heads = [head for stream, head in scene.world.heads.items() if self._telling.thread_of(stream) == letter]
        waits = sorted((wait for head in heads for wait in head.waits.values()), key=lambda w: w.schedule.remind_at)
        if not waits:
            return "", False
        first, narrator = waits[0], self._telling.narrator
        people = ", ".join(narrator.person(each) for each in first.owner.persons[:2])
        days = max((scene.now - first.schedule.since).days, 0)
        since = self._telling.say(f"{days}日目", f"day {days}")
        return f"{narrator.wait(first.kind)}: {people} ({since})", first.step != "asked"

    def _foot(self, scene: Scene) -> Any:
        from rich.text import Text

        counts, effects = self._telling.counts, scene.world.effects
        told, escalated = counts["Reminded"], counts["Escalated"]
        words = self._telling.say(
            f"出来事 {len(scene.world.happened)}  働きかけ {sum(effects.values())}(これから {scene.world.open_effects})"
            f"  催促 {told}  コーディネーターへ {escalated}  {self._alive()}",
            f"events {len(scene.world.happened)}  effects {sum(effects.values())} ({scene.world.open_effects} open)"
            f"  reminded {told}  to the coordinator {escalated}  {self._alive()}",
        )
        return Text(words, style="dim", no_wrap=True)
