"""Whose data, in whose name: what is said beats what is set, which beats what was kept."""

import json
from pathlib import Path

import pytest

from banso.cli.profile import Profile

from support.command_line import CommandLine

KEPT = Profile(tenant="hida", actor="company:president-a")


def keep(line: CommandLine, text: str) -> Path:
    line.data.mkdir(parents=True, exist_ok=True)
    file = line.data / "profile.json"
    file.write_text(text)
    return file


@pytest.mark.parametrize(
    ("kept", "variables", "words", "expected"),
    [
        (False, {}, [], ("gifu", "coordinator", "coordinator", "default", "default")),
        (True, {}, [], ("hida", "company", "president-a", "profile", "profile")),
        (True, {"BANSO_TENANT": "mino"}, [], ("mino", "company", "president-a", "environment", "profile")),
        (True, {"BANSO_AS": "operator:o"}, [], ("hida", "operator", "o", "profile", "environment")),
        (True, {"BANSO_TENANT": "mino"}, ["--tenant", "gujo"], ("gujo", "company", "president-a", "option", "profile")),
        (True, {"BANSO_AS": "operator:o"}, ["--as", "employer:e"], ("hida", "employer", "e", "profile", "option")),
    ],
)
def test_who_one_is(
    alone: CommandLine, kept: bool, variables: dict[str, str], words: list[str], expected: tuple[str, ...]
) -> None:
    if kept:
        keep(alone, json.dumps({"tenant": KEPT.tenant, "actor": KEPT.actor}))
    line = CommandLine(alone.data, variables)
    found = line.ask("whoami", *words, "--json").json["whoami"]

    assert tuple(found[name] for name in ("tenant", "role", "person", "tenant_from", "actor_from")) == expected


@pytest.mark.parametrize("text", ["", "[]", "{", '{"tenant": "gifu"}'])
def test_a_broken_profile_is_said_and_can_be_removed(alone: CommandLine, text: str) -> None:
    file = keep(alone, text)
    said = alone.ask("whoami", "--json")

    assert (said.code, said.json["error"]["code"]) == (2, "profile-invalid")
    assert "banso logout" in said.json["error"]["right"]
    assert alone.ask("logout").code == 0
    assert not file.exists()
    assert alone.ask("whoami").code == 0


def test_logging_out_twice_is_harmless(alone: CommandLine) -> None:
    assert alone.ask("logout", "--json").json == {"forgotten": False}


@pytest.mark.parametrize(
    ("words", "code"),
    [([], "actor-missing"), (["--role", "company"], "actor-invalid"), (["--as", "chef:x"], "role-unknown")],
)
def test_a_login_without_a_person_is_refused(alone: CommandLine, words: list[str], code: str) -> None:
    said = alone.ask("login", *words, "--json")

    assert (said.code, said.json["error"]["code"]) == (2, code)
    assert not (alone.data / "profile.json").exists()
