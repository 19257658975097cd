"""The demo's scenario is right as data: its commands exist, its quotations and conditions name what can happen."""

import json
import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest
from pydantic import TypeAdapter

from banso.demo.programme import STORIES
from banso.demo.scenario import (
    Act,
    After,
    At,
    Chronicle,
    Day,
    DayOf,
    Happening,
    NotThere,
    Quoted,
    Seen,
    Shown,
    chronicle,
)
from banso.demo.stories import Story
from banso.demo.story import COURSES, STORY, scenario
from banso.demo.words import TOLD, WAITS, Narrator
from banso.playbooks import check_playbook
from banso.sample.projects import projects
from domain.aggregates import AGGREGATES
from domain.playbooks.capabilities.registry import WAIT_KINDS
from domain.shared.actors import Actor, Role
from domain.shared.values import CommandId, Language

from support.samples import read_history, sample_path
from support.stories import STORIES as HISTORIES

NOON = datetime(2026, 5, 7, 3, tzinfo=UTC)
SOMEBODY = Actor(person="somebody", role=Role.COMPANY)


def told(*happened: Happening) -> Chronicle:
    return chronicle(happened)


def happening(type_: str, at: datetime = NOON, **content: object) -> Happening:
    return Happening(1, "engagement:a", 1, type_, at, {"person": "president-a", "role": "company"}, "id", content)


@cache
def events_of(kind: str) -> dict[str, type]:
    return {model.__name__: model for model in get_args(get_args(AGGREGATES[kind].events)[0])}


@pytest.mark.parametrize("story", STORIES.values(), ids=lambda story: f"story {story.number}")
def test_every_act_is_a_command_that_its_stream_knows(story: Story) -> None:
    acts = story.acts(story.letters)
    for act in acts:
        is_understood(act)
    assert max(Counter(act.command_id for act in acts).values()) == 1
    TypeAdapter(list[CommandId]).validate_python([act.command_id for act in acts])
    people = {act.actor.person for act in acts}
    assert people <= story.names().keys(), "somebody acts who has no name"


def test_a_story_may_bring_sentences_of_its_own() -> None:
    own = replace(STORY, told={"MembersCounted": ("done", "{person}さんが加わりました", "{person} joined")})
    one = happening("MembersCounted", person="president-a")

    assert Narrator("en", STORY).tell(one) is None
    assert Narrator("en", own).tell(one) == ("done", "The company's 見本 一郎 joined")


def test_what_an_event_says_can_be_told() -> None:
    moved = ("late", "{problem}: {owner}、{days}日", "{problem}: {owner}, {days} days")
    own = replace(STORY, told={"PostingPublished late": moved}, told_as=lambda one: f"{one.type} late")
    owner, problem = {"role": "company", "persons": ["president-a"]}, {"ja": "届かない", "en": "it is lost"}
    one = happening("PostingPublished", problem=problem, owner=owner, days=3)

    assert Narrator("en", own).tell(one) == ("late", "It is lost: the company's 見本 一郎, 3 days")
    assert Narrator("ja", own).tell(one) == ("late", "届かない: 企業の見本 一郎さん、3日")


def test_what_a_story_brings_along_can_be_used() -> None:
    known = {name for kind in AGGREGATES for name in events_of(kind)}
    for story in STORIES.values():
        assert {key.partition(" ")[0] for key in story.told} <= known
        for text in story.playbooks():
            assert check_playbook(text, f"story {story.number}") == []


@pytest.mark.parametrize("story", STORIES.values(), ids=lambda story: f"story {story.number}")
def test_what_a_story_asks_about_can_have_happened(story: Story) -> None:
    questions = story.questions()
    assert len({one.name for one in questions}) == len(questions)
    assert {one.person for one in questions} <= story.names().keys()
    for one in questions:
        for event in (one.when.event, one.on.event, *([one.known.event] if one.known else [])):
            fields = events_of(event.stream.partition(":")[0])[event.type].model_fields
            assert set(event.match) <= set(fields), one.name


def test_a_day_is_counted_from_that_of_an_event() -> None:
    event = Seen("engagement:a", "PaymentRecorded")
    late = happening("PaymentRecorded", datetime(2026, 5, 7, 20, tzinfo=UTC))  # the next morning in Japan

    assert DayOf(event, -1).day(told(late)) == date(2026, 5, 7)
    with pytest.raises(NotThere):
        DayOf(event).day({})


