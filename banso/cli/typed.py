"""Docstrings of the domain's commands as whoever types on a command line reads them."""

import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from banso.cli.verbs import VERBS

if TYPE_CHECKING:
    from domain.shared.models import Command

QUOTED = re.compile(r"`(\w+)`")
LEFT_OUT = "left out:"


def option(name: str) -> str:
    """How a field is written on a command line."""
    return f"--{name.replace('_', '-')}"


def verb_of(type_: str) -> str:
    """How a command of this type is typed, by its first verb; empty where it has none."""
    return next((f"banso {verb.group} {verb.name}" for verb in VERBS if verb.type == type_), "")


def as_typed(model: "type[Command]", positional: Collection[str] = ()) -> list[str]:
    """The paragraphs of a command's docstring: fields as options, or as the places that they have without one.

    Other commands in backticks become the verbs that send them; what a field is without a value is what it is when
    it is left out.
    """
    doc = " ".join((model.__doc__ or "").replace("\n\n", "\0").split()).replace("None:", LEFT_OUT)
    said = QUOTED.sub(lambda found: f"`{_typed(found[1], model, positional)}`", doc)
    return [paragraph.strip() for paragraph in said.split("\0")]


def _typed(name: str, model: "type[Command]", positional: Collection[str]) -> str:
    if name in positional:
        return name.upper()
    if name in model.model_fields:
        return option(name)
    return verb_of(name) or name
