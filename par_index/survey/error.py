"""Tell how sure a unit's shares are: their covariance by linearisation, respondents drawn within strata.

A group's share on a question is a ratio, Σtᵢ / Σnᵢ (tᵢ the answer's share, nᵢ whether it counts), so a leaf's
share moves with form i by about zᵢ = Σ_q a_q (tᵢq − s_q nᵢq) / Σnᵢq, where a_q is the weight the question and
its group have in the leaf. A form answers several questions, so zᵢ is a vector over leaves. With m forms of a
stratum's N people, f = m/N (0 where N is not known):

    Cov = Σ_strata (1 − f) · m/(m − 1) · Σᵢ (zᵢ − z̄)(zᵢ − z̄)′

(Särndal, Swensson, Wretman, Model Assisted Survey Sampling, 1992, ch. 5.) A stratum with one form shows no
spread: its answers are taken to lie half a share off, all to one side, for no share between 0 and 1 has a
larger variance than 1/4; and its group is named (``lonely``).
Floats: this says how sure a score is and never makes one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from par_index.model.instrument import Instrument, Question, Respondents
from par_index.survey.forms import Cell, Forms
from par_index.survey.shares import Population, UnitSurvey, shares

Floats = NDArray[np.float64]
_WIDEST = 0.5
"""The largest standard deviation of a share between 0 and 1."""


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """How sure one unit's shares are; ``covariance`` is (leaves, leaves), of shares from 0 to 1."""

    unit: str
    leaves: tuple[str, ...]
    """Those that have a share, in the instrument's order."""
    covariance: Floats
    lonely: tuple[str, ...]
    """Groups of which one stratum returned a single form."""

    def error(self, leaf: str) -> float:
        """Give the standard error of a leaf's share."""
        at = self.leaves.index(leaf)
        return math.sqrt(self.covariance[at, at])


@dataclass(frozen=True, slots=True, eq=False)
class CellForms:
    """One cell's forms: (forms, questions) what each answer is worth, and whether it counts."""

    cell: Cell
    worth: Floats
    counts: Floats


def spreads(
    instrument: Instrument,
    forms: Forms,
    population: Population,
    said: Mapping[str, UnitSurvey] | None = None,
) -> Mapping[str, Spread]:
    """Tell it for every unit that returned a form; ``said`` holds their shares, where they are known."""
    known = shares(instrument, forms, population) if said is None else said
    return {
        unit: _spread(instrument, known[unit], cells, population)
        for unit, cells in by_unit(instrument, forms).items()
    }


def by_unit(instrument: Instrument, forms: Forms) -> Mapping[str, Sequence[CellForms]]:
    """Lay each unit's forms out, cell by cell, in numbers."""
    worth, counted = _tables(instrument)
    order = [forms.questions.index(question.id) for question in instrument.questions]
    answers = forms.answers[:, order]
    columns = np.arange(len(order))
    bounds = np.searchsorted(forms.cell, np.arange(len(forms.cells) + 1))
    found: dict[str, list[CellForms]] = {}
    for at, cell in enumerate(forms.cells):
        rows = answers[bounds[at] : bounds[at + 1]]
        one = CellForms(cell, worth[columns, rows], counted[columns, rows])
        found.setdefault(cell.unit, []).append(one)
    return found


def of_unit(forms: Forms, unit: str) -> Forms:
    """Keep one unit's forms."""
    at = [place for place, cell in enumerate(forms.cells) if cell.unit == unit]
    begin, end = np.searchsorted(forms.cell, (at[0], at[-1] + 1)) if at else (0, 0)
    kept = slice(begin, end)
    cells = tuple(forms.cells[place] for place in at)
    first = np.int32(at[0] if at else 0)
    return Forms(cells, forms.questions, forms.cell[kept] - first, forms.answers[kept])


def _tables(instrument: Instrument) -> tuple[Floats, Floats]:
    """Give (questions, options + 1) what an answer is worth and whether it counts; slot 0 is no answer."""
    width = 1 + max((len(question.options) for question in instrument.questions), default=0)
    worth = np.zeros((len(instrument.questions), width))
    counted = np.full_like(worth, float(instrument.dont_know == "count"))
    for row, question in enumerate(instrument.questions):
        for slot, option in enumerate(question.options, 1):
            if option.share is not None:
                worth[row, slot], counted[row, slot] = float(option.share), 1.0
    return worth, counted


