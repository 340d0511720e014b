"""Random measures over a small box, proven and then tried out on every figure.

``python -m tests.verify.fuzz 20000`` runs a bigger seeded sample and prints how many claims were made.
Truth comes from the reference evaluator, which shares nothing with the proofs but the trees.
"""

import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise, product

from par_index.language import ast
from par_index.language.interval import Interval
from par_index.model.plan import Band, Input, Part, Plan, Relation
from par_index.problem import Where
from par_index.verify import prove
from par_index.verify.direction import direction
from par_index.verify.forms import Forms, denominators
from par_index.verify.ladder import ladder_of
from par_index.verify.movement import movement
from par_index.verify.normal import at_least, at_most
from tests.naive import worth
from tests.verify.plans import EMPTY, MICRO, expression, figure, leaf, plan

Figures = Mapping[str, int]
TEMPLATES = ("a <= b", "a + b <= c", "a <= b + c", "b <= a", "a + a <= b", "a - b <= 1", "a / b <= 1")
THRESHOLDS = [Fraction(n, d) for n in range(-3, 5) for d in (1, 2, 3)]


@dataclass(frozen=True)
class World:
    """Inputs, the relations between them, and every filed unit they allow."""

    inputs: tuple[Input, ...]
    relations: tuple[Relation, ...]
    units: tuple[Figures, ...]


def world_of(chance: random.Random) -> World:
    """Draw up to three inputs with narrow bounds, and up to two relations that some unit satisfies."""
    inputs = tuple(_input(code, chance) for code in "abc"[: chance.randint(1, 3)])
    known = {entry.code for entry in inputs}
    every = [dict(zip(known_order(inputs), row, strict=True)) for row in product(*map(_range, inputs))]
    relations = []
    for text in chance.sample(TEMPLATES, chance.choice((0, 0, 1, 1, 2))):
        left, right = text.split(" <= ")
        if set("abc") & set(text) <= known:
            made = Relation(expression(left, inputs), expression(right, inputs), text, Where(""))
            if kept := [unit for unit in every if _holds(made, unit)]:
                every = kept
                relations.append(made)
    return World(inputs, tuple(relations), tuple(every))


def known_order(inputs: tuple[Input, ...]) -> list[str]:
    """List the codes."""
    return [entry.code for entry in inputs]


def _input(code: str, chance: random.Random) -> Input:
    low = chance.choice((0, 0, 0, 1, -1, -2))
    high = low + chance.randint(0, 3)
    never = high + 4 if chance.random() < 0.1 else None
    better = chance.choice(("more", "less", "neutral"))
    return figure(code, better, "count", low, high, chance.choice((1, 1, 2)), never)


def _range(entry: Input) -> list[int]:
    return [*range(entry.low, entry.high + 1), *([entry.never] if entry.never is not None else [])]


def _holds(relation: Relation, unit: Figures) -> bool:
    try:
        return worth(relation.left, unit) <= worth(relation.right, unit)
    except ZeroDivisionError:
        return True


def tree_of(world: World, chance: random.Random, depth: int = 3) -> ast.Expression:
    """Draw a measure."""
    if depth == 0 or chance.random() < 0.15:
        if chance.random() < 0.25:
            return ast.Constant(Fraction(chance.randint(-2, 3), chance.choice((1, 1, 2))))
        entry = chance.choice(world.inputs)
        return ast.Input(entry.code, entry.scale)
    terms = [tree_of(world, chance, depth - 1) for _ in range(chance.choice((2, 2, 3)))]
    kind = chance.choice("++-**////^vc<rw")
    return _joined(kind, terms, chance)


