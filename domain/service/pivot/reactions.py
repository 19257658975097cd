"""Who is told when a premise of a service changes, and how a pool is invited."""

from typing import assert_never

from domain.participation.pool.commands import InviteToSuccessor
from domain.service.pivot import events as happened
from domain.service.pivot.events import PivotEvent
from domain.service.state import Service
from domain.shared.effects import Effect
from domain.shared.telling import tell, to_each


def react(event: PivotEvent, state: Service) -> list[Effect]:
    """The effects of one event; `state` is that after the event."""
    match event:
        case happened.ServicePremiseRecorded():
            return []
        case happened.ServicePremiseChanged():
            return _changed(event, state)
        case happened.PoolInvited():
            invitation = InviteToSuccessor(service=state.id, name=state.name, region=state.region)
            return [to_each("participation", invitation, service=event.predecessor)]
        case _:
            assert_never(event)


def _changed(event: happened.ServicePremiseChanged, state: Service) -> list[Effect]:
    place = f"pivot/premises/{event.premise}/now"
    personal = {word: f"{place}/{word}" for word in ("believed", "evidence", "change")}
    return tell(state, "service_premise_changed", state.office, personal=personal)
