"""Build one-leaf plans whose points come as near to half a millionth as their figures' bounds let them."""

from dataclasses import replace
from fractions import Fraction
from math import gcd, lcm

from par_index.model.case import Case
from par_index.model.plan import Input, Plan
from par_index.model.states import State
from tests.engine.plans import between, empty, leaf, part, plan, ratio

TOP = 10**7
"""The default bound of a count."""


def counts(bound: int) -> tuple[Input, ...]:
    """Declare the counts a and b."""
    return tuple(Input(code, "count", "", 1, 0, bound, "neutral") for code in "ab")


def rising(most: int, bound: int, low: str = "0", high: str = "1") -> Plan:
    """One leaf a/b: 0 up to ``low``, in a line to ``most`` points at ``high``; a and b at most ``bound``."""
    slope = Fraction(most) / (Fraction(high) - Fraction(low))
    line = (between(low, high), slope, -slope * Fraction(low))
    measured = part(
        "1.1", ratio("a", "b"), (between(high=low), 0, 0), line, (between(high), 0, most), most=most
    )
    nothing = empty("1.1", "not-applicable", State.NOT_APPLICABLE, "drop")
    return plan(leaf(measured, if_empty=nothing), inputs=counts(bound))


def lines_changed(of: Plan, *factors: Fraction | int) -> Plan:
    """Give the leaf one part for each factor, its points multiplied by it."""
    (only,) = of.leaves
    parts = [
        replace(
            only.parts[0],
            code=f"1.1#{k}",
            bands=tuple(
                replace(band, rule=f"1.1#{k}/b{j}", slope=factor * band.slope, base=factor * band.base)
                for j, band in enumerate(only.parts[0].bands)
            ),
        )
        for k, factor in enumerate(factors, 1)
    ]
    return replace(of, leaves=(replace(only, parts=tuple(parts)),))


def next_to_halves(of: Plan, denominators: range) -> list[tuple[int, int]]:
    """Solve for the figures whose points are k + 1/2 ± 1/2cd millionths, as near a half as they come.

    On the line (s·n + b·d) / cd, half a step added, 2·s·n + 2·b·d + c·d must be 1 beside a multiple of 2cd.
    """
    band = of.leaves[0].parts[0].bands[1]
    c = lcm(band.slope.denominator, band.base.denominator)
    s, b = int(band.slope * c), int(band.base * c)
    found = []
    for d in denominators:
        for beside in (-1, 1) if c * d % 2 and gcd(s, c * d) == 1 else ():
            n = (beside - 2 * b * d - c * d) // 2 * pow(s, -1, c * d) % (c * d)
            found += [(n, d)] if band.interval.holds(Fraction(n, d)) else []
    return found


def to_half(of: Plan, pair: tuple[int, int]) -> Fraction:
    """Give how far a pair's points are from half a millionth."""
    band = of.leaves[0].parts[0].bands[1]
    return abs((band.slope * Fraction(*pair) + band.base) % 1 - Fraction(1, 2))


def cases_of(pairs: list[tuple[int, int]]) -> tuple[Case, ...]:
    """File each pair as the figures of a unit."""
    return tuple(Case(f"{a}/{b}", {"a": a, "b": b}) for a, b in pairs)
