"""Every command that a person may send has a verb; verbs send what `banso send` would."""

import json
import re
import subprocess
import sys
from typing import Any

import pytest

from banso.cli import steps
from banso.cli.app import names
from banso.cli.describing import about_field
from banso.cli.fields import command_fields, command_models
from banso.cli.texts import Language, use
from banso.cli.typed import as_typed, option
from banso.cli.verbs import ELSEWHERE, GROUPS, VERBS, Verb
from domain.aggregates import AGGREGATES
from domain.shared.actors import Role

from support.command_line import CommandLine

SHARED = {"--json", "--plain", "--lang", "--tenant", "--as", "--dry-run", "--command-id", "--help"}

CODE = re.compile(r"\b[A-Z][a-z]+[A-Z]\w*|\bNone\b|`[a-z]+_[a-z_]+`")
"""What nobody types: names of commands and fields as the code has them."""

EVERY_HELP = """
import contextlib, io, json
from banso.cli.main import main
from banso.cli.verbs import VERBS
said = {}
for verb in VERBS:
    with contextlib.redirect_stdout(io.StringIO()) as out:
        code = main([verb.group, verb.name, "--help"])
    said[f"{verb.group} {verb.name}"] = (code, out.getvalue())
print(json.dumps(said))
"""


def called(verb: Verb) -> str:
    return f"{verb.group} {verb.name}"


def people_send() -> set[tuple[str, str]]:
    """Kind and type of every command that somebody besides Banso may send."""
    models = {(kind, model) for kind in AGGREGATES for model in command_models(kind).values()}
    return {(kind, model.__name__) for kind, model in models if model.who != {Role.SYSTEM}}


def test_every_command_that_a_person_may_send_has_a_verb() -> None:
    assert {(verb.kind, verb.type) for verb in VERBS} | set(ELSEWHERE) == people_send()
    assert set(ELSEWHERE.values()) <= set(names())


def test_every_verb_has_a_name_of_its_own_in_a_group_that_help_shows() -> None:
    assert len({called(verb) for verb in VERBS}) == len(VERBS)
    assert {verb.group for verb in VERBS} == set(GROUPS)
    assert set(GROUPS) <= set(names())


@pytest.mark.parametrize(
    ("language", "words"),
    [("ja", "加わる人がみな共有する大切な前提"), ("en", "what everybody who joins shares")],
)
def test_whoever_joins_learns_what_is_to_be_shared(language: Language, words: str) -> None:
    use(language)
    info = command_fields(command_models("membership")["JoinService"])["understandings"]
    assert about_field("understandings", info, "JoinService").startswith(words)


def test_what_speaks_for_a_premise_is_not_called_a_result() -> None:
    use("ja")
    for kind, name, label in (
        ("service", "RecordServicePremise", "根拠、"),
        ("engagement", "DeliverMilestone", "成果"),
    ):
        info = command_fields(command_models(kind)[name])["evidence"]
        assert about_field("evidence", info, name).startswith(label)


@pytest.mark.parametrize("verb", VERBS, ids=called)
def test_a_verb_names_fields_that_its_command_has(verb: Verb) -> None:
    fields = command_fields(command_models(verb.kind)[verb.type])

    assert {*verb.names, *verb.settled} <= set(fields)
    assert {option(name) for name in fields}.isdisjoint(SHARED)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_verb_explains_itself_and_its_fields(alone: CommandLine, language: str) -> None:
    printed = subprocess.check_output([sys.executable, "-c", EVERY_HELP], env=alone.environment(language), text=True)
    said: dict[str, tuple[int, str]] = json.loads(printed)

    for verb in VERBS:
        code, text = said[called(verb)]
        assert code == 0, text
        assert f"\n  banso {called(verb)} " in text
        assert any(0x3040 <= ord(letter) <= 0x30FF for letter in text) == (language == "ja"), text
        fields = set(command_fields(command_models(verb.kind)[verb.type])) - verb.settled
        options = {name.upper() if name in verb.names else option(name) for name in fields}
        assert {one for one in options if one not in text} == set()
        assert CODE.findall(text) == [], text


def test_fields_and_other_commands_are_called_as_they_are_typed() -> None:
    told = as_typed(command_models("service")["RecordServicePremise"], ("premise",))[1]
    assert told.startswith("`--owner` answers for it (left out: whoever records it).")
    assert as_typed(command_models("service")["CloseService"])[0].endswith("`banso closing announce`.")
    assert as_typed(command_models("service")["FoundCommunity"], ("leader",))[1].startswith("`LEADER` is")


