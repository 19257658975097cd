"""What the radar of a membership goes by, and what it showed last."""

from datetime import date

from domain.playbooks.capabilities.radar import RadarRules
from domain.shared.models import FrozenModel
from domain.shared.periods import Period
from domain.shared.radar import Level, Reason


class Watch(FrozenModel):
    """The formula's numbers, and how often a word is due; kept with the event from which on they count."""

    rules: RadarRules
    every: Period


class Radar(FrozenModel):
    """How a member stands on the radar; without `watch` they are not looked after by it.

    `signs` counts the signs of life and `last_sign` is the day of the latest, `turns` how often the level changed.
    `overdue` are clients' reports that an accompanist's answer is late for, `missed` are meetings missed in a row.
    """

    watch: Watch | None = None
    last_sign: date | None = None
    signs: int = 0
    turns: int = 0
    level: Level = "green"
    reasons: tuple[Reason, ...] = ()
    overdue: tuple[str, ...] = ()
    missed: int = 0

    def heard(self, day: date) -> "Radar":
        """After a sign of life."""
        return self.model_copy(update={"last_sign": day, "signs": self.signs + 1})

    def over(self) -> "Radar":
        """Nobody is watched any more; what was counted goes on, so that no deadline's id is used twice."""
        return Radar(signs=self.signs, turns=self.turns)
