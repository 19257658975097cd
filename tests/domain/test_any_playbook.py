"""Whatever slips into a playbook: it is explained, or it is taken and what begins with it never crashes."""

import os
import tomllib
from importlib import resources
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from banso.playbook_standard import over, standard
from banso.playbooks import check_playbook, examined, shipped_playbooks
from domain.playbooks.schema import Rules

from support.driving import Driver
from support.mutating import mutated, text_of
from support.plain_words import in_plain_words
from support.rules import RULES
from support.scenes import made
from support.stories import STORIES, driver

DEEP = os.environ.get("BANSO_HYPOTHESIS") == "deep"
MUTATIONS = settings(
    max_examples=5_000 if DEEP else 100,
    deadline=None,
    derandomize=not DEEP,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
FOLDER = resources.files("domain.playbooks")
SHIPPED = tuple(
    tomllib.loads(FOLDER.joinpath(f"{name}.toml").read_text(encoding="utf-8")) for name in shipped_playbooks()
)
MESSAGES = {"messages": {name: standard()["messages"][name] for name in ("selected", "milestone_approval_request")}}
WHOLE = (*(over(MESSAGES, one) for one in SHIPPED), {"rules": RULES.model_dump(mode="json", exclude_none=True)})
"""Those that ship, with two messages of their own, and one that uses every section."""


@MUTATIONS
@given(data=mutated(WHOLE))
@example(data={"rules": {"name": "x", "version": 1, "title": {"ja": "あ", "en": "A"}}})
def test_a_playbook_with_slips_is_taken_or_explained_in_plain_words(data: dict[str, Any]) -> None:
    text = text_of(data)

    for mistake in check_playbook(text, "a.toml"):
        assert 1 <= mistake.line <= max(1, text.count("\n"))
        in_plain_words(mistake)
        assert mistake.right.ja.startswith("正しい例: ")


@MUTATIONS
@given(data=mutated(WHOLE), choice=st.data())
def test_what_begins_with_a_playbook_that_was_taken_never_crashes(data: dict[str, Any], choice: st.DataObject) -> None:
    playbook, mistakes = examined(text_of(data), "a.toml")
    if playbook is None:
        assert mistakes
        return
    kind = choice.draw(st.sampled_from(("service", "engagement", "participation", "membership")))
    play(kind, choice.draw(st.sampled_from(sorted(STORIES[kind]))), playbook.rules)


def play(kind: str, story: str, rules: Rules) -> Driver:
    """A story under other rules: what they do not allow is refused, and the story goes on without it."""
    played = driver(kind, rules=rules)
    for scene in STORIES[kind][story]:
        if scene.make is not None and played.state is None and played.log:
            break
        if isinstance(made_of := _command(scene, played), Exception):
            continue
        scene.play(played) if made_of is None else played.send(made_of, scene.actor)
    for _ in range(30):
        if played.meet_next() is None:
            break
    return played


def _command(scene: Any, played: Driver) -> Any:
    """What a scene sends (None: time passes); the exception, where what it tells of has not come about."""
    try:
        return None if scene.make is None else made(scene.make, played.state, played.now)
    except (AttributeError, KeyError, IndexError, StopIteration, ValueError, TypeError) as missing:
        return missing
