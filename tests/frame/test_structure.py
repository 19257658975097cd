"""The shape of the repository: what is where, how large things are, and what must not be in it."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("domain", "workflows", "activities", "banso")
FIXED = {*PACKAGES, "worker.py", "tests", "docker-compose.yml", "pyproject.toml", "README.md"}
BESIDES = {
    "docs",
    "CHANGELOG.md",
    "Dockerfile",
    "LICENSE",
    "Makefile",
    "requirements.lock",
    "requirements-dev.lock",
}
LONGEST_FILE = 400
MEDIAN_FUNCTION = 10
P95_FUNCTION = 40

# What each room may import beside the standard library and our own packages. Which part of the standard
# library, and which of our rooms, is held by the import contracts.
LIBRARIES = {
    "domain": {"holidays", "pydantic", "pydantic_core", "whenever"},
    "workflows": {"pydantic", "temporalio"},
}

# Hosts that package registries and their mirrors are reached by; a lock or a setting that names one
# works in one place only.
REGISTRY_HOST = re.compile(
    r"(?:pypi|pythonhosted|npmjs|yarnpkg|crates|proxy\.golang|repo1?\.maven(?:\.apache)?|deb\.debian)\.(?:org|io|com)\b"
    r"|\b(?:index-url|find-links|trusted-host)\b",
    re.IGNORECASE,
)
MACHINE_PATH = re.compile(r"(?<![\w.$}~-])/(?:root|home/(?!banso\b)\w+|Users/\w+|work/|opt/wheels)")


def repository_files() -> list[Path]:
    """Every file that is in the repository or about to be, relative to its root."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [Path(name) for name in listed.split("\0") if name and (ROOT / name).is_file()]


def text_of(path: Path) -> str:
    """The file as text; what is no text counts as empty."""
    try:
        return (ROOT / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def python_files(*tops: str) -> list[Path]:
    """Python files below some of the top level's names."""
    return [path for path in repository_files() if path.suffix == ".py" and path.parts[0] in tops]


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a file."""
    for node in ast.walk(ast.parse(text_of(path))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the end, without the docstring."""
    first, *_ = function.body
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    docstring = (first.end_lineno or 0) - first.lineno + 1 if is_docstring else 0
    return (function.end_lineno or 0) - function.lineno + 1 - docstring


def imported(path: Path) -> set[str]:
    """Top-level names that a file imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(text_of(path))):
        if isinstance(node, ast.Import):
            names.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names


def test_the_top_level_holds_the_fixed_names_and_nothing_else() -> None:
    present = {path.parts[0] for path in repository_files()}

    assert {name for name in present if not name.startswith(".")} - BESIDES == FIXED


def test_a_package_that_workflows_import_runs_nothing_when_imported() -> None:
    marked = [path for path in python_files(*PACKAGES) if path.name == "__init__.py" and text_of(path).strip()]

    assert marked == []


def test_files_are_short_enough_to_read() -> None:
    long = {
        str(path): lines
        for path in python_files(*PACKAGES, "worker.py", "tests")
        if (lines := len(text_of(path).splitlines())) > LONGEST_FILE
    }

    assert long == {}


def test_functions_are_short_enough_to_read() -> None:
    lengths = sorted(length(function) for path in python_files(*PACKAGES, "worker.py") for function in functions(path))

    assert lengths[len(lengths) // 2] <= MEDIAN_FUNCTION
    assert lengths[len(lengths) * 95 // 100] <= P95_FUNCTION


@pytest.mark.parametrize("room", LIBRARIES)
def test_a_pure_room_imports_pure_libraries_only(room: str) -> None:
    ours = {*PACKAGES, *sys.stdlib_module_names}
    others = {str(path): foreign for path in python_files(room) if (foreign := imported(path) - ours - LIBRARIES[room])}

    assert others == {}


def test_the_worker_only_calls_the_composition() -> None:
    tree = ast.parse(text_of(Path("worker.py")))
    of_ours = {
        name
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
        if name.partition(".")[0] in PACKAGES
    }

    assert of_ours == {"banso.composition"}


@pytest.mark.parametrize(
    ("pattern", "what"), [(REGISTRY_HOST, "a registry"), (MACHINE_PATH, "a machine")], ids=["registry", "machine"]
)
def test_no_file_names_a_place_that_only_exists_somewhere(pattern: re.Pattern[str], what: str) -> None:
    allowed = {Path("Makefile"), Path(__file__).relative_to(ROOT)}
    found = [
        f"{path}:{number} names {what}: {match[0]}"
        for path in repository_files()
        if path not in allowed
        for number, line in enumerate(text_of(path).splitlines(), start=1)
        if (match := pattern.search(line))
    ]

    assert found == []


@pytest.mark.parametrize("line", ["--index-url x", "https://files.pythonhosted.org/a", "registry.npmjs.org"])
def test_the_look_for_registries_finds_them(line: str) -> None:
    assert REGISTRY_HOST.search(line)


@pytest.mark.parametrize("line", ["/root/x", "at /home/somebody/y", '"/Users/me"', "cd /work/main"])
def test_the_look_for_machine_paths_finds_them(line: str) -> None:
    assert MACHINE_PATH.search(line)