def _joined(kind: str, terms: list[ast.Expression], chance: random.Random) -> ast.Expression:
    first, second = terms[:2]
    match kind:
        case "+":
            return ast.Add(tuple(terms))
        case "-":
            return ast.Add((first, ast.Negate(second)))
        case "*":
            return ast.Multiply(first, second)
        case "/":
            return ast.Divide(first, ast.Add((first, second)) if chance.random() < 0.3 else second)
        case "^":
            return ast.Greatest(tuple(terms))
        case "v":
            return ast.Least(tuple(terms))
        case "r":
            return ast.Round(first, 0)
        case "w":
            return ast.WorkingDays(ast.Add((ast.Greatest((first, ast.Constant(Fraction(0)))), _five())))
        case _:
            return ast.Compare(first, chance.choice(("<", "<=", ">", ">=")), second)


def _five() -> ast.Expression:
    return ast.Constant(Fraction(5))


def ladder(chance: random.Random) -> tuple[Band, ...]:
    """Draw a row of bands, most often without gap or overlap."""
    cuts = sorted(chance.sample(THRESHOLDS, chance.randint(1, 3)))
    ends: list[tuple[Fraction | None, bool]] = [(cut, chance.random() < 0.5) for cut in cuts]
    ends = [(None, False), *ends, (None, False)] if chance.random() < 0.6 else ends
    bands = []
    for number, ((low, below), (high, above)) in enumerate(pairwise(ends), 1):
        slack = chance.random() < 0.1
        span = Interval(low, low is not None and (not below or slack), high, high is not None and above)
        slope = Fraction(chance.choice((0, 0, 1, 1, -1)), 2) * MICRO
        base = Fraction(chance.randint(0, 4), 2) * MICRO
        bands.append(Band(f"1.1/b{number}", span, slope, base, "", "", Where("")))
    return tuple(bands)


def wrong_claims(seed: int, tally: Counter[str]) -> Iterator[str]:
    """Prove one random measure and ladder, and give every claim that some unit contradicts."""
    chance = random.Random(seed)
    world = world_of(chance)
    node = tree_of(world, chance)
    made = Part("1.1", "", 0, 2 * MICRO, node, "", ladder(chance), Where(""))
    tested = plan(world.inputs, [leaf(made, if_empty=EMPTY if chance.random() < 0.7 else ())])
    tested = replace(tested, relations=world.relations)
    sound = yield from _denominators(node, tested, world, tally)
    values = [(unit, value) for unit in world.units if (value := _value(node, unit)) is not None]
    if sound and values:
        yield from _measure_claims(node, tested, values, tally)
        yield from _plan_claims(tested, values, len(values) < len(world.units), tally)


def _value(node: ast.Expression, unit: Figures) -> Fraction | None:
    try:
        return worth(node, unit)
    except ZeroDivisionError:
        return None


def _denominators(node: ast.Expression, tested: Plan, world: World, tally: Counter[str]) -> Iterator[str]:
    """Check what is said of denominators; tell whether all were proven not negative.

    A claim holds only where the denominators inside are proven themselves: else the set is refused for those.
    """
    codes, doubtful = ast.inputs_of(node), set[ast.Expression]()
    for below in denominators(node):
        if doubtful.intersection(denominators(below)):
            doubtful.add(below)
            continue
        forms = Forms(tested.input_by_code, tested.related, codes)
        top = forms.of(below).top
        truth = [value for unit in world.units if (value := _value(below, unit)) is not None]
        if forms.proves(top):
            tally["denominator"] += 1
            yield from ["a denominator is negative"] if any(value < 0 for value in truth) else []
        else:
            doubtful.add(below)
            tally["denominator unproven"] += all(value >= 0 for value in truth)
        if forms.proves_positive(top):
            tally["denominator above 0"] += 1
            yield from ["a denominator is 0"] if any(value <= 0 for value in truth) else []
    return not doubtful


