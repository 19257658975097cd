"""What a client sent and was told, one JSON line each, in a file that survives the client."""

import hashlib
import json
import os
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


class Diary:
    """Appends lines, each with one write to the operating system, so that a killed client leaves whole lines."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def write(self, what: str, command_id: str, **values: Any) -> None:
        """One line: sent, acknowledged, refused."""
        line = json.dumps({"what": what, "id": command_id, **values}, ensure_ascii=False) + "\n"
        os.write(self._file, line.encode())


def digest_of(receipt: str) -> str:
    """A receipt as a diary keeps it."""
    return hashlib.sha256(receipt.encode()).hexdigest()


@dataclass
class Remembered:
    """What all clients of a run sent and were told. `open` are the commands whose last answer is not known."""

    sent: dict[str, dict[str, Any]] = field(default_factory=dict)
    receipts: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    acknowledgements: int = 0
    refused: set[str] = field(default_factory=set)
    open: set[str] = field(default_factory=set)
    bodies_changed: list[str] = field(default_factory=list)

    def _take(self, entry: dict[str, Any]) -> None:
        identifier = entry["id"]
        if entry["what"] == "sent":
            body = {key: entry[key] for key in ("stream", "actor", "command")}
            if self.sent.setdefault(identifier, body) != body:
                self.bodies_changed.append(identifier)
            self.open.add(identifier)
            return
        self.open.discard(identifier)
        if entry["what"] == "acknowledged":
            self.receipts[identifier].add(entry["receipt"])
            self.acknowledgements += 1
            self.refused.discard(identifier)
        elif identifier not in self.receipts:
            self.refused.add(identifier)


def read_diary(path: Path) -> Remembered:
    """Read a diary; a last line that was cut off is nothing that anybody was told."""
    remembered = Remembered()
    if not path.exists():
        return remembered
    for line in path.read_bytes().split(b"\n"):
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        remembered._take(entry)
    return remembered
