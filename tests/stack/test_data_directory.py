import json
import os
import stat
from pathlib import Path

import pytest

from banso.stack.data_directory import FORMAT, DataDirectory, create_master_key, holder, locked
from banso.stack.errors import AlreadyRunningError, DataDirectoryError, DiskFullError
from banso.stack.waiting import poll

HOLD = """
import sys
from pathlib import Path
from banso.stack.data_directory import DataDirectory, locked
with locked(DataDirectory(Path(sys.argv[1]))) as lock:
    lock.describe({"web": "http://127.0.0.1:8700"})
    print("held", flush=True)
    __import__("signal").pause()
"""


def everything_in(path: Path) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in path.rglob("*") if file.is_file()}


def test_a_new_directory_is_laid_out_and_used_again(tmp_path: Path) -> None:
    directory = DataDirectory(tmp_path / "data")
    assert directory.is_new()
    for _ in range(2):
        with locked(directory):
            directory.prepare()
    assert not directory.is_new()
    assert json.loads(directory.version_file.read_text())["banso_data"] == FORMAT


@pytest.mark.parametrize(
    ("marker", "said"),
    [
        (json.dumps({"banso_data": FORMAT + 1}), "written by a newer Banso"),
        (json.dumps({"banso_data": "blue"}), "does not know"),
        ("not even JSON", "does not know"),
    ],
)
def test_another_version_is_refused_and_left_alone(marker: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "version.json").write_text(marker)
    (tmp_path / "precious").write_text("data")
    before = everything_in(tmp_path)
    with pytest.raises(DataDirectoryError, match=said) as refused, locked(DataDirectory(tmp_path)):
        pass
    assert "Nothing was changed" in str(refused.value)
    assert everything_in(tmp_path) == before


def test_somebody_elses_folder_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("precious")
    with pytest.raises(DataDirectoryError, match=r"thesis\.tex"), locked(DataDirectory(tmp_path)):
        pass
    assert [entry.name for entry in tmp_path.iterdir()] == ["thesis.tex"]


def test_a_first_start_that_was_cut_off_does_not_block(tmp_path: Path) -> None:
    (tmp_path / "lock").touch()
    (tmp_path / "keys").mkdir()
    with locked(DataDirectory(tmp_path)):
        pass


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("precious")
    with pytest.raises(DataDirectoryError, match="no folder"), locked(DataDirectory(file)):
        pass
    assert file.read_text() == "precious"


def test_a_second_run_is_told_who_runs(tmp_path: Path, start_program) -> None:  # type: ignore[no-untyped-def]
    directory = DataDirectory(tmp_path)
    first = start_program(HOLD, tmp_path)
    assert first.stdout.readline() == "held\n"
    with pytest.raises(AlreadyRunningError) as refused, locked(directory):
        pass
    told = str(refused.value)
    assert f"process {first.pid}" in told
    assert "since 20" in told
    assert "http://127.0.0.1:8700" in told
    found = holder(directory)
    assert found is not None
    assert found["pid"] == first.pid


def test_a_killed_run_never_blocks(tmp_path: Path, start_program) -> None:  # type: ignore[no-untyped-def]
    directory = DataDirectory(tmp_path)
    first = start_program(HOLD, tmp_path)
    assert first.stdout.readline() == "held\n"
    first.kill()
    first.wait()
    assert poll(lambda: holder(directory) is None, limit=5)
    with locked(directory):
        found = holder(directory)
    assert found is not None
    assert found["pid"] == os.getpid()
    assert holder(directory) is None


def test_a_full_disk_is_told_before_anything_is_written(tmp_path: Path) -> None:
    directory = DataDirectory(tmp_path / "not" / "there")
    directory.check_free_space()
    with pytest.raises(DiskFullError, match="MB left") as refused:
        directory.check_free_space(minimum=directory.free_bytes() * 2)
    assert "Nothing was started or changed" in str(refused.value)
    assert list(tmp_path.iterdir()) == []


def test_the_key_is_private_and_never_replaced(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "master.key"
    create_master_key(file)
    first = file.read_bytes()
    create_master_key(file)
    assert file.read_bytes() == first
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    other = tmp_path / "other.key"
    create_master_key(other)
    assert other.read_bytes() != first
