"""Gets the servers that tests need before the first test starts: `python -m banso.stack.prepare`.

On a machine that has nothing of ours this takes minutes, once; what was obtained stays in the user's
cache. Done here, with progress, it does not look like a test that hangs.
"""

import sys
import time

from banso.stack.errors import StackError
from banso.stack.temporal_binary import find_temporal
from banso.stack.test_server import find_test_server


def say(line: str) -> None:
    """Show one line of progress at once, on standard error."""
    print(f"    {line}", file=sys.stderr, flush=True)


def main() -> int:
    """Find or obtain both servers. Returns the exit code: 1 when one cannot be had, with the reason told."""
    started = time.monotonic()
    print("==> Looking for the servers that the tests use", file=sys.stderr, flush=True)
    try:
        temporal = find_temporal(say)
        test_server = find_test_server(say)
    except StackError as error:
        print(f"The tests cannot start: {error}", file=sys.stderr)
        return 1
    say(f"{temporal.version}: {temporal.path} ({temporal.rung})")
    say(f"time-skipping server: {test_server}")
    print(f"==> Servers ready after {time.monotonic() - started:.1f} s", file=sys.stderr, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
