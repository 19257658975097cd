"""Looking up persons among the facts that a decision was given."""

from typing import Any

from domain.shared.decider import Context
from domain.shared.refusals import refusal
from domain.shared.values import StreamReference


def person_reference(person: str) -> StreamReference:
    """The stream of a person."""
    return StreamReference(kind="person", id=person)


def require_registered(context: Context, person: str, field: str) -> Any:
    """The state of a person who is registered and not erased.

    Raises:
        DomainError: there is no such person, or their data was erased.
    """
    state = context.facts.get(person_reference(person).key)
    if state is None or state.erased:
        raise refusal(
            "person-unknown",
            wrong=(f"「{person}」という人は登録されていません。", f"There is no registered person {person}."),
            right=("先に登録するか、番号を確かめてください。", "Register them first, or check the id."),
            field=field,
        )
    return state
