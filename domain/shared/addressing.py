"""What every message is told besides its own words: whom it is about, and until when an answer is hoped for.

Both follow from the state, so no reaction has to think of them.
"""

from collections.abc import Callable
from typing import Any

from domain.playbooks.words import wait_of
from domain.shared.effects import Effect, Notify
from domain.shared.waiting import Wait

React = Callable[[Any, Any], list[Effect]]


def addressed(react: React, person_of: Callable[[Any], str | None] = lambda _: None) -> React:
    """A reaction whose messages name the person concerned (else whoever owes the answer) and the day of the wait."""

    def reacting(event: Any, state: Any) -> list[Effect]:
        effects = react(event, state)
        return [_complete(one, state, person_of(state)) if isinstance(one, Notify) else one for one in effects]

    return reacting


def _complete(effect: Notify, state: Any, person: str | None) -> Notify:
    wait = _wait_behind(effect, state.waits)
    changes: dict[str, Any] = {}
    owner = wait.owner.persons[0] if wait is not None and wait.owner.persons else None
    about = person or owner
    if about is not None and "person" not in effect.names:
        changes["names"] = {**effect.names, "person": about}
    if wait is not None:
        changes["until"] = wait.schedule.remind_at if wait.step == "asked" else wait.schedule.escalate_at
    return effect.model_copy(update=changes) if changes else effect


def _wait_behind(effect: Notify, waits: dict[str, Wait]) -> Wait | None:
    """The wait that a message is about: that of its subject or its reader, where several of a kind are open."""
    kind = wait_of(effect.template)
    named = (effect.about.get("subject"), effect.decision, effect.to)
    of_kind = [wait for wait in waits.values() if wait.kind == kind]
    fitting = [wait for wait in of_kind if wait.subject in named] or of_kind
    return max(fitting, key=lambda wait: wait.schedule.since, default=None)
