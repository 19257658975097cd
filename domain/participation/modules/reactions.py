"""Who is told of a preparation and a departure."""

from typing import assert_never

from domain.participation.modules import events as happened
from domain.participation.modules.events import ModuleEvent
from domain.participation.state import Participation
from domain.shared.effects import Effect
from domain.shared.telling import tell


def react_to_preparation(event: ModuleEvent, state: Participation) -> list[Effect]:
    """The effects of one event; `state` is that after the event."""
    names = {"person": state.person}
    match event:
        case happened.ModuleDone():
            people = (state.person, state.coordinator) if event.complete else ()
            return tell(state, "modules_complete", people, names=names)
        case happened.Departed():
            companions = (state.companion,) if state.companion else ()
            people = (state.person, state.coordinator, *state.company_contacts, *companions)
            return tell(state, "departed", people, {"due": event.leaves_on.isoformat()}, names=names)
        case _:
            assert_never(event)
