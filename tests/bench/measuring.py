"""How things are measured: sides take turns within one run, and what counts is the ratio within each turn."""

import math
import statistics
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

Side = Callable[[], Awaitable[float]]
"""Measures itself once; its figure is in whatever unit its name says."""


@dataclass(frozen=True)
class Target:
    """What a figure should be. `stretch` is what would be better still; `unit` stands behind the figure."""

    key: str
    path: str
    limit: float
    at_most: bool
    unit: str = "×"
    stretch: float | None = None

    @property
    def words(self) -> str:
        """The target as people write it."""
        sign = "≤" if self.at_most else "≥"
        more = "" if self.stretch is None else f" (stretch {self.stretch:g} {self.unit})"
        return f"{sign} {self.limit:g} {self.unit}{more}"

    def met_by(self, figure: float) -> bool:
        """Whether the figure reaches the target."""
        return figure <= self.limit if self.at_most else figure >= self.limit


@dataclass(frozen=True)
class Result:
    """What came out for one target: one figure for each turn, and the absolute figures behind them."""

    target: Target
    figures: tuple[float, ...]
    floor: str
    absolute: Mapping[str, Sequence[float]] = field(default_factory=dict)
    note: str = ""

    @property
    def median(self) -> float:
        """The figure that counts."""
        return statistics.median(self.figures)

    @property
    def met(self) -> bool:
        """Whether the median reaches the target."""
        return self.target.met_by(self.median)


@dataclass(frozen=True)
class NotMeasured:
    """A target whose subject does not exist yet, or could not be measured, and why."""

    target: Target
    why: str


Measured = Result | NotMeasured


async def in_turns(turns: int, sides: Mapping[str, Side]) -> dict[str, list[float]]:
    """Let all sides measure themselves in turns, A B A B; a first round only warms up and is thrown away."""
    figures: dict[str, list[float]] = {name: [] for name in sides}
    for turn in range(turns + 1):
        for name, side in sides.items():
            figure = await side()
            if turn:
                figures[name].append(figure)
    return figures


def ratios(of: Sequence[float], to: Sequence[float]) -> tuple[float, ...]:
    """One ratio for each turn."""
    return tuple(ours / theirs for ours, theirs in zip(of, to, strict=True))


def percentile(values: Sequence[float], percent: float) -> float:
    """The value that `percent` of all values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


async def milliseconds_each(times: int, action: Callable[[int], Awaitable[object]]) -> list[float]:
    """How long each of several actions took, one after the other."""
    taken = []
    for number in range(times):
        begun = time.perf_counter()
        await action(number)
        taken.append((time.perf_counter() - begun) * 1000)
    return taken


async def p50(times: int, action: Callable[[int], Awaitable[object]]) -> float:
    """The median time of an action, in milliseconds."""
    return statistics.median(await milliseconds_each(times, action))
