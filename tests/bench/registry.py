"""Everything that is measured, in the order in which it is."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bench import acknowledging, reacting, reading, rebuilding, scale, starting, waking
from bench.measuring import Measured, Target
from bench.servers import Bench


@dataclass(frozen=True)
class Measure:
    """One part of the run, the targets that it fills, and how long it may take."""

    run: Callable[[Bench], Awaitable[list[Measured]]]
    targets: tuple[Target, ...]
    limit_seconds: float = 1500.0
    quick_limit_seconds: float = 200.0
    """On a machine that is busy with other things it is better told than waited for."""


MEASURES: dict[str, Measure] = {
    "commands": Measure(
        acknowledging.measure,
        (
            acknowledging.UPDATE,
            acknowledging.APPEND,
            acknowledging.AT_ONCE,
            acknowledging.PEER_ONE,
            acknowledging.PEER_EIGHT,
        ),
    ),
    "reactions": Measure(reacting.measure, (reacting.MEDIAN, reacting.SLOWEST, reacting.ONE_BY_ONE, reacting.BURSTS)),
    "waking": Measure(waking.measure, (waking.NOTHING_DUE, waking.ONE_EFFECT, waking.MEMORY)),
    "rebuild": Measure(rebuilding.measure, (rebuilding.AGAINST_FOLD, rebuilding.AGAINST_PEER)),
    "reading": Measure(reading.measure, (reading.CLICKS, reading.DECISION, reading.JSON_READ)),
    "scale": Measure(scale.measure, scale.TARGETS, limit_seconds=9000.0, quick_limit_seconds=500.0),
    "up": Measure(starting.measure, (starting.UP,)),
}
