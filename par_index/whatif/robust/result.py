"""What a test of robustness finds: frozen records over numpy arrays; probabilities are counts over draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from par_index.model.facts import Stage
from par_index.problem import Language, Problem, Where

Whole = NDArray[np.int64]
Floats = NDArray[np.float64]
Source = Literal["survey", "appraisal", "data", "weights"]
CERTAIN = 0.975
"""Two units are told apart where one stands above the other in so many draws: 95%, both sides."""


@dataclass(frozen=True, slots=True)
class Assumption:
    """One source of noise in words, and where it comes from: a line of the noise file, or the cycle."""

    source: Source
    vi: str
    en: str
    where: Where

    def text(self, language: Language = "vi") -> str:
        """Say it, with the place where it was declared."""
        said = self.vi if language == "vi" else self.en
        return f"{said} [{self.where}]" if self.where.file else said


@dataclass(frozen=True, slots=True)
class Area:
    """An area of the set."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Share:
    """What one factor has in the spread of indices and in that of ranks: Sobol indices and their errors."""

    parting: str
    """``source``, ``area`` or ``leaf``."""
    code: str
    name: str
    first: float
    first_error: float
    total: float
    total_error: float
    rank_first: float
    rank_first_error: float
    rank_total: float
    rank_total_error: float


@dataclass(frozen=True, slots=True, eq=False)
class LeftOut:
    """Ranks without one leaf or area, by unit, and how far they lie from the official ones."""

    level: str
    code: str
    name: str
    ranks: NDArray[np.int32]
    moved: int
    """Units whose rank changes."""
    farthest: int
    """Places the farthest of them moves."""
    total: int
    """Places moved by all together."""


@dataclass(frozen=True, slots=True)
class Effective:
    """A leaf's weight in the set, and its share of what really tells units' indices apart."""

    code: str
    name: str
    area: str
    nominal: float
    effective: float
    """Covariance of its points, in percent of the unit's maximum, with the index / variance of indices."""


@dataclass(frozen=True, slots=True)
class Redundant:
    """Two leaves that rise and fall together over units."""

    first: str
    second: str
    correlation: float
    units: int


@dataclass(frozen=True, slots=True, eq=False)
class GroupRobustness:
    """One group: arrays are by unit, in the order of the list of units."""

    group: str
    name: str
    set_id: str
    proposed: bool
    draws: int
    assumptions: tuple[Assumption, ...]
    units: tuple[str, ...]
    names: tuple[str, ...]
    clusters: Mapping[str, NDArray[np.intp]]
    """Units ranked together, best first, those without a rank last; by the cluster's name."""
    ranks: NDArray[np.int32]
    """Official; 0: none."""
    index: Floats
    """Official, in percent."""
    grades: tuple[str, ...]
    """Names of the set's grades; the last, empty, is none."""
    grade: NDArray[np.intp]
    """Official, as a place in ``grades``."""
    rank_counts: NDArray[np.int32]
    """(units, ranks + 1): draws in which the unit had each rank; rank 0: none."""
    grade_counts: Whole
    rank_low: Whole
    """2.5% and 97.5% points of the rank."""
    rank_high: Whole
    index_mean: Floats
    index_sd: Floats
    mean_shift: Floats
    """Places the rank lies from the official one, on average."""
    next: NDArray[np.intp]
    """The unit ranked right below; -1: none."""
    above_next: Floats
    """Probability of standing above it; NaN where there is none."""
    level_next: Floats
    above: Whole
    """(units, units): draws in which the row's unit stood above the column's; empty for great clusters."""
    areas: tuple[Area, ...]
    """In the set's order; the last, without a code, holds bonus and penalty where the set has them."""
    shares: tuple[Share, ...]
    left_out: tuple[LeftOut, ...]
    effective: tuple[Effective, ...]
    redundant: tuple[Redundant, ...]
    lawful: tuple[int, int, int]
    """Figures moved over all draws, of them stopped at a bound; columns mended for a relation."""

    @property
    def rank_probability(self) -> Floats:
        """Give (units, ranks + 1) probabilities; each row sums to 1."""
        return self.rank_counts / self.draws

    @property
    def grade_probability(self) -> Floats:
        """Give (units, grades) probabilities; each row sums to 1."""
        return self.grade_counts / self.draws

    @property
    def stay(self) -> Floats:
        """Give each unit's probability of having its official rank."""
        found: Floats = self.rank_counts[np.arange(len(self.units)), self.ranks] / self.draws
        return found

    @property
    def alike(self) -> NDArray[np.bool_]:
        """Tell which units cannot be told from the one right below."""
        sure = (self.above_next >= CERTAIN) | (1 - self.above_next - self.level_next >= CERTAIN)
        found: NDArray[np.bool_] = (self.next >= 0) & ~sure
        return found

    def alike_runs(self, own: NDArray[np.intp]) -> list[list[int]]:
        """Give runs of neighbours, in the order of rank, of which each cannot be told from the next."""
        runs: list[list[int]] = []
        for unit in own.tolist():
            if runs and self.alike[runs[-1][-1]] and self.next[runs[-1][-1]] == unit:
                runs[-1].append(unit)
            else:
                runs.append([unit])
        return [run for run in runs if len(run) > 1]


@dataclass(frozen=True, slots=True, eq=False)
class Robustness:
    """One run over one cycle at one stage."""

    cycle: str
    year: int
    issuer: str
    synthetic: bool
    stage: Stage
    seed: int
    draws: int
    sobol_draws: int
    noise: str
    """The noise file's own name; empty without one."""
    groups: tuple[GroupRobustness, ...]
    problems: tuple[Problem, ...] = ()
    """Warnings."""
