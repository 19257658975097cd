"""What keeps the stack from starting is said in both languages, wherever in the code it is found."""

import ast
import re
from pathlib import Path

import pytest

import banso.stack
from banso.cli.errors import problem_of
from banso.cli.texts import Language, use
from banso.settings import SettingsError, settings_from
from banso.stack import errors
from banso.stack.data_directory import DataDirectory, locked
from domain.shared.refusals import refusal

KINDS = {name for name in vars(errors) if name.endswith("Error")}
MISUSE = ("was not started", "has no port yet")
"""Said to our own code, never to a person."""
SOURCES = sorted(Path(banso.stack.__file__).parent.glob("*.py"))


def constructions() -> list[tuple[str, ast.Call]]:
    """Every place at which an error of the stack is made."""
    return [
        (f"{source.name}:{node.lineno}", node)
        for source in SOURCES
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KINDS
    ]


def test_every_error_of_the_stack_has_words_in_both_languages() -> None:
    places = constructions()
    assert len(places) > 15
    for place, call in places:
        english = ast.unparse(call.args[0])
        if any(words in english for words in MISUSE):
            continue
        assert len(call.args) == 2, place
        assert re.search("[ぁ-ん]", ast.unparse(call.args[1])), place
        assert not re.search("[ぁ-ん]", english), place


@pytest.mark.parametrize(("language", "japanese"), [("ja", True), ("en", False)])
def test_people_read_them_in_their_language(language: Language, japanese: bool, tmp_path: Path) -> None:
    use(language)
    with (
        locked(DataDirectory(tmp_path)),
        pytest.raises(errors.AlreadyRunningError) as running,
        locked(DataDirectory(tmp_path)),
    ):
        pass
    with pytest.raises(SettingsError) as setting:
        settings_from({"BANSO_WEB_PORT": "eighty"}, tmp_path)
    for error in (running.value, setting.value):
        problem = problem_of(error)
        assert problem is not None
        told = problem.explain()
        assert bool(re.search("[ぁ-ん]", told)) == japanese
        assert str(tmp_path) in told or "BANSO_WEB_PORT" in told


def test_a_refusal_names_commands_as_they_are_typed() -> None:
    use("en")
    right = ("面談の日時は ArrangeInterview で決めてください。", "Arrange one with ArrangeInterview, Mary McCoy.")
    problem = problem_of(refusal("no-interview", wrong=("ありません。", "There is none."), right=right))
    assert problem is not None
    assert problem.right == "Arrange one with `banso application arrange`, Mary McCoy."
