"""Whatever sections a capability brings: their keys are known, their examples found, their mistakes said in words."""

from typing import Annotated, Literal

import pytest
from pydantic import Field, ValidationError

from banso.playbook_schema import KINDS_OF_ERROR, example_at, known_keys
from banso.playbooks import check_playbook
from domain.playbooks.capabilities.registry import EXAMPLES
from domain.playbooks.models import PlaybookModel
from domain.playbooks.schema import Playbook
from domain.shared.periods import Period

SHORTEST = '[rules]\nname = "museum"\nversion = 1\ntitle = { ja = "博物館", en = "Museum" }\n'


class Session(PlaybookModel):
    """One kind of meeting of a capability that might come."""

    kind: Literal["counselling", "gathering"]
    lasts: Period
    capacity: Annotated[int, Field(gt=0, lt=100)]
    online: bool = True


class Section(PlaybookModel):
    """Every shape that a section may have."""

    one: Session | None = None
    by_name: dict[str, Session] = Field(default_factory=dict)
    several: tuple[Session, ...] = ()
    annotated: Annotated[dict[str, Annotated[Session | None, Field()]], Field(max_length=3)] | None = None


@pytest.mark.parametrize("path", [("one",), ("by_name", "any"), ("several", "0"), ("annotated", "any")])
def test_the_keys_of_every_shape_of_table_are_known(path: tuple[str, ...]) -> None:
    assert known_keys(Section, path) == ("kind", "lasts", "capacity", "online")


@pytest.mark.parametrize("path", [("nowhere",), ("one", "kind"), ("one", "nowhere", "deeper"), ("by_name",)])
def test_where_no_table_belongs_no_key_is_known(path: tuple[str, ...]) -> None:
    assert known_keys(Section, path) == ()


def test_the_keys_of_a_playbook_are_known() -> None:
    assert known_keys(Playbook, ()) == ("rules", "messages")
    assert "waits" in known_keys(Playbook, ("rules",))
    assert known_keys(Playbook, ("rules", "memberships", "client")) == ("understandings",)


def test_every_mistake_in_such_a_section_has_words() -> None:
    wrong = {"kind": "party", "lasts": 3, "capacity": 0, "online": "perhaps"}
    shapes = {"one": [wrong], "by_name": {"a": wrong, "b": {**wrong, "capacity": 100}}, "several": wrong}
    with pytest.raises(ValidationError) as refused:
        Section.model_validate(shapes)

    kinds = {error["type"] for error in refused.value.errors()}
    assert kinds == {
        "model_type", "literal_error", "string_type", "greater_than", "less_than", "bool_type", "tuple_type",
    }  # fmt: skip
    assert kinds <= KINDS_OF_ERROR.keys()


def test_the_example_is_that_of_the_nearest_place() -> None:
    examples = {"rules.one": "one", "rules.one.*.kind": "kind of {place}", "rules.many*": "many", "*": "anything"}
    asked = ("rules.one", "rules.one.a.kind", "rules.one.a.lasts", "rules.many.deep.down", "elsewhere")

    found = [example_at(place, examples) for place in asked]
    assert found == ["one", "kind of rules.one.a.kind", "one", "many", "anything"]


@pytest.mark.parametrize(
    ("text", "place", "wrong", "right"),
    [
        ("[rules.waits]\n[rules.xyz]\nopen = 9\n", "rules.xyz", "'xyz' is not known", "name, version"),
        ("memberships = [1]\n", "rules.memberships", "[1] is no table", "[rules.memberships.client.understandings]"),
        ("[[rules.execution]]\nnotice = 3\n", "rules.execution", "is no table", "[rules.execution]"),
        ("[rules.execution]\nnotice = 3\n", "rules.execution.notice", "3 is no text", "notice ="),
        ("[rules.execution]\nnotice = 'soon'\n", "rules.execution.notice", "'soon' is no usable period", "notice ="),
        ("[rules.memberships.client]\nrules = 1\n", "rules.memberships.client.rules", "not known", "understandings"),
        (
            "[rules.memberships.client.understandings]\ngrow = 'up'\n",
            "rules.memberships.client.understandings.grow", "'up' is no table", "grow = { ja =",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_section_is_told_with_its_place(text: str, place: str, wrong: str, right: str) -> None:
    (mistake,) = check_playbook(SHORTEST + text, "museum.toml")

    assert mistake.place == place
    assert wrong in mistake.wrong.en
    assert right in mistake.right.en
    assert mistake.line > SHORTEST.count("\n") - 1


def test_there_is_an_example_for_whatever_place() -> None:
    assert EXAMPLES["*"]
