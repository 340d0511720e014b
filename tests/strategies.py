"""Draw random valid plans with the cases that try them: a *world*.

Figures are drawn first; thresholds are then set on values that measures reach, gate cuts on points that
leaves reach, grade cuts on indices that units reach, and each further case steps one beside an earlier one:
cuts drawn at random let planted bugs through.
Everything here is synthetic.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm
from random import Random
from typing import Literal

from hypothesis import strategies as st

from par_index.language import ast
from par_index.language.interval import Interval
from par_index.model.case import Case, UnitVerdict
from par_index.model.plan import Band, Leaf, LeafKind, Node, Part, Plan, Ranking
from par_index.model.questions import Bar, Gate, Grade, Grades, Test
from par_index.model.states import State, StateRule
from par_index.problem import NOWHERE
from tests import naive
from tests.random_measures import HOLIDAYS, INPUTS, figures, measure

Subject = Literal["leaf", "area", "index", "measure"]
SUBJECTS: tuple[Subject, ...] = ("leaf", "leaf", "area", "index", "measure")
EMPTY = (
    ("not-applicable", State.NOT_APPLICABLE),
    ("full", State.SCORED),
    ("zero", State.SCORED),
    ("refuse", State.REJECTED),
)


class Dice(Random):
    """Chance that sets cuts: on a grid the rules engine can hold, or as fine as the values are."""

    fine = False

    def cuts(self, values: Iterable[Fraction], most: int) -> list[Fraction]:
        """Draw at most so many of the values, in order."""
        found: list[Fraction] = []
        distinct = sorted(set(values))
        for value in self.sample(distinct, len(distinct)):
            grid = lcm(value.denominator, *(cut.denominator for cut in found))
            coarse = grid < 2**29 and all(abs(cut) * grid < 2**29 for cut in (value, *found))
            if len(found) < most and (coarse or self.fine):
                found.append(value)
        return sorted(found)


@dataclass(frozen=True)
class World:
    """A plan, the cases to judge under it, and what the reference says."""

    plan: Plan
    cases: tuple[Case, ...]

    def expected(self) -> tuple[UnitVerdict, ...]:
        return tuple(naive.judge(self.plan, case) for case in self.cases)


def worlds(most_leaves: int = 6, most_cases: int = 12, fine: bool = False) -> st.SearchStrategy[World]:
    """Draw worlds; a failing one shrinks by its sizes, its seed replays it."""
    sizes = (st.integers(1, most_leaves), st.integers(1, most_cases))
    return st.builds(world, st.integers(0, 2**40), *sizes, st.just(fine))


def world(seed: int, leaves: int, cases: int, fine: bool = False) -> World:
    """Build the world of a seed."""
    rng = Dice(seed)
    rng.fine = fine
    filed = figures(rng, cases)
    drawn = tuple(leaf(rng, f"{1 + k // 3}.{k}", filed, k) for k in range(leaves))
    plan = bare_plan(rng, in_tree_order(drawn))
    units = tuple(case(rng, f"đv{k}", plan, filed[k], rng.choice(filed)) for k in range(cases))
    plan = replace(plan, gates=gates(rng, plan, units))
    return World(replace(plan, grades=grades(rng, plan, units)), units)


Values = list[Fraction]


def reached(tree: ast.Expression, filed: Sequence[Mapping[str, int]]) -> Values:
    """List the values a measure takes on the figures, sorted, without repeats."""
    found = set()
    for values in filed:
        try:
            found.add(naive.worth(tree, values, HOLIDAYS))
        except ZeroDivisionError:
            continue
    return sorted(found)


def intervals(rng: Dice, cuts: Values, low: Fraction | None, high: Fraction | None) -> list[Interval]:
    """Split [low, high] at cuts, the closed side by chance, sometimes with a cut as a band of its own."""
    ends: list[tuple[Fraction | None, bool]] = [(low, low is not None)]
    found = []
    for cut in cuts:
        below = rng.random() < 0.5
        found.append(Interval(*ends[-1], cut, below))
        if not below and rng.random() < 0.3:
            found.append(Interval(cut, True, cut, True))
            below = True
        ends.append((cut, not below))
    return [*found, Interval(*ends[-1], high, high is not None)]


def line(rng: Dice, over: Interval, least: int, most: int) -> tuple[Fraction, Fraction]:
    """Draw slope and base: constant on an open end, else through points within [least, most] at both ends."""
    left, right = (Fraction(points(rng, least, most)) for _ in range(2))
    flat = over.low == over.high or rng.random() < 0.35
    if over.low is None or over.high is None or flat:
        return Fraction(0), rng.choice((left, Fraction(most), Fraction(least)))
    slope = (right - left) / (over.high - over.low)
    return slope, left - slope * over.low


def points(rng: Dice, least: int, most: int) -> int:
    return min(max(rng.choice((least, most, most // 2, rng.randint(least, most))), least), most)


def ladder(
    rng: Dice, code: str, tree: ast.Expression, filed: Sequence[Mapping[str, int]], ends: tuple[int, int]
) -> tuple[Band, ...]:
    values = reached(tree, filed) or [Fraction(0)]
    closed = rng.random() < 0.3 and isinstance(tree, ast.Divide) and values[0] >= 0 and values[-1] <= 1
    inner = [value for value in values if not closed or 0 < value < 1]
    cuts = rng.cuts(inner, rng.choice((0, 1, 1, 2, 3, 5)))
    low, high = (Fraction(0), Fraction(1)) if closed else (None, None)
    spans = intervals(rng, cuts, low, high)
    order = rng.sample(range(1, len(spans) + 1), len(spans))
    return tuple(
        Band(f"{code}/b{k}", span, *line(rng, span, *ends), "", "", NOWHERE)
        for k, span in zip(order, spans, strict=True)
    )


def part(rng: Dice, code: str, filed: Sequence[Mapping[str, int]], ends: tuple[int, int]) -> Part:
    tree = measure(rng)
    bands = ladder(rng, code, tree, filed, ends)
    return Part(code, "", *ends, tree, "", bands, NOWHERE)


def leaf(rng: Dice, code: str, filed: Sequence[Mapping[str, int]], index: int) -> Leaf:
    kinds: tuple[LeafKind, ...] = ("appraised", "appraised", "appraised", "survey", "bonus", "penalty")
    kind: LeafKind = rng.choice(kinds) if index else "appraised"
    most = 0 if kind == "penalty" else rng.choice((10**6, 250_000, 4 * 10**6, 333_333, 10**7))
    least = -rng.choice((10**6, 250_000)) if kind == "penalty" else 0
    least = -250_000 if kind == "appraised" and rng.random() < 0.15 else least
    if rng.random() < 0.05:
        most = max(0, least)
    codes = [code] if rng.random() < 0.7 else [f"{code}#{k}" for k in range(1, rng.randint(3, 4))]
    parts = tuple(part(rng, each, filed, (least // len(codes), most // len(codes))) for each in codes)
    word, state = rng.choice(EMPTY)
    return Leaf(
        code, "", kind, code[0], "", least, most, parts,
        inputs=tuple(dict.fromkeys(found for each in parts for found in ast.inputs_of(each.measure))),
        states=state_rules(rng, code),
        if_empty=(StateRule(f"{code}/empty-{word}", 0, 0, state, rng.choice(("zero", "full", "drop"))),),
        use_previous=rng.random() < 0.4,
    )  # fmt: skip


def state_rules(rng: Dice, code: str) -> tuple[StateRule, ...]:
    rows = (
        ("rejected", 64, State.REJECTED),
        ("na-trait", 32, State.NOT_APPLICABLE),
        ("na-granted", 16, State.NOT_APPLICABLE),
        ("claimed", 8, State.SCORED),
        ("not-filed", 4, State.NOT_FILED),
        ("no-evidence", 2, State.NO_EVIDENCE),
        ("pending-survey", 1, State.PENDING_SURVEY),
    )
    return tuple(
        StateRule(f"{code}/{word}", low, 2 * low - 1, state, rng.choice(("zero", "full", "drop")))
        for word, low, state in rows
    )


def in_tree_order(leaves: Sequence[Leaf]) -> tuple[Leaf, ...]:
    rank = {"appraised": 0, "survey": 0, "bonus": 1, "penalty": 2}
    return tuple(sorted(leaves, key=lambda each: rank[each.kind]))


def bare_plan(rng: Dice, leaves: tuple[Leaf, ...]) -> Plan:
    areas = dict.fromkeys(each.area for each in leaves if each.kind in ("appraised", "survey"))
    nodes = tuple(
        Node(code, "", 1, "", 0, tuple(each.code for each in leaves if each.area == code)) for code in areas
    )
    return Plan(
        "giả/2023/lập", "", "so", "", 2023, "", "proposed", "", "", INPUTS, (), nodes, leaves,
        appraised_max=sum(each.max for each in leaves if each.kind == "appraised"),
        survey_max=sum(each.max for each in leaves if each.kind == "survey"),
        leaf_grid=rng.choice((1, 1, 10_000, 250_000, 7)),
        places=rng.choice((0, 2, 2, 4)),
        ranking=Ranking(),
        bonus_ceiling=rng.choice((0, 500_000, 2_000_000)),
        penalty_ceiling=rng.choice((0, 300_000, 2_000_000)),
        holidays=HOLIDAYS,
    )  # fmt: skip


def case(rng: Dice, unit: str, plan: Plan, filed: Mapping[str, int], last_year: Mapping[str, int]) -> Case:
    """File most figures; a leaf that misses one is flagged, others by chance; last year's by chance."""
    values = {code: value for code, value in filed.items() if rng.random() > 0.02}
    drawn = (lambda: rng.randint(1, 127)), (lambda: 1 << rng.randrange(7))
    flags = {each.code: rng.choice(drawn)() for each in plan.leaves if rng.random() < 0.15}
    for each in plan.leaves:
        if any(code not in values for code in each.inputs):
            flags[each.code] = flags.get(each.code, 0) | 4
    previous = {code: value for code, value in last_year.items() if rng.random() > 0.03}
    return Case(unit, values, flags, previous if rng.random() < 0.7 else {})


