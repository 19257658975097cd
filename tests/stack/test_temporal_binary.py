import os
import shutil
from pathlib import Path

import pytest

from banso.stack.errors import TemporalError
from banso.stack.temporal_binary import TemporalBinary, cached_binary, find_installed, find_temporal

# Stands for Go's tool, which would take minutes: puts the very program where `go install` would.
GO = """#!/bin/sh
[ "$1" = install ] || exit 2
echo "$2" > "{record}"
cp "{binary}" "$GOBIN/temporal"
"""
BROKEN_GO = "#!/bin/sh\necho 'go: module lookup disabled' >&2\nexit 1\n"


@pytest.fixture(autouse=True)
def bare_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nothing of ours is here: an empty cache, an empty PATH, a network without a way out."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("sh", "cp", "echo"):
        (folder / name).symlink_to(shutil.which(name) or f"/bin/{name}")
    monkeypatch.setenv("BANSO_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.delenv("TEMPORAL_CLI", raising=False)
    return folder


def program(path: Path, text: str) -> Path:
    path.write_text(text)
    path.chmod(0o755)
    return path


def test_the_named_one_comes_first(
    bare_machine: Path, temporal_binary: TemporalBinary, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = bare_machine.parent / "my-temporal"
    named.symlink_to(temporal_binary.path)
    (bare_machine / "temporal").symlink_to(temporal_binary.path)
    monkeypatch.setenv("TEMPORAL_CLI", str(named))
    found = find_temporal()
    assert (found.path, found.rung) == (named, "TEMPORAL_CLI")
    assert "Server 1." in found.version


@pytest.mark.parametrize("content", [None, "#!/bin/sh\necho hello\n", "#!/bin/sh\necho 'Server 1.20.0'\n"])
def test_a_wrong_name_is_an_error_and_not_passed_over(
    content: str | None, bare_machine: Path, temporal_binary: TemporalBinary, monkeypatch: pytest.MonkeyPatch
) -> None:
    (bare_machine / "temporal").symlink_to(temporal_binary.path)
    named = bare_machine.parent / "wrong"
    if content is not None:
        program(named, content)
    monkeypatch.setenv("TEMPORAL_CLI", str(named))
    with pytest.raises(TemporalError, match=r"TEMPORAL_CLI names .*wrong"):
        find_temporal()


def test_then_the_one_on_path_then_our_cache(bare_machine: Path, temporal_binary: TemporalBinary) -> None:
    cached_binary().parent.mkdir(parents=True)
    cached_binary().symlink_to(temporal_binary.path)
    assert find_temporal().rung == "cache"
    (bare_machine / "temporal").symlink_to(temporal_binary.path)
    assert find_temporal().rung == "PATH"


def test_one_on_path_that_does_not_work_is_passed_over(bare_machine: Path, temporal_binary: TemporalBinary) -> None:
    program(bare_machine / "temporal", "#!/bin/sh\nexit 1\n")
    cached_binary().parent.mkdir(parents=True)
    cached_binary().symlink_to(temporal_binary.path)
    found, reasons = find_installed()
    assert found is not None
    assert found.rung == "cache"
    assert any(reason.startswith("PATH") and "--version" in reason for reason in reasons)


def test_at_last_it_is_built_into_our_cache_once(bare_machine: Path, temporal_binary: TemporalBinary) -> None:
    record = bare_machine.parent / "asked-for"
    program(bare_machine / "go", GO.format(record=record, binary=temporal_binary.path))
    told: list[str] = []
    found = find_temporal(told.append)
    assert (found.path, found.rung) == (cached_binary(), "go install")
    assert record.read_text() == "github.com/temporalio/cli/cmd/temporal@v1.5.1\n"
    assert any("go install" in line for line in told)
    record.unlink()
    assert find_temporal().rung == "cache"
    assert not record.exists()
    assert {entry.name for entry in cached_binary().parent.iterdir()} == {"temporal", ".lock"}


def test_when_nothing_helps_every_rung_is_told(bare_machine: Path) -> None:
    program(bare_machine / "go", BROKEN_GO)
    with pytest.raises(TemporalError) as refused:
        find_temporal()
    told = str(refused.value)
    for rung in ("TEMPORAL_CLI:", "PATH:", "cache:", "SDK download:", "go install: go: module lookup disabled"):
        assert rung in told
    assert "TEMPORAL_ADDRESS" in told
    assert not cached_binary().exists()
    assert os.listdir(cached_binary().parent) == [".lock"]
