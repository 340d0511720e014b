"""How soon are a survey's answers redrawn 10,000 times: 31 units, 22 leaves, 200 forms a unit in 5 groups?

    python -m benchmarks.bootstrap

Answers are random, four options and blanks; each of 5 groups of 400 people gave 40 forms of every unit. The
peers run in the same process: the plain bootstrap, which draws forms one by one and takes their means, and
the resampling of option counts by numpy's multinomial, which loses what one person's answers have in common
(one group, so five times less to draw).
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from time import perf_counter

import numpy as np

from benchmarks.running import machine, medians, table
from par_index.model.instrument import Instrument, Option, Question, Respondents
from par_index.survey.bootstrap import draws
from par_index.survey.error import by_unit, spreads
from par_index.survey.forms import Cell, Forms, in_canonical_order
from par_index.survey.outrank import rank_intervals
from par_index.survey.shares import shares

UNITS, LEAVES, GROUPS, FORMS, PEOPLE, DRAWS = 31, 22, 5, 40, 400, 10_000
SHARES = {"a": 100, "b": 60, "c": 20, "d": 0}


def instrument() -> Instrument:
    """Ask every group one question a leaf."""
    options = tuple(Option(name, name, Fraction(share, 100)) for name, share in SHARES.items())
    groups = tuple(Respondents(f"g{k}", f"g{k}", Fraction(k + 1, 15), 1) for k in range(GROUPS))
    names = tuple(group.id for group in groups)
    questions = tuple(Question(f"C{k}", f"1.{k}", "?", options, names) for k in range(LEAVES))
    return Instrument(groups, questions, 1, "reweigh", "leave_out", "refuse")


def answered(asked: Instrument) -> Forms:
    """Draw everybody's answers."""
    cells = [Cell(f"u{unit:02}", group.id) for unit in range(UNITS) for group in asked.groups]
    cell = np.repeat(np.arange(len(cells), dtype=np.int32), FORMS)
    answers = np.random.default_rng(45).integers(0, len(SHARES) + 1, (len(cell), LEAVES)).astype(np.int8)
    return in_canonical_order(cells, [question.id for question in asked.questions], cell, answers)


def population(_cell: Cell) -> int:
    return PEOPLE


def plain(asked: Instrument, forms: Forms, count: int) -> None:
    """Resample forms one by one, the textbook's way."""
    drawn = np.random.default_rng(45)
    for cells in by_unit(asked, forms).values():
        for one in cells:
            for _ in range(count):
                taken = drawn.integers(0, FORMS, FORMS)
                one.worth[taken].sum(axis=0) / one.counts[taken].sum(axis=0)


def multinomial() -> None:
    """Resample one group's counts of options, leaf by leaf."""
    drawn, worth = np.random.default_rng(45), np.array([1.0, 0.6, 0.2, 0.0])
    for _ in range(UNITS * LEAVES):
        drawn.multinomial(FORMS, np.full(4, 0.25), DRAWS) @ worth / FORMS


def timed(run: Callable[[], object]) -> float:
    start = perf_counter()
    run()
    return perf_counter() - start


def main() -> None:
    """Print medians of five rounds."""
    asked = instrument()
    forms = answered(asked)
    said = shares(asked, forms, population)
    thousands = np.random.default_rng(45).normal(85, 4, 3321).tolist()
    contests: dict[str, Callable[[], object]] = {
        "draws, 10,000 of every unit": lambda: [
            draws(asked, forms, population, unit, DRAWS, "45") for unit in said
        ],
        "exact shares": lambda: shares(asked, forms, population),
        "linearised covariances, exact shares included": lambda: spreads(asked, forms, population),
        "rank intervals of 3,321 units": lambda: rank_intervals(thousands, [0.5] * 3321),
        "peer: forms one by one, 100 draws": lambda: plain(asked, forms, 100),
        "peer: numpy's multinomial, one group": multinomial,
    }
    print(machine())
    table(medians({name: lambda run=run: timed(run) for name, run in contests.items()}, 5))


if __name__ == "__main__":
    main()
