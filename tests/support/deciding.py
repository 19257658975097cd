"""Given these events, when this command comes, then these events follow (or the command is refused)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Self

from domain.playbooks.schema import Rules
from domain.shared.actors import Actor, Role
from domain.shared.decider import Aggregate, Context
from domain.shared.effects import Effect, Notify
from domain.shared.models import Command, Event
from domain.shared.refusals import NOTHING_CHANGED, DomainError
from domain.shared.values import BilingualText, Language

from support.rules import RULES

NOW = datetime(2026, 4, 1, 1, 0, tzinfo=UTC)
"""A Wednesday, ten in the morning in Japan."""

JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")

COORDINATOR = Actor(person="coordinator-1", role=Role.COORDINATOR)
OTHER_COORDINATOR = Actor(person="coordinator-2", role=Role.COORDINATOR)
OPERATOR = Actor(person="operator-1", role=Role.OPERATOR)
COMPANY = Actor(person="company-1", role=Role.COMPANY)
OTHER_COMPANY = Actor(person="company-2", role=Role.COMPANY)
PARTICIPANT = Actor(person="participant-1", role=Role.PARTICIPANT)
OTHER_PARTICIPANT = Actor(person="participant-2", role=Role.PARTICIPANT)
COMPANION = Actor(person="companion-1", role=Role.COMPANION)
EMPLOYER = Actor(person="employer-1", role=Role.EMPLOYER)
SYSTEM = Actor(person="banso", role=Role.SYSTEM)
STRANGER = Actor(person="stranger-1", role=Role.COMPANY)
EVERYBODY = (
    COORDINATOR, OTHER_COORDINATOR, OPERATOR, COMPANY, OTHER_COMPANY, PARTICIPANT, OTHER_PARTICIPANT,
    COMPANION, EMPLOYER, SYSTEM, STRANGER,
)  # fmt: skip


def offers(error: DomainError, choices: Mapping[str, BilingualText]) -> None:
    """A refusal names everything that can be chosen in words, and by the name that has to be written."""
    assert choices
    for name, words in choices.items():
        assert f"{words.ja}({name})" in error.right.ja
        assert f"{words.en} ({name})" in error.right.en


def explains_itself(refusal: DomainError) -> None:
    """Both languages say what was wrong and what would be right, and end with the assurance that nothing changed."""
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", refusal.code)
    languages: tuple[Language, ...] = ("ja", "en")
    for language in languages:
        assert refusal.wrong.of(language).strip()
        assert refusal.right.of(language).strip()
        assert refusal.explain(language).endswith(NOTHING_CHANGED.of(language))
    assert JAPANESE.search(refusal.wrong.ja), "what was wrong is not Japanese"
    assert JAPANESE.search(refusal.right.ja), "what would be right is not Japanese"
    # What people called things stays as they wrote it, in quotes.
    own_words = re.sub(r'"[^"]*"', "", refusal.explain("en"))
    assert not JAPANESE.search(own_words), "the English sentences hold Japanese"


@dataclass(frozen=True)
class Outcome:
    """What came of a command: events, or a refusal. `before` is the state that decided."""

    aggregate: Aggregate
    before: Any
    now: datetime
    events: list[Event] = field(default_factory=list)
    refusal: DomainError | None = None

    def then(self, *expected: Event) -> Self:
        """Exactly these events followed."""
        assert self.refusal is None, f"refused: {self.refusal}"
        assert self.events == list(expected)
        return self

    def refused(self, code: str, field: str | None = None) -> DomainError:
        """The command was refused with this code, for this input, and the refusal explains itself."""
        assert self.refusal is not None, f"accepted: {self.events}"
        assert self.refusal.code == code
        assert self.refusal.field == field
        explains_itself(self.refusal)
        return self.refusal

    @property
    def state(self) -> Any:
        """The state after the events."""
        return self.aggregate.fold(self.before, [(event, self.now) for event in self.events])

    def effects(self) -> list[Effect]:
        """What the world is asked to do about the events, in order."""
        found: list[Effect] = []
        state = self.before
        for event in self.events:
            state = self.aggregate.evolve(state, event, self.now)
            found.extend(self.aggregate.react(event, state))
        return found

    def told(self) -> list[tuple[str, str]]:
        """Who is told: (template, person) of every notification, in order."""
        return [(effect.template, effect.to) for effect in self.effects() if isinstance(effect, Notify)]


@dataclass(frozen=True)
class Given:
    """What is true before a command. Every method but `when` answers with a changed copy.

    `stream` is the id of the stream that decides, `facts` are states of other streams by key.
    """

    aggregate: Aggregate
    stream: str = "stream-1"
    now: datetime = NOW
    state: Any = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    rules: Rules | None = RULES

    def events(self, *events: Event, at: datetime | None = None) -> Self:
        """These happened, all at one moment (`now`, unless another is named)."""
        moment = at or self.now
        state = self.aggregate.fold(self.state, [(event, moment) for event in events])
        return replace(self, state=state)

    def history(self, events: Iterable[Event], at: datetime | None = None) -> Self:
        """As `events`, for a list."""
        return self.events(*events, at=at)

    def knowing(self, **facts: Any) -> Self:
        """Other streams' states, by kind and id: `knowing(**{"person:a": state})`."""
        return replace(self, facts={**self.facts, **facts})

    def at(self, now: datetime) -> Self:
        """The clock shows this moment."""
        return replace(self, now=now)

    def under(self, rules: Rules) -> Self:
        """Other rules are pinned."""
        return replace(self, rules=rules)

    def when(self, command: Command, by: Actor = COORDINATOR) -> Outcome:
        """Decide one command."""
        context = Context(stream_id=self.stream, now=self.now, actor=by, pinned=self.rules, facts=self.facts)
        try:
            events = self.aggregate.decide(command, self.state, context)
        except DomainError as refusal:
            return Outcome(self.aggregate, self.state, self.now, refusal=refusal)
        return Outcome(self.aggregate, self.state, self.now, events=events)
