"""How a person's rules hang together."""

from collections.abc import Mapping
from typing import Any

from domain.person.commands import PersonCommand, RegisterPerson
from domain.person.decider import decide
from domain.person.events import PermitRecorded, PersonEvent
from domain.person.places import reactions as places
from domain.person.places.events import PlacesEvent
from domain.person.pool import hearing
from domain.person.pool.events import SuccessorHeardOf
from domain.person.state import Person, evolve
from domain.playbooks.schema import PlaybookReference
from domain.shared.actors import Role
from domain.shared.decider import Aggregate, Summary
from domain.shared.effects import Effect
from domain.shared.registered import person_reference
from domain.shared.values import StreamReference
from domain.shared.waiting import Deadline, processes_of


def _react(event: PersonEvent, state: Person) -> list[Effect]:
    if isinstance(event, SuccessorHeardOf):
        return hearing.react(event)
    return places.react(event, state) if isinstance(event, PlacesEvent | PermitRecorded) else []


def _deadlines(state: Person) -> list[Deadline]:
    return places.deadlines(state)


def _needs(command: PersonCommand) -> tuple[StreamReference, ...]:
    if isinstance(command, RegisterPerson) and command.employer_contact:
        return (person_reference(command.employer_contact),)
    return ()


def _relations(state: Person, person: str) -> frozenset[Role]:
    return frozenset({Role.PARTICIPANT, Role.COMPANY}) if person == state.id else frozenset()


def _stage(state: Person) -> str:
    return "erased" if state.erased else "registered"


def _summary(state: Person) -> Summary:
    return Summary(title=state.id, stage=_stage(state), person=state.id)


def _playbook_of(_: Person | None, __: PersonCommand, ___: Mapping[str, Any]) -> PlaybookReference | str | None:
    return None


PERSON = Aggregate(
    kind="person",
    commands=PersonCommand,
    events=PersonEvent,
    state=Person,
    state_version=5,
    decide=decide,
    evolve=evolve,
    react=_react,
    deadlines=_deadlines,
    processes=lambda state: list(processes_of(state.waits).values()),
    needs=_needs,
    relations=_relations,
    stage=_stage,
    finished=lambda state: not _deadlines(state),
    summary=_summary,
    playbook_of=_playbook_of,
)