@pytest.mark.parametrize("story", STORIES.values(), ids=lambda story: f"story {story.number}")
def test_how_a_thread_stands_can_be_said_at_any_time(story: Story) -> None:
    if story.standing is None:
        return
    said = set()
    for kind in {thread.shown.partition(":")[0] for thread in story.threads()}:
        for name in HISTORIES[kind]:
            state = None
            for event, at in read_history(kind, name):
                state = AGGREGATES[kind].evolve(state, event, at)
                said.update(story.standing(state, at))
    assert len(said) > len(get_args(Language)), "it never changes"
    assert not [one for one in said if re.search("[{}]|None", one)]


@cache
def commands_of(kind: str) -> TypeAdapter[Any]:
    return TypeAdapter(AGGREGATES[kind].commands)


@pytest.mark.parametrize("language", get_args(Language))
@pytest.mark.parametrize("story", STORIES.values(), ids=lambda story: f"story {story.number}")
def test_whatever_was_ever_written_can_be_told(story: Story, language: Language) -> None:
    narrator, sentences = Narrator(language, story), []
    for kind in sorted({act.stream.partition(":")[0] for act in story.acts(story.letters)}):
        for model in events_of(kind).values():
            content = json.loads(sample_path(kind, model).read_text(encoding="utf-8"))
            one = replace(happening(model.__name__), stream=f"{kind}:{story.letters[0]}1", content=content)
            sentences += [told[1] for told in (narrator.tell(one), narrator.tell_together(one, 2)) if told]
    assert len(sentences) >= len(TOLD)
    assert not [one for one in sentences if re.search("[{}]|None", one)]


def is_understood(act: Act) -> None:
    """Its command, its actor's role and the events that it names are all there."""
    quoted = {name: "0" * 64 for name, value in act.values.items() if isinstance(value, Quoted | Shown)}
    said = Act(act.stream, act.type, act.actor, values={**act.values, **quoted}).command(NOON, {})
    command = commands_of(act.stream.partition(":")[0]).validate_python(said)

    assert act.actor.role in command.who, act.command_id
    seen = [value.event for value in act.values.values() if isinstance(value, Quoted | Shown)]
    for event in [*seen, *([act.when.event] if act.when else [])]:
        fields = events_of(event.stream.partition(":")[0])[event.type].model_fields
        assert set(event.match) <= set(fields), act.command_id
        assert event.match.get("kind", "payment") in WAIT_KINDS


def test_acts_have_ids_of_their_own_and_every_project_is_late_in_its_own_way() -> None:
    assert max(Counter(act.command_id for act in scenario()).values()) == 1
    assert len(set(COURSES.values())) == len(COURSES) == len(projects())
    only = {act.stream.partition(":")[2][:1] for act in scenario("c") if act.stream.startswith("engagement:")}
    assert only == {"c"}


def test_an_act_comes_in_the_morning_or_at_the_same_moment_or_on_a_monday() -> None:
    event = Seen("engagement:a", "PaymentRecorded")
    japan = ZoneInfo("Asia/Tokyo")

    assert After(event, 2).moment({}) is None
    assert After(event).moment(told(happening("PaymentRecorded"))) == NOON
    assert After(event, 2).moment(told(happening("PaymentRecorded"))) == datetime(2026, 5, 9, 10, tzinfo=japan)
    assert After(event, 2, monday=True).moment(told(happening("PaymentRecorded"))) == datetime(
        2026, 5, 11, 10, tzinfo=japan
    )


def test_values_are_filled_from_what_happened() -> None:
    event = Seen("engagement:a", "MilestoneDelivered", {"delivery": 2})
    values = {"content": Quoted(event, "content"), "on": Day(1), "at": At(2, 19)}
    act = Act("engagement:a", "ApproveMilestone", SOMEBODY, values=values)
    first, second = (happening("MilestoneDelivered", delivery=number, content=f"c{number}") for number in (1, 2))

    assert act.command(NOON, told(first, second)) == {
        "type": "ApproveMilestone",
        "content": "c2",
        "on": "2026-05-08",
        "at": "2026-05-09T19:00:00+09:00",
    }
    with pytest.raises(NotThere):
        act.command(NOON, told(first))


@pytest.mark.parametrize("language", get_args(Language))
def test_whoever_is_late_is_named_in_both_languages(language: Language) -> None:
    late = happening("Reminded", kind="payment", subject="m1", owner={"role": "company", "persons": ["president-a"]})
    sentence = Narrator(language, STORY).tell(late)

    assert sentence is not None
    assert sentence[0] == "late"
    assert "見本 一郎" in sentence[1]
    assert WAITS["payment"][language == "en"] in sentence[1]
    assert set(WAIT_KINDS) <= set(WAITS)
    assert set(TOLD) <= {name for kind in ("engagement", "participation") for name in events_of(kind)}
