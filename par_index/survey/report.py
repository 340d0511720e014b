"""Lay out what a survey found: who answered, what each group said, how answers are spread, how sure it is."""

from __future__ import annotations

import csv
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from par_index.model.facts import Unit
from par_index.model.instrument import Instrument, Question, Respondents
from par_index.survey.answers import Answers
from par_index.survey.bootstrap import draws
from par_index.survey.error import Spread
from par_index.survey.forms import Forms
from par_index.survey.outcome import Outcome
from par_index.survey.plan import FORMS
from par_index.survey.shares import LeafShare, UnitSurvey
from par_index.survey.tally import tally

SEED = "par-index"
"""Draws are the same whenever they are drawn."""
BOUNDS = (2.5, 97.5)


@dataclass(frozen=True, slots=True)
class Rate:
    """How one group answered about one unit; ``people`` and ``sent`` are empty where nobody says."""

    unit: Unit
    group: Respondents
    people: int | None
    sent: int | None
    returned: int


@dataclass(frozen=True, slots=True)
class LeafFound:
    """A unit's share of one leaf, its standard error by formula and by redrawing, and the bounds redrawn."""

    said: LeafShare
    error: float | None
    redrawn: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class UnitFound:
    """Everything found of one unit."""

    unit: Unit
    said: UnitSurvey
    leaves: tuple[LeafFound, ...]
    spread: Spread | None = None

    def error(self, worth: Mapping[str, float]) -> float:
        """Give the standard error of what the shares are worth together: points a whole share, by leaf."""
        if self.spread is None:
            return 0.0
        points = np.array([worth.get(leaf, 0.0) for leaf in self.spread.leaves])
        return math.sqrt(max(points @ self.spread.covariance @ points, 0.0))


@dataclass(frozen=True, slots=True)
class QuestionFound:
    """How the answers to a question are spread, over all units: forms by option, and those left empty."""

    question: Question
    counts: tuple[int, ...]
    empty: int


@dataclass(frozen=True, slots=True)
class KindFound:
    """The survey of one kind of unit."""

    kind: str
    instrument: Instrument
    rates: tuple[Rate, ...]
    units: tuple[UnitFound, ...]
    questions: tuple[QuestionFound, ...]


def report(outcome: Outcome, folder: Path, units: Sequence[Unit], count: int) -> tuple[KindFound, ...]:
    """Lay a survey out, kind by kind; ``count`` is how often answers are redrawn (0: never)."""
    sent = forms_sent(folder)
    return tuple(
        KindFound(
            kind,
            asked,
            tuple(_rates(outcome, asked, [unit for unit in units if unit.kind == kind], sent)),
            tuple(_units(outcome, kind, [unit for unit in units if unit.kind == kind], count)),
            tuple(_questions(outcome.answers, kind, asked)),
        )
        for kind, asked in outcome.instruments.items()
        if kind in outcome.answers.forms
    )


def forms_sent(folder: Path) -> Mapping[tuple[str, str], int]:
    """Count the forms that ``forms.csv`` lists, by unit and group; nothing without it."""
    path = folder / "survey" / FORMS
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        return Counter((row["unit"], row["group"]) for row in csv.DictReader(file))


def _rates(
    outcome: Outcome, asked: Instrument, units: Sequence[Unit], sent: Mapping[tuple[str, str], int]
) -> Iterator[Rate]:
    returned: Counter[tuple[str, str]] = Counter()
    for forms in outcome.answers.forms.values():
        numbers = np.bincount(forms.cell, minlength=len(forms.cells)).tolist()
        for cell, number in zip(forms.cells, numbers, strict=True):
            returned[cell.unit, cell.group] += number
    for unit in units:
        for group in asked.groups:
            key = unit.code, group.id
            strata = outcome.frame.of(*key) if outcome.frame else ()
            people = sum(one.population for one in strata) if strata else None
            if people or returned[key]:
                yield Rate(unit, group, people, sent.get(key) if sent else None, returned[key])


def _units(outcome: Outcome, kind: str, units: Sequence[Unit], count: int) -> Iterator[UnitFound]:
    spreads, forms = outcome.spreads({kind}), outcome.answers.forms[kind]
    for unit in units:
        said = outcome.shares.get(unit.code)
        if said is None:
            continue
        spread = spreads.get(unit.code)
        redrawn = _redrawn(outcome, kind, forms, unit.code, count)
        errors = {leaf: spread.error(leaf) for leaf in spread.leaves} if spread else {}
        yield UnitFound(
            unit,
            said,
            tuple(
                LeafFound(leaf, errors.get(leaf.leaf), *redrawn.get(leaf.leaf, (None, None, None)))
                for leaf in said.leaves.values()
            ),
            spread,
        )


def _redrawn(
    outcome: Outcome, kind: str, forms: Forms, unit: str, count: int
) -> Mapping[str, tuple[float, float, float]]:
    """Redraw a unit's answers: each leaf's standard error and the bounds that hold 95% of the draws."""
    if not count:
        return {}
    asked = outcome.instruments[kind]
    drawn = draws(asked, forms, outcome.population, unit, count, SEED).astype(np.float64)
    found = {}
    for leaf, shares in zip(asked.leaves, drawn.T, strict=True):
        if np.isfinite(shares).all():
            low, high = np.percentile(shares, BOUNDS)
            found[leaf] = (float(shares.std(ddof=1)), float(low), float(high))
    return found


def _questions(answers: Answers, kind: str, asked: Instrument) -> Iterator[QuestionFound]:
    forms = answers.forms[kind]
    counts = tally(forms, max(len(question.options) for question in asked.questions))
    for question in asked.questions:
        at = forms.questions.index(question.id)
        meant = [place for place, cell in enumerate(forms.cells) if cell.group in question.groups]
        row = counts[meant, at].sum(axis=0).tolist()
        yield QuestionFound(question, tuple(row[1 : len(question.options) + 1]), row[0])
