"""What the demo remembers on the disk: which run it is, and how its time passes. The worker reads its clock there."""

import secrets
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from banso.clock import ScaledClock, Stretch
from banso.demo.asking import Answer
from banso.demo.scenario import WORK_BEGINS, ZONE
from banso.stack.data_directory import write_private

FIRST_DAY = datetime.combine(date(2026, 4, 6), WORK_BEGINS, ZONE).astimezone(UTC)
"""A Monday morning in spring, the same in every run, so that every run tells the same story."""
SECONDS_A_DAY = 86_400.0


class Broken(BaseModel):
    """How everything stood when worker and Temporal were killed: heads of chains, counts."""

    model_config = ConfigDict(frozen=True)

    at: AwareDatetime
    heads: dict[str, tuple[int, str]]
    """For each stream its version, and its hash in hexadecimal digits."""
    events: int
    open_effects: int
    mails: int
    decided_meanwhile: int = 0


class Page(BaseModel):
    """The whole memory. `speed` is in simulated days for each second; `seconds` is how long it was played so far."""

    model_config = ConfigDict(frozen=True)

    run: str
    story: int = 1
    letters: str
    speed: float
    begun_at: AwareDatetime
    stretch: Stretch
    seconds: float = 0.0
    broken: Broken | None = None
    refused: tuple[str, ...] = ()
    """The acts that were refused, as their story wants it: they leave no event to be remembered by."""
    answers: dict[str, Answer] = {}
    """What was answered to the story's questions, by their names."""
    over: bool = False


class Notebook:
    """The file in which the demo's memory is."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Page | None:
        """None where there is no demo yet, or one that a later release wrote."""
        try:
            return Page.model_validate_json(self._path.read_bytes())
        except (FileNotFoundError, ValidationError):
            return None

    def write(self, page: Page) -> Page:
        """Keep it; on the disk before this returns."""
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_private(self._path, page.model_dump_json(indent=2) + "\n")
        return page

    def present(self) -> Page:
        """What was written last.

        Raises:
            LookupError: nothing was.
        """
        page = self.read()
        if page is None:
            raise LookupError(f"{self._path} holds no demo")
        return page

    @property
    def clock(self) -> ScaledClock:
        """The demo's clock, as the file says at any moment."""
        return ScaledClock(lambda: self.present().stretch)

    def note_refusal(self, command_id: str) -> None:
        """An act was refused, and is not tried again."""
        page = self.present()
        self.write(page.model_copy(update={"refused": (*page.refused, command_id)}))

    def note_answer(self, question: str, answer: Answer) -> None:
        """A question was answered, and is not asked again."""
        page = self.present()
        self.write(page.model_copy(update={"answers": {**page.answers, question: answer}}))

    def let_pass(self, until: datetime) -> Page:
        """Time goes on from where it stands, up to a moment; then it stands still again."""
        page, clock = self.present(), self.clock
        real, now = datetime.now(UTC), clock.now()
        stretch = Stretch(begins=real, since=now, until=max(until, now), pace=page.speed * SECONDS_A_DAY)
        return self.write(page.model_copy(update={"stretch": stretch}))

    def hold(self) -> Page:
        """Time stands still, where it is."""
        return self.let_pass(self.clock.now())


def new_page(letters: str, speed: float, story: int = 1) -> Page:
    """A demo that has not begun."""
    now = datetime.now(UTC)
    stretch = Stretch(begins=now, since=FIRST_DAY, until=FIRST_DAY, pace=speed * SECONDS_A_DAY)
    run = secrets.token_hex(4)
    return Page(run=run, story=story, letters=letters, speed=speed, begun_at=now, stretch=stretch)


def days_since_the_first(moment: datetime) -> int:
    """How many simulated days have passed."""
    return (moment - FIRST_DAY) // timedelta(days=1)
