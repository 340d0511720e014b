"""Prove that every index a unit can reach has one grade."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from par_index.model.plan import Leaf, Plan
from par_index.model.questions import Grades
from par_index.points import published
from par_index.problem import Problem
from par_index.verify.spans import Span, between, faults, in_rising_order, shared, span_of
from par_index.verify.sums import place_of
from par_index.verify.words import PERCENT, capitalised, interval_text


def grades(plan: Plan) -> Iterator[Problem]:
    """Find gaps, overlaps and wrong order among the grades, and bars that name no grade."""
    if plan.grades is None:
        return
    grid = 10 ** (plan.places + 2) if plan.grades.by == "index_published" else None
    spans = [span_of(row.interval, grid) for row in plan.grades.rows]
    rising = in_rising_order(spans)
    if rising != list(range(len(spans)))[::-1]:
        order = ", ".join(plan.grades.rows[at].name for at in reversed(rising))
        yield Problem("V42", place_of(plan, plan.grades.where), {"names": order})
    for fault in faults([spans[at] for at in rising]):
        below, above = rising[fault.below], rising[fault.above]
        find, code = (between, "V40") if fault.kind == "gap" else (shared, "V41")
        names = {"below": plan.grades.rows[below].name, "above": plan.grades.rows[above].name}
        yield Problem(
            code,
            place_of(plan, plan.grades.rows[above].where),
            names | _named(find(spans[below], spans[above])),
        )
    for span in _unreached([spans[at] for at in rising], *reach(plan, grid)):
        yield Problem("V43", place_of(plan, plan.grades.where), _named(span))
    yield from _bars(plan.grades)


def _named(span: Span) -> dict[str, str]:
    words = interval_text(span.interval, PERCENT)
    return {"span": words, "Span": capitalised(words)}


def _unreached(spans: list[Span], least: Fraction, most: Fraction) -> Iterator[Span]:
    """Give what lies between the least and the greatest index and outside all grades."""
    if not spans:
        yield Span((least, 0), (most, 1))
        return
    low, grid = spans[0].low, spans[0].grid
    if low is not None and (least, 0) < low:
        yield Span((least, 0), low, grid)
    highs = [span.high for span in spans if span.high is not None]
    if len(highs) == len(spans) and (high := max(highs)) < (most, 1):
        yield Span(high, (most + Fraction(1, grid), 0) if grid else (most, 1), grid)


def reach(plan: Plan, grid: int | None) -> tuple[Fraction, Fraction]:
    """Give the least and the greatest index: bonus on top, penalties off, over the smallest own maximum.

    A unit whose leaves drop keeps the whole bonus over a smaller maximum, so its index can pass
    1 + ceiling / total.
    """
    scored = [leaf for leaf in plan.leaves if leaf.kind in ("appraised", "survey")]
    own = sum(leaf.max for leaf in scored if not _can_drop(leaf)) or min(
        (leaf.max for leaf in scored if leaf.max > 0), default=1
    )
    lost = sum(min(leaf.min, 0) for leaf in scored) - plan.penalty_ceiling
    least, most = Fraction(min(lost, 0), own), 1 + Fraction(plan.bonus_ceiling, own)
    return (published(least, plan.places + 2), published(most, plan.places + 2)) if grid else (least, most)


def _can_drop(leaf: Leaf) -> bool:
    """Tell whether a leaf may leave the unit's maximum: by a trait, a claim, or an empty measure."""
    return any(rule.earn == "drop" for rule in (*leaf.states, *leaf.if_empty))


def _bars(grades: Grades) -> Iterator[Problem]:
    known = [row.name for row in grades.rows]
    for bar in grades.bars:
        if bar.best not in known:
            yield Problem("V44", bar.where, {"id": bar.id, "best": bar.best, "known": ", ".join(known)})
