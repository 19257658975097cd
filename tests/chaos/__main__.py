"""`python tests/chaos`: kill everything at random for a long while, over many seeds, and check that nothing is lost.

What a release needs: at least 1,000 faults over at least 20 seeds. Prints a table and how soon everything was back, and
writes both as JSON. All servers are its own, on this machine, and all end with it.
"""

import argparse
import asyncio
import json
import logging
import platform
import random
import shutil
import signal
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS), str(TESTS.parent)]

from chaos.driver import Run, chaos  # noqa: E402
from chaos.recovery import Recovery, recoveries  # noqa: E402

from banso.observability import configure_logging  # noqa: E402


def arguments() -> argparse.Namespace:
    """What to do."""
    parser = argparse.ArgumentParser(prog="python tests/chaos", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="of faults for each seed, at least")
    parser.add_argument("--seeds", type=int, default=20, help="how many runs, each on a system of its own")
    parser.add_argument("--faults", type=int, default=50, help="for each seed, at least")
    parser.add_argument("--seed", type=int, default=0, help="the first seed; 0: by chance. The others follow it")
    parser.add_argument("--no-recoveries", action="store_true", help="do not measure how soon everything is back")
    parser.add_argument("--json", type=Path, default=None, help="where to write the result")
    return parser.parse_args()


def line_of(run: Run) -> str:
    """One run in the table."""
    faults, effects = sum(run.faults.values()), "/".join(f"{count} {name}" for name, count in run.effects.items())
    figures = f"{run.seed:>8} {run.seconds:>7.0f} {faults:>6} {run.double:>6} {run.accepted:>8} {run.acknowledged:>6}"
    figures += f" {run.events:>7} {run.mails:>6} {run.repeated_mails:>8} {run.settled_after:>7.0f}  {effects}"
    return figures + ("  sound" if not run.wrong else f"  WRONG: {run.wrong[0]}")


def show(found: list[Recovery]) -> None:
    """How soon it was back."""
    print(f"\n{'back after':<40} {'target':>7} {'acknowledging':>24} {'reacting':>24}")
    for one in found:
        acknowledged, reacted = (" ".join(f"{s:.2f}" for s in of) for of in (one.acknowledged, one.reacted))
        verdict = "" if one.met else "  missed"
        print(f"{one.kind:<40} {one.target:>5.0f} s {acknowledged:>24} {reacted:>24}{verdict}")


async def run_all(given: argparse.Namespace, folder: Path) -> tuple[list[Run], list[Recovery]]:
    """All seeds, one after the other. What a sound run left on the disk is removed, of others it is kept."""
    # Whoever is told to end takes the servers along.
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    first = given.seed or random.SystemRandom().randrange(1, 1_000_000)
    print(f"seeds from {first}; logs below {folder}")
    head = ("seed", "seconds", "faults", "double", "accepted", "acks", "events", "mails", "repeated", "settled")
    print("{:>8} {:>7} {:>6} {:>6} {:>8} {:>6} {:>7} {:>6} {:>8} {:>7}  effects".format(*head), flush=True)
    runs = []
    for seed in range(first, first + given.seeds):
        directory = folder / f"seed-{seed}"
        runs.append(await chaos(directory, seed, given.seconds, given.faults))
        print(line_of(runs[-1]), flush=True)
        if not runs[-1].wrong:
            shutil.rmtree(directory, ignore_errors=True)
    return runs, [] if given.no_recoveries else await recoveries(folder / "recoveries")


def main() -> int:
    """Run, print, write; 1 when anything was lost, doubled or not accounted for."""
    given, began = arguments(), time.monotonic()
    # Outages are what this is about: what every part says of them would bury the table.
    configure_logging("CRITICAL")
    logging.getLogger("psycopg").setLevel(logging.CRITICAL)
    folder = Path(tempfile.mkdtemp(prefix="banso-chaos-"))
    runs, found = asyncio.run(run_all(given, folder))
    show(found)
    faults, accepted = sum(sum(run.faults.values()) for run in runs), sum(run.accepted for run in runs)
    wrong = [f"seed {run.seed}: {one}" for run in runs for one in run.wrong]
    minutes = (time.monotonic() - began) / 60
    print(f"\n{faults} faults, {accepted} commands accepted, {len(wrong)} damages, {minutes:.0f} minutes")
    print("\n".join(wrong[:50]))
    if given.json is not None:
        result = {
            "at": datetime.now(UTC).isoformat(),
            "machine": platform.platform(),
            "faults": faults,
            "accepted": accepted,
            "wrong": wrong,
            "runs": [run.as_json() for run in runs],
            "recoveries": [vars(one) | {"met": one.met} for one in found],
        }
        given.json.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if not wrong:
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
