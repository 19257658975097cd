"""The demo's worker: the same as everybody's, but for its clock. `python -m banso.demo` in the demo's environment."""

import asyncio
import sys

from banso.composition import run_worker
from banso.demo.place import notebook_of
from banso.settings import Settings

if __name__ == "__main__":
    settings = Settings.from_environment()
    sys.exit(asyncio.run(run_worker(settings, notebook_of(settings.data_directory).clock)))
