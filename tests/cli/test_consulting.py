"""`banso consultations`, `banso front suggest`, `banso validation` and the report's rows, in both languages."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from banso.cli.consulting import _reasons, _write_boards, _write_validation
from banso.cli.output import USUAL
from banso.cli.report_front import at_the_front
from banso.cli.texts import Language, use
from banso.cli.texts import language as language_spoken
from banso.readmodels.consulting import OpenKind, ProjectBoard, Suggestion
from banso.readmodels.report import Report
from banso.readmodels.report_consultations import ConsultationFigures, ProjectFigures
from domain.engagement.consultations.balance import CarrierCounts
from domain.engagement.validation.state import Asked, Learning, PaidContract, Validation
from domain.shared.values import BilingualText, PersonalText

SINCE = datetime(2026, 4, 1, 1, tzinfo=UTC)
ARRIVES = BilingualText(ja="届かない", en="It does not arrive")
BOARD = ProjectBoard(
    engagement="robot",
    title="R1",
    raised=5,
    closed=2,
    open=[OpenKind("does_not_arrive", ARRIVES, [9, 2, 0])],
    median_hours_to_first_answer=26.5,
    repeats={"wrong-address": 4},
    waiting={"carrier-1": CarrierCounts(unanswered=3, overdue=1, unanswered_since=SINCE)},
    front=1,
    supporters=5,
    tilts={"concentrated": "owner-1", "outnumbered": None},
)
LOG = Validation(
    asked=tuple(Asked(customer=one, asked_on=date(2026, 4, 1), said=None) for one in ("A", "B", "A")),
    contracts=(PaidContract(customer="A", amount=480_000, signed_on=date(2026, 4, 2)),),
    learned=(
        Learning(customer=None, text=PersonalText(personal="narrative", subject="p", text="X1")),
        Learning(customer="A", text=PersonalText(personal="narrative", subject="gone")),
    ),
)
KANA = re.compile("[ぁ-ん]")


@pytest.fixture(autouse=True)
def _language_of_others() -> Iterator[None]:
    """Whoever comes next speaks what they spoke."""
    before = language_spoken()
    yield
    use(before)


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("en", ["It does not arrive: 3 (days: 9, 2, 0)", "26.5 h", "wrong-address ×4", "Hanako: 3 (since", "1 / 5",
                "on one person: owner-1", "many around few"]),
        ("ja", ["届かない 3 件(9, 2, 0 日)", "26.5 時間", "Hanako 3 件(", "一人に集中: owner-1", "支える人が多い"]),
    ],
)  # fmt: skip
def test_a_board_shows_what_is_open_how_old_and_who_waits(
    language: Language, lines: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    use(language)
    _write_boards([BOARD], {"carrier-1": "Hanako"}, USUAL)
    written = capsys.readouterr().out
    for line in lines:
        assert line in written
    assert bool(KANA.search(written)) == (language == "ja")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", 'answered "It does not arrive": 2; participations finished: 1'),
        ("ja", "「届かない」に 2 件お返事、参加を 1 回終えた"),
    ],
)
def test_a_suggestion_says_why(language: Language, words: str) -> None:
    use(language)
    kind = "does_not_arrive"
    assert _reasons(Suggestion("a", 1, Counter({kind: 2}), {kind: ARRIVES})) == words


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "en",
            [
                "Customers asked    2 of 10",
                "Customers who pay  1",
                "480,000 yen",
                "Learned: X1",
                "Learned: A: (erased)",
            ],
        ),
        ("ja", ["尋ねた顧客      10 社のうち 2 社", "480,000 円", "学んだこと: X1", "学んだこと: A: (消去されました)"]),
    ],
)
def test_a_log_says_how_many_asked_how_many_pay_and_what_was_learned(
    language: Language, lines: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    use(language)
    _write_validation(LOG, 10)
    written = capsys.readouterr().out
    for line in lines:
        assert line in written


def test_where_a_playbook_wants_no_number_the_count_stands_alone(capsys: pytest.CaptureFixture[str]) -> None:
    use("en")
    _write_validation(LOG, 0)
    assert "Customers asked    2\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("language", "rows"),
    [
        (
            "en",
            [
                ("Still open: It has no effect", "2 (the oldest for 9 days)"),
                ("Cause met again: old-map", "4"),
                ("Project robot", "It has no effect: 2 (9 d), first answer after 6.5 h"),
                ("Project cad", "nothing open, old-map: 4 times"),
            ],
        ),
        (
            "ja",
            [
                ("続いている相談: 効果がない", "2 件(いちばん古いもので 9 日)"),
                ("プロジェクト robot", "効果がない 2 件(9 日)、最初の返事まで 6.5 時間"),
                ("プロジェクト cad", "続いている相談なし、old-map が 4 回"),
            ],
        ),
    ],
)
def test_the_report_tells_of_problems_where_there_were_any(language: Language, rows: list[tuple[str, str]]) -> None:
    use(language)
    quiet = Report(None, None, "Asia/Tokyo")
    assert at_the_front(quiet) == []
    robot = ProjectFigures(
        raised=2, open_by_kind={"no_effect": 2}, oldest_days={"no_effect": 9}, median_hours_to_first_answer=6.5
    )
    figures = ConsultationFigures(
        raised=3,
        open_by_kind={"no_effect": 2},
        oldest_days={"no_effect": 9},
        repeats={"old-map": 4},
        projects={"robot": robot, "cad": ProjectFigures(raised=1, closed=1, repeats={"old-map": 4})},
    )
    told = at_the_front(Report(None, None, "Asia/Tokyo", consultations=figures))
    assert set(rows) <= set(told)
