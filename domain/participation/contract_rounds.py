"""Rounds of contract terms, and how events change them."""

from typing import TYPE_CHECKING, assert_never

from domain.participation import events as happened
from domain.participation.parts import Contract
from domain.shared.actors import Role
from domain.shared.decider import begun
from domain.shared.waiting import Owner, Wait, closed, without

if TYPE_CHECKING:
    from domain.participation.state import Participation


def contract_changes(
    state: "Participation",
    event: happened.ContractOffered | happened.ContractRendered | happened.ContractSigned | happened.ContractConcluded,
) -> dict[str, object]:
    """What a round of terms makes of the state."""
    draft = state.draft
    if isinstance(event, happened.ContractOffered):
        amends = state.contract is not None and state.contract.concluded
        terms = Contract(round=event.round, terms=event.terms, amends=amends)
        return {"amendment" if amends else "contract": terms, "waits": without(state.waits, "contract_signature")}
    place, contract = "amendment" if state.amendment else "contract", begun(draft)
    match event:
        case happened.ContractRendered():
            return {
                place: contract.model_copy(update={"document": event.document}),
                "waits": {**state.waits, **_signature_waits(state, event)},
            }
        case happened.ContractSigned():
            signed = contract.model_copy(update={"signed": (*contract.signed, event.side)})
            waits = closed(state.waits, f"contract_signature:{contract.round}.{event.side}")
            return {place: signed, "waits": waits}
        case happened.ContractConcluded():
            return {"contract": contract.model_copy(update={"concluded": True}), "amendment": None}
        case _:
            assert_never(event)


def _signature_waits(state: "Participation", event: happened.ContractRendered) -> dict[str, Wait]:
    sides = {
        "participant": Owner(role=Role.PARTICIPANT, persons=(state.person,)),
        "company": Owner(role=Role.COMPANY, persons=state.company_contacts),
    }
    waits = (
        Wait(
            kind="contract_signature",
            subject=f"{event.round}.{side}",
            owner=owner,
            schedule=event.schedule,
            process=f"contract_round:{event.round}",
        )
        for side, owner in sides.items()
    )
    return {wait.key: wait for wait in waits}
