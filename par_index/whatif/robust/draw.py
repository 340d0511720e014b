"""Draw noise for a piece of draws × units, and lay it over the filed figures.

Columns are draw-major: draw d of unit u stands in column d·U + u. Each source has a stream of its own, named
by the seed, the group, the stretch and the piece, so that no other source, worker or block has a part in it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from par_index.engine.array import Filed, Population
from par_index.survey.bootstrap import draws as redrawn
from par_index.whatif.robust.fit import Laws
from par_index.whatif.robust.noise import AppraisalNoise, DataNoise, Noise, SurveyNoise

Figures = NDArray[np.int64]
Flags = NDArray[np.bool_]
Decided = tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]
"""Row, column and move of each figure that was decided otherwise."""


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """What was drawn for some draws of all units; a source that is not drawn is ``None``."""

    survey: Figures | None
    """(survey rows, columns): shares on their own grid."""
    appraisal: Decided | None
    data: NDArray[np.float64] | None
    """(data rows, columns): relative errors."""
    weights: Figures | None
    """(draws, leaves) per mille."""


@dataclass(frozen=True, slots=True, eq=False)
class Taken:
    """What one factor of a decomposition owns: rows of inputs by source, and leaves' weights."""

    survey: Flags
    appraisal: Flags
    data: Flags
    """Each over all inputs of the plan."""
    weights: Flags
    """Over leaves."""


@dataclass(frozen=True, slots=True, eq=False)
class Base:
    """One group's filed figures, the laws they keep, and the noise over them."""

    group: str
    filed: Population
    laws: Laws
    noise: Noise
    leaves: int
    fixed: Flags
    """Leaves whose weight stays 1,000: bonus and penalty, which have no part in the maximum."""
    families: tuple[str, ...]
    """The family of each input."""
    never: Flags
    """(inputs, units): a day that never came, which no noise moves."""

    @property
    def units(self) -> int:
        return len(self.filed.units)


def stream(*names: object) -> np.random.Generator:
    """Open the stream of random numbers that these names stand for."""
    digest = sha256("|".join(map(str, names)).encode()).digest()
    return np.random.default_rng(int.from_bytes(digest[:16], "big"))


def shares_of(base: Base, count: int, seed: str) -> NDArray[np.float32] | None:
    """Redraw the survey for a whole stretch: (draws, survey rows, units); NaN keeps what is filed."""
    noise = base.noise.survey
    if noise is None:
        return None
    found = np.full((count, len(noise.rows), base.units), np.nan, np.float32)
    for column, forms in noise.forms.items():
        unit = noise.units[column]
        drawn = redrawn(noise.instrument, forms, noise.people.get, unit, count, seed)
        found[:, :, column] = drawn[:, noise.places]
    return found


def piece_of(base: Base, count: int, shares: NDArray[np.float32] | None, *names: object) -> Piece:
    """Draw one piece; ``shares`` are the survey's, drawn before with their stretch."""
    noise, columns = base.noise, count * base.units
    survey = appraisal = data = weights = None
    if noise.survey is not None and shares is not None:
        survey = _survey(base, noise.survey, shares)
    if noise.appraisal is not None:
        appraisal = _appraisal(noise.appraisal, columns, stream(*names, "appraisal"))
    if noise.data is not None:
        data = _data(noise.data, columns, stream(*names, "data"))
    if noise.weights is not None:
        reach, random = noise.weights.reach, stream(*names, "weights")
        weights = random.integers(1000 - reach, 1000 + reach, (count, base.leaves), np.int64, endpoint=True)
        weights[:, base.fixed] = 1000
    return Piece(survey, appraisal, data, weights)


def _survey(base: Base, noise: SurveyNoise, shares: NDArray[np.float32]) -> Figures:
    count = len(shares)
    filed = base.filed.figures.values[noise.rows]
    told = ~np.isnan(shares) & noise.moved
    scaled = np.rint(np.where(told, shares, 0) * noise.scales[:, None].astype(np.float64)).astype(np.int64)
    figures = np.where(told, scaled, filed)
    laid = figures.transpose(1, 0, 2).reshape(len(noise.rows), count * base.units)
    return base.laws.within(laid, noise.rows[:, None])


