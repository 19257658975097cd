"""Tables on terminals of every width: nothing is torn, nothing is lost, nothing stands out on the right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from banso.cli.columns import pieces
from banso.cli.fitting import cut, fitted

HEADINGS = ("期限", "Stream", "何を", "誰が", "プロジェクト")
WAITS = [
    ("2026-12-03 02:51 JST", "participation:a1", "応募への返事", "コーディネーター 見本 さくら", "旗屋の思いを届ける"),
    (
        "2026-12-07 03:03 JST",
        "participation:a2",
        "answer to applicant",
        "coordinator 見本 さくら",
        "Marketing for flags",
    ),
]
WORDS = ("2026-12-03", "participation:a1", "コーディネーター", "coordinator", "さくら", "applicant")


@pytest.mark.parametrize("width", [50, 60, 72, 80, 100, 120])
def test_no_word_is_torn_and_no_line_is_too_long(width: int) -> None:
    lines = fitted(HEADINGS, WAITS, width, title_last=True)
    assert max(map(cell_len, lines)) <= width
    for word in WORDS:
        assert any(word in line for line in lines), word


def test_where_no_table_fits_every_row_is_written_below_its_labels() -> None:
    lines = fitted(HEADINGS, WAITS, 50, title_last=True)
    assert lines[3].split() == ["誰が", "コーディネーター", "見本", "さくら"]
    assert lines.count("") == len(WAITS) - 1
    assert not any(line.startswith("─") for line in lines)


def test_a_title_takes_what_room_there_is_on_one_line() -> None:
    lines = fitted(HEADINGS, WAITS, 120, title_last=True)
    assert len(lines) == 2 + len(WAITS)
    assert lines[2].rstrip()[-2:] in "旗屋の思いを届ける"


def test_columns_stand_below_each_other_on_further_lines_too() -> None:
    lines = fitted(("What", "Who"), [("approval of a milestone", "見本 さくら 企業の担当者"), ("報告", "x")], 32)
    starts = {cell_len(line[: line.index(mark)]) for line in lines for mark in ("Who", "見本", "x") if mark in line}
    assert len(starts) == 1
    assert max(map(cell_len, lines)) <= 32


def test_a_text_is_cut_between_characters() -> None:
    assert (cut("旗屋x", 3), cut("旗屋x", 5), cut("", 5)) == ("旗", "旗屋x", "")


CELLS = st.text(alphabet="旗屋コ の染-ab1 ", max_size=40).map(str.strip)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=4), st.integers(min_value=60, max_value=120))
def test_nothing_is_lost_but_blanks(rows: list[tuple[str, str, str]], width: int) -> None:
    shown = "".join("".join(fitted(("a", "b", "c"), rows, width)).split())
    for row in rows:
        for cell in row:
            assert all(piece.strip() in shown for piece in pieces(cell))
