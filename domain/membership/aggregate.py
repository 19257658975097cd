"""How a membership's rules hang together."""

from collections.abc import Mapping
from typing import Any

from domain.membership.commands import JoinService, MembershipCommand
from domain.membership.decider import decide
from domain.membership.events import MembershipEvent
from domain.membership.matching.commands import AnnounceAbsence, MatchAccompanist
from domain.membership.matching.deciding import membership_reference
from domain.membership.reactions import deadlines, react
from domain.membership.state import Membership, evolve
from domain.playbooks.schema import PlaybookReference
from domain.service.finding import service_reference
from domain.shared.actors import Role
from domain.shared.addressing import addressed
from domain.shared.decider import Aggregate, Summary, playbook_in
from domain.shared.registered import person_reference
from domain.shared.values import StreamReference
from domain.shared.waiting import processes_of


def _needs(command: MembershipCommand) -> tuple[StreamReference, ...]:
    if isinstance(command, JoinService):
        return (service_reference(command.service), person_reference(command.person))
    if isinstance(command, MatchAccompanist):
        return (membership_reference(command.accompanist),)
    if isinstance(command, AnnounceAbsence) and command.deputy is not None:
        return (membership_reference(command.deputy),)
    return ()


def _relations(state: Membership, person: str) -> frozenset[Role]:
    accompanying = {state.matching.accompanist, *state.matching.standing_in, *_handed_over(state)}
    belongs = {
        Role.PARTICIPANT: person == state.person,
        Role.COORDINATOR: person == state.coordinator,
        Role.COMPANION: person in accompanying,
    }
    return frozenset(role for role, holds in belongs.items() if holds)


def _handed_over(state: Membership) -> set[str]:
    """Whoever still has a report of this client's to answer, also when the days for which they stood in are over."""
    waits = [wait for wait in state.waits.values() if wait.owner.role == Role.COMPANION]
    return {person for wait in waits for person in wait.owner.persons}


def _summary(state: Membership) -> Summary:
    return Summary(
        title=state.title, stage=state.stage, service=state.service, person=state.person, started_at=state.started_at
    )


def _playbook_of(
    state: Membership | None, command: MembershipCommand, facts: Mapping[str, Any]
) -> PlaybookReference | str | None:
    if isinstance(command, JoinService):
        # Whoever joins anew joins the service as it is today.
        return playbook_in(facts, service_reference(command.service))
    return state.playbook if state is not None else None


MEMBERSHIP = Aggregate(
    kind="membership",
    commands=MembershipCommand,
    events=MembershipEvent,
    state=Membership,
    state_version=13,
    decide=decide,
    evolve=evolve,
    react=addressed(react, lambda state: state.person),
    deadlines=deadlines,
    processes=lambda state: list(processes_of(state.waits).values()),
    needs=_needs,
    relations=_relations,
    stage=lambda state: str(state.stage),
    finished=lambda state: state.stage == "ended" and not state.waits,
    summary=_summary,
    playbook_of=_playbook_of,
)
