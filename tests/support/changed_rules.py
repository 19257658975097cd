"""Other rules than those that the product ships: a changed period, a changed reaction, changed deadlines."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from banso.playbook_folder import Playbooks
from banso.playbooks import load_playbook
from domain.aggregates import AGGREGATES
from domain.engagement.events import PostingPublished
from domain.playbooks.schema import Playbook, WaitPeriods
from domain.shared.decider import Aggregate
from domain.shared.effects import Effect, Notify
from domain.shared.waiting import Deadline


def _other_playbook(_: Playbooks, name: str) -> Playbook:
    playbook = load_playbook(name)
    rules = playbook.rules
    waits = {**rules.waits, "milestone_approval": WaitPeriods(remind_after="P1D", escalate_after="P2D")}
    changed = rules.model_copy(update={"waits": waits, "follow_ups": ("P2M", "P4M")})
    return playbook.model_copy(update={"rules": changed})


@contextmanager
def changed(aggregate: Aggregate, **parts: Any) -> Iterator[None]:
    """An aggregate some of whose functions are others, for a while."""
    before = {name: getattr(aggregate, name) for name in parts}
    for name, part in parts.items():
        object.__setattr__(aggregate, name, part)
    try:
        yield
    finally:
        for name, part in before.items():
            object.__setattr__(aggregate, name, part)


@contextmanager
def other_rules() -> Iterator[None]:
    """The company is reminded earlier, coordinators hear of postings too, and every deadline comes a minute late."""
    engagement = AGGREGATES["engagement"]
    react, deadlines = engagement.react, engagement.deadlines

    def telling_more(event: Any, state: Any) -> list[Effect]:
        effects = react(event, state)
        if isinstance(event, PostingPublished):
            about = {"title": state.title, "host": state.host}
            more = [Notify(template="posting_published", to=one, about=about) for one in state.coordinators]
            return [*effects, *more]
        return effects

    def later(state: Any) -> list[Deadline]:
        return [one.model_copy(update={"due": one.due + timedelta(minutes=1)}) for one in deadlines(state)]

    with (
        patch.object(Playbooks, "load", _other_playbook),
        changed(engagement, react=telling_more, deadlines=later),
    ):
        yield


@contextmanager
def no_rules() -> Iterator[None]:
    """Whoever asks a rule now fails: what still works follows none."""

    def refuse(*_: Any) -> Any:
        raise AssertionError("a rule was asked")

    rules = ("decide", "evolve", "react", "deadlines", "processes", "stage", "finished")
    before = {kind: {name: getattr(one, name) for name in rules} for kind, one in AGGREGATES.items()}
    try:
        for aggregate in AGGREGATES.values():
            for name in rules:
                object.__setattr__(aggregate, name, refuse)
        yield
    finally:
        for kind, parts in before.items():
            for name, part in parts.items():
                object.__setattr__(AGGREGATES[kind], name, part)
