"""What was measured on what: the machine and the versions of everything that matters."""

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import psutil

from banso.stack.postgres import server_version
from banso.stack.temporal_binary import TemporalBinary

LIBRARIES = (
    "temporalio",
    "psycopg",
    "psycopg-pool",
    "pydantic",
    "msgspec",
    "orjson",
    "eventsourcing",
    "uvicorn",
    "fastapi",
)


def processor() -> str:
    """The processor's name, where the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def machine_facts(temporal: TemporalBinary) -> dict[str, str | int | float]:
    """Facts without which a figure means nothing. The load before the run shows whether the machine was quiet."""
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "system": f"{platform.system()} {platform.release()}",
        "processor": processor(),
        "cores": os.cpu_count() or 0,
        "memory_gib": round(psutil.virtual_memory().total / 2**30, 1),
        "load_before": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
        "postgres": server_version(),
        "temporal": temporal.version,
        **{name: version(name) for name in LIBRARIES},
    }
