"""Marked personal values: none gets into Temporal's database, its visibility, ids of workflows, or a log."""

from itertools import count
from pathlib import Path
from typing import Any

from domain.shared.refusals import DomainError

from support.processes import kill
from support.system import System, until
from support.walking import steps_of, take
from support.world import World

PERSONAL = ("name", "email", "motivation", "note", "evidence", "text", "work", "missing", "conditions")
"""Fields of commands that hold what a person is called, where they are reached, or what they said."""


class Marker:
    """Puts a mark into every personal field."""

    def __init__(self) -> None:
        self.marks: list[str] = []
        self._numbers = count(1)

    def marked(self, command: dict[str, Any]) -> dict[str, Any]:
        """The command with marks instead of what a person would have written."""
        return {key: self._mark(key) if key in PERSONAL else value for key, value in command.items()}

    def _mark(self, key: str) -> str:
        mark = f"verborgen{next(self._numbers):03d}x"
        self.marks.append(mark)
        return f"{mark}@example.jp" if key == "email" else mark


async def test_fifty_marked_values_stay_out_of_temporal_and_logs(world: World) -> None:
    system, marker = world.system, Marker()
    await world.start_working()
    for name in ("a", "b", "c"):
        # One recipient is refused, so that the ways of failure are walked, too.
        await _walk_marked(system, name, marker)
        world.mail.refused.update(f"{mark}@example.jp" for mark in marker.marks[-3:])
        if name == "b":
            assert world.worker.pid is not None
            kill(world.worker.pid)
    await system.settle()
    await world.worker.terminate()
    await world.temporal.stop()

    assert len(set(marker.marks)) >= 50
    # What people were told does hold them: they are real values, and were there to leak.
    told = "".join(f"{mail.to} {mail.text}" for mail in system.mails())
    assert sum(mark in told for mark in marker.marks) >= 20
    places = [*(path for path in world.temporal.directory.rglob("*") if path.is_file()), world.worker.log_file]
    assert {"temporal.db", "temporal.log", "worker.log"} <= {path.name for path in places}
    # The searching finds what is there.
    assert b"participation:a1" in world.temporal.database.read_bytes()
    assert world.worker.log_file.stat().st_size > 0
    assert [found for path in places for found in _found(path, marker.marks)] == []


async def _walk_marked(system: System, name: str, marker: Marker) -> None:
    for step in steps_of(name):
        command = await until(lambda step=step: _built(system, step), f"step {step.name}")
        marked = marker.marked(command)
        await until(lambda step=step, marked=marked: _taken(system, step, marked), f"step {step.name}")


async def _built(system: System, step: Any) -> dict[str, Any] | None:
    built: dict[str, Any] | None = await step.build(system.state)
    return built


async def _taken(system: System, step: Any, command: dict[str, Any]) -> bool:
    try:
        await take(system, step, command)
    except DomainError:
        return False
    return True


def _found(path: Path, marks: list[str]) -> list[str]:
    content = path.read_bytes()
    return [f"{mark} in {path.name}" for mark in marks if mark.encode() in content]
