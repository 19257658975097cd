"""Who may do something is told in a person's words."""

import pytest

from banso.cli.fields import command_models
from domain.aggregates import AGGREGATES
from domain.shared.actors import Actor, Role
from domain.shared.models import Command
from domain.shared.policy import authorize
from domain.shared.refusals import NotAllowed
from domain.shared.role_words import IN_WORDS

from support.deciding import explains_itself

REFUSED = [
    (kind, model, role)
    for kind in AGGREGATES
    for model in command_models(kind).values()
    for role in Role
    if role not in model.who
]


def refusal_of(kind: str, model: type[Command], role: Role) -> NotAllowed:
    with pytest.raises(NotAllowed) as refused:
        authorize(AGGREGATES[kind], "a", model.model_construct(), Actor(person="sakura", role=role), None)
    return refused.value


def test_no_refusal_by_role_shows_a_name_of_the_program() -> None:
    for kind, model, role in REFUSED:
        refusal = refusal_of(kind, model, role)
        explains_itself(refusal)
        said = refusal.explain("ja") + refusal.explain("en")
        assert model.__name__ not in said
        assert all(f"{name.value} " not in refusal.explain("ja") for name in Role), said


def test_it_says_who_it_is_for_and_tells_programs_too() -> None:
    publish = command_models("engagement")["PublishPosting"]
    refusal = refusal_of("engagement", publish, Role.COMPANY)
    assert refusal.wrong.en == "Somebody who decides for the company cannot do this."
    assert refusal.right.en == "It takes a coordinator or an operator."
    assert refusal.right.ja == "できるのは、コーディネーター、運営です。"
    assert refusal.details == {"roles": "coordinator operator"}


def test_what_banso_does_by_itself_is_nobody_elses() -> None:
    note = command_models("participation")["RecordSelection"]
    refusal = refusal_of("participation", note, Role.COORDINATOR)
    assert (refusal.right.en, refusal.details) == ("Banso does it by itself.", {"roles": ""})


def test_every_role_has_words() -> None:
    assert set(IN_WORDS) == set(Role)
