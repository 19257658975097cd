"""Everything that is measured, in the order in which it is."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bench import acknowledging, reacting, reading, rebuilding, starting, waking
from bench.measuring import Measured, Target
from bench.servers import Bench


@dataclass(frozen=True)
class Measure:
    """One part of the run, and the targets that it fills."""

    run: Callable[[Bench], Awaitable[list[Measured]]]
    targets: tuple[Target, ...]


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
    "up": Measure(starting.measure, (starting.UP,)),
}
