"""Judge a unit with ``Fraction`` alone, law by law: the reference both engines are tested against.

It shares nothing with the engines but the records they read and hand back.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from fractions import Fraction
from math import floor
from operator import ge, gt, le, lt

import numpy as np

from par_index.language import ast
from par_index.model.case import Case, LeafVerdict, UnitVerdict
from par_index.model.plan import Leaf, Part, Plan
from par_index.model.questions import Test
from par_index.model.states import State, StateRule

MICRO = 1_000_000
SIGNS = {"<": lt, "<=": le, ">": gt, ">=": ge}


def rounded(value: Fraction, step: Fraction) -> Fraction:
    """Round to a multiple of ``step``, halves away from zero."""
    size = floor(abs(value) / step + Fraction(1, 2)) * step
    return size if value >= 0 else -size


def worth(node: ast.Expression, figures: Mapping[str, int], holidays: Sequence[date] = ()) -> Fraction:
    """Give a measure's exact value; ZeroDivisionError when empty, KeyError when a figure is not filed."""
    parts = [worth(child, figures, holidays) for child in ast.children(node)]
    match node:
        case ast.Constant(value):
            return value
        case ast.Input(code, scale):
            return Fraction(figures[code], scale)
        case ast.Add():
            return sum(parts, Fraction(0))
        case ast.Negate():
            return -parts[0]
        case ast.Multiply():
            return parts[0] * parts[1]
        case ast.Divide():
            return parts[0] / parts[1]
        case ast.Least():
            return min(parts)
        case ast.Greatest():
            return max(parts)
        case ast.Compare(_, sign, _):
            return Fraction(SIGNS[sign](*parts))
        case ast.Round(_, places):
            return rounded(parts[0], Fraction(1, 100 * 10**places))
        case ast.WorkingDays():
            first, days_off = np.datetime64("0001-01-01"), np.array(holidays, "datetime64[D]")
            return Fraction(int(np.busday_count(first, first + int(parts[0]), holidays=days_off)))
    raise TypeError(node)


def band_of(part: Part, figures: Mapping[str, int], plan: Plan) -> tuple[str, Fraction]:
    """Give the one band that holds the part's measure, and the points it earns."""
    x = worth(part.measure, figures, plan.holidays)
    (band,) = [band for band in part.bands if band.interval.holds(x)]
    return band.rule, band.slope * x + band.base


def by_state(leaf: Leaf, rule: StateRule, before: tuple[str, ...] = ()) -> LeafVerdict:
    """Give what a state earns: nothing, the maximum, or nothing out of nothing."""
    in_maximum = leaf.max if leaf.kind in ("appraised", "survey") and rule.earn != "drop" else 0
    points = max(leaf.max, 0) if rule.earn == "full" else 0
    return LeafVerdict(leaf.code, rule.state, points, in_maximum, (*before, rule.rule))


def leaf_verdict(leaf: Leaf, case: Case, plan: Plan) -> LeafVerdict:
    """Judge a leaf by its flags, else by its bands, else (empty) by last year's bands or its ``if_empty``."""
    flags = case.flags.get(leaf.code, 0)
    if flags:
        return by_state(leaf, next(rule for rule in leaf.states if rule.low <= flags <= rule.high))
    years: list[tuple[Mapping[str, int], tuple[str, ...]]] = [(case.values, ())]
    if leaf.use_previous and all(code in case.previous for code in leaf.inputs):
        years.append((case.previous, (f"{leaf.code}/empty-previous",)))
    for figures, before in years:
        try:
            won = [band_of(part, figures, plan) for part in leaf.parts]
        except ZeroDivisionError:
            continue
        points = rounded(sum((earned for _, earned in won), Fraction(0)), Fraction(plan.leaf_grid))
        in_maximum = leaf.max if leaf.kind in ("appraised", "survey") else 0
        return LeafVerdict(
            leaf.code, State.SCORED, int(points), in_maximum, (*before, *(rule for rule, _ in won))
        )
    return by_state(leaf, leaf.if_empty[0])