def around(rng: Dice, values: Sequence[Fraction]) -> Interval | None:
    """Draw an interval with its ends on values; None when none of them can be cut at."""
    cuts = rng.cuts(values, 2)
    if not cuts:
        return None
    low, high, shape = cuts[0], cuts[-1], rng.randrange(4)
    if shape == 0:
        return Interval(None, False, low, rng.random() < 0.5)
    if shape == 1:
        return Interval(low, rng.random() < 0.5, None, False)
    return Interval(low, True, high, True) if shape == 2 or low == high else Interval(low, False, high, True)


def question(rng: Dice, plan: Plan, cases: Sequence[Case], subject: Subject) -> Test | None:
    """Draw a test whose cuts are values that units reach; None when there are none."""
    verdicts = [naive.judge(plan, each) for each in cases]
    code, tree = "", None
    if subject == "measure":
        tree = measure(rng)
        read = set(ast.inputs_of(tree))
        values = reached(tree, [each.values for each in cases if read <= set(each.values)])
    elif subject == "index":
        values = [naive.index_of(each.leaves) for each in verdicts if each.max_points]
    else:
        code = rng.choice([each.code for each in (plan.leaves if subject == "leaf" else plan.areas)])
        tested = [code] if subject == "leaf" else [each.code for each in plan.leaves if counts_in(each, code)]
        sums = [sum(each.points for each in verdict.leaves if each.code in tested) for verdict in verdicts]
        values = [Fraction(points, naive.MICRO) for points in sums]
    interval = around(rng, values)
    return Test(subject, code, interval, "", tree) if interval else None


