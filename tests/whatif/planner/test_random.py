"""Small random plans: the planner's cost is that of the cheapest of all combinations, by an oracle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from par_index.engine import forward
from par_index.language import ast
from par_index.model.plan import Input, Leaf, Plan
from par_index.model.questions import Gate, Test
from par_index.model.states import State
from par_index.whatif.planner import Costs, Price, Target, plan
from par_index.whatif.planner.everyone import plan_all
from tests.engine.plans import Row, between, empty, leaf, part, ratio
from tests.engine.plans import plan as made
from tests.whatif.planner.ground import Choice, cheapest, index_of, made_basis

MOST = 4
"""Figures run from 0 to 4: with four of them, 625 combinations."""
CODES = ("a", "b", "c", "d")
LADDERS: Sequence[Sequence[Row]] = (
    [(between(high="1/2"), 0, 0), (between("1/2"), 0, 1)],
    [(between(high="1"), 0, 0), (between("1"), 0, 2)],
    [(between(), 1, 0)],
    [(between(high="1/4"), 0, 0), (between("1/4", "3/4"), 1, 0), (between("3/4"), 0, Fraction(3, 2))],
    [(between(high="3/4"), Fraction(1, 3), 0), (between("3/4"), Fraction(7, 3), Fraction(-4, 3))],
)


def entry(code: str, high: int = MOST) -> Input:
    return Input(code, "count", code, 1, 0, high, "neutral" if code == "n" else "more")


def ladder(code: str, measure: ast.Expression, rows: Sequence[Row]) -> Leaf:
    return leaf(part(code, measure, *rows, most=2))


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Draw a plan of four or five leaves over four figures; one may read two of them, one may be gated.

    One may not apply while two figures are 0: filing them makes the maximum grow.
    """
    rows = [draw(st.sampled_from(LADDERS)) for _ in CODES]
    pairs = enumerate(zip(CODES, rows, strict=True), 1)
    leaves = [ladder(f"1.{at}", ratio(code, "n"), own) for at, (code, own) in pairs]
    if draw(st.booleans()):
        both = ast.Divide(ast.Add((ast.Input("a", 1), ast.Input("b", 1))), ast.Constant(Fraction(2 * MOST)))
        leaves.append(ladder("1.5", both, draw(st.sampled_from(LADDERS))))
    if draw(st.booleans()):
        some = ast.Add((ast.Input("c", 1), ast.Input("d", 1)))
        arising = ladder("1.6", ast.Divide(some, some), LADDERS[0])
        leaves.append(replace(arising, if_empty=empty("1.6", "not-applicable", State.NOT_APPLICABLE, "drop")))
    kinds = draw(st.sampled_from([(), ("1.3",), ("1.3", "1.4")]))
    leaves = [replace(one, kind="bonus") if one.code in kinds else one for one in leaves]
    gates = []
    if draw(st.booleans()):
        low = draw(st.sampled_from([Fraction(0), Fraction(1, 2)]))
        test = Test("leaf", "1.1", between(high=low, high_closed=True), "")
        gates = [Gate("G1", test, (("1.2", draw(st.sampled_from([0, 500_000]))),))]
    inputs = tuple(map(entry, (*CODES, "n")))
    return made(*leaves, inputs=inputs, gates=tuple(gates), bonus_ceiling=2_500_000)


PRICES = st.builds(
    lambda fixed, step, shared: Price() if shared else Price(shared=False, fixed=fixed, per_step=step),
    st.integers(0, 9),
    st.integers(1, 9),
    st.booleans(),
)


@st.composite
def questions(draw: st.DrawFn) -> tuple[Plan, Mapping[str, int], Costs, Fraction]:
    one = draw(plans())
    figures = {code: draw(st.integers(0, MOST)) for code in CODES}
    prices = {code: draw(PRICES) for code in CODES}
    if draw(st.booleans()):
        prices["a"] = replace(prices["a"], needs=("b",))
    exclusive = draw(st.sampled_from([(), (("c", "d"),)]))
    costs = Costs("Thử", "", "", "stay", Fraction(0), prices, exclusive)
    return one, figures, costs, Fraction(draw(st.integers(10, 110)))


def choices(costs: Costs, figures: Mapping[str, int], tops: Mapping[str, int]) -> list[list[Choice]]:
    """List what may be done with each figure at its price; a share is of the way from 0 to its top."""
    found = []
    for code in CODES:
        price, filed = costs.prices[code], figures[code]
        own: list[Choice] = [(0, {})]
        for value in range(filed + 1, MOST + 1):
            share = min(-(-100 * (value - filed) // max(tops[code], 1)), 100)
            paid = share if price.shared else price.fixed + price.per_step * (value - filed)
            own.append((paid, {code: value}))
        found.append(own)
    return found


@settings(max_examples=40, deadline=None)
@given(questions())
def test_the_plan_is_the_cheapest_of_all_combinations(
    question: tuple[Plan, Mapping[str, int], Costs, Fraction],
) -> None:
    one, figures, costs, wanted = question
    basis = made_basis(one, {"đv": {**figures, "n": MOST}})
    ground = basis.grounds[0]
    found, problems = plan(basis, "đv", Target(index=wanted), costs)
    assert problems == ()
    assert found is not None
    tops = top_figures(basis, costs, figures)

    def allowed(moved: Mapping[str, int]) -> bool:
        unmet = "a" in moved and costs.prices["a"].needs and "b" not in moved and tops["b"] > figures["b"]
        return not unmet and not (costs.exclusive and {"c", "d"} <= set(moved))

    best = cheapest(
        one,
        ground.facts[0].case,
        choices(costs, figures, tops),
        lambda verdict: index_of(verdict) >= wanted,
        allowed,
    )
    assert (None if found.blocked else found.cost) == best
    if found.blocked is None:
        (verdict,) = forward.judge(one, [found.case])
        assert index_of(verdict) >= wanted
    if not costs.is_tied:
        (brief,) = plan_all(ground, Target(index=wanted), costs)
        assert brief.cost == best


def top_figures(basis: object, costs: Costs, figures: Mapping[str, int]) -> Mapping[str, int]:
    """Ask the planner itself where each figure's gains end: moves beyond are no part of a plan's price."""
    from par_index.whatif.basis import Basis
    from par_index.whatif.planner.search import Desk

    assert isinstance(basis, Basis)
    bench = Desk(basis.grounds[0], costs, "đv")
    laid = bench.bench(bench.field(), None)
    return {
        lever.entry.code: figures[lever.entry.code] + int(laid.tops[at, 0])
        for at, lever in enumerate(laid.field.levers)
    }
