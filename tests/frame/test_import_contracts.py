"""The import contracts hold, and each of them notices when it is broken."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("domain", "workflows", "activities", "banso")

BROKEN = {
    "Rooms import downwards": ("banso/eventstore/planted.py", "import activities"),
    "Every module of banso has its place": ("banso/planted.py", ""),
    "Only entry points see the composition": ("banso/web/planted.py", "import banso.composition"),
    "Aggregates stand on playbooks": ("domain/shared/planted.py", "import domain.person.events"),
    "The domain does no I/O": ("domain/person/planted.py", "import asyncio"),
    "What workflows may see of activities": ("activities/contracts.py", "import activities.plan"),
    "Workflows know only contracts": ("workflows/planted.py", "import activities.plan"),
    "Workflows have no clock": ("workflows/planted.py", "import random"),
    "Commands, reads and links go on without Temporal": ("banso/eventstore/planted.py", "import temporalio"),
    "Pages and the command line ask the client": ("banso/cli/planted.py", "import psycopg"),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the contracts over the packages in a folder."""
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", program, "--no-logo", "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A copy of our packages to plant something in."""
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / ".importlinter", tmp_path)
    return tmp_path


def test_the_contracts_hold(sources: Path) -> None:
    result = lint(sources)

    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("contract", BROKEN)
def test_a_contract_notices_when_it_is_broken(sources: Path, contract: str) -> None:
    place, line = BROKEN[contract]
    with (sources / place).open("a", encoding="utf-8") as module:
        module.write(f"\n{line}\n")

    result = lint(sources)

    assert result.returncode == 1, result.stdout + result.stderr
    broken = [shown for shown in result.stdout.splitlines() if " BROKEN" in shown]
    assert any(shown.startswith(contract) for shown in broken), result.stdout
