"""Replay stored histories: `PYTHONPATH=tests:. python -m support.replaying` replays all and prints how many.

With `--quick` as workers run them, without the sandbox.
"""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Iterable, Sequence
from pathlib import Path

from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer, UnsandboxedWorkflowRunner, WorkflowRunner
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from banso.log_context import ContextInterceptor
from workflows.registry import WORKFLOWS

FOLDER = Path(__file__).parents[1] / "histories"
CHANGED = FOLDER / "changed"
"""Recorded under other rules."""
SHARED = ("domain", "activities.contracts", "pydantic", "pydantic_core", "annotated_types", "whenever")
"""What the sandbox does not import anew; workflow modules it does, and so notices clock, chance and I/O in them."""


def stored() -> list[Path]:
    """All stored histories."""
    return sorted(FOLDER.rglob("*.json"))


def read(path: Path) -> WorkflowHistory:
    """One stored history."""
    text = path.read_text(encoding="utf-8")
    return WorkflowHistory.from_json(json.loads(text)["workflow_id"], text)


def type_of(history: WorkflowHistory) -> str:
    """The workflow's type."""
    return str(history.events[0].workflow_execution_started_event_attributes.workflow_type.name)


def sandbox() -> WorkflowRunner:
    """It imports workflow modules anew for each workflow, and notices clock, chance and I/O; workers do without it."""
    return SandboxedWorkflowRunner(restrictions=SandboxRestrictions.default.with_passthrough_modules(*SHARED))


async def failures(
    paths: Iterable[Path], workflows: Sequence[type] = WORKFLOWS, runner: WorkflowRunner | None = None
) -> dict[str, Exception]:
    """Replay histories, in the sandbox unless another `runner` is given; those that cannot be followed, by name."""
    replayer = Replayer(
        workflows=list(workflows),
        workflow_runner=runner or sandbox(),
        interceptors=[ContextInterceptor()],
        data_converter=pydantic_data_converter,
    )

    names: dict[str, str] = {}

    async def histories() -> AsyncIterator[WorkflowHistory]:
        for path in paths:
            history = read(path)
            names[history.run_id] = path.name
            yield history

    results = await replayer.replay_workflows(histories(), raise_on_replay_failure=False)
    return {names[run]: failure for run, failure in results.replay_failures.items()}


async def _main() -> None:
    paths = stored()
    runner = UnsandboxedWorkflowRunner() if "--quick" in sys.argv else sandbox()
    failed = await failures(paths, runner=runner)
    if failed:
        raise SystemExit("\n".join(f"{name}: {error}" for name, error in failed.items()))
    print(f"{len(paths)} replayed", flush=True)


if __name__ == "__main__":
    asyncio.run(_main())
    # Threads of the SDK's core may still be letting go of Python's lock, and must not meet an interpreter that ends.
    os._exit(0)
