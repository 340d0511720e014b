"""Draw filings under any compiled set (synthetic): complete figures, some set on or beside a threshold.

A filing is a ``Case`` as the reader would make it: figures of broken relations are taken out and flagged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import floor
from random import Random

from par_index.language.ast import Input as InputNode
from par_index.language.ast import inputs_of
from par_index.model.case import Case
from par_index.model.plan import Input, Leaf, Part, Plan, Relation
from par_index.model.states import CLAIMED, GRANTED, NO_EVIDENCE, NOT_FILED, PENDING, REJECTED, TRAIT
from tests import naive

COUNTS = (0, 1, 2, 3, 10, 20, 50, 100, 1000, 2000)
"""Most of them make every threshold of a decision (30%, 9,4%, 98%) a whole number of files."""

Values = dict[str, int]


@dataclass
class Office:
    """Chance that files figures under a plan."""

    plan: Plan
    rng: Random
    values: Values = field(default_factory=dict)

    def holds(self, code: str, place: int) -> bool:
        """Tell whether a figure may be changed to this without leaving its bounds or breaking a relation."""
        entry, tried = self.plan.input_by_code[code], {**self.values, code: place}
        return entry.low <= place <= entry.high and not broken(self.plan, tried, code)

    def file(self) -> Values:
        """File every input, make the figures agree, then move some to a threshold."""
        self.values = {entry.code: self.figure(entry) for entry in self.plan.inputs}
        self.agree()
        for leaf in self.rng.sample(self.plan.leaves, len(self.plan.leaves) * 2 // 3):
            self.move(leaf)
        return self.values

    def figure(self, entry: Input) -> int:
        low, high = entry.low, entry.high
        match entry.kind:
            case "count" | "amount":
                return min(max(self.rng.choice(COUNTS) * entry.scale, low), high)
            case "date":
                year = date(self.plan.year, 1, 1).toordinal()
                drawn = self.rng.randint(max(low, year), min(high, year + 400))
                return entry.never if entry.never and self.rng.random() < 0.1 else drawn
            case "points":
                step = entry.step or 1
                return low + step * self.rng.randint(0, (high - low) // step)
            case "yes_no" | "choice":
                return self.rng.randint(low, high)
        return self.rng.choice((low, high, (low + high) // 2, self.rng.randint(low, high)))

    def agree(self) -> None:
        """Lower the left side of each broken relation, or divide its figures, again and again."""
        for attempt in range(1, 12):
            for relation in broken(self.plan, self.values):
                codes = inputs_of(relation.left)
                right = naive.worth(relation.right, self.values, self.plan.holidays)
                for code in codes:
                    entry = self.plan.input_by_code[code]
                    alone = floor(right * entry.scale) if isinstance(relation.left, InputNode) else None
                    most = self.values[code] // 2**attempt if alone is None else alone
                    self.values[code] = max(entry.low, min(self.values[code], most))

    def move(self, leaf: Leaf) -> None:
        """Set one figure of a leaf where its measure just reaches a threshold, or beside it."""
        part = self.rng.choice(leaf.parts)
        cuts, catalogue = thresholds(part), self.plan.input_by_code
        movable = [code for code in inputs_of(part.measure) if self.values[code] != catalogue[code].never]
        if not cuts or not movable:
            return
        code, cut = self.rng.choice(movable), self.rng.choice(cuts)
        for place in neighbours(part, catalogue[code], cut, self.values, self.rng):
            if self.holds(code, place):
                self.values[code] = place
                return


def thresholds(part: Part) -> list[Fraction]:
    """Give the ends of a part's bands."""
    ends = {end for band in part.bands for end in (band.interval.low, band.interval.high)}
    return sorted(end for end in ends if end is not None)


def neighbours(part: Part, entry: Input, cut: Fraction, values: Values, rng: Random) -> list[int]:
    """Find by halving where the measure crosses the cut as a figure grows; give the three figures there."""

    def above(place: int) -> bool:
        return naive.worth(part.measure, {**values, entry.code: place}) >= cut

    low, high = entry.low, entry.high
    try:
        first = above(low)
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if above(middle) != first else (middle + 1, high)
    except ZeroDivisionError:
        return []
    step = entry.step or 1
    return rng.sample([low - step, low, low + step], 3)


def broken(plan: Plan, values: Mapping[str, int], code: str = "") -> list[Relation]:
    """Give the relations (those that read ``code``, if given) that complete figures do not satisfy."""
    return [
        relation
        for relation in plan.relations
        if (not code or code in read_by(relation)) and excess(relation, values, plan) > 0
    ]


def read_by(relation: Relation) -> set[str]:
    return {*inputs_of(relation.left), *inputs_of(relation.right)}


def excess(relation: Relation, values: Mapping[str, int], plan: Plan) -> Fraction:
    left, right = (naive.worth(side, values, plan.holidays) for side in (relation.left, relation.right))
    return left - right


def flags(plan: Plan, missing: set[str], rejected: set[str], rng: Random) -> Iterator[tuple[str, int]]:
    """Flag each leaf as the reader would; some units lack a trait, claim something or lack evidence."""
    traits = {trait for trait in plan.traits if rng.random() < 0.8}
    for leaf in plan.leaves:
        bits = TRAIT if leaf.trait is not None and leaf.trait not in traits else 0
        bits |= REJECTED if rejected & set(leaf.inputs) else 0
        if missing & set(leaf.inputs):
            bits |= PENDING if leaf.kind == "survey" else NOT_FILED
        if rng.random() < 0.05:
            bits |= rng.choice((CLAIMED, GRANTED, NO_EVIDENCE if plan.evidence_costs else CLAIMED))
        if bits:
            yield leaf.code, bits


def filing(plan: Plan, rng: Random, unit: str) -> Case:
    """Draw any unit: some figures are missing, some contradict others."""
    office = Office(plan, rng)
    values = office.file()
    if rng.random() < 0.2 and plan.relations:
        for code in inputs_of(rng.choice(plan.relations).left):
            values[code] = plan.input_by_code[code].high
    rejected = {code for relation in broken(plan, values) for code in read_by(relation)}
    missing = {code for code in values if rng.random() < 0.03} - rejected
    filed = {code: value for code, value in values.items() if code not in missing | rejected}
    previous = {code: office.figure(plan.input_by_code[code]) for code in values}
    return Case(unit, filed, dict(flags(plan, missing, rejected, rng)), previous)


def filings(plan: Plan, seed: int, count: int) -> list[Case]:
    """Draw so many units' cases; the same seed draws the same."""
    rng = Random(seed)
    return [filing(plan, rng, f"đv{number}") for number in range(count)]
