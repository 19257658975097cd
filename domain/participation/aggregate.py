"""How a participation's rules hang together."""

from collections.abc import Mapping
from typing import Any

from domain.participation.applying import engagement_reference
from domain.participation.commands import Apply, ParticipationCommand
from domain.participation.decider import decide
from domain.participation.events import ParticipationEvent
from domain.participation.reactions import deadlines, react
from domain.participation.state import Participation, evolve, processes
from domain.playbooks.schema import PlaybookReference
from domain.shared.actors import Role
from domain.shared.addressing import addressed
from domain.shared.decider import Aggregate, Summary, playbook_in
from domain.shared.registered import person_reference
from domain.shared.values import StreamReference


def _needs(command: ParticipationCommand) -> tuple[StreamReference, ...]:
    if isinstance(command, Apply):
        return (engagement_reference(command.engagement), person_reference(command.person))
    return ()


def _relations(state: Participation, person: str) -> frozenset[Role]:
    belongs = {
        Role.PARTICIPANT: person == state.person,
        Role.EMPLOYER: person == state.asked_employer,
        Role.COMPANION: person == state.companion,
        Role.COMPANY: person in state.company_contacts,
        Role.COORDINATOR: person == state.coordinator,
    }
    return frozenset(role for role, holds in belongs.items() if holds)


def _summary(state: Participation) -> Summary:
    return Summary(
        title=state.title,
        stage=state.stage,
        service=state.service,
        engagement=state.engagement,
        person=state.person,
        started_at=state.started_at,
    )


def _playbook_of(
    state: Participation | None, command: ParticipationCommand, facts: Mapping[str, Any]
) -> PlaybookReference | str | None:
    if state is not None:
        return state.playbook
    if not isinstance(command, Apply):
        return None
    return playbook_in(facts, engagement_reference(command.engagement))


PARTICIPATION = Aggregate(
    kind="participation",
    commands=ParticipationCommand,
    events=ParticipationEvent,
    state=Participation,
    state_version=10,
    decide=decide,
    evolve=evolve,
    react=addressed(react, lambda state: state.person),
    deadlines=deadlines,
    processes=processes,
    needs=_needs,
    relations=_relations,
    stage=lambda state: str(state.stage),
    finished=lambda state: state.stage == "ended" and not state.waits,
    summary=_summary,
    playbook_of=_playbook_of,
)