def sent(monkeypatch: pytest.MonkeyPatch, alone: CommandLine, *words: str) -> tuple[str, dict[str, Any]]:
    """The stream and the command that a call would send."""
    found: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr(steps, "send_one", lambda stream, command, *_: found.append((stream.key, command)))
    said = alone.ask(*words)
    assert (said.code, said.err) == (0, "")
    return found[0]


@pytest.mark.parametrize(
    ("words", "stream", "command"),
    [
        (["posting", "publish", "a"], "engagement:a", {"type": "PublishPosting"}),
        (["posting", "publish", "engagement:a"], "engagement:a", {"type": "PublishPosting"}),
        (
            ["milestone", "deliver", "a", "m1", "--evidence", "旗の記事"],
            "engagement:a",
            {"type": "DeliverMilestone", "milestone": "m1", "evidence": "旗の記事"},
        ),
        (
            ["permit", "refuse", "a1", "--grounds=-"],
            "participation:a1",
            {"type": "DecidePermission", "clear": False, "grounds": "-"},
        ),
        (
            [
                "checkin",
                "submit",
                "a1",
                "--week-of",
                "2026-11-30",
                "--hours",
                "5.5",
                "--main-job",
                "well",
                "--text",
                "x",
            ],
            "participation:a1",
            {"type": "SubmitCheckIn", "week_of": "2026-11-30", "hours": "5.5", "main_job": "well", "text": "x"},
        ),
        (
            ["posting", "revise", "a", "--roles", "広報", "写真", "--goal", "g", "--shared-decision", "d"],
            "engagement:a",
            {"type": "RevisePosting", "goal": "g", "shared_decision": "d", "roles": ["広報", "写真"]},
        ),
        (
            ["person", "register", "aoi", "--name", "あおい", "--email", "a@example.jp", "--uses-employees"],
            "person:aoi",
            {"type": "RegisterPerson", "name": "あおい", "email": "a@example.jp", "uses_employees": True},
        ),
        (
            ["followup", "company", "a", "1", "--text", "元気です"],
            "engagement:a",
            {"type": "AnswerFollowUp", "ordinal": "1", "text": "元気です"},
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_a_verb_sends_its_command(
    monkeypatch: pytest.MonkeyPatch, alone: CommandLine, words: list[str], stream: str, command: dict[str, Any]
) -> None:
    assert sent(monkeypatch, alone, *words) == (stream, command)


@pytest.mark.parametrize(
    ("words", "code", "hint"),
    [
        (["posting", "publsh", "a"], "usage", "publish"),
        (["publish", "a"], "usage", "banso posting publish"),
        (["posting", "publish"], "usage", "ID"),
        (["posting", "publish", "person:a"], "stream-invalid", "engagement"),
        (["posting", "publish", "A B"], "id-invalid", "id"),
        (["consent", "record", "a1"], "usage", "--weekly-hours-cap"),
        (["consent", "record", "a1", "--weekly-hours-cap", "8", "--condition", "x"], "usage", "--conditions"),
        (
            ["checkin", "submit", "a1", "--week-of", "2026-11-30", "--hours", "5", "--main-job", "wel", "--text", "x"],
            "usage",
            "Did you mean well?",
        ),
        (["permit", "refuse", "a1", "--ground", "x"], "usage", "Did you mean --grounds?"),
        (["completion", "bsh"], "usage", "bash"),
        (["search"], "text-invalid", "word"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_a_mistake_is_named_with_what_would_be_right(
    alone: CommandLine, words: list[str], code: str, hint: str
) -> None:
    english, program = alone.ask(*words), alone.ask(*words, "--json")

    assert (english.code, program.code) == (2, 2)
    assert program.json["error"]["code"] == code
    assert hint in english.err
    assert "Nothing was changed." in english.err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_knows_verbs_options_and_values(alone: CommandLine, shell: str) -> None:
    script = alone.ask("completion", shell).out

    for word in ("inbox", "milestone", "deliver", "weekly-hours-cap", "suffering"):
        assert word in script


def test_the_completion_for_bash_is_a_script_that_bash_can_read(alone: CommandLine) -> None:
    script = alone.ask("completion", "bash").out

    subprocess.run(["bash", "-n"], input=script, text=True, check=True)
