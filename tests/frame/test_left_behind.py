"""The look for processes left behind finds them, also where it is not easy to."""

import subprocess
import sys
from pathlib import Path

import psutil
import pytest

LOOK = Path(__file__).with_name("left_behind.py")

LEAVES_A_GRANDCHILD = """
import subprocess, sys
child = subprocess.Popen(
    [sys.executable, "-c", "import time; time.sleep(600)", "a-process-left-behind"],
    start_new_session=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
)
print(child.pid, flush=True)
"""


def look_after(program: str) -> subprocess.CompletedProcess[str]:
    """What the look says and returns after a small Python program."""
    return subprocess.run(
        [sys.executable, str(LOOK), sys.executable, "-c", program], capture_output=True, text=True, timeout=60
    )


def test_a_process_left_behind_is_named_ended_and_fails_the_run() -> None:
    result = look_after(LEAVES_A_GRANDCHILD)

    left = int(result.stdout)
    assert result.returncode == 1
    assert f"pid {left}" in result.stderr
    assert "a-process-left-behind" in result.stderr
    assert not psutil.pid_exists(left) or psutil.Process(left).status() == psutil.STATUS_ZOMBIE


@pytest.mark.parametrize("code", [0, 3])
def test_a_run_that_leaves_nothing_keeps_its_own_exit_code(code: int) -> None:
    result = look_after(f"raise SystemExit({code})")

    assert result.returncode == code
    assert result.stderr == ""
