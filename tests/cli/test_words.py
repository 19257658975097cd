"""Everything that the domain can say has words in both languages."""

from collections import defaultdict
from dataclasses import fields
from typing import Any, get_args

import pytest

from banso.cli import effect_words, happenings, words
from banso.cli.fields import command_fields, command_models
from banso.cli.vocabulary.registry import VOCABULARIES
from banso.cli.vocabulary.vocabulary import Vocabulary
from domain.aggregates import AGGREGATES
from domain.engagement.state import Stage as EngagementStage
from domain.membership.state import Stage as MembershipStage
from domain.participation.state import Stage as ParticipationStage
from domain.playbooks.capabilities.registry import OWN_MESSAGES, WAIT_KINDS
from domain.shared.actors import Role
from domain.shared.effects import Effect
from domain.shared.values import Purpose
from domain.shared.waiting import WaitStep

STAGES = (EngagementStage, ParticipationStage, MembershipStage)


def event_types() -> set[str]:
    unions = (get_args(aggregate.events)[0] for aggregate in AGGREGATES.values())
    return {model.__name__ for union in unions for model in get_args(union)}


def test_every_event_has_japanese_words_and_none_besides() -> None:
    assert set(happenings.EVENTS_JA) == event_types()


def test_every_command_has_japanese_words_and_none_besides() -> None:
    assert set(happenings.COMMANDS_JA) == {name for kind in AGGREGATES for name in command_models(kind)}


def test_every_field_of_a_command_has_a_japanese_label() -> None:
    fields = {name for kind in AGGREGATES for model in command_models(kind).values() for name in command_fields(model)}

    assert fields - set(words.FIELDS_JA) == set()


def test_every_field_of_a_state_has_a_japanese_label() -> None:
    fields = {name for aggregate in AGGREGATES.values() for name in aggregate.state.model_fields}

    assert fields - set(words.FIELDS_JA) - {"id", "waits"} == set()


@pytest.mark.parametrize(
    ("table", "names"),
    [
        (words.ROLES, [role.value for role in Role]),
        (words.KINDS, list(AGGREGATES)),
        (words.STAGES, [name for stage in STAGES for name in get_args(stage)] + ["open", "registered", "erased"]),
        (words.WAITS, WAIT_KINDS),
        (words.STEPS, get_args(WaitStep)),
        (words.MESSAGES, OWN_MESSAGES),
        (effect_words.EFFECT_STATES, ["pending", "attempted", "done", "uncertain", "parked"]),
        (effect_words.EFFECT_KINDS, [model.model_fields["type"].default for model in get_args(get_args(Effect)[0])]),
        (words.PURPOSES, get_args(Purpose)),
    ],
    ids=["roles", "kinds", "stages", "waits", "steps", "messages", "effect states", "effect kinds", "purposes"],
)
def test_every_name_has_words(table: dict[str, Any], names: list[str]) -> None:
    assert set(table) == set(names)


@pytest.mark.parametrize("part", [one.name for one in fields(Vocabulary)])
def test_no_two_capabilities_call_one_thing_by_different_names(part: str) -> None:
    """All labels stand in one table: the later would silently win."""
    called: dict[str, set[Any]] = defaultdict(set)
    for vocabulary in VOCABULARIES:
        for name, words_ in getattr(vocabulary, part).items():
            called[name].add(words_)
    assert {name: found for name, found in called.items() if len(found) > 1} == {}
