"""Scenes: who sends which command and when, or that time passes; whole stories are told in them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from domain.shared.actors import Actor
from domain.shared.models import Command
from domain.shared.periods import local_date

from support.deciding import COORDINATOR
from support.driving import Driver

Make = Callable[[Any, datetime], Command]


@dataclass(frozen=True)
class Scene:
    """Somebody sends a command (made from the state and the time); `days` pass before. No command: time itself."""

    make: Command | Make | None
    actor: Actor = COORDINATOR
    days: int = 0

    def play(self, driver: Driver) -> None:
        """Let it happen."""
        driver.now += timedelta(days=self.days)
        if self.make is None:
            driver.meet_next()
        else:
            driver.send(made(self.make, driver.state, driver.now), self.actor)


def made(make: Command | Make, state: Any, now: datetime) -> Command:
    """The command itself."""
    return make if isinstance(make, Command) else make(state, now)


TIME = Scene(None)
Story = tuple[Scene, ...]


def today(state: Any, now: datetime) -> date:
    """The day where the stream lives."""
    return local_date(now, state.time_zone if state is not None else "Asia/Tokyo")
