"""What is sound but hardly meant: bands nobody reaches, maxima nobody earns, figures that pull both ways."""

import random
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest

from par_index.model.plan import Input, Plan
from par_index.points import MICRO
from par_index.verify import doubts, prove
from tests.verify.plans import EMPTY, figure, leaf, part, plan, single

NEUTRAL = [figure(code) for code in "abc"]
MEASURES: tuple[tuple[str, Callable[[int, int], int]], ...] = (
    ("a", lambda a, _: a),
    ("b", lambda _, b: b),
    ("a + b", lambda a, b: a + b),
    ("a - b", lambda a, b: a - b),
    ("min(a; b)", min),
    ("2 * a", lambda a, _: 2 * a),
    ("max(a; b)", max),
)
SHARE = {"từ 0% đến 100%": "max * x"}


def found(made: Plan) -> list[str]:
    assert [problem.code for problem in prove(made) if problem.is_error] == []
    return sorted(problem.code for problem in doubts(made))


def ratio(bands: dict[str, str], *relations: str) -> Plan:
    return single("a / b", bands, NEUTRAL, relations, empty=True)


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (ratio(SHARE, "a <= b"), []),
        (ratio({"từ 30% trở lên": "max", "dưới 30%": "0"}), ["V57"]),
        (ratio({"từ 30% trở lên": "max", "dưới 30%": "0"}, "a <= b"), []),
        (ratio({"từ 0% đến 200%": "max * x / 2"}, "a <= b"), ["V52"]),
        (ratio({"từ 90% trở lên": "90% max", "dưới 90%": "0"}), ["V52", "V57"]),
        (ratio({"trên 100%": "max", "đến 100%": "50% max"}, "a <= b"), ["V51", "V52"]),
        (ratio({"trên 100%": "0", "từ 0% đến 100%": "max * x"}, "a <= b"), ["V51"]),
        (ratio({"trên 100%": "0", "từ 0% đến 100%": "max * x"}), []),
        (single("c", {"từ 3 trở lên": "max", "dưới 3": "0"}, [figure("c", high=2)]), ["V51", "V52"]),
        (single("c", {"từ 3 trở lên": "max", "dưới 3": "0"}, [figure("c", high=3)]), []),
        (single("c", {"đến 4": "max - 25% max * x", "trên 4": "0"}, [figure("c", "less")]), []),
        (single("c", {"đến 4": "max - 25% max * x", "trên 4": "0"}, [figure("c", "less", low=1)]), ["V52"]),
    ],
)
def test_what_figures_cannot_reach(made: Plan, expected: list[str]) -> None:
    assert found(made) == expected


def test_a_part_short_of_its_maximum_makes_the_leaf_short() -> None:
    full = part("a / b", SHARE, NEUTRAL, "2", code="1.1#1")
    short = part("a / b", {"từ 0% đến 100%": "max * x / 4"}, NEUTRAL, "1", code="1.1#2", at=30)
    made = plan(NEUTRAL, [leaf(full, short, if_empty=EMPTY)], ["a <= b"])
    (problem,) = doubts(made)
    assert (problem.code, problem.args["max"], problem.args["best"]) == ("V52", "3", "2,25")
    assert "tối đa 3 điểm, nhưng với mọi số liệu hợp lệ chỉ đạt nhiều nhất 2,25 điểm" in problem.text()


def test_a_figure_that_raises_one_leaf_and_lowers_another() -> None:
    up = leaf(part("a", {"từ 1 trở lên": "max", "dưới 1": "0"}, NEUTRAL))
    down = leaf(part("a", {"đến 0": "max", "trên 0": "0"}, NEUTRAL, code="1.2", at=30), code="1.2")
    (problem,) = doubts(plan(NEUTRAL, [up, down]))
    assert problem.code == "V53"
    assert "“A” (a) tăng thì mục 1.1 thêm điểm mà mục 1.2 mất điểm" in problem.text()
    assert found(plan(NEUTRAL, [up])) == []


@pytest.mark.parametrize(
    ("inputs", "told"),
    [
        ([figure("a"), figure("b")], ["V57"]),
        ([replace(figure("a"), may_exceed="b"), figure("b")], []),
        ([figure("a"), replace(figure("b"), previous="a")], []),
        ([figure("a"), figure("b", kind="share")], []),
    ],
    ids=["unsaid", "foreseen", "beside last year", "not counted"],
)
def test_a_ratio_that_may_pass_its_whole(inputs: list[Input], told: list[str]) -> None:
    made = single("a / b", {"từ 30% trở lên": "max", "dưới 30%": "0"}, inputs, empty=True)
    assert found(made) == told
    if told:
        (problem,) = doubts(made)
        assert "không có gì nói “a” không vượt “b”" in problem.text()
        assert "thêm within: b vào a" in problem.text()


def test_a_doubt_is_never_wrong() -> None:
    """Against every figure of a small box: a doubted band is never entered, a maximum never earned."""
    rng = random.Random(20231)
    doubted = 0
    for _ in range(300):
        low, high = sorted(rng.sample(range(7), 2))
        box = [figure("a", high=rng.randint(1, 4)), figure("b", low=rng.choice([0, 1]), high=4)]
        measure, value = rng.choice(MEASURES)
        gives = [rng.choice(["0", "50% max", "max", "75% max"]) for _ in range(3)]
        steps = f"dưới {low}", f"từ {low} đến dưới {high}", f"từ {high} trở lên"
        bands = dict(zip(steps, gives, strict=True))
        made = single(measure, bands, box)
        told = [problem for problem in doubts(made) if problem.code in ("V51", "V52")]
        doubted += len(told)
        (only,) = made.leaves[0].parts
        entered, earned = set(), Fraction(-1)
        for a in range(box[0].low, box[0].high + 1):
            for b in range(box[1].low, box[1].high + 1):
                x = Fraction(value(a, b))
                (band,) = [band for band in only.bands if band.interval.holds(x)]
                entered.add(band.phrase)
                earned = max(earned, band.slope * x + band.base)
        for problem in told:
            if problem.code == "V51":
                assert problem.args["phrase"] not in entered
            else:
                assert earned < MICRO
    assert doubted > 50
