"""The playbook of story 4: its values, and what it says differently from the standard."""

import pytest

from banso.playbooks import check_playbook, load_playbook

RULES = load_playbook("overseas-assignment").rules


def test_three_modules_before_the_departure() -> None:
    assert list(RULES.modules) == ["customer-development", "special-skill", "added-value"]


def test_a_ledger_is_kept_and_premises_are_looked_at_every_half_year() -> None:
    assert (RULES.premises.kept, RULES.premises.review_every) == (True, "P6M")


def test_the_employer_sends_so_its_consent_is_no_gate() -> None:
    assert RULES.gates == ("contract", "work_permission")


def test_a_playbook_that_says_nothing_has_neither_ledger_nor_modules() -> None:
    rules = load_playbook("furusato-kengyo").rules
    assert (rules.premises.kept, rules.modules) == (False, {})


@pytest.mark.parametrize(
    ("section", "wrong", "ja", "en"),
    [
        ("premises", 'kept = "yes"', "true でも false でもありません", "neither true nor false"),
        ("premises", 'review_every = "6 months"', "使える期間ではありません", "no usable period"),
        ("premises", "every = 1", "名前はありません", "not known"),
        ("modules", '"Bad Name" = { ja = "a", en = "b" }', "英小文字", "lower-case"),
        ("modules", 'skill = "Skill"', "表ではありません", "is no table"),
    ],
)
def test_a_slip_is_explained_with_its_line_and_what_would_be_right(section: str, wrong: str, ja: str, en: str) -> None:
    head = '[rules]\nname = "x"\nversion = 1\ntitle = { ja = "試", en = "x" }\n'
    (mistake,) = check_playbook(f"{head}[rules.{section}]\n{wrong}\n", "x.toml")
    assert mistake.line == 6
    assert ja in mistake.wrong.ja
    assert en in mistake.wrong.en
    assert mistake.right.en.startswith("Right would be")
