"""The words by which a form says how points are given, pinned for every shape of ladder."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from par_index.language import ast
from par_index.language.interval import Interval
from par_index.model.plan import Input, Plan
from par_index.papers.wording import how, number, span_words
from par_index.points import MICRO
from tests.engine.plans import between, leaf, part, plan, ratio
from tests.worked.cases import compiled as real

INPUTS = (
    Input("a", "count", "Số hồ sơ đúng hạn", 1, 0, 10, "more"),
    Input("b", "count", "Số hồ sơ", 1, 0, 10, "neutral"),
    Input("c", "yes_no", "Có kế hoạch", 1, 0, 1, "more"),
)


def words(*rows: object, measure: ast.Expression | None = None, text: str = "a / b", most: int = 2) -> str:
    made = part("1.1", measure or ratio("a", "b"), *rows, most=most)  # type: ignore[arg-type]
    bands = tuple(replace(band, phrase="%" if text == "a / b" else "") for band in made.bands)
    one = leaf(replace(made, measure_text=text, bands=bands))
    return how(small(one), one)


def small(*leaves: object) -> Plan:
    return plan(*leaves, inputs=INPUTS)  # type: ignore[arg-type]


RATIO = "x = “Số hồ sơ đúng hạn” / “Số hồ sơ”. "


def test_constants_best_first() -> None:
    said = words(
        (between(None, "7/10"), 0, 0),
        (between("7/10", "9/10", high_closed=True), 0, 1),
        (between("9/10", None, low_closed=False), 0, 2),
    )
    assert said == RATIO + "Trên 90%: 2 điểm; từ 70% đến 90%: 1 điểm; dưới 70%: 0 điểm."


def test_less_is_better_reads_from_the_low_end() -> None:
    said = words(
        (between(None, "1/2", high_closed=True), 0, 2), (between("1/2", None, low_closed=False), 0, 0)
    )
    assert said == RATIO + "Đến 50%: 2 điểm; trên 50%: 0 điểm."


def test_lines_by_the_maximum_and_where_it_is_reached() -> None:
    said = words((between(None, "2/3"), 3, 0), (between("2/3", None), 0, 2))
    assert said == RATIO + "Từ 200/3% trở lên: 2 điểm; dưới 200/3%: x × 3 điểm."
    said = words((between(None, "4/5"), Fraction(5, 2), 0), (between("4/5", None), 0, 2))
    assert said == RATIO + "Từ 80% trở lên: 2 điểm; dưới 80%: x × 2 / 80% điểm."


def test_lines_that_begin_above_zero_or_fall() -> None:
    rising = words((between("95/100", "98/100"), Fraction(200, 3), Fraction(-190, 3)))
    assert rising == RATIO + "Từ 95% đến dưới 98%: (x − 95%) × 2 / 3% điểm."
    falling = words(
        (between("0", "4", high_closed=True), Fraction(-1, 2), 2), measure=ast.Input("b", 1), text="b"
    )
    assert falling == "x = “Số hồ sơ”. Từ 0 đến 4: 2 − x × 0,5 điểm."


def test_yes_and_no_need_no_formula() -> None:
    rows = (between("0", "0", high_closed=True), 0, 0), (between("1", "1", high_closed=True), 0, 2)
    assert words(*rows, measure=ast.Input("c", 1), text="c") == "Có: 2 điểm; Không: 0 điểm."
    both = ast.Least((ast.Input("c", 1), ast.Compare(ast.Input("a", 1), ">", ast.Constant(Fraction(0)))))
    assert words(*rows, measure=both, text="all(c; a > 0)") == (
        "x = đồng thời (“Có kế hoạch”; “Số hồ sơ đúng hạn” > 0). Đạt: 2 điểm; không đạt: 0 điểm."
    )


def test_real_leaves() -> None:
    plan, _ = real("tien-giang/2023/so")
    assert how(plan, plan.leaf_by_code["1.3.1"]) == (
        "Ban hành kịp thời: 0,5 điểm; Ban hành không kịp thời: 0,25 điểm; Không ban hành: 0 điểm."
    )
    assert how(plan, plan.leaf_by_code["1.1.2"]) == (
        "Đủ các nội dung của Kế hoạch tỉnh (tối đa 0,5 điểm). Có: 0,5 điểm; Không: 0 điểm.\n"
        "Có dự toán kinh phí CCHC (tối đa 0,5 điểm). Có: 0,5 điểm; Không: 0 điểm."
    )
    assert how(plan, plan.leaf_by_code["2.5.1"]) == "Cơ quan thẩm định cho điểm, có lý do."


def test_every_band_of_the_real_sets_is_said_once_and_holds_its_points() -> None:
    for name in ("tien-giang/2023/so", "tien-giang/2023/nganh-doc"):
        plan, _ = real(name)
        for one in plan.leaves:
            bands = [band for each in one.parts for band in each.bands]
            given = plan.input_by_code[one.inputs[0]].kind == "points"
            assert how(plan, one).count(" điểm;") + how(plan, one).count(" điểm.") == (
                0 if given else len(bands)
            )
            for band in bands:
                flat = f": {number(band.base / MICRO)} điểm"
                assert band.slope or given or flat in how(plan, one)


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (Interval(Fraction(1), True, Fraction(2), True), "từ 1 đến 2"),
        (Interval(Fraction(1), True, Fraction(2), False), "từ 1 đến dưới 2"),
        (Interval(Fraction(1), False, Fraction(2), True), "trên 1 đến 2"),
        (Interval(Fraction(1), False, Fraction(2), False), "trên 1 đến dưới 2"),
        (Interval(Fraction(1), True, None, False), "từ 1 trở lên"),
        (Interval(Fraction(1), False, None, False), "trên 1"),
        (Interval(None, False, Fraction(2), False), "dưới 2"),
        (Interval(None, False, Fraction(2), True), "đến 2"),
        (Interval(Fraction(2), True, Fraction(2), True), "bằng 2"),
        (Interval(None, False, None, False), "mọi trường hợp"),
    ],
)
def test_the_nine_phrases(span: Interval, said: str) -> None:
    assert span_words(span, in_percent=False) == said