def _spread(
    instrument: Instrument, said: UnitSurvey, cells: Sequence[CellForms], population: Population
) -> Spread:
    leaves = tuple(leaf for leaf, one in said.leaves.items() if one.share is not None)
    covariance, lonely = np.zeros((len(leaves), len(leaves))), []
    for group in instrument.groups:
        own = [one for one in cells if one.cell.group == group.id]
        moves = _moves(instrument, group, said, leaves, own, population)
        for one, z in zip(own, moves, strict=True):
            covariance += _of_stratum(z, population(one.cell))
        if any(len(one.worth) == 1 for one in own):
            lonely.append(group.id)
    return Spread(said.unit, leaves, covariance, tuple(lonely))


def _of_stratum(z: Floats, people: int | None) -> Floats:
    """Give what one stratum adds: ``z`` is (forms, leaves)."""
    count = len(z)
    unseen = 1 - min(count / people, 1.0) if people else 1.0
    if count == 1:
        return np.asarray(unseen * z.T @ z)
    centred = z - z.mean(axis=0)
    return np.asarray(unseen * count / (count - 1) * centred.T @ centred)


def _moves(
    instrument: Instrument,
    group: Respondents,
    said: UnitSurvey,
    leaves: Sequence[str],
    cells: Sequence[CellForms],
    population: Population,
) -> list[Floats]:
    """Give each cell's z: (forms, leaves), what a form moves each leaf's share by."""
    weights = question_weights(instrument, group, said, leaves, cells)
    parts = _parts(group, cells, population)
    whole = sum((one.counts.sum(axis=0) for one in cells), np.zeros(len(instrument.questions)))
    totals = sum((one.worth.sum(axis=0) for one in cells), np.zeros(len(instrument.questions)))
    moves = []
    for one, part in zip(cells, parts, strict=True):
        counted = one.counts.sum(axis=0) if part is not None else whole
        total = one.worth.sum(axis=0) if part is not None else totals
        safe = np.where(counted > 0, counted, 1.0)
        off = one.worth - total / safe * one.counts if len(one.worth) > 1 else _WIDEST * one.counts
        moves.append(off / safe * (1.0 if part is None else part) @ weights)
    return moves


def _parts(group: Respondents, cells: Sequence[CellForms], population: Population) -> Sequence[Floats | None]:
    """Give each cell's part of the group, question by question; ``None`` where every answer weighs alike.

    A stratum without a counted answer to a question has no part in it.
    """
    if group.strata != "population":
        return [None] * len(cells)
    people = [float(population(one.cell) or 0) * (one.counts.sum(axis=0) > 0) for one in cells]
    total = sum(people, np.zeros(cells[0].counts.shape[1] if cells else 0))
    return [one / np.where(total > 0, total, 1.0) for one in people]


def question_weights(
    instrument: Instrument,
    group: Respondents,
    said: UnitSurvey,
    leaves: Sequence[str],
    cells: Sequence[CellForms],
) -> Floats:
    """Give (questions, leaves) the weight of a group's answer to a question in each leaf's share."""
    found = np.zeros((len(instrument.questions), len(leaves)))
    answered = sum((one.counts.sum(axis=0) for one in cells), np.zeros(len(instrument.questions)))
    for column, leaf in enumerate(leaves):
        groups = said.leaves[leaf].groups
        mine = [float(one.weight) for one in groups if one.group == group.id and one.share is not None]
        part = sum(mine) / sum(float(one.weight) for one in groups) if any(mine) else 0.0
        rows = [
            row
            for row, question in enumerate(instrument.questions)
            if asks(question, leaf, group) and answered[row] > 0
        ]
        among = sum(instrument.questions[row].weight for row in rows)
        for row in rows:
            found[row, column] = part * instrument.questions[row].weight / among
    return found


def asks(question: Question, leaf: str, group: Respondents) -> bool:
    """Tell whether a group is asked this of the leaf."""
    return question.leaf == leaf and group.id in question.groups
