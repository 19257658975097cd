"""Modules before a departure: nobody leaves with two of three done."""

from datetime import date
from typing import Any

import pytest

from domain.participation.modules.commands import Depart, RecordModule
from domain.participation.modules.events import Departed, ModuleDone

from support import participations
from support.deciding import PARTICIPANT, Given, offers
from support.people import private
from support.rules import RULES

TODAY = date(2026, 4, 1)
LEARNED = "誰が対価を払うのかを考えた"


def done(module: str, complete: bool = False, **changes: Any) -> ModuleDone:
    """One module is done."""
    learned = private(participations.PERSON, LEARNED)
    values = {"module": module, "done_on": TODAY, "learned": learned, "by": PARTICIPANT, "complete": complete}
    return ModuleDone.model_validate({**values, **changes})


def record(module: str, done_on: date = TODAY) -> RecordModule:
    """One module is to be recorded as done."""
    return RecordModule(module=module, done_on=done_on, learned=LEARNED)


def given(*modules: str) -> Given:
    """Somebody was selected, and has done these."""
    return participations.given().history([*participations.selected(), *(done(one) for one in modules)])


def test_a_module_is_recorded_with_what_was_learned() -> None:
    outcome = given().when(record("skill"), by=PARTICIPANT)
    assert outcome.then(done("skill")).told() == []


def test_the_last_of_them_makes_the_preparation_complete_and_both_are_told() -> None:
    outcome = given("skill", "value").when(record("customers"), by=PARTICIPANT).then(done("customers", complete=True))
    assert outcome.told() == [("modules_complete", "participant-1"), ("modules_complete", "coordinator-1")]


@pytest.mark.parametrize(
    ("two", "third"),
    [
        (("customers", "skill"), "Added value of collaboration"),
        (("customers", "value"), "Special skill"),
        (("skill", "value"), "Customer development strategy"),
    ],
)
def test_leaving_with_two_of_three_is_refused_and_the_third_is_named(two: tuple[str, ...], third: str) -> None:
    refused = given(*two).when(Depart(leaves_on=TODAY), by=PARTICIPANT).refused("modules-missing")
    assert third in refused.explain("en")
    assert sum(words.en in refused.explain("en") for words in RULES.modules.values()) == 1
    assert sum(words.ja in refused.explain("ja") for words in RULES.modules.values()) == 1


def test_with_all_three_the_day_is_settled_and_everybody_concerned_is_told() -> None:
    ready = given("customers", "skill", "value")
    outcome = ready.when(Depart(leaves_on=TODAY), by=PARTICIPANT).then(Departed(leaves_on=TODAY, by=PARTICIPANT))
    people = ("participant-1", "coordinator-1", "company-1", "company-2", "companion-1")
    assert outcome.told() == [("departed", one) for one in people]
    assert outcome.state.preparation.leaves_on == TODAY


def test_a_departure_is_recorded_once() -> None:
    left = given("customers", "skill", "value").events(Departed(leaves_on=TODAY, by=PARTICIPANT))
    left.when(Depart(leaves_on=TODAY)).then()
    left.when(Depart(leaves_on=date(2026, 5, 1))).refused("departed-already", "leaves_on")


@pytest.mark.parametrize(
    ("command", "code", "field"),
    [
        (record("cooking"), "module-unknown", "module"),
        (record("skill"), "module-done", "module"),
        (record("value", date(2026, 4, 2)), "date-future", "done_on"),
    ],
)
def test_what_cannot_be_recorded(command: RecordModule, code: str, field: str) -> None:
    refused = given("skill").when(command).refused(code, field)
    if code == "module-unknown":
        offers(refused, RULES.modules)


def test_nobody_leaves_before_the_last_module_was_done() -> None:
    day_before = Depart(leaves_on=date(2026, 3, 31))
    given("customers", "skill", "value").when(day_before).refused("date-impossible", "leaves_on")


def test_an_applicant_is_not_prepared_yet() -> None:
    participations.given().events(participations.applied()).when(record("skill")).refused("not-preparing")


def test_a_playbook_without_modules_says_which_section_would_name_them() -> None:
    for command in (record("skill"), Depart(leaves_on=TODAY)):
        refused = given().under(RULES.model_copy(update={"modules": {}})).when(command).refused("no-modules")
        assert "[rules.modules]" in refused.explain("ja")
