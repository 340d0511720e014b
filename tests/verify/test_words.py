"""Values, intervals and measures are written as officials and the rule language do."""

from fractions import Fraction

import pytest

from par_index.verify.words import (
    DATE,
    PERCENT,
    Style,
    expression_text,
    interval_text,
    literal_text,
    points_text,
    style_of,
    value_text,
)
from tests.verify.plans import expression, figure, span

FIGURES = [
    *(figure(code) for code in "abc"),
    figure("d", kind="date"),
    figure("e", kind="date"),
    figure("p", kind="percent", scale=10_000),
    figure("m", kind="choice", high=1, choices=("Chậm", "Kịp thời")),
]
PHRASES = [
    "từ 70% đến 90%", "từ 70% đến dưới 90%", "trên 70% đến 90%", "trên 70% đến dưới 90%",
    "từ 70% trở lên", "trên 70%", "dưới 93,5%", "đến 93,5%", "bằng 0%",
]  # fmt: skip


@pytest.mark.parametrize("phrase", PHRASES)
def test_each_of_the_nine_phrases_is_written_back(phrase: str) -> None:
    assert interval_text(span(phrase), PERCENT) == phrase


def test_values_are_written_in_vietnamese() -> None:
    assert value_text(Fraction(935, 1000), PERCENT) == "93,5%"
    assert value_text(Fraction(12500)) == "12.500"
    assert literal_text(Fraction(12500), Style()) == "12500"
    assert value_text(Fraction(1, 3), PERCENT) == "100/3%"
    assert value_text(Fraction(738551), DATE) == "31/01/2023"
    assert value_text(Fraction(1), Style("choice", ("Chậm", "Kịp thời"))) == "“Kịp thời”"
    assert points_text(-250_000) == "-0,25"


@pytest.mark.parametrize(
    ("measure", "kind"),
    [
        ("a", "plain"),
        ("a + b", "plain"),
        ("a / b", "percent"),
        ("a / 2", "plain"),
        ("a / b - 1", "percent"),
        ("1 - (a / b + c / b)", "percent"),
        ("(a / b) * (b / c)", "percent"),
        ("p", "percent"),
        ("p * a", "plain"),
        ("max(0; a / b)", "percent"),
        ("round(a / b; 2)", "percent"),
        ("a > b", "plain"),
        ("d", "date"),
        ("max(d; e)", "date"),
        ("d - e", "plain"),
        ("late(d; 31/01/2023)", "plain"),
        ("working(d)", "plain"),
        ("m", "choice"),
    ],
)
def test_a_ratio_is_a_percent_a_count_is_plain_and_a_date_a_date(measure: str, kind: str) -> None:
    assert style_of(expression(measure, FIGURES), {entry.code: entry for entry in FIGURES}).kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "a / (b - c)",
        "1 - (a + b) / c",
        "max(0; a - b) * (a / b)",
        "min(a; b; 50%) / (a * b) * (-c)",
        "-(a + b) - (a - b) + c / b",
        "round(a / b; 2) - working(d) + 0,5",
        "(a > b) + (a <= c)",
    ],
)
def test_a_tree_is_written_as_the_author_wrote_it(text: str) -> None:
    assert expression_text(expression(text, FIGURES)) == text
