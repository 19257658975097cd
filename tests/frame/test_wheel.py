"""What is shipped works alone: the built wheel, in a fresh environment, in an empty folder."""

import json
import os
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from uv import find_uv_bin

ROOT = Path(__file__).parents[2]
OURS = ("domain", "workflows", "activities", "banso", "worker")

# Built and installed once, by whichever process has the group.


@dataclass(frozen=True)
class Installation:
    """An environment that has our wheel and what the lock names, and an empty folder to work in."""

    programs: Path
    folder: Path

    def run(self, program: str, *arguments: str) -> str:
        """What a program of the environment prints; fails with what it said where it failed."""
        result = subprocess.run(
            [str(self.programs / program), *arguments],
            cwd=self.folder,
            env=alone(),
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout

    def ask(self, program: str) -> object:
        """What a small Python program prints as JSON."""
        answer: object = json.loads(self.run("python", "-c", f"import json\n{program}"))
        return answer


def alone() -> dict[str, str]:
    """This environment without what leads back to the checkout."""
    hidden = {"PYTHONPATH", "VIRTUAL_ENV", "PYTHONHOME"}
    return {name: value for name, value in os.environ.items() if name not in hidden}


def uv(*arguments: str) -> None:
    """Run uv; fails with what it said where it failed."""
    result = subprocess.run([find_uv_bin(), *arguments], env=alone(), capture_output=True, text=True, timeout=300)
    assert result.returncode == 0, result.stderr


def shipped_data() -> set[str]:
    """Files in our packages that are no Python, as they are in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *OURS],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    return {name for name in listed if not name.endswith(".py") and (ROOT / name).is_file()}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built by the locked build backend."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """A fresh environment with the runtime lock and the wheel."""
    environment = tmp_path_factory.mktemp("installed") / "environment"
    uv("venv", "--quiet", "--python", sys.executable, str(environment))
    into = ("pip", "install", "--quiet", "--python", str(environment / "bin" / "python"))
    uv(*into, "--require-hashes", "--requirement", str(ROOT / "requirements.lock"))
    uv(*into, "--no-deps", "--no-index", str(wheel))
    return Installation(environment / "bin", tmp_path_factory.mktemp("empty"))


def test_the_wheel_holds_our_packages_and_nothing_else(wheel: Path) -> None:
    tops = {name.partition("/")[0] for name in zipfile.ZipFile(wheel).namelist()}

    assert tops == {"domain", "workflows", "activities", "banso", "worker.py", "banso-0.1.0.dist-info"}


def test_the_wheel_holds_every_data_file(wheel: Path) -> None:
    data = shipped_data()

    assert {"playbook", "page"} <= {
        kind for kind, ending in (("playbook", ".toml"), ("page", ".html")) if any(n.endswith(ending) for n in data)
    }
    assert data - set(zipfile.ZipFile(wheel).namelist()) == set()


def test_the_lock_satisfies_what_the_wheel_asks_for(installed: Installation) -> None:
    uv("pip", "check", "--quiet", "--python", str(installed.programs / "python"))


def test_it_knows_its_version(installed: Installation) -> None:
    assert "0.1.0" in installed.run("banso", "--version")


def test_it_checks_every_shipped_playbook(installed: Installation) -> None:
    places = installed.ask(
        "from pathlib import Path; import banso, domain\n"
        "roots = [Path(package.__file__).parent for package in (banso, domain)]\n"
        "print(json.dumps([str(path) for root in roots for path in root.rglob('playbooks/*.toml')]))"
    )

    assert isinstance(places, list)
    assert places
    for place in places:
        installed.run("banso", "playbook", "check", place)


def test_each_top_level_name_is_ours_alone(installed: Installation) -> None:
    owners = installed.ask(
        "from importlib.metadata import packages_distributions\nprint(json.dumps(dict(packages_distributions())))"
    )

    assert isinstance(owners, dict)
    assert {name: sorted(set(owners[name])) for name in OURS} == {name: ["banso"] for name in OURS}


def test_every_module_can_be_imported(installed: Installation) -> None:
    names = installed.ask(
        "import importlib, pkgutil\n"
        f"packages = [importlib.import_module(name) for name in {OURS!r}]\n"
        "walked = [m.name for p in packages if hasattr(p, '__path__')"
        " for m in pkgutil.walk_packages(p.__path__, p.__name__ + '.')]\n"
        "loaded = [importlib.import_module(name).__name__ for name in walked if not name.endswith('__main__')]\n"
        "print(json.dumps(loaded))"
    )

    assert isinstance(names, list)
    assert {"banso.settings", "domain.shared.values"} <= set(names)
