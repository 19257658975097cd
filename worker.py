"""The worker process: it runs workflows and activities, and the relay that wakes them."""

import asyncio
import sys

from banso.composition import run_worker

if __name__ == "__main__":
    sys.exit(asyncio.run(run_worker()))
