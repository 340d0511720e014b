"""Exact numbers: reading, rounding and writing, held to Python's own Decimal and Fraction."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from par_index.points import (
    MICRO,
    AmbiguousNumberError,
    Numbers,
    decimal_text,
    parse_number,
    points_text,
    published,
    round_half_away,
    shown,
    shown_points,
    to_micro,
)

WHOLE = st.integers(-(10**12), 10**12)
DIGITS = st.text("0123456789", min_size=1, max_size=9)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", "0"),
        ("7", "7"),
        ("93,5", "93.5"),
        ("93.5", "93.5"),
        ("-2", "-2"),
        ("−2,25", "-2.25"),
        ("0,500", "0.5"),
        ("0.125", "0.125"),
        ("1234.567", "1234.567"),
        ("1,23456", "1.23456"),
        ("007", "7"),
    ],
)
def test_a_number_without_declared_style(text: str, value: str) -> None:
    assert parse_number(text) == Fraction(value)


@pytest.mark.parametrize(
    ("text", "numbers", "value"),
    [
        ("1.234", "vi", "1234"),
        ("1.234", "en", "1.234"),
        ("1,234", "vi", "1.234"),
        ("1,234", "en", "1234"),
        ("1.234,50", "vi", "1234.5"),
        ("1,234.50", "en", "1234.5"),
        ("-12.345.678", "vi", "-12345678"),
        ("12,345,678.9", "en", "12345678.9"),
        ("93.5", "vi", "93.5"),
        ("93,5", "en", "93.5"),
        ("0.125", "vi", "0.125"),
        ("0,125", "en", "0.125"),
        ("1234567", "vi", "1234567"),
    ],
)
def test_a_number_in_a_declared_style(text: str, numbers: Numbers, value: str) -> None:
    assert parse_number(text, numbers) == Fraction(value)


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("1.234", ("1234", "1,234")),
        ("1,234", ("1234", "1,234")),
        ("-999.000", ("-999000", "-999,000")),
    ],
)
def test_three_decimals_alone_have_two_readings(text: str, readings: tuple[str, str]) -> None:
    with pytest.raises(AmbiguousNumberError) as caught:
        parse_number(text)
    assert caught.value.readings == readings


@pytest.mark.parametrize("numbers", [None, "vi", "en"])
@pytest.mark.parametrize(
    "text",
    [
        "", " ", "-", "+2", "--2", "1e3", "1E3", "nan", "inf", "0x1F", "1_000", ".5", "5.", "5,", "1.2.3",
        "1,2,3", "12.34.567", "0.123.456", "93,5%", "5 triệu", " 5", "5\n", "٣", "５", "1/2", "1.234.56",
    ],
)  # fmt: skip
def test_whatever_is_no_plain_number_is_refused(text: str, numbers: Numbers | None) -> None:
    with pytest.raises(ValueError) as caught:
        parse_number(text, numbers)
    assert caught.type is ValueError  # and not AmbiguousNumberError: no second reading is offered


@pytest.mark.parametrize(("text", "numbers"), [("1,234.5", "vi"), ("1.234,5", "en"), ("1.234,5", None)])
def test_grouping_of_the_other_style_is_refused(text: str, numbers: Numbers | None) -> None:
    with pytest.raises(ValueError, match=text):
        parse_number(text, numbers)


@given(WHOLE, DIGITS, st.sampled_from([",", "."]))
def test_comma_and_point_are_one_number(whole: int, digits: str, mark: str) -> None:
    read = parse_number(f"{whole}{mark}{digits}0000")  # more than three decimals have one reading
    assert read == Fraction(Decimal(f"{whole}.{digits}"))


@given(WHOLE, st.integers(1, 10**9))
@example(1, 2)
@example(-1, 2)
@example(3, 2)
@example(-3, 2)
@example(5, 10)
@example(-49, 100)
def test_halves_go_away_from_zero(numerator: int, denominator: int) -> None:
    size = Fraction(abs(numerator), denominator)
    nearest = int(size) + (size - int(size) >= Fraction(1, 2))
    assert round_half_away(numerator, denominator) == (nearest if numerator >= 0 else -nearest)


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        ("0.005", "0.01"), ("-0.005", "-0.01"), ("0.0049999", "0"), ("-0.0049999", "0"),
        ("9.115", "9.12"), ("9.125", "9.13"), ("-9.125", "-9.13"), ("97.995", "98"), ("2.675", "2.68"),
    ],
)  # fmt: skip
def test_a_published_figure_is_rounded_once(value: str, rounded: str) -> None:
    assert published(Fraction(value)) == Fraction(rounded)


@given(st.decimals(-(10**9), 10**9, places=7), st.integers(0, 6))
def test_written_decimals_are_those_of_decimal(value: Decimal, places: int) -> None:
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    expected = f"{rounded:f}"
    assert decimal_text(Fraction(value), places) == (expected.lstrip("-") if rounded == 0 else expected)


@given(st.decimals(-(10**9), 10**9, places=7))
def test_all_digits_are_written_and_none_too_many(value: Decimal) -> None:
    text = decimal_text(Fraction(value))
    assert Fraction(text) == Fraction(value)
    assert "." not in text or text[-1] != "0"


@pytest.mark.parametrize("value", [Fraction(1, 3), Fraction(-2, 7), Fraction(1, 10**40)])
def test_an_endless_decimal_needs_its_places(value: Fraction) -> None:
    with pytest.raises(ValueError, match=f"{value} has no finite decimal form"):
        decimal_text(value)


def test_no_minus_stands_before_nought() -> None:
    assert decimal_text(Fraction(-1, 1000), 2) == "0.00"
    assert shown(Fraction(-1, 1000)) == "0,00"


@given(WHOLE)
def test_micro_points_there_and_back(micro: int) -> None:
    assert to_micro(Fraction(points_text(micro))) == micro


def test_points_finer_than_a_millionth_are_refused() -> None:
    assert to_micro(Fraction("0.000001")) == 1
    with pytest.raises(ValueError, match="1/10000000"):
        to_micro(Fraction(1, 10 * MICRO))


@pytest.mark.parametrize(
    ("micro", "text"),
    [(0, "0"), (1, "0.000001"), (1_500_000, "1.5"), (-250_000, "-0.25"), (100_000_000, "100")],
)
def test_points_in_a_record_have_no_trailing_noughts(micro: int, text: str) -> None:
    assert points_text(micro) == text


@pytest.mark.parametrize(
    ("value", "places", "vietnamese", "english"),
    [
        ("1234.5", 2, "1.234,50", "1,234.50"),
        ("-1234567.891", 2, "-1.234.567,89", "-1,234,567.89"),
        ("999", 0, "999", "999"),
        ("1000", 0, "1.000", "1,000"),
        ("100", 2, "100,00", "100.00"),
        ("-0.125", 2, "-0,13", "-0.13"),
    ],
)
def test_figures_for_people(value: str, places: int, vietnamese: str, english: str) -> None:
    assert shown(Fraction(value), places) == vietnamese
    assert shown(Fraction(value), places, "en") == english
    assert shown(Fraction(value), places, grouped=False) == vietnamese.replace(".", "")


@given(st.integers(-(10**15), 10**15), st.integers(0, 3))
def test_what_is_shown_is_read_back(value: int, places: int) -> None:
    figure = Fraction(value, 10**places)
    assert parse_number(shown(figure, places), "vi") == figure
    assert parse_number(shown(figure, places, "en"), "en") == figure


def test_points_for_people_are_rounded_once() -> None:
    assert shown_points(1_234_565_000) == "1.234,57"
    assert shown_points(-5_000, language="en") == "-0.01"
    assert shown_points(1_999_999, 0) == "2"
