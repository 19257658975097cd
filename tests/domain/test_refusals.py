"""Refusals for people who type no commands: in plain words, without the names that programs go by."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import domain
from banso.inputs import command_types
from domain.aggregates import AGGREGATES
from domain.shared.refusals import DomainError, refusal

NAME = re.compile(r"(?:[A-Z][a-z]+){2,}")
GARBLED = re.compile(r"を使|[、。]、|、。|  | [.,;]|\( *\)|^[ ,、]|(?:with|by|use)[.,;]")
"""What is left where a name was taken out of a sentence that cannot do without it."""
COMMANDS = frozenset(name for kind in AGGREGATES for name in command_types(kind))


def texts() -> Iterator[tuple[str, str]]:
    """Every pair of Japanese and English words in the rules, what is filled in being an ellipsis."""
    for path in sorted(Path(domain.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Tuple) and len(node.elts) == 2:
                ja, en = (said(one) for one in node.elts)
                if ja and en:
                    yield ja, en


def said(node: ast.expr) -> str:
    """The words of a literal; nothing where it is none."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(said(part) if isinstance(part, ast.Constant) else "…" for part in parts)
        case _:
            return ""


NAMING = [pair for pair in texts() if COMMANDS & {*NAME.findall(" ".join(pair))} and " " in pair[1]]


@pytest.mark.parametrize(("ja", "en"), NAMING)
def test_every_refusal_that_names_a_command_can_do_without_the_name(ja: str, en: str) -> None:
    plain = refusal("some-code", wrong=(ja, en), right=(ja, en)).in_plain_words()
    for words in (plain.wrong, plain.right):
        assert not COMMANDS & {*NAME.findall(f"{words.ja} {words.en}")}
        assert not GARBLED.search(words.ja), words.ja
        assert not GARBLED.search(words.en), words.en


def test_many_refusals_name_commands() -> None:
    assert len(NAMING) > 40


@pytest.mark.parametrize(
    ("right", "plain"),
    [
        (("先に RecordPremise で書いてください。", "Write it first, with RecordPremise."),
         ("先に書いてください。", "Write it first.")),
        (("RecordCall で記録し、MarkForCall でお願いしてください。", "Record it with RecordCall, ask by MarkForCall."),
         ("記録し、お願いしてください。", "Record it, ask.")),
        (("お返事を記録できます(AcceptSeat、DeclineSeat)。", "You may answer (AcceptSeat, DeclineSeat)."),
         ("お返事を記録できます。", "You may answer.")),
    ],
)  # fmt: skip
def test_plain_words_leave_names_of_commands_out(right: tuple[str, str], plain: tuple[str, str]) -> None:
    told = refusal("some-code", wrong=("違います。", "Wrong."), right=right).in_plain_words()
    assert (told.right.ja, told.right.en) == plain


def test_plain_words_leave_out_which_field_it_was_and_keep_everything_else() -> None:
    refused = refusal(
        "input-invalid",
        wrong=("text: 長すぎます。", "text: too long."),
        right=("短くしてください。", "Shorten it."),
        field="text",
        details={"stays_connected": "a"},
    )
    told = refused.in_plain_words()
    assert type(told) is DomainError
    assert (told.code, told.field, told.details) == ("input-invalid", "text", {"stays_connected": "a"})
    assert told.explain("en") == "too long. Shorten it. Nothing was changed."
    assert told.explain("ja") == "長すぎます。短くしてください。何も変更されていません。"