def _appraisal(noise: AppraisalNoise, columns: int, random: np.random.Generator) -> Decided:
    """Choose figures by the chance of their family, then a gap for each, up or down alike."""
    rows, places, moves = [], [], []
    for gaps, own in noise.families:
        hit = np.flatnonzero(random.random((len(own), columns), np.float32) < gaps.chance)
        row, column = own[hit // columns], hit % columns
        if noise.spread and gaps.family == "figure":
            move = random.normal(0.0, noise.spread, len(hit))
        else:
            move = random.choice(np.array(gaps.moves), len(hit)) * random.choice([-1.0, 1.0], len(hit))
        rows.append(row)
        places.append(column)
        moves.append(move)
    return np.concatenate(rows), np.concatenate(places), np.concatenate(moves)


def _data(noise: DataNoise, columns: int, random: np.random.Generator) -> NDArray[np.float64]:
    found: NDArray[np.float64] = random.standard_normal((len(noise.rows), columns))
    found *= noise.errors[:, None]
    return found


def mixed(base: Base, first: Piece, second: Piece, taken: Taken) -> Piece:
    """Take one factor's noise from ``second`` and all the rest from ``first``."""
    noise = base.noise
    survey, data, weights, appraisal = first.survey, first.data, first.weights, first.appraisal
    if noise.survey is not None and survey is not None and second.survey is not None:
        survey = np.where(taken.survey[noise.survey.rows][:, None], second.survey, survey)
    if noise.data is not None and data is not None and second.data is not None:
        data = np.where(taken.data[noise.data.rows][:, None], second.data, data)
    if weights is not None and second.weights is not None:
        weights = np.where(taken.weights, second.weights, weights)
    if appraisal is not None and second.appraisal is not None:
        kept, new = ~taken.appraisal[appraisal[0]], taken.appraisal[second.appraisal[0]]
        (rows, columns, moves), (more_rows, more_columns, more_moves) = appraisal, second.appraisal
        appraisal = (
            np.concatenate((rows[kept], more_rows[new])),
            np.concatenate((columns[kept], more_columns[new])),
            np.concatenate((moves[kept], more_moves[new])),
        )
    return Piece(survey, appraisal, data, weights)


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """Figures of a piece as a population, and how many of them had to be kept lawful."""

    population: Population
    moved: int
    """Figures that noise moved."""
    clipped: int
    """Of these, how many met a bound; then how many columns met a relation."""
    fitted: int


def laid(base: Base, piece: Piece, count: int) -> Laid:
    """Lay a piece over the filed figures: moved, rounded to whole figures, kept lawful."""
    still, noise = _repeated(base, count), base.noise
    filed, known = still.figures.values, still.figures.known
    values, clipped = filed.copy(), 0
    whole: list[NDArray[np.intp]] = []
    """Rows that noise may move in every column; appraisers move figures here and there."""
    if piece.survey is not None and noise.survey is not None:
        values[noise.survey.rows] = piece.survey
        whole.append(noise.survey.rows)
    apart = _apart(base, piece, known) if piece.appraisal is not None else _NOWHERE
    clipped += _decide(base, values, apart)
    if piece.data is not None and noise.data is not None:
        rows = noise.data.rows
        wanted = np.where(known[rows], np.rint(values[rows] * (1 + piece.data)).astype(np.int64), filed[rows])
        values[rows] = base.laws.within(wanted, rows[:, None])
        clipped += int((values[rows] != wanted).sum())
        whole.append(rows)
    dense = np.unique(np.concatenate(whole)) if whole else _NONE
    touched = np.union1d(dense, apart[0])
    fitted = base.laws.fitted(values, filed, known, touched) if len(touched) else 0
    alone = ~np.isin(apart[0], dense)
    rows, columns = apart[0][alone], apart[1][alone]
    moved = int((values[dense] != filed[dense]).sum() + (values[rows, columns] != filed[rows, columns]).sum())
    return Laid(replace(still, figures=Filed(values, known)), moved, clipped, fitted)


_NONE = np.zeros(0, np.intp)
_NOWHERE: Decided = (_NONE, _NONE, np.zeros(0))


def _apart(base: Base, piece: Piece, known: Flags) -> Decided:
    """Keep the decisions on figures that are filed, and on days that came."""
    rows, columns, moves = piece.appraisal or _NOWHERE
    kept = known[rows, columns] & ~base.never[rows, columns % max(base.units, 1)]
    return rows[kept], columns[kept], moves[kept]


@lru_cache(2)
def _repeated(base: Base, count: int) -> Population:
    """Repeat the filed figures so many times; every piece but a stretch's last has the same count."""
    years = [
        one and Filed(np.tile(one.values, count), np.tile(one.known, count))
        for one in (base.filed.figures, base.filed.previous)
    ]
    assert years[0] is not None
    return Population(("",) * (count * base.units), years[0], np.tile(base.filed.flags, count), years[1])


def _decide(base: Base, values: Figures, appraisal: Decided) -> int:
    """Move figures in place; tell how many met a bound."""
    rows, columns, moves = appraisal
    families = np.array(base.families)[rows]
    old = values[rows, columns]
    relative = np.rint(old * (1 + moves)).astype(np.int64)
    turned = np.where(families == "yes_no", 1 - old, old + np.rint(moves).astype(np.int64))
    wanted = np.where(families == "figure", relative, turned)
    kept = base.laws.within(wanted, rows)
    values[rows, columns] = kept
    return int((kept != wanted).sum())
