"""`python tests/bench`: measure every target against its floor, side by side in one run."""

import argparse
import asyncio
import signal
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
# Run as a folder, Python looks for modules in it; ours are found beside it, as `bench.…`.
sys.path[0] = str(HERE.parent)

from bench.facts import machine_facts  # noqa: E402
from bench.measuring import Measured, NotMeasured  # noqa: E402
from bench.registry import MEASURES, Measure  # noqa: E402
from bench.reporting import details, table, write_json  # noqa: E402
from bench.servers import Bench, running_bench  # noqa: E402

from banso.observability import configure_logging  # noqa: E402
from banso.stack.temporal_binary import find_temporal  # noqa: E402

RESULTS = HERE / "results" / "latest.json"


def arguments() -> argparse.Namespace:
    """What to run."""
    parser = argparse.ArgumentParser(prog="python tests/bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="smaller and fewer turns: about three minutes")
    parser.add_argument("--only", action="append", choices=sorted(MEASURES), help="one measure; may be repeated")
    parser.add_argument("--json", type=Path, default=RESULTS, metavar="FILE", help="where the figures go")
    return parser.parse_args()


async def one(bench: Bench, name: str, measure: Measure) -> list[Measured]:
    """One measure; what goes wrong with it is told, and the others go on."""
    begun = time.perf_counter()
    try:
        async with asyncio.timeout(measure.quick_limit_seconds if bench.quick else measure.limit_seconds):
            results = await measure.run(bench)
    except Exception as error:
        bench.say(f"{name}: {type(error).__name__}: {error}")
        results = [NotMeasured(target, f"{type(error).__name__}: {error}") for target in measure.targets]
    bench.say(f"{name}: {time.perf_counter() - begun:.0f} s")
    return results


async def run(chosen: argparse.Namespace) -> int:
    """Measure, print, write; 0 unless something could not be measured."""
    configure_logging("ERROR")
    # An end that is asked for still ends the servers.
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    binary = find_temporal(say)
    facts = machine_facts(binary)
    results: list[Measured] = []
    with tempfile.TemporaryDirectory(prefix="banso-bench-", ignore_cleanup_errors=True) as directory:
        async with running_bench(Path(directory), binary, quick=chosen.quick, say=say) as bench:
            for name, measure in MEASURES.items():
                if chosen.only is None or name in chosen.only:
                    results += await one(bench, name, measure)
                    # After each, so that a run that is cut short leaves what it has.
                    write_json(chosen.json, facts, results, quick=chosen.quick)
    print("\n".join(["", table(results), "", details(results), "", f"Figures: {chosen.json}"]))
    missed = sum(not isinstance(result, NotMeasured) and not result.met for result in results)
    unmeasured = sum(isinstance(result, NotMeasured) for result in results)
    print(f"{len(results) - missed - unmeasured} met, {missed} missed, {unmeasured} not measured")
    return 1 if unmeasured else 0


def say(text: str) -> None:
    """Progress, for whoever waits."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(asyncio.run(run(arguments())))
