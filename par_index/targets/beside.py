"""Hold the thresholds of leaves against those of the decision's targets that ask the same measure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from par_index.language.interval import Interval
from par_index.model.plan import Leaf, Plan
from par_index.places import Libraries
from par_index.problem import Problem, has_errors, in_order
from par_index.targets.goals import Goal, Question, goals
from par_index.targets.spec import read_targets, years
from par_index.verify import ladders
from par_index.verify.ladder import Ladder, points_at
from par_index.verify.spans import span_of
from par_index.verify.words import value_text


def beside(plans: Sequence[Plan], shelves: Libraries) -> tuple[Problem, ...]:
    """Warn of leaves that give full points short of a target of their decision and year, or only past it."""
    found: list[Problem] = []
    known = years(shelves)
    for year in sorted({plan.year for plan in plans} & known):
        spec, problems = read_targets(shelves, year)
        found.extend(problems)
        if spec is None or has_errors(problems):
            continue
        for plan in plans:
            if plan.year == year and str(spec.document) in plan.documents.values():
                made, _ = goals(spec, [plan])
                found.extend(_beside(plan, made))
    return in_order(found)


def _beside(plan: Plan, made: Sequence[Goal]) -> Iterator[Problem]:
    asked = [(goal, question) for goal in made for question in goal.questions]
    for leaf in plan.leaves:
        for ladder in ladders(leaf, plan):
            for goal, question in asked:
                if question.measure == ladder.part.measure:
                    yield from _compared(leaf, ladder, goal, question)


def _compared(leaf: Leaf, ladder: Ladder, goal: Goal, question: Question) -> Iterator[Problem]:
    """Look for a value that earns all points and misses the target, and for one that does the reverse."""
    full = _full(ladder)
    target = span_of(question.interval, ladder.measured.grid).interval
    values = _probes([*full, target], ladder)
    said: tuple[tuple[str, Callable[[bool, bool], bool]], ...] = (
        ("V58", lambda earns, meets: earns and not meets),
        ("V59", lambda earns, meets: meets and not earns and not question.leaf_asks_more),
    )
    for code, differs in said:
        for value in values:
            if differs(any(span.holds(value) for span in full), target.holds(value)):
                args = {"code": leaf.code, "target": goal.id, "phrase": question.phrase}
                args |= {"measure": ladder.part.measure_text, "value": value_text(value, ladder.style)}
                yield Problem(code, ladder.part.where, args)
                break


def _full(ladder: Ladder) -> list[Interval]:
    """Give where the part earns all of its points; a rising line does at its end alone."""
    found: list[Interval] = []
    for rung in ladder.reachable:
        span = rung.span.interval
        if rung.band.slope == 0:
            found.extend([span] if rung.band.base == ladder.part.max else [])
            continue
        for end in (span.low, span.high):
            if end is not None and points_at(rung.band, end) == ladder.part.max and span.holds(end):
                found.append(Interval(end, True, end, True))
    return found


def _probes(spans: Sequence[Interval], ladder: Ladder) -> list[Fraction]:
    """Give every value where a verdict may change and values between them, all of them possible."""
    grid = ladder.measured.grid
    least, most = ladder.measured.forms.ends(ladder.measured.form)
    cuts = [least, most, *(end for span in spans for end in (span.low, span.high))]
    ends = {end for end in cuts if end is not None}
    step = Fraction(1, grid or 1)
    tried = ends | {end - step for end in ends} | {end + step for end in ends}
    if grid is None:
        tried |= {(low + high) / 2 for low, high in pairwise(sorted(tried))}
    return sorted(
        value
        for value in tried
        if (least is None or value >= least) and (most is None or value <= most)
        if grid is None or (value * grid).denominator == 1
    )
