"""What came out, for people and for programs."""

import json
import statistics
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.measuring import Measured, NotMeasured, Result
from bench.tried import TRIED


def table(results: Sequence[Measured]) -> str:
    """Target, figure with spread, verdict; below it what is behind the figures."""
    rows = [("path", "target", "measured (min–max)", "")]
    rows += [_row(result) for result in results]
    widths = [max(_width(row[column]) for row in rows) for column in range(4)]
    lines = ["  ".join(_padded(cell, widths[place]) for place, cell in enumerate(row)).rstrip() for row in rows]
    return "\n".join([lines[0], "-" * sum(widths), *lines[1:]])


def details(results: Sequence[Measured]) -> str:
    """Floors and absolute figures, and for what was missed what was tried."""
    lines = []
    for result in results:
        lines.append(f"{result.target.path}:")
        if isinstance(result, NotMeasured):
            lines.append(f"    not measured: {result.why}")
            continue
        lines.append(f"    against: {result.floor}")
        lines += [f"    {name}: {_spread(figures)}" for name, figures in result.absolute.items()]
        lines += [f"    note: {result.note}"] if result.note else []
        if not result.met:
            tried = TRIED.get(result.target.key, "nothing yet")
            lines.append(f"    MISSED: {_figure(result)}, wanted {result.target.words}. Tried: {tried}")
    return "\n".join(lines)


def write_json(file: Path, facts: Mapping[str, Any], results: Sequence[Measured], *, quick: bool) -> None:
    """Everything, with the machine's facts."""
    file.parent.mkdir(parents=True, exist_ok=True)
    content = {"facts": facts, "quick": quick, "results": [_as_data(result) for result in results]}
    file.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _as_data(result: Measured) -> dict[str, Any]:
    target = result.target
    data: dict[str, Any] = {"key": target.key, "path": target.path, "target": target.words}
    if isinstance(result, NotMeasured):
        return {**data, "met": None, "why": result.why}
    return {
        **data,
        "median": result.median,
        "min": min(result.figures),
        "max": max(result.figures),
        "figures": list(result.figures),
        "unit": target.unit,
        "met": result.met,
        "against": result.floor,
        "absolute": {name: list(figures) for name, figures in result.absolute.items()},
        "note": result.note,
        "tried": None if result.met else TRIED.get(target.key),
    }


def _row(result: Measured) -> tuple[str, str, str, str]:
    if isinstance(result, NotMeasured):
        return result.target.path, result.target.words, "not measured", "-"
    return result.target.path, result.target.words, _figure(result), "met" if result.met else "MISSED"


def _figure(result: Result) -> str:
    spread = f"{_short(min(result.figures))}–{_short(max(result.figures))}"
    return f"{_short(result.median)} {result.target.unit} ({spread})"


def _spread(figures: Sequence[float]) -> str:
    middle = _short(statistics.median(figures))
    return f"{middle} ({_short(min(figures))}–{_short(max(figures))}, {len(figures)} turns)"


def _short(figure: float) -> str:
    return f"{figure:,.0f}" if abs(figure) >= 100 else f"{figure:.3g}"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
