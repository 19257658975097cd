"""Pins of another release: what they lack has a default, what nobody knows any more is passed over."""

import hashlib
import json
from typing import Any

import pytest

from banso.playbooks import check_playbook, load_playbook, shipped_playbooks
from domain.playbooks.capabilities.registry import WAIT_KINDS
from domain.playbooks.capabilities.retrospective import TAGS
from domain.playbooks.pinned import PIN_DEFAULTS, pinned_rules
from domain.playbooks.schema import Rules, pin_hash
from domain.shared.values import BilingualText

from support.rules import RULES

IDENTITY = {"name", "version", "title"}


def _pin(**changes: Any) -> dict[str, Any]:
    pin: dict[str, Any] = json.loads(RULES.pinned()) | changes
    return pin


def _read(pin: dict[str, Any]) -> Rules:
    return pinned_rules(json.dumps(pin).encode())


@pytest.mark.parametrize("name", shipped_playbooks())
def test_a_pin_of_this_release_is_read_as_it_was_written(name: str) -> None:
    rules = load_playbook(name).rules
    assert pinned_rules(rules.pinned()) == rules
    assert rules.reference.hash == hashlib.sha256(rules.pinned()).hexdigest() == pin_hash(rules.pinned())


@pytest.mark.parametrize("kind", WAIT_KINDS)
def test_a_pin_from_before_a_kind_of_waiting_gets_its_default_periods(kind: str) -> None:
    pin = _pin()
    del pin["waits"][kind]
    read = _read(pin)
    assert read.waits[kind].model_dump() == PIN_DEFAULTS["waits"][kind]
    assert {other: read.waits[other] for other in WAIT_KINDS if other != kind} == {
        other: RULES.waits[other] for other in WAIT_KINDS if other != kind
    }


@pytest.mark.parametrize("field", sorted(Rules.model_fields.keys() - IDENTITY))
def test_a_pin_from_before_a_rule_gets_its_default(field: str) -> None:
    """A rule without a default would make every older engagement stand still: give it one in PIN_DEFAULTS."""
    pin = _pin()
    del pin[field]
    read = _read(pin)
    assert read == Rules.model_validate(_pin(**{field: PIN_DEFAULTS[field]}))


def test_a_pin_from_before_a_rule_within_a_table_gets_its_default() -> None:
    pin = _pin(retrospective={"tags": ["main_job_quality"]})
    read = _read(pin)
    assert read.retrospective.tags == {"main_job_quality": TAGS["main_job_quality"]}
    assert list(read.retrospective.voices) == PIN_DEFAULTS["retrospective"]["voices"]


def test_a_pin_that_only_lists_its_tags_says_them_in_the_words_there_are() -> None:
    read = _read(_pin(retrospective={"voices": ["participant"], "tags": ["online_skills", "visitors_came"]}))
    assert read.worded()["tags"] == {
        "online_skills": TAGS["online_skills"],
        "visitors_came": BilingualText(ja="visitors came", en="visitors came"),
    }


def test_what_nobody_knows_any_more_is_passed_over_in_a_pin() -> None:
    pin = _pin(colour="green")
    pin["payment"]["currency"] = "JPY"
    pin["waits"]["payment"]["louder_after"] = "P60D"
    pin["waits"]["fax_answer"] = {"remind_after": "P1D", "escalate_after": "P2D"}
    assert _read(pin) == RULES


def test_what_nobody_knows_is_a_mistake_in_a_playbook_that_is_loaded() -> None:
    text = '[rules]\nname = "a"\ncolour = "green"\n[rules.waits]\nfax_answer = {}\n'
    places = [mistake.place for mistake in check_playbook(text, "a.toml")]
    assert {"rules.colour", "rules.waits.fax_answer"} <= set(places)
    with pytest.raises(ValueError, match="colour"):
        Rules.model_validate(_pin(colour="green"))


@pytest.mark.parametrize("stored", [b"", b"\0", b"[]", b"{}", b'{"waits": 3}'])
def test_what_is_no_pin_is_not_made_up_from_defaults(stored: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever is wrong with it
        pinned_rules(stored)


def test_a_rule_that_means_nothing_is_not_replaced_by_its_default() -> None:
    with pytest.raises(ValueError, match="days_from_receipt"):
        _read(_pin(payment={"days_from_receipt": 90}))
