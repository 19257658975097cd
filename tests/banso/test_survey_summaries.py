"""Summaries of surveys: counts and means, never a name, and nothing where too few answered."""

import pytest

from banso.cli.output import USUAL
from banso.cli.surveys import write_survey
from banso.cli.texts import Language, use
from banso.readmodels.survey_summaries import FEWEST, SurveySummary, summary_of
from domain.shared.surveys import Survey
from domain.shared.values import PersonalText

from support.rules import RULES

CLOSING = RULES.surveys["closing"]
ASKED = Survey(title=CLOSING.title, questions=CLOSING.questions)


def answered(wish: str, step: int, words: str | None = None) -> Survey:
    """Somebody answered."""
    said = {"words": PersonalText(personal="narrative", subject="hanako", text=words)} if words else {}
    given = {"standing": "answered", "chosen": {"wish": wish}, "ratings": {"step": step}, "texts": said}
    return ASKED.model_copy(update=given)


def summary(*surveys: Survey) -> SurveySummary:
    """What these come to."""
    return summary_of("trial", "closing", list(surveys))


THREE = (answered("yes", 5, "花子より"), answered("yes", 4), answered("no", 2))


def test_counts_and_means_are_told_for_each_question() -> None:
    told = summary(*THREE, ASKED, ASKED.model_copy(update={"standing": "closed"}))
    assert (told.sent, told.answered, told.still_open, told.closed) == (5, 3, 1, 1)
    wish, step, words = told.questions
    assert {one.answer: one.count for one in wish.options} == {"yes": 2, "no": 1}
    assert [one.count for one in step.options] == [0, 1, 0, 1, 1]
    assert (step.mean, wish.mean) == (3.67, None)
    assert (words.answered, words.options, words.mean) == (1, (), None)


def test_neither_names_nor_words_are_told() -> None:
    assert "hanako" not in repr(summary(*THREE))
    assert "花子" not in repr(summary(*THREE))


@pytest.mark.parametrize("number", range(FEWEST))
def test_nothing_is_shown_of_few_answers(number: int) -> None:
    told = summary(*THREE[:number], ASKED)
    assert (told.answered, told.questions) == (number, ())


def test_a_question_that_few_were_asked_is_not_told() -> None:
    older = [one.model_copy(update={"ratings": {}}) for one in THREE]
    step = summary(*older, answered("no", 1)).questions[1]
    assert (step.answered, step.mean, step.options) == (1, None, ())


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("en", ["Closing survey of trial", "Sent to 4, answered by 3", "Do you want to work?", "mean", "3.67"]),
        ("ja", ["終わりのアンケート(trial)", "お願いした方 4 人、回答 3 人", "働きたいですか", "平均", "3.67"]),
    ],
)
def test_people_read_it_in_their_language(
    language: Language, lines: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    use(language)
    write_survey(summary(*THREE, ASKED), USUAL)
    written = "".join(capsys.readouterr())
    for line in lines:
        assert line in written


def test_people_are_told_why_nothing_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    use("en")
    write_survey(summary(*THREE[:2]), USUAL)
    written = "".join(capsys.readouterr())
    assert "With fewer than 3 answers nothing is shown" in written
    assert "Do you want to work?" not in written