def counts_in(found: Leaf, area: str) -> bool:
    return found.area == area and found.kind in ("appraised", "survey")


def gates(rng: Dice, plan: Plan, cases: Sequence[Case]) -> tuple[Gate, ...]:
    """Draw gates one after another, each cut on points reached after those before it.

    A gate caps only leaves behind all that were tested so far, so the gates stand in topological order.
    """
    found: tuple[Gate, ...] = ()
    behind = 0
    for k in range(rng.choice((0, 1, 2, 3))):
        subject = rng.choice([subject for subject in SUBJECTS if subject != "index"])
        test = question(rng, replace(plan, gates=found), cases, subject)
        if test is None:
            continue
        tested = [row for row, each in enumerate(plan.leaves) if test.code and is_tested(each, test)]
        later = plan.leaves[max([behind, *(row + 1 for row in tested)]) :]
        if later:
            behind = len(plan.leaves) - len(later)
            capped = rng.sample(later, rng.randint(1, min(2, len(later))))
            caps = tuple((each.code, points(rng, each.min, each.max)) for each in capped)
            found = (*found, Gate(f"G{k}", test, caps, (State.NOT_APPLICABLE,) if rng.random() < 0.4 else ()))
    return found


def is_tested(each: Leaf, test: Test) -> bool:
    return each.code == test.code if test.subject == "leaf" else counts_in(each, test.code)


def grades(rng: Dice, plan: Plan, cases: Sequence[Case]) -> Grades | None:
    """Draw a ladder of grades cut on indices reached, or on what of them is published, and bars."""
    by: Literal["index_exact", "index_published"] = rng.choice(("index_exact", "index_published"))
    verdicts = World(plan, tuple(cases)).expected()
    exact = [naive.index_of(each.leaves) for each in verdicts if each.max_points]
    shown = [naive.rounded(value, Fraction(1, 100 * 10**plan.places)) for value in exact]
    cuts = rng.cuts(exact if by == "index_exact" and rng.random() < 0.7 else shown, rng.randint(1, 4))
    if not cuts:
        return None
    spans = intervals(rng, cuts, None, None)[::-1]
    rows = tuple(Grade(f"loại {k}", span, "") for k, span in enumerate(spans))
    subjects: list[Subject] = [rng.choice(SUBJECTS) for _ in range(rng.randint(0, 2))]
    tests = [question(rng, plan, cases, subject) for subject in subjects]
    bars = tuple(Bar(f"B{k}", test, rng.choice(rows).name) for k, test in enumerate(tests) if test)
    return Grades(by, rows, bars)