def _measure_claims(
    node: ast.Expression, tested: Plan, values: list[tuple[Figures, Fraction]], tally: Counter[str]
) -> Iterator[str]:
    codes = ast.inputs_of(node)
    forms = Forms(tested.input_by_code, tested.related, codes, denominators(node))
    form, reached = forms.of(node), [value for _, value in values]
    for mark in random.Random(len(values)).sample(THRESHOLDS, 3):
        for polynomial, least, strict in (
            (at_least(form, mark), min(reached) - mark, False),
            (at_most(form, mark), mark - max(reached), False),
            (at_least(form, mark), min(reached) - mark, True),
        ):
            claimed = forms.proves_positive(polynomial) if strict else forms.proves(polynomial)
            truth = least > 0 if strict else least >= 0
            tally["range" if claimed else "range unproven"] += claimed or truth
            if claimed and not truth:
                yield f"range past {mark}"
    low, high = forms.ends(form)
    if (low is not None and low > min(reached)) or (high is not None and high < max(reached)):
        yield "ends"
    for code in codes:
        sign = direction(node, code, forms)
        tally["direction unproven" if sign is None else "direction"] += 1
        if sign is not None and not _moves(values, code, sign):
            yield f"direction of {code}"


def _moves(values: list[tuple[Figures, Fraction]], code: str, sign: int) -> bool:
    """Tell whether the value moves only one way (0: not at all) as one figure grows and the rest stay."""
    rows: dict[tuple[tuple[str, int], ...], list[tuple[int, Fraction]]] = {}
    for unit, value in values:
        rest = tuple((name, number) for name, number in unit.items() if name != code)
        rows.setdefault(rest, []).append((unit[code], value))
    steps = [later[1] - earlier[1] for row in rows.values() for earlier, later in pairwise(sorted(row))]
    return all(step * sign >= 0 if sign else step == 0 for step in steps)


def _plan_claims(
    tested: Plan, values: list[tuple[Figures, Fraction]], empty: bool, tally: Counter[str]
) -> Iterator[str]:
    """Where the prover finds no fault of a kind, no unit may show one."""
    found = {problem.code for problem in prove(tested)}
    (only,) = tested.leaves
    bands = only.parts[0].bands
    hits = [[band for band in bands if band.interval.holds(value)] for _, value in values]
    if not found & {"V01", "V02", "V03", "V05", "V17"}:
        tally["covered"] += 1
        if any(len(row) != 1 for row in hits):
            yield "coverage"
            return
        points = [row[0].slope * value + row[0].base for row, (_, value) in zip(hits, values, strict=True)]
        if not found & {"V06", "V07", "V08", "V09"}:
            tally["bounded"] += 1
            if not all(only.min <= value <= only.max for value in points):
                yield "bounds"
        yield from _movement_claims(tested, values, points, tally)
    if empty and not only.if_empty and "V11" not in found:
        yield "emptiness"


def _movement_claims(
    tested: Plan, values: list[tuple[Figures, Fraction]], points: list[Fraction], tally: Counter[str]
) -> Iterator[str]:
    (only,) = tested.leaves
    forms = Forms(tested.input_by_code, tested.related, only.inputs, denominators(only.parts[0].measure))
    made = ladder_of(only.parts[0], forms, tested)
    earned = [(unit, value) for (unit, _), value in zip(values, points, strict=True)]
    for code in only.inputs:
        way = movement(made, code)
        tally["movement unproven" if way == "?" else "movement"] += 1
        if way != "?" and not _moves(earned, code, {"+": 1, "-": -1, "0": 0}[way]):
            yield f"movement of {code}"


def main(count: int) -> int:
    """Run seeds from 0 and print the tally; the result is how many claims were wrong."""
    tally: Counter[str] = Counter()
    wrong = 0
    for seed in range(count):
        for claim in wrong_claims(seed, tally):
            wrong += 1
            print(f"seed {seed}: {claim}")  # noqa: T201 - a command's answer
    print(dict(tally), f"wrong: {wrong}")  # noqa: T201 - a command's answer
    return wrong


if __name__ == "__main__":
    sys.exit(min(main(int(sys.argv[1])), 1))
