"""The standard: what counts where a playbook says nothing."""

import tomllib
from collections.abc import Mapping
from functools import cache, reduce
from importlib import resources
from typing import Any

from pydantic import TypeAdapter

from domain.playbooks.schema import Message


@cache
def standard() -> dict[str, Any]:
    """What counts where a playbook says nothing, and how people are told of it: one file for each capability."""
    folder = resources.files("domain.playbooks").joinpath("standard")
    parts = (
        tomllib.loads(file.read_text(encoding="utf-8")) for file in folder.iterdir() if file.name.endswith(".toml")
    )
    return reduce(over, parts, {})


@cache
def standard_messages() -> dict[str, Message]:
    """How people are told where a playbook says nothing."""
    return TypeAdapter(dict[str, Message]).validate_python(standard()["messages"])


def over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Two tables as one, key by key; what is said above wins."""
    whole = dict(below)
    for key, value in above.items():
        known = whole.get(key)
        whole[key] = over(known, value) if isinstance(known, dict) and isinstance(value, dict) else value
    return whole
