"""How a service's rules hang together."""

from collections.abc import Mapping
from typing import Any

from domain.playbooks.schema import PlaybookReference
from domain.service import commands as asked
from domain.service.closing import state as closing
from domain.service.closing.commands import AnnounceClosing, ClosingCommand, FoundCommunity
from domain.service.closing.deciding import needed
from domain.service.commands import ServiceCommand
from domain.service.decider import decide
from domain.service.events import ServiceEvent
from domain.service.finding import service_reference
from domain.service.gatherings import state as gatherings
from domain.service.gatherings.commands import ArrangeGathering
from domain.service.pivot import state as pivot
from domain.service.pivot.commands import InvitePool, ServicePremiseCommand
from domain.service.reactions import react
from domain.service.state import Service, evolve
from domain.shared.actors import Role
from domain.shared.addressing import addressed
from domain.shared.deadlines import wait_deadlines
from domain.shared.decider import Aggregate, Summary
from domain.shared.registered import person_reference
from domain.shared.values import StreamReference
from domain.shared.waiting import Deadline, Process, processes_of

BY_PLAYBOOK = AnnounceClosing | FoundCommunity | ArrangeGathering | ServicePremiseCommand
"""Commands that are decided by what the desk's playbook says now."""


def _deadlines(state: Service) -> list[Deadline]:
    found = [*wait_deadlines(state.waits), *gatherings.deadlines(state.gatherings), *closing.deadlines(state.closing)]
    return found if state.closed else [*found, *pivot.deadlines(state.pivot, state.waits)]


def _processes(state: Service) -> list[Process]:
    return [*processes_of(state.waits).values(), *closing.processes(state.closing)]


def _needs(command: ServiceCommand) -> tuple[StreamReference, ...]:
    if isinstance(command, InvitePool):
        return (service_reference(command.predecessor),)
    if isinstance(command, ClosingCommand):
        return needed(command)
    people = tuple(person_reference(person) for person in dict.fromkeys(_named(command)))
    if isinstance(command, asked.OpenService) and command.predecessor is not None:
        return (*people, service_reference(command.predecessor))
    return people


def _named(command: ServiceCommand) -> tuple[str, ...]:
    """The persons that a command names, who have to be registered."""
    match command:
        case asked.OpenService():
            return (*command.coordinators, command.contact) if command.contact else command.coordinators
        case asked.AddDeskCoordinator():
            return (command.coordinator,)
        case asked.ChangeDeskContact():
            return (command.contact,)
        case asked.CloseService():
            return (command.stays_connected,) if command.stays_connected else ()
        case _:
            return ()


def _relations(state: Service, person: str) -> frozenset[Role]:
    return frozenset({Role.COORDINATOR}) if person in state.coordinators else frozenset()


def _stage(state: Service) -> str:
    return "ended" if state.closed else "open"


def _summary(state: Service) -> Summary:
    return Summary(title=state.name, stage=_stage(state), service=state.id)


def _playbook_of(
    state: Service | None, command: ServiceCommand, _: Mapping[str, Any]
) -> PlaybookReference | str | None:
    """A desk opens with a playbook that exists; each engagement pins its own when it is drafted."""
    if state is None:
        return command.playbook if isinstance(command, asked.OpenService) else None
    return state.playbook if isinstance(command, BY_PLAYBOOK) else None


SERVICE = Aggregate(
    kind="service",
    commands=ServiceCommand,
    events=ServiceEvent,
    state=Service,
    state_version=7,
    decide=decide,
    evolve=evolve,
    react=addressed(react),
    deadlines=_deadlines,
    processes=_processes,
    needs=_needs,
    relations=_relations,
    stage=_stage,
    finished=lambda state: state.closed and not state.waits and not _deadlines(state),
    summary=_summary,
    playbook_of=_playbook_of,
)
