"""An installation's own playbooks: used beside those that ship, broken ones named, new versions checked."""

import os
from pathlib import Path

import pytest

from banso.playbook_folder import Playbooks
from banso.playbooks import PlaybookError, load_playbook, shipped_playbooks

MUSEUM = """[rules]
name = "museum"
version = 1
title = { ja = "博物館", en = "Museum" }
seats_at_most = 2
"""


@pytest.fixture
def playbooks(tmp_path: Path) -> Playbooks:
    """A folder of one's own, not there yet."""
    return Playbooks(tmp_path / "own")


def refused(playbooks: Playbooks, text: str) -> PlaybookError:
    """The refusal of adding a playbook."""
    with pytest.raises(PlaybookError) as error:
        playbooks.add(text.encode(), "new.toml")
    return error.value


def test_without_a_folder_there_are_those_that_ship() -> None:
    assert Playbooks().names() == shipped_playbooks()
    assert Playbooks().load("furusato-kengyo") is load_playbook("furusato-kengyo")


def test_one_that_was_added_can_be_used_beside_those_that_ship(playbooks: Playbooks, tmp_path: Path) -> None:
    added = playbooks.add(MUSEUM.encode(), "draft.toml")

    assert (added.path, added.before, added.changed) == (tmp_path / "own" / "museum.toml", None, True)
    assert playbooks.names() == tuple(sorted([*shipped_playbooks(), "museum"]))
    assert playbooks.load("museum").rules.seats_at_most == 2
    assert [file.name for file in (tmp_path / "own").iterdir()] == ["museum.toml"]


def test_the_same_once_more_changes_nothing(playbooks: Playbooks) -> None:
    playbooks.add(MUSEUM.encode(), "draft.toml")
    again = playbooks.add(MUSEUM.encode(), "draft.toml")

    assert (again.before, again.changed) == (1, False)


def test_other_rules_need_a_higher_version(playbooks: Playbooks) -> None:
    playbooks.add(MUSEUM.encode(), "draft.toml")
    other = MUSEUM.replace("seats_at_most = 2", "seats_at_most = 3")

    refusal = refused(playbooks, other)
    assert refusal.code == "playbook-version-same"
    assert "version = 2" in refusal.explain("ja")
    assert "version = 2" in refusal.explain("en")
    assert playbooks.load("museum").rules.seats_at_most == 2

    added = playbooks.add(other.replace("version = 1", "version = 2").encode(), "draft.toml")
    assert (added.before, added.rules.version) == (1, 2)
    assert playbooks.load("museum").rules.seats_at_most == 3
    assert refused(playbooks, MUSEUM).code == "playbook-version-earlier"


def test_messages_may_be_worded_anew_in_the_same_version(playbooks: Playbooks) -> None:
    playbooks.add(MUSEUM.encode(), "draft.toml")
    added = playbooks.add((MUSEUM + '[messages.selected.en]\nsubject = "Welcome"\n').encode(), "draft.toml")

    assert added.changed
    assert playbooks.load("museum").messages["selected"].en.subject == "Welcome"


def test_the_name_of_one_that_ships_cannot_be_taken(playbooks: Playbooks, tmp_path: Path) -> None:
    taking = MUSEUM.replace("museum", "furusato-kengyo")
    assert refused(playbooks, taking).code == "playbook-name-taken"
    assert not (tmp_path / "own").exists()

    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "furusato-kengyo.toml").write_text(taking, encoding="utf-8")
    (own,) = playbooks.own()
    assert (own.playbook, [mistake.place for mistake in own.mistakes]) == (None, ["rules.name"])
    assert own.mistakes[0].line == 2
    assert playbooks.load("furusato-kengyo") is load_playbook("furusato-kengyo")


def test_a_broken_file_is_named_and_breaks_nothing_else(playbooks: Playbooks, tmp_path: Path) -> None:
    playbooks.add(MUSEUM.encode(), "draft.toml")
    (tmp_path / "own" / "desk.toml").write_text(MUSEUM.replace("museum", "desk") + "seats = 3\n", encoding="utf-8")
    (tmp_path / "own" / "other.toml").write_text(MUSEUM, encoding="utf-8")
    (tmp_path / "own" / "notes.txt").write_text("no playbook", encoding="utf-8")

    found = {own.name: [mistake.place for mistake in own.mistakes] for own in playbooks.own()}
    assert found == {"desk": ["rules.seats"], "museum": [], "other": ["rules.name"]}
    assert playbooks.names() == tuple(sorted([*shipped_playbooks(), "museum"]))
    with pytest.raises(PlaybookError) as error:
        playbooks.load("desk")
    assert error.value.code == "playbook-invalid"
    assert "desk.toml, line 6 rules.seats" in error.value.explain("en")
    assert playbooks.find("desk") is None


def test_a_broken_file_can_be_mended(playbooks: Playbooks, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "museum.toml").write_text("[rules", encoding="utf-8")
    assert playbooks.find("museum") is None

    assert playbooks.add(MUSEUM.encode(), "draft.toml").before is None
    assert playbooks.load("museum").rules.version == 1


def test_a_file_is_read_again_when_it_changed(playbooks: Playbooks, tmp_path: Path) -> None:
    path = playbooks.add(MUSEUM.encode(), "draft.toml").path
    before = playbooks.load("museum")
    assert playbooks.load("museum") is before
    path.write_text(MUSEUM.replace("seats_at_most = 2", "seats_at_most = 9"), encoding="utf-8")
    os.utime(path, ns=(1, 1))

    assert playbooks.load("museum").rules.seats_at_most == 9
    path.unlink()
    with pytest.raises(PlaybookError, match="no playbook 'museum'"):
        playbooks.load("museum")


@pytest.mark.parametrize("name", ["", "../museum", "museum.toml", "Museum", "x" * 5000, "own/museum", "\0"])
def test_no_name_reaches_out_of_the_folder(playbooks: Playbooks, name: str) -> None:
    playbooks.add(MUSEUM.encode(), "draft.toml")

    with pytest.raises(PlaybookError) as error:
        playbooks.load(name)
    assert error.value.code == "playbook-unknown"
    assert "museum" in error.value.right.en


def test_one_with_mistakes_is_not_added(playbooks: Playbooks, tmp_path: Path) -> None:
    refusal = refused(playbooks, MUSEUM + "seats = 1\n")

    assert [mistake.place for mistake in refusal.mistakes] == ["rules.seats"]
    assert not (tmp_path / "own").exists()
