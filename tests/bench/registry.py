"""Everything that is measured, in the order in which it is."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bench import acknowledging
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
        (acknowledging.UPDATE, acknowledging.AT_ONCE, acknowledging.PEER_ONE, acknowledging.PEER_EIGHT, acknowledging.APPEND),
    ),
}
