"""How a service's rules hang together."""

from collections.abc import Mapping
from typing import Any

from domain.playbooks.schema import PlaybookReference
from domain.service.commands import OpenService, ServiceCommand
from domain.service.decider import decide
from domain.service.events import ServiceEvent
from domain.service.state import Service, evolve
from domain.shared.actors import Role
from domain.shared.decider import Aggregate, Summary
from domain.shared.effects import Effect
from domain.shared.registered import person_reference
from domain.shared.values import StreamReference
from domain.shared.waiting import Deadline, processes_of


def _react(_: ServiceEvent, __: Service) -> list[Effect]:
    return []


def _deadlines(_: Service) -> list[Deadline]:
    return []


def _needs(command: ServiceCommand) -> tuple[StreamReference, ...]:
    if isinstance(command, OpenService):
        return tuple(person_reference(person) for person in command.coordinators)
    return ()


def _relations(state: Service, person: str) -> frozenset[Role]:
    return frozenset({Role.COORDINATOR}) if person in state.coordinators else frozenset()


def _stage(state: Service) -> str:
    return "ended" if state.closed else "open"


def _summary(state: Service) -> Summary:
    return Summary(title=state.name, stage=_stage(state), service=state.id)


def _playbook_of(_: Service | None, __: ServiceCommand, ___: Mapping[str, Any]) -> PlaybookReference | str | None:
    return None


SERVICE = Aggregate(
    kind="service",
    commands=ServiceCommand,
    events=ServiceEvent,
    state=Service,
    state_version=1,
    decide=decide,
    evolve=evolve,
    react=_react,
    deadlines=_deadlines,
    processes=lambda state: list(processes_of(state.waits).values()),
    needs=_needs,
    relations=_relations,
    stage=_stage,
    finished=lambda state: state.closed,
    summary=_summary,
    playbook_of=_playbook_of,
)
