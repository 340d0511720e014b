"""Row heights: enough lines for the words, by the widths of letters in the font itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from par_index.papers.widths import height, lines, points_wide

# Widths of Times New Roman in thousandths of the size, as its metrics publish them.
METRICS = {
    "a": 444,
    "e": 444,
    "n": 500,
    "m": 778,
    "i": 278,
    "t": 278,
    " ": 250,
    "A": 722,
    "H": 722,
    "0": 500,
    "W": 944,
}


@pytest.mark.parametrize("letter", METRICS)
def test_no_letter_is_thought_much_narrower_than_it_is(letter: str) -> None:
    thought = points_wide(letter * 100, 10.0)
    true = METRICS[letter]
    assert 0.9 * true <= thought <= 1.4 * true


def test_a_text_wraps_at_words() -> None:
    # 10 units are 52,5 points, 48,5 without margins; a word of four n takes 4 × 0,47 × 12 = 22,6 points,
    # a blank 0,31 × 12 = 3,7: two words need 48,9.
    assert lines("nnnn nnnn", 10.2, 12.0) == 1
    assert lines("nnnn nnnn", 10.0, 12.0) == 2
    assert lines("nnnn nnnn nnnn", 10.2, 12.0) == 2
    assert lines("nnnn\nnnnn", 10.0, 12.0) == 2
    assert lines("n" * 20, 10.0, 12.0) == 3


@given(st.text("aăâ iWM.", max_size=80), st.floats(5, 60), st.floats(0, 30))
def test_a_wider_column_never_takes_more_lines(text: str, units: float, more: float) -> None:
    assert lines(text, units + more, 12.0) <= lines(text, units, 12.0)


def test_a_row_is_no_higher_than_a_sheet_allows() -> None:
    assert height(1, 12.0) == pytest.approx(18.28)
    assert height(100, 12.0) == 409
