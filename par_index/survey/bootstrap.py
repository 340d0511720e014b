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
from functools import cache
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from par_index.model.instrument import Instrument, Respondents
from par_index.survey.error import CellForms, by_unit
from par_index.survey.forms import Forms
from par_index.survey.shares import Population

Draws = NDArray[np.float32]
_LEVELS = 256


def draws(
    instrument: Instrument, forms: Forms, population: Population, unit: str, count: int, seed: str
) -> Draws:
    """Redraw one unit's forms; give (count, leaves) shares in the instrument's order of leaves.

    A share that a draw leaves without an answer is NaN. The stream is named by the seed and by each cell, so
    that neither the order of units nor another unit's forms has a part in it.
    """
    cells = by_unit(instrument, forms)[unit]
    groups = [_group(instrument, one, cells, population, count, seed) for one in instrument.groups]
    found = np.full((count, len(instrument.leaves)), np.nan, np.float32)
    for column, leaf in enumerate(instrument.leaves):
        asked = [row for row, question in enumerate(instrument.questions) if question.leaf == leaf]
        voices = []
        for one, shares in zip(instrument.groups, groups, strict=True):
            rows = [row for row in asked if one.id in instrument.questions[row].groups]
            if rows:
                weights = [float(instrument.questions[row].weight) for row in rows]
                voices.append((float(one.weight), _mean(shares[:, rows], weights)))
        if voices:
            found[:, column] = _leaf(instrument, voices)
    return found


def _leaf(instrument: Instrument, voices: Sequence[tuple[float, Draws]]) -> Draws:
    """Average the groups; one that says nothing follows the instrument's ``no_answers``."""
    shares = np.stack([said for _, said in voices], axis=1)
    silent = np.isnan(shares)
    if instrument.no_answers == "zero":
        heard = ~np.all(silent, axis=1, keepdims=True)
        shares = np.where(silent & heard, np.float32(0), shares)
    if instrument.no_answers == "stop":
        shares = np.where(np.any(silent, axis=1, keepdims=True), np.float32(np.nan), shares)
    return _mean(shares, [weight for weight, _ in voices])


def _mean(values: Draws, weights: Sequence[float]) -> Draws:
    """Average columns by weight, leaving out NaN; NaN where nothing is left."""
    known = ~np.isnan(values)
    row = np.asarray(weights, np.float32)
    total = known @ row
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(known, values, np.float32(0)) @ row / total, np.float32)


def _group(
    instrument: Instrument,
    group: Respondents,
    cells: Sequence[CellForms],
    population: Population,
    count: int,
    seed: str,
) -> Draws:
    """Give (count, questions) what a group says in each draw; NaN of what it is not asked."""
    asked = [row for row, question in enumerate(instrument.questions) if group.id in question.groups]
    total, counted = np.zeros((2, count, len(asked)), np.float32)
    for one in cells:
        if one.cell.group != group.id:
            continue
        both = np.hstack((one.worth[:, asked], one.counts[:, asked])).astype(np.float32)
        worth, counts = np.hsplit(_weights(one, population(one.cell), count, seed) @ both, 2)
        if group.strata == "population":
            people, heard = np.float32(population(one.cell) or 0), counts > 0
            total += np.where(heard, people * worth / np.where(heard, counts, np.float32(1)), np.float32(0))
            counted += people * heard
        else:
            total, counted = total + worth, counted + counts
    found = np.full((count, len(instrument.questions)), np.nan, np.float32)
    with np.errstate(invalid="ignore", divide="ignore"):
        found[:, asked] = np.where(counted > 0, total / counted, np.float32(np.nan))
    return found


def _weights(one: CellForms, people: int | None, count: int, seed: str) -> Draws:
    """Draw (count, forms) weights of mean 1."""
    forms = len(one.worth)
    name = "|".join((seed, *one.cell))
    stream = np.random.default_rng(int.from_bytes(sha256(name.encode()).digest()[:16], "big"))
    levels = np.frombuffer(stream.bytes(count * forms), np.uint8).reshape(count, forms)
    unseen = math.sqrt(1 - min(forms / people, 1.0)) if people else 1.0
    table = 1 + unseen * (_table(forms) - 1)
    return np.take(table.astype(np.float32), levels)


@cache
def _table(forms: int) -> NDArray[np.float64]:
    """Give the weight of each of 256 equally likely levels: v·Poisson(1/v), moved to mean 1, variance v."""
    scale = forms / (forms - 1) if forms > 1 else 1.0
    found, chance, reached = np.zeros(_LEVELS), math.exp(-1 / scale), 0.0
    for number in range(_LEVELS):
        found[round(min(reached, 1.0) * _LEVELS) :] = number
        reached += chance
        chance /= scale * (number + 1)
    return np.asarray(1 + (found - found.mean()) * math.sqrt(scale) / found.std())
