from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from banso.cli.columns import pairs, plain_table, wrapped

ROWS = [("旗屋", "募集を公開しました", "x"), ("salon", "Posting published", "y"), ("工務店(架空)", "", "z")]


def place_of(line: str, mark: str) -> int:
    """On which cell of a terminal a mark stands."""
    return cell_len(line[: line.rindex(mark)])


def test_columns_stand_below_each_other_whatever_is_in_them() -> None:
    lines = plain_table(("記録", "出来事", "w"), ROWS).splitlines()

    assert len({place_of(line, mark) for line, mark in zip(lines, "wxyz", strict=True)}) == 1


def test_a_cell_of_several_lines_stays_in_its_row() -> None:
    assert plain_table(("a", "b"), [("1\n2", "3")]).splitlines()[1] == "1 / 2  3"


def test_values_stand_below_each_other_and_empty_ones_are_left_out() -> None:
    lines = pairs([("共有する目標", "x\ny"), ("seats", "z"), ("companion", "")]).splitlines()

    assert [line.strip()[-1] for line in lines] == ["x", "y", "z"]
    assert len({place_of(line, mark) for line, mark in zip(lines, "xyz", strict=True)}) == 1


def test_a_line_is_broken_between_kanji_but_not_within_words_or_before_a_full_stop() -> None:
    assert wrapped("停止は Ctrl-C です。続く。", 10) == ["停止は", "Ctrl-C で", "す。続く。"]


@given(st.text(alphabet="旗屋の染物。、( )abc-", max_size=80), st.integers(min_value=12, max_value=40))
def test_wrapping_loses_nothing_but_blanks(text: str, width: int) -> None:
    assert "".join("".join(wrapped(text, width)).split()) == "".join(text.split())
