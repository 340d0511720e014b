"""What may have been otherwise in one group: the sources of noise, ready to be drawn from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from par_index.model.instrument import Instrument
from par_index.survey.forms import Cell, Forms
from par_index.whatif.robust.gaps import Gaps

SOURCES = ("survey", "appraisal", "data", "weights")
Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class SurveyNoise:
    """The survey's own forms, to be redrawn: by unit (its column), and the rows its shares fill."""

    instrument: Instrument
    forms: dict[int, Forms]
    units: tuple[str, ...]
    people: dict[Cell, int | None]
    rows: Rows
    """Of each leaf of the instrument that fills a figure."""
    places: tuple[int, ...]
    """Those leaves' places in the instrument."""
    scales: NDArray[np.int64]
    moved: NDArray[np.bool_]
    """(rows, units): where the share that counts is the survey's own."""


@dataclass(frozen=True, slots=True, eq=False)
class AppraisalNoise:
    """Other appraisers: each filed figure may be moved by a gap; ``spread`` > 0 draws gaps from a normal."""

    families: tuple[tuple[Gaps, Rows], ...]
    spread: float
    """Relative standard deviation where gaps are declared; 0 where the observed ones are drawn."""


@dataclass(frozen=True, slots=True, eq=False)
class DataNoise:
    """Figures known only to a relative error: rows, and the standard deviation of each."""

    rows: Rows
    errors: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class WeightNoise:
    """Weights of leaves, whole per mille, uniform within ± so many per mille of 1,000."""

    reach: int


@dataclass(frozen=True, slots=True, eq=False)
class Noise:
    """Everything that is drawn for one group."""

    survey: SurveyNoise | None = None
    appraisal: AppraisalNoise | None = None
    data: DataNoise | None = None
    weights: WeightNoise | None = None

    @property
    def active(self) -> tuple[str, ...]:
        """Name the sources that are drawn."""
        return tuple(name for name in SOURCES if getattr(self, name) is not None)
