"""How an engagement's rules hang together."""

from collections.abc import Mapping
from typing import Any

from domain.engagement import commands as asked
from domain.engagement import hands_commands as hands
from domain.engagement.commands import EngagementCommand
from domain.engagement.consultations.commands import ConsultationCommand, needs_of
from domain.engagement.decider import decide
from domain.engagement.events import EngagementEvent
from domain.engagement.reactions import deadlines, react
from domain.engagement.state import Engagement, evolve
from domain.playbooks.schema import PlaybookReference
from domain.service.finding import service_reference
from domain.shared.actors import Role
from domain.shared.addressing import addressed
from domain.shared.decider import Aggregate, Summary, playbook_in
from domain.shared.registered import person_reference
from domain.shared.values import StreamReference
from domain.shared.waiting import processes_of


def _needs(command: EngagementCommand) -> tuple[StreamReference, ...]:
    if isinstance(command, ConsultationCommand):
        return needs_of(command)
    match command:
        case asked.DraftPosting():
            companions = (command.companion,) if command.companion else ()
            people = (command.coordinator, *command.company_contacts, *companions)
            return (service_reference(command.service), *(person_reference(person) for person in people))
        case hands.RecordEnquiry():
            coordinators = (command.coordinator,) if command.coordinator else ()
            people = (*coordinators, *command.company_contacts)
            return (service_reference(command.service), *(person_reference(person) for person in people))
        case hands.NameDeputy():
            return (person_reference(command.deputy),)
        case hands.ChangeCompanion():
            return (person_reference(command.companion),)
        case asked.AppointCoordinator():
            return (person_reference(command.coordinator),)
        case asked.LeaveAsCoordinator():
            return (person_reference(command.successor),) if command.successor else ()
        case asked.ChangeCompanyContacts():
            return tuple(person_reference(person) for person in command.company_contacts)
        case _:
            return ()


def _relations(state: Engagement, person: str) -> frozenset[Role]:
    applicants = [applicant for applicant in state.selected.values() if applicant.ready]
    belongs = {
        Role.COORDINATOR: person in state.office,
        Role.COMPANY: person in state.company_contacts,
        Role.COMPANION: person in (state.companion, state.acting_companion, *state.consultations.belonging),
        Role.PARTICIPANT: person in (*(one.person for one in applicants), *state.consultations.front),
        Role.EMPLOYER: any(applicant.employer_contact == person for applicant in applicants),
    }
    return frozenset(role for role, holds in belongs.items() if holds)


def _summary(state: Engagement) -> Summary:
    return Summary(
        title=state.title,
        stage=state.stage,
        service=state.service,
        engagement=state.id,
        started_at=state.started_at,
    )


def _playbook_of(
    state: Engagement | None, command: EngagementCommand, facts: Mapping[str, Any]
) -> PlaybookReference | str | None:
    if state is not None:
        return state.playbook
    if not isinstance(command, asked.DraftPosting | hands.RecordEnquiry):
        return None
    return playbook_in(facts, service_reference(command.service))


ENGAGEMENT = Aggregate(
    kind="engagement",
    commands=EngagementCommand,
    events=EngagementEvent,
    state=Engagement,
    state_version=12,
    decide=decide,
    evolve=evolve,
    react=addressed(react),
    deadlines=deadlines,
    processes=lambda state: list(processes_of(state.waits).values()),
    needs=_needs,
    relations=_relations,
    stage=lambda state: str(state.stage),
    finished=lambda state: state.stage == "ended" and not state.waits,
    summary=_summary,
    playbook_of=_playbook_of,
)
