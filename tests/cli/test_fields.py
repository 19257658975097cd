import pytest

from banso.cli.errors import Problem
from banso.cli.fields import command_model, read_fields, read_json
from domain.engagement.commands import DraftPosting, PlanMilestone
from domain.participation.commands import DecidePermission


def test_fields_are_read_in_every_way_that_they_are_written() -> None:
    words = [
        "--title",
        "旗屋の発信",
        "--seats=2",
        "--roles",
        "広報",
        "企画",
        "--roles",
        "写真",
        "--host-uses-employees",
        "no",
    ]

    assert read_fields(DraftPosting, words) == {
        "title": "旗屋の発信",
        "seats": "2",
        "roles": ["広報", "企画", "写真"],
        "host_uses_employees": False,
    }


def test_a_field_that_is_yes_or_no_needs_no_value() -> None:
    assert read_fields(DecidePermission, ["--clear", "--grounds", "旅券を見ました"]) == {
        "clear": True,
        "grounds": "旅券を見ました",
    }


def test_a_negative_number_is_a_value() -> None:
    assert read_fields(PlanMilestone, ["--fee", "-5"]) == {"fee": "-5"}


@pytest.mark.parametrize(
    ("words", "code", "hint"),
    [
        (["--titel", "x"], "field-unknown", "--title"),
        (["--title", "x", "y"], "value-unexpected", "'y'"),
        (["x"], "value-unexpected", "'x'"),
        (["--title", "x", "--title", "y"], "field-twice", "--title"),
        (["--title"], "value-missing", "--title"),
        (["--type", "x"], "field-unknown", "--type"),
    ],
)
def test_what_cannot_be_read_is_named(words: list[str], code: str, hint: str) -> None:
    with pytest.raises(Problem) as refused:
        read_fields(DraftPosting, words)

    assert refused.value.code == code
    assert hint in refused.value.explain()
    assert "Nothing was changed." in refused.value.explain()


def test_a_mistyped_command_brings_a_suggestion_that_people_can_send() -> None:
    with pytest.raises(Problem) as refused:
        command_model("engagement", "publishposting")

    assert "Did you mean PublishPosting?" in refused.value.explain()


@pytest.mark.parametrize("text", ["{", "[]", "null", '{"type": "\ud800"}', "{" * 100_000])
def test_what_is_no_command_in_json_is_refused(text: str) -> None:
    with pytest.raises(Problem) as refused:
        read_json(text, "--data")

    assert refused.value.code in ("json-invalid", "command-too-large")
