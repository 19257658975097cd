"""Walking through the steps of the chaos clients' story by hand, as far as a test wants to go."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from chaos.story import Step, letter

from domain.shared.periods import local_date
from domain.shared.refusals import DomainError

from support.system import NeverSettled, System, until


def steps_of(name: str) -> list[Step]:
    """All steps of a letter, as of today."""
    return letter(name, local_date(datetime.now(UTC), "Asia/Tokyo"))


def between(name: str, first: str | None, last: str | None) -> list[Step]:
    """The steps of a letter from after `first` to `last`, both by the end of their names; None: from, to the end."""
    steps = steps_of(name)
    start = 0 if first is None else 1 + next(i for i, step in enumerate(steps) if step.name.endswith(first))
    end = len(steps) if last is None else 1 + next(i for i, step in enumerate(steps) if step.name.endswith(last))
    return steps[start:end]


async def take(system: System, step: Step, command: dict[str, Any] | None = None) -> Any:
    """Take one step now; its outcome.

    Raises:
        DomainError: it is refused.
    """
    built = command or await step.build(system.state)
    assert built is not None, f"what {step.name} needs is not there yet"
    return await system.send(step.stream, built, actor=step.actor, command_id=step.name)


async def walk(system: System, steps: Iterable[Step]) -> None:
    """Take steps, each as soon as the workflows have brought about what it needs."""
    for step in steps:
        refusals: list[str] = []
        try:
            await until(lambda step=step, refusals=refusals: _taken(system, step, refusals), f"step {step.name}")
        except NeverSettled as error:
            raise NeverSettled(f"{error}; last refused as: {refusals[-1:]}") from None


async def _taken(system: System, step: Step, refusals: list[str]) -> bool:
    try:
        command = await step.build(system.state)
        if command is None:
            return False
        await take(system, step, command)
    except DomainError as error:
        refusals.append(error.code)
        return False
    return True
