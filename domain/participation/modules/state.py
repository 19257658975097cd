"""What somebody has prepared, and how events change it."""

from datetime import date
from typing import assert_never

from pydantic import Field

from domain.participation.modules import events as happened
from domain.participation.modules.events import ModuleEvent
from domain.shared.models import FrozenModel
from domain.shared.values import PersonalText


class Module(FrozenModel):
    """A module that is done."""

    done_on: date
    learned: PersonalText


class Preparation(FrozenModel):
    """The modules that are done, and the day on which the participant leaves."""

    modules: dict[str, Module] = Field(default_factory=dict)
    leaves_on: date | None = None


def preparation_changes(preparation: Preparation, event: ModuleEvent) -> dict[str, object]:
    """What one event changes."""
    match event:
        case happened.ModuleDone():
            done = Module(done_on=event.done_on, learned=event.learned)
            changes: dict[str, object] = {"modules": {**preparation.modules, event.module: done}}
        case happened.Departed():
            changes = {"leaves_on": event.leaves_on}
        case _:
            assert_never(event)
    return {"preparation": preparation.model_copy(update=changes)}
