"""`banso playbook` on one's own playbooks: added, listed, compared; and used by a system that runs."""

import re
from pathlib import Path

import pytest

from support.command_line import CommandLine, Said

MUSEUM = """[rules]
name = "museum"
version = 1
title = { ja = "博物館", en = "Museum" }
seats_at_most = 2
"""


@pytest.fixture
def desk(alone: CommandLine, tmp_path: Path) -> CommandLine:
    """A command line whose folder has one playbook."""
    assert add(alone, tmp_path, MUSEUM).code == 0
    return alone


def add(line: CommandLine, folder: Path, text: str, *words: str, language: str = "en") -> Said:
    """Add a playbook from a file."""
    file = folder / "draft.toml"
    file.write_text(text, encoding="utf-8")
    return line.ask("playbook", "add", str(file), *words, language=language)


def test_one_of_ones_own_is_listed_beside_those_that_ship(desk: CommandLine) -> None:
    listed = desk.ask("playbook", "list", "--json").json
    own = [(one["name"], one["version"]) for one in listed["playbooks"] if not one["shipped"]]
    assert own == [("museum", 1)]
    assert "yourselves" in desk.ask("playbook", "list").out
    assert "自分たち" in desk.ask("playbook", "list", language="ja").out


def test_the_same_once_more_and_other_rules_under_the_same_version(desk: CommandLine, tmp_path: Path) -> None:
    assert add(desk, tmp_path, MUSEUM, "--json").json["changed"] is False
    refused = add(desk, tmp_path, MUSEUM.replace("= 2", "= 3"), "--json")
    assert (refused.code, refused.json["error"]["code"]) == (1, "playbook-version-same")
    japanese = add(desk, tmp_path, MUSEUM.replace("= 2", "= 3"), language="ja").err
    assert "version = 2" in japanese
    assert re.search("[ぁ-ん]", japanese)


def test_a_broken_file_is_named_by_list_and_doctor(desk: CommandLine) -> None:
    broken = desk.data / "playbooks" / "desk.toml"
    broken.write_text(MUSEUM.replace("museum", "desk") + "seats = 1\n", encoding="utf-8")

    listed = desk.ask("playbook", "list", "--json").json
    assert [one["name"] for one in listed["playbooks"] if not one["shipped"]] == ["museum"]
    assert [(one["file"], one["mistakes"][0]["place"]) for one in listed["broken"]] == [(str(broken), "rules.seats")]
    assert "desk.toml, line 6 rules.seats" in desk.ask("playbook", "list").out
    looked = {check["name"]: check for check in desk.ask("doctor", "--json").json["checks"]}
    assert looked["own playbooks"]["ok"] is False
    assert "desk.toml, line 6 rules.seats" in looked["own playbooks"]["detail"]


def test_two_versions_are_compared(desk: CommandLine, tmp_path: Path) -> None:
    later = tmp_path / "later.toml"
    words = '[messages.selected.ja]\nsubject = "ようこそ"\n'
    later.write_text(MUSEUM.replace("= 2", "= 3").replace("version = 1", "version = 2") + words, encoding="utf-8")

    assert desk.ask("playbook", "diff", "museum", "museum").code == 0
    said = desk.ask("playbook", "diff", "museum", str(later), "--json")
    assert said.code == 1
    assert [one["place"] for one in said.json["rules"]] == ["rules.version", "rules.seats_at_most"]
    assert [(one["message"], one["language"], one["change"]) for one in said.json["messages"]] == [
        ("selected", "ja", "added")
    ]
    shown = desk.ask("playbook", "diff", "museum", str(later), language="ja").out
    assert re.search(r"rules\.seats_at_most +2 +3", shown)
    assert "messages.selected.ja: 独自の文面になります" in shown
    assert "+ ようこそ" in shown


@pytest.mark.parametrize(
    ("old", "code", "exit_code"),
    [("museun", "playbook-unknown", 4), ("nowhere.toml", "file-unreadable", 2), ("museum@1", "nothing-runs", 3)],
)
def test_what_cannot_be_compared_is_told(desk: CommandLine, old: str, code: str, exit_code: int) -> None:
    said = desk.ask("playbook", "diff", old, "museum", "--json")

    assert (said.code, said.json["error"]["code"]) == (exit_code, code)


def test_a_playbook_with_mistakes_is_not_compared(desk: CommandLine, tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("[rules", encoding="utf-8")

    said = desk.ask("playbook", "diff", "museum", str(broken), "--json")
    assert (said.code, said.json["error"]["code"]) == (2, "playbook-invalid")