def passes(
    test: Test, verdicts: Mapping[str, LeafVerdict], plan: Plan, case: Case, also: bool = False
) -> bool:
    """Answer a gate's or a bar's question; a leaf that is not applicable answers no unless ``also``."""
    counted = [leaf.code for leaf in plan.leaves if leaf.kind in ("appraised", "survey")]
    if test.subject == "leaf":
        verdict = verdicts[test.code]
        asked = also or verdict.state != State.NOT_APPLICABLE
        return asked and test.interval.holds(Fraction(verdict.points, MICRO))
    if test.subject == "area":
        codes = [code for code in counted if plan.leaf_by_code[code].area == test.code]
        return test.interval.holds(Fraction(sum(verdicts[code].points for code in codes), MICRO))
    if test.subject == "index":
        return test.interval.holds(index_of(verdicts.values()))
    assert test.measure is not None
    try:
        return test.interval.holds(worth(test.measure, case.values, plan.holidays))
    except (KeyError, ZeroDivisionError):
        return False


def index_of(verdicts: Collection[LeafVerdict]) -> Fraction:
    """Give points over the unit's own maximum, bonus and penalty on top."""
    return Fraction(sum(v.points for v in verdicts), sum(v.max_points for v in verdicts))


def lowered(verdict: LeafVerdict, to: int, rule: str) -> LeafVerdict:
    """Set a leaf's points and note the rule, but only when that changes them."""
    if verdict.points == to:
        return verdict
    return LeafVerdict(verdict.code, verdict.state, to, verdict.max_points, (*verdict.rules, rule))


def judge(plan: Plan, case: Case) -> UnitVerdict:
    """Judge one unit: leaves, gates, ceilings, totals, grade, bars."""
    verdicts = {leaf.code: leaf_verdict(leaf, case, plan) for leaf in plan.leaves}
    for gate in plan.gates:
        if passes(gate.when, verdicts, plan, case, State.NOT_APPLICABLE in gate.also):
            for code, cap in gate.caps:
                verdicts[code] = lowered(verdicts[code], min(verdicts[code].points, cap), gate.id)
    for kind, sign, ceiling in (("bonus", 1, plan.bonus_ceiling), ("penalty", -1, plan.penalty_ceiling)):
        room = ceiling
        for code in [leaf.code for leaf in plan.leaves if leaf.kind == kind]:
            kept = min(sign * verdicts[code].points, room)
            verdicts[code] = lowered(verdicts[code], sign * kept, f"{kind}-ceiling")
            room -= kept
    totals = {
        kind: sum(verdicts[leaf.code].points for leaf in plan.leaves if leaf.kind == kind)
        for kind in ("appraised", "survey", "bonus", "penalty")
    }
    leaves = tuple(verdicts[leaf.code] for leaf in plan.leaves)
    maximum = sum(verdict.max_points for verdict in leaves)
    grade, bars = graded(plan, verdicts, case) if maximum else ("", ())
    return UnitVerdict(
        case.unit,
        leaves,
        **totals,
        points=sum(totals.values()),
        max_points=maximum,
        grade=grade,
        barred_by=bars,
    )


def graded(plan: Plan, verdicts: Mapping[str, LeafVerdict], case: Case) -> tuple[str, tuple[str, ...]]:
    """Give the first grade whose interval holds the index, then let each bar in turn lower it."""
    if not plan.grades:
        return "", ()
    figure = index_of(verdicts.values())
    if plan.grades.by == "index_published":
        figure = rounded(figure, Fraction(1, 100 * 10**plan.places))
    names = [row.name for row in plan.grades.rows]
    place = next((k for k, row in enumerate(plan.grades.rows) if row.interval.holds(figure)), len(names))
    barred: list[str] = []
    for bar in plan.grades.bars:
        if place < names.index(bar.best) and passes(bar.when, verdicts, plan, case):
            place, barred = names.index(bar.best), [*barred, bar.id]
    return (names[place] if place < len(names) else ""), tuple(barred)


def ranks(figures: Sequence[Fraction], dense: bool = False) -> list[int]:
    """Rank from the largest: 1-2-2-4, or 1-2-2-3 when dense."""
    pool = set(figures) if dense else figures
    return [1 + sum(other > figure for other in pool) for figure in figures]
