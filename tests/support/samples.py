"""Stored samples: one of every event type in every version, whole histories, and what they fold to.

Written once by `PYTHONPATH=tests:. python -m support.samples` and then kept: a sample is what an older release left
in somebody's database. The command adds what is missing, never rewrites an event or a history, and renews the golden
fold of a kind of stream only after its `state_version` was raised.
"""

import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any

from domain.aggregates import AGGREGATES
from domain.shared.models import Event

from support.driving import EVENTS, canonical
from support.stories import STORIES, told

FOLDER = Path(__file__).parents[1] / "domain" / "samples"
GOLDEN = FOLDER / "golden_folds.json"
COMMAND = "PYTHONPATH=tests:. python -m support.samples"


def event_types(kind: str) -> tuple[type[Event], ...]:
    """Every event type of a kind of stream."""
    types: tuple[type[Event], ...] = AGGREGATES[kind].events.__origin__.__args__
    return types


def sample_path(kind: str, event: type[Event]) -> Path:
    """Where the sample of an event's current version is stored."""
    return FOLDER / kind / f"{event.__name__}.v{event.schema_version}.json"


def history_path(kind: str, name: str) -> Path:
    """Where a whole history is stored."""
    return FOLDER / kind / f"history_{name}.json"


def read_history(kind: str, name: str) -> list[tuple[Event, datetime]]:
    """The events of a stored history, each with its moment."""
    entries = json.loads(history_path(kind, name).read_text(encoding="utf-8"))
    return [
        (EVENTS[kind].validate_python(entry["event"]), datetime.fromisoformat(entry["occurred_at"]))
        for entry in entries
    ]


def fold_of(kind: str) -> str:
    """SHA-256 over what every stored history of this kind folds to, prefix by prefix, in hexadecimal."""
    digest = hashlib.sha256()
    for name in sorted(STORIES[kind]):
        state = None
        for event, at in read_history(kind, name):
            state = AGGREGATES[kind].evolve(state, event, at)
            digest.update(canonical(state).encode())
    return digest.hexdigest()


def golden() -> dict[str, dict[str, Any]]:
    """The stored folds by kind: `state_version` and `sha256`."""
    return json.loads(GOLDEN.read_text(encoding="utf-8")) if GOLDEN.exists() else {}


def _write(path: Path, content: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"wrote {path.relative_to(FOLDER)}")


def _write_missing(kind: str) -> None:
    for name in STORIES[kind]:
        log = told(kind, name).log
        if not history_path(kind, name).exists():
            entries = [{"occurred_at": at.isoformat(), "event": event.model_dump(mode="json")} for event, at in log]
            _write(history_path(kind, name), entries)
        for event, _ in log:
            if not sample_path(kind, type(event)).exists():
                _write(sample_path(kind, type(event)), event.model_dump(mode="json"))


def main() -> None:
    """Add what is missing; renew golden folds whose state version was raised."""
    known = golden()
    for kind, aggregate in AGGREGATES.items():
        _write_missing(kind)
        fold = {"state_version": aggregate.state_version, "sha256": fold_of(kind)}
        stored = known.get(kind)
        if stored is not None and stored["state_version"] == fold["state_version"] and stored != fold:
            raise SystemExit(f"The fold of {kind} changed: raise its state_version first. Its golden fold was kept.")
        known[kind] = fold
    _write(GOLDEN, known)


if __name__ == "__main__":
    main()
