"""What is known of a place in a playbook without reading one: its keys, an example, and what mistakes are called."""

import json
from collections.abc import Mapping
from fnmatch import fnmatchcase
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from domain.playbooks.lines import Path

KINDS_OF_ERROR = {
    "missing": ("書かれていません", "is missing"),
    "string_type": ("文字列ではありません", 'is no text in "quotes"'),
    "bool_type": ("true でも false でもありません", "is neither true nor false"),
    "bool_parsing": ("true でも false でもありません", "is neither true nor false"),
    "int_type": ("整数ではありません", "is no whole number"),
    "int_parsing": ("整数ではありません", "is no whole number"),
    "int_parsing_size": ("大きすぎる数です", "is too large a number"),
    "int_from_float": ("整数ではありません", "is no whole number"),
    "decimal_type": ("数ではありません", "is no number"),
    "decimal_parsing": ("数ではありません", "is no number"),
    "float_type": ("数ではありません", "is no number"),
    "float_parsing": ("数ではありません", "is no number"),
    "finite_number": ("数ではありません", "is no number"),
    "greater_than": ("{gt} より大きくありません", "is not more than {gt}"),
    "greater_than_equal": ("{ge} より小さい値です", "is less than {ge}"),
    "less_than": ("{lt} より小さくありません", "is not less than {lt}"),
    "less_than_equal": ("{le} より大きい値です", "is more than {le}"),
    "multiple_of": ("{multiple_of} の倍数ではありません", "is no multiple of {multiple_of}"),
    "literal_error": ("{expected} のどれでもありません", "is none of {expected}"),
    "model_type": ("表ではありません", "is no table"),
    "dict_type": ("表ではありません", "is no table"),
    "tuple_type": ("配列ではありません", "is no [list]"),
    "list_type": ("配列ではありません", "is no [list]"),
    "too_short": ("{min_length} 個より少なく書かれています", "has fewer entries than {min_length}"),
    "too_long": ("{max_length} 個より多く書かれています", "has more entries than {max_length}"),
    "string_too_short": ("空です", "is empty"),
    "string_too_long": ("{max_length} 文字を超えています", "is longer than {max_length} characters"),
    "string_pattern_mismatch": (
        "名前に使えません。英小文字か数字で始め、英小文字・数字・点・ハイフン・下線を 64 字まで使えます",
        "is no name; it begins with a lower-case letter or a digit, and has at most 64 of these, dots, dashes and "
        "underscores",
    ),
}
"""What a value is, by the kind of error that pydantic names; in Japanese and English."""


def known_keys(model: type[BaseModel], path: Path) -> tuple[str, ...]:
    """The keys that the table at a place of a model may have; none, where no table belongs there or any key may."""
    here: Any = model
    for name in path:
        here = _below(_bare(here), name)
    found = _bare(here)
    return tuple(found.model_fields) if _is_model(found) else ()


def entries_are_named(model: type[BaseModel], field: str) -> bool:
    """Whether a field is a table of tables whose names a playbook chooses, such as rules.sessions."""
    bare = _bare(model.model_fields[field].annotation) if field in model.model_fields else None
    return get_origin(bare) is dict and _is_model(_bare(get_args(bare)[1]))


def example_at(place: str, examples: Mapping[str, str]) -> str:
    """The example of a place; of the nearest one above it, where it has none of its own."""
    parts = place.split(".")
    for length in range(len(parts), 0, -1):
        above = ".".join(parts[:length])
        fitting = (text for pattern, text in examples.items() if pattern != "*" and fnmatchcase(above, pattern))
        found = next(fitting, None)
        if found is not None:
            return found.replace("{place}", above).replace("{key}", parts[length - 1])
    return examples["*"]


def value_within(data: Any, model: type[BaseModel], path: Path) -> Any:
    """What stands at a place of data; a name that is chosen freely stands for any other. None, where nothing does."""
    for at, name in enumerate(path):
        if not isinstance(data, dict) or not data:
            return None
        chosen = name if known_keys(model, path[:at]) or name in data else next(iter(data))
        data = data.get(chosen)
    return data


def default_at(model: type[BaseModel], path: Path) -> Any:
    """What counts at a place of a model where nothing is said; None, where that is nothing or has to be said."""
    here: Any = model
    field = None
    for name in path:
        bare = _bare(here)
        field = bare.model_fields.get(name) if _is_model(bare) else None
        here = _below(bare, name)
    return field.get_default(call_default_factory=True) if field and not field.is_required() else None


def toml_value(value: Any) -> str:
    """A value as it is written in TOML, on one line."""
    match value:
        case bool():
            return "true" if value else "false"
        case list() | tuple():
            return f"[{', '.join(toml_value(one) for one in value)}]"
        case dict():
            return f"{{ {', '.join(f'{name} = {toml_value(one)}' for name, one in value.items())} }}"
        case str():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return str(value)


def _below(type_: Any, name: str) -> Any:
    """What stands below a name: a field, the values of a table with free keys, or the entries of a list."""
    if get_origin(type_) is dict:
        return get_args(type_)[1]
    if get_origin(type_) in (tuple, list):
        return get_args(type_)[0]
    return type_.model_fields[name].annotation if _is_model(type_) and name in type_.model_fields else None


def _bare(type_: Any) -> Any:
    """A type without what is annotated about it, and without None."""
    if get_origin(type_) is Annotated:
        return _bare(get_args(type_)[0])
    if get_origin(type_) in (Union, UnionType):
        return _bare(next(one for one in get_args(type_) if one is not NoneType))
    return type_


def _is_model(type_: Any) -> bool:
    return isinstance(type_, type) and issubclass(type_, BaseModel)
