"""The guide to playbooks holds: its reference is that of the schema, and whatever it shows can be used."""

import re
from pathlib import Path

import pytest

from banso.cli.texts import Language
from banso.cli.vocabulary.registry import both
from banso.playbooks import check_playbook
from domain.playbooks.capabilities.registry import MESSAGES
from domain.playbooks.words import words_of

from support.command_line import CommandLine
from support.playbook_guide import DOCS, PAGES, examples, meaning, places, rewritten, speaking

SHORTEST = '[rules]\nname = "museum"\nversion = 1\ntitle = { ja = "博物館", en = "Museum" }\n'
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def read(language: Language) -> str:
    """One page."""
    return PAGES[language].read_text(encoding="utf-8")


def blocks(language: Language, kind: str) -> list[str]:
    """What a page shows, of one kind."""
    return [text for of, text in BLOCK.findall(read(language)) if of == kind]


def whole(part: str) -> str:
    """A part of a playbook as a whole one; the shortest playbook says the rest."""
    if part.startswith("[rules]\nname"):
        return part
    if re.match(r"(name|version|title) =", part):
        return re.sub(rf"^{part.split(' ')[0]} = .*$", part, SHORTEST, flags=re.MULTILINE)
    return SHORTEST + part


@pytest.mark.parametrize("language", PAGES)
def test_the_reference_is_that_of_the_schema(language: Language) -> None:
    """`PYTHONPATH=tests:. python -m support.playbook_guide` writes it anew."""
    assert rewritten(read(language), language) == read(language)


@pytest.mark.parametrize("language", PAGES)
def test_every_rule_and_every_word_in_braces_has_its_meaning(language: Language) -> None:
    """What is missing belongs into `rules` and `braces` of the capability's words in `banso/cli/vocabulary`."""
    with speaking(language):
        assert [place for place in places() if not meaning(place)] == []
    words = {word for name in MESSAGES for word in words_of(name)}
    assert sorted(words - both("braces").keys()) == []


def test_what_the_schema_says_is_not_said_by_hand_as_well() -> None:
    """A default that is named twice is wrong in one of the places some day; the reference takes it from the schema."""
    for language in PAGES:
        with speaking(language):
            meanings = [meaning(place) for place in places()]
        assert [one for one in meanings if re.search(r"書かなければ [`\d]|[`\d] where it is not said", one)] == []
    assert '| `rules.closing.call_before` | a period: `"P3D"`, `"P1M"`, `"PT72H"` | `"P21D"` |' in read("en")


def test_a_time_of_day_is_no_name() -> None:
    for place in ("rules.closing.farewell.at", "rules.study_meetings.at"):
        (said,) = (line for line in read("en").splitlines() if line.startswith(f"| `{place}`"))
        assert 'a time of day: `"19:00"`' in said
        (said,) = (line for line in read("ja").splitlines() if line.startswith(f"| `{place}`"))
        assert "時刻" in said.split("|")[2]


def test_every_meaning_is_that_of_a_rule() -> None:
    words = {word for name in MESSAGES for word in words_of(name)}

    assert sorted(both("rules").keys() - set(places())) == []
    assert sorted(both("braces").keys() - words) == []


def test_every_section_has_an_example_that_can_be_used() -> None:
    mistakes = {name: check_playbook(whole(part), "a.toml") for name, part in examples().items()}

    assert {name: [one.explain("en") for one in found] for name, found in mistakes.items() if found} == {}
    assert {"gates", "waits", "memberships"} <= mistakes.keys()


@pytest.mark.parametrize("language", PAGES)
def test_whatever_the_guide_shows_of_a_playbook_can_be_used(language: Language) -> None:
    shown = blocks(language, "toml")

    assert len(shown) > 5
    for part in shown:
        assert [one.explain("en") for one in check_playbook(whole(part), "a.toml")] == [], part


@pytest.mark.parametrize("language", PAGES)
def test_the_mistake_that_the_guide_shows_is_told_just_so(
    alone: CommandLine, tmp_path: Path, language: Language
) -> None:
    (mistake,) = blocks(language, "text")
    (shortest,) = (part for part in blocks(language, "toml") if part.startswith("[rules]\nname"))
    file = tmp_path / "my-desk.toml"
    file.write_text(f"{shortest}seats_at_mots = 3\n", encoding="utf-8")

    assert alone.ask("playbook", "check", str(file), language=language).out == mistake


@pytest.mark.parametrize("file", sorted((DOCS / "examples").glob("*.toml")), ids=lambda file: file.name)
def test_an_example_is_a_playbook_by_its_files_name(file: Path) -> None:
    text = file.read_text(encoding="utf-8")

    assert check_playbook(text, file.name) == []
    assert f'name = "{file.stem}"' in text
