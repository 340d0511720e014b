"""Build small plans by hand: leaves over one ratio, states as an ordinary set declares them."""

from dataclasses import replace
from fractions import Fraction

from par_index.language import ast
from par_index.language.interval import Interval
from par_index.model.plan import Band, Leaf, Part, Plan, Ranking
from par_index.model.states import State, StateRule
from par_index.problem import Where

MICRO = 1_000_000
Row = tuple[Interval, Fraction | int, Fraction | int]


def between(low=None, high=None, *, low_closed=True, high_closed=False) -> Interval:
    """Write an interval, by default closed below and open above; bounds are texts such as ``95/100``."""
    ends = [None if end is None else Fraction(end) for end in (low, high)]
    return Interval(ends[0], low is not None and low_closed, ends[1], high is not None and high_closed)


def ratio(over: str, under: str) -> ast.Divide:
    """Write the measure ``over / under`` of two counts."""
    return ast.Divide(ast.Input(over, 1), ast.Input(under, 1))


def bands(code: str, *rows: Row) -> tuple[Band, ...]:
    """Write a ladder of (interval, points for each whole of x, points at x = 0), from low to high."""
    return tuple(
        Band(
            f"{code}/b{k}", interval, Fraction(slope) * MICRO, Fraction(base) * MICRO, "", "", Where("ví dụ")
        )
        for k, (interval, slope, base) in enumerate(rows, 1)
    )


def part(code: str, measure: ast.Expression, *rows: Row, most: int = 1) -> Part:
    """Write one part; ``most`` is its maximum in points."""
    return Part(code, code, 0, most * MICRO, measure, "", bands(code, *rows), Where("ví dụ"))


def leaf(*parts: Part, code: str = "", **changes) -> Leaf:
    """Write a leaf of these parts; ``changes`` replace any of its fields."""
    code = code or parts[0].code
    inputs = tuple(dict.fromkeys(found for each in parts for found in ast.inputs_of(each.measure)))
    most = sum(each.max for each in parts)
    states = states_of(code)
    return replace(Leaf(code, code, "appraised", code[0], code[0], 0, most, parts, inputs, states), **changes)


def states_of(code: str) -> tuple[StateRule, ...]:
    """Write the seven state rules: not applicable leaves the maximum, all others earn nothing."""
    rows = (
        ("rejected", 64, 127, State.REJECTED, "zero"),
        ("na-trait", 32, 63, State.NOT_APPLICABLE, "drop"),
        ("na-granted", 16, 31, State.NOT_APPLICABLE, "drop"),
        ("claimed", 8, 15, State.SCORED, "zero"),
        ("not-filed", 4, 7, State.NOT_FILED, "zero"),
        ("no-evidence", 2, 3, State.NO_EVIDENCE, "zero"),
        ("pending-survey", 1, 1, State.PENDING_SURVEY, "zero"),
    )
    return tuple(StateRule(f"{code}/{word}", low, high, state, earn) for word, low, high, state, earn in rows)


def empty(code: str, word: str, state: State, earn: str) -> tuple[StateRule, ...]:
    """Write the rule of an empty measure."""
    return (StateRule(f"{code}/empty-{word}", 0, 0, state, earn),)


def plan(*leaves: Leaf, **changes) -> Plan:
    """Write a plan of these leaves with a grid of one millionth; ``changes`` replace any of its fields."""
    maxima = {kind: sum(each.max for each in leaves if each.kind == kind) for kind in ("appraised", "survey")}
    bare = Plan(
        set_id="vi-du/2023/so",
        name="Ví dụ (giả lập)",
        kind="so",
        kind_name="Sở",
        year=2023,
        issuer="",
        status="proposed",
        digest="0",
        legal_basis="",
        inputs=(),
        relations=(),
        nodes=(),
        leaves=leaves,
        appraised_max=maxima["appraised"],
        survey_max=maxima["survey"],
        leaf_grid=1,
        places=2,
        ranking=Ranking(),
        bonus_ceiling=2 * MICRO,
        penalty_ceiling=2 * MICRO,
    )
    return replace(bare, **changes)
