"""Who is told of a preparation and a departure."""

from typing import assert_never

from domain.participation.modules import events as happened
from domain.participation.modules.events import ModuleEvent
from domain.participation.state import Participation
from domain.shared.effects import Effect
from domain.shared.telling import notify


def react_to_preparation(event: ModuleEvent, state: Participation) -> list[Effect]:
    """The effects of one event; `state` is that after the event."""
    about, names = {"title": state.title, "host": state.host}, {"person": state.person}
    match event:
        case happened.ModuleDone():
            people = (state.person, state.coordinator) if event.complete else ()
            return notify("modules_complete", people, about=about, names=names)
        case happened.Departed():
            companions = (state.companion,) if state.companion else ()
            people = (state.person, state.coordinator, *state.company_contacts, *companions)
            told = {**about, "due": event.leaves_on.isoformat()}
            return notify("departed", people, about=told, names=names)
        case _:
            assert_never(event)
