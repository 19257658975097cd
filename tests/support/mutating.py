"""Playbooks with values that were dropped, doubled, moved or of another kind, as slips of the keyboard make them."""

import json
from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

ODD: tuple[Any, ...] = (
    "", " ", "x", "P1D", "P0D", "P1M", "P30D", "P9000Y", "PT1H", "25:00", "mon-fri 9-18", "sat 10:00-12:00", "{title}",
    "{", "client", "contract", "Großes", "あ", "\u202e", 0, 1, 2, 365, -1, 10**9, 0.5, -0.0, float("nan"), float("inf"),
    True, False, [], {}, [1], ["P1M"], [[]], {"ja": "あ"}, {"ja": "", "en": ""}, {"ja": "あ", "en": "A"}, {"x": {}},
)  # fmt: skip
"""What may stand where something else belongs."""

Path = tuple[Any, ...]


def paths(data: Any, here: Path = ()) -> list[Path]:
    """Every place of data, tables and lists before what is in them."""
    below = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [place for name, entry in below for place in ((*here, name), *paths(entry, (*here, name)))]


def at(data: Any, path: Path) -> Any:
    """What stands at a place."""
    for name in path:
        data = data[name]
    return data


@st.composite
def mutated(draw: st.DrawFn, originals: tuple[dict[str, Any], ...]) -> dict[str, Any]:
    """One of the originals after one to four slips."""
    data = deepcopy(draw(st.sampled_from(originals)))
    for _ in range(draw(st.integers(1, 4))):
        _slip(draw, data)
    return data


def _slip(draw: st.DrawFn, data: dict[str, Any]) -> None:
    places = paths(data)
    if not places:
        return
    path = draw(st.sampled_from(places))
    table, name = at(data, path[:-1]), path[-1]
    match draw(st.sampled_from(("drop", "double", "retype", "move"))):
        case "drop":
            del table[name]
        case "double" if isinstance(table, list):
            table.append(deepcopy(table[name]))
        case "double":
            table[f"{name}2"] = deepcopy(table[name])
        case "retype":
            table[name] = deepcopy(draw(st.sampled_from(ODD)))
        case _:
            table[name] = deepcopy(at(data, draw(st.sampled_from(places))))


def text_of(data: Any) -> str:
    """Data as TOML: one line for each table on top."""
    return "".join(f"{json.dumps(name)} = {_toml(entry)}\n" for name, entry in data.items())


def _toml(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case float():
            return repr(value)
        case list():
            return f"[{', '.join(_toml(one) for one in value)}]"
        case dict():
            return f"{{ {', '.join(f'{json.dumps(name)} = {_toml(one)}' for name, one in value.items())} }}"
        case _:
            return json.dumps(value)
