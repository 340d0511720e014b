"""Redraw the answers: shares as they would be had other people been asked, respondents whole, within strata.

Each form of a stratum with m forms gets the weight w = v·P, P from a Poisson law of mean 1/v, v = m/(m − 1):
mean 1 and variance v, as resampling m − 1 of m with m/(m − 1) each would give (Rao and Wu, 1988), but drawn
apart for every form, so that a group takes one product of matrices. A known population N shrinks it to
1 + √(1 − m/N)·(w − 1). A form's answers stay together, so what a person thinks of one question
goes with what he thinks of the next. Floats; no score is made of them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from par_index.model.instrument import Instrument, Respondents
from par_index.survey.error import CellForms, asks, by_unit, of_unit, question_weights
from par_index.survey.forms import Forms
from par_index.survey.shares import Population, UnitSurvey, shares

Floats = NDArray[np.float32]
_LEVELS = 2**16
_BLOCK = 2000
"""So many draws are made at a time: their arrays stay in the processor's cache."""


@dataclass(frozen=True, slots=True, eq=False)
class _Cell:
    """One cell: (2 · questions heard, forms) what answers are worth, then whether they count; its stream."""

    numbers: Floats
    people: int | None
    stream: np.random.Generator


@dataclass(frozen=True, slots=True, eq=False)
class _Group:
    """One group: its questions that someone answered, and (leaves, questions heard) what each weighs."""

    by_people: bool
    heard: NDArray[np.intp]
    weights: Floats
    cells: tuple[_Cell, ...]


def draws(
    instrument: Instrument, forms: Forms, population: Population, unit: str, count: int, seed: str
) -> Floats:
    """Redraw one unit's forms; give (count, leaves) shares in the instrument's order of leaves.

    A share that a draw leaves without an answer is NaN. The stream is named by the seed and by each cell, so
    that neither the order of units nor another unit's forms has a part in it.
    """
    own = of_unit(forms, unit)
    cells, said = by_unit(instrument, own)[unit], shares(instrument, own, population)[unit]
    kept = [at for at, leaf in enumerate(instrument.leaves) if said.leaves[leaf].share is not None]
    groups = [_group(instrument, one, cells, said, kept, population, seed) for one in instrument.groups]
    found = np.full((len(instrument.leaves), count), np.nan, np.float32)
    for begin in range(0, count, _BLOCK):
        rows = min(_BLOCK, count - begin)
        means = [_means(one, rows) for one in groups]
        known = sum((one.weights @ part for one, part in zip(groups, means, strict=True)))
        block = found[:, begin : begin + rows]
        block[kept] = known
        silent = np.flatnonzero(np.isnan(known).any(axis=0))
        if len(silent):
            heard = [(one.heard, part[:, silent]) for one, part in zip(groups, means, strict=True)]
            block[:, silent] = _reweighed(instrument, heard)
    return found.T


def _group(
    instrument: Instrument,
    group: Respondents,
    cells: Sequence[CellForms],
    said: UnitSurvey,
    kept: Sequence[int],
    population: Population,
    seed: str,
) -> _Group:
    mine = [one for one in cells if one.cell.group == group.id]
    weights = question_weights(instrument, group, said, [instrument.leaves[at] for at in kept], mine)
    heard = np.flatnonzero(sum((one.counts.sum(axis=0) for one in mine), np.zeros(len(weights))))
    made = tuple(
        _Cell(
            np.hstack((one.worth[:, heard], one.counts[:, heard])).T.astype(np.float32, order="C"),
            population(one.cell),
            _stream(one, seed),
        )
        for one in mine
    )
    return _Group(group.strata == "population", heard, weights[heard].T.astype(np.float32, order="C"), made)


def _stream(one: CellForms, seed: str) -> np.random.Generator:
    name = "|".join((seed, *one.cell))
    return np.random.default_rng(int.from_bytes(sha256(name.encode()).digest()[:16], "big"))


def _means(group: _Group, rows: int) -> Floats:
    """Give (heard questions, rows) what a group says in each draw; NaN where nobody is left to say it."""
    both = np.zeros((2 * len(group.heard), rows), np.float32)
    total, counted = np.vsplit(both, 2)
    for one in group.cells:
        sums = one.numbers @ _weights(one, rows)
        if group.by_people:
            worth, counts = np.vsplit(sums, 2)
            answered, people = counts > 0, np.float32(one.people or 0)
            total += people * np.divide(worth, counts, out=np.zeros_like(worth), where=answered)
            counted += people * answered
        else:
            both += sums
    with np.errstate(invalid="ignore"):
        return np.divide(total, counted)


def _weights(one: _Cell, rows: int) -> Floats:
    """Draw (forms, rows) weights of mean 1."""
    forms = one.numbers.shape[1]
    levels = np.frombuffer(one.stream.bytes(2 * rows * forms), "<u2").reshape(forms, rows)
    steps, worth = _law(forms)
    number = np.zeros(levels.shape, np.uint8)
    for step in steps:
        number += levels >= step
    unseen = math.sqrt(1 - min(forms / one.people, 1.0)) if one.people else 1.0
    found = number.astype(np.float32)
    found *= np.float32(unseen * worth)
    found += np.float32(1 - unseen)
    return found


@cache
def _law(forms: int) -> tuple[tuple[int, ...], float]:
    """Cut 2¹⁶ equally likely levels into Poisson(1/v): where each further one begins, what one weighs."""
    rate = (forms - 1) / forms if forms > 1 else 1.0
    steps, chance, reached = [], math.exp(-rate), 0.0
    while (step := round((reached := reached + chance) * _LEVELS)) < _LEVELS:
        steps.append(step)
        chance *= rate / len(steps)
    return tuple(steps), _LEVELS / sum(_LEVELS - step for step in steps)


def _reweighed(instrument: Instrument, spoken: Sequence[tuple[NDArray[np.intp], Floats]]) -> Floats:
    """Work draws out where a question fell silent: who is left carries its weight, as in the shares."""
    rows = spoken[0][1].shape[1]
    said = np.full((len(instrument.groups), len(instrument.questions), rows), np.nan, np.float32)
    for place, (heard, means) in enumerate(spoken):
        said[place][heard] = means
    found = np.full((len(instrument.leaves), rows), np.nan, np.float32)
    for at, leaf in enumerate(instrument.leaves):
        voices = []
        for one, values in zip(instrument.groups, said, strict=True):
            asked = [row for row, item in enumerate(instrument.questions) if asks(item, leaf, one)]
            if asked:
                weights = [float(instrument.questions[row].weight) for row in asked]
                voices.append((float(one.weight), _mean(values[asked], weights)))
        if voices:
            found[at] = _leaf(instrument, voices)
    return found


def _leaf(instrument: Instrument, voices: Sequence[tuple[float, Floats]]) -> Floats:
    """Average the groups; one that says nothing follows the instrument's ``no_answers``."""
    heard = np.stack([said for _, said in voices])
    silent = np.isnan(heard)
    if instrument.no_answers == "zero":
        heard = np.where(silent & ~silent.all(axis=0), np.float32(0), heard)
    if instrument.no_answers == "stop":
        heard = np.where(silent.any(axis=0), np.float32(np.nan), heard)
    return _mean(heard, [weight for weight, _ in voices])


def _mean(values: Floats, weights: Sequence[float]) -> Floats:
    """Average rows by weight, leaving out NaN; NaN where nothing is left."""
    known = ~np.isnan(values)
    row = np.asarray(weights, np.float32)
    with np.errstate(invalid="ignore"):
        return np.asarray(row @ np.where(known, values, np.float32(0)) / (row @ known), np.float32)
