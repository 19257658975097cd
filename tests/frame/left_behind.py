"""Runs a command, then looks for processes that it left behind: `python tests/frame/left_behind.py COMMAND...`.

Every process that the command starts inherits a mark in its environment, however far down and whether
or not its parents still live. Only marked processes count, so that a system running beside the tests,
started by somebody else, is neither named nor touched.
"""

import os
import signal
import subprocess
import sys
import time
import uuid

import psutil

MARK = "BANSO_STARTED_BY_TEST_RUN"
SECONDS_TO_WIND_DOWN = 5.0


def marked(run: str) -> list[psutil.Process]:
    """Living processes other than this one that carry the mark of this run."""
    found = []
    for process in psutil.process_iter():
        try:
            carries = process.pid != os.getpid() and process.environ().get(MARK) == run
            if carries and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except (psutil.Error, OSError):
            continue  # gone in the meantime, or somebody else's
    return found


def left_after_a_while(run: str) -> list[psutil.Process]:
    """What is still there after servers had their time to stop in order."""
    until = time.monotonic() + SECONDS_TO_WIND_DOWN
    while (left := marked(run)) and time.monotonic() < until:
        psutil.wait_procs(left, timeout=0.2)
    return left


def describe(process: psutil.Process) -> str:
    """One line for people: the process id and what it is."""
    try:
        return f"    pid {process.pid}: {' '.join(process.cmdline())[:300]}"
    except psutil.Error:
        return f"    pid {process.pid}: gone just now"


def end(processes: list[psutil.Process]) -> None:
    """End processes of this run, first politely, each by its own id."""
    for process in processes:
        try:
            process.terminate()
        except psutil.NoSuchProcess:
            continue
    _, stubborn = psutil.wait_procs(processes, timeout=5)
    for process in stubborn:
        process.kill()


def run_and_look(command: list[str]) -> int:
    """The command's own exit code where it failed; 1 where it left processes behind; else 0."""
    run = uuid.uuid4().hex
    child = subprocess.Popen(command, env={**os.environ, MARK: run})
    # Ctrl-C reaches the child as well, which ends in order; this process waits for it and then looks.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    code = child.wait()
    left = left_after_a_while(run)
    if not left:
        return abs(code)
    print("These processes were left behind by the tests and are ended now:", file=sys.stderr)
    print("\n".join(describe(process) for process in left), file=sys.stderr)
    end(left)
    return abs(code) or 1


if __name__ == "__main__":
    sys.exit(run_and_look(sys.argv[1:]))
