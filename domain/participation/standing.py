"""Where somebody stands between the gates: how many hours they may plan, and what follows once every gate is passed."""

from decimal import Decimal

from domain.participation.events import BecameReady, ParticipationEvent, WorkResumed
from domain.participation.places.gates import tax_settled
from domain.participation.state import Participation, evolve
from domain.shared.decider import Context
from domain.shared.models import Event


def hours_cap(state: Participation, context: Context) -> Decimal:
    """The most hours a week: the employer's cap, and never more than the playbook's."""
    caps = [context.rules.weekly_cap()]
    if state.weekly_hours_cap is not None:
        caps.append(state.weekly_hours_cap)
    return min(caps)


def _passed(state: Participation, context: Context) -> bool:
    if state.stage not in ("prepare", "work"):
        return False
    settled = state.consent_settled and state.permission_settled and tax_settled(state)
    return settled and _contract_settled(state, context)


def _contract_settled(state: Participation, context: Context) -> bool:
    if "contract" not in state.gates:
        return True
    contract = state.contract
    return contract is not None and contract.concluded and contract.terms.weekly_hours <= hours_cap(state, context)


def with_what_follows(state: Participation, events: list[ParticipationEvent], context: Context) -> list[Event]:
    """The events, and, where they open the last gate: somebody is ready, or goes on after a pause."""
    after = state
    for event in events:
        after = evolve(after, event, context.now)
    if _passed(after, context) and after.paused_since is not None:
        return [*events, WorkResumed()]
    if _passed(after, context) and not after.ready:
        return [*events, BecameReady()]
    return [*events]
