"""Count answers: how many forms of each cell gave each option of each question."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from par_index.survey.forms import Forms

Counts = NDArray[np.int64]
"""(cells, questions, options + 1); slot 0 counts forms without an answer to the question."""


def tally(forms: Forms, options: int) -> Counts:
    """Count the answers of every cell; ``options`` is the most a question offers."""
    width = options + 1
    counts = np.zeros((len(forms.cells), len(forms.questions), width), np.int64)
    base = forms.cell.astype(np.int64) * width
    for at in range(len(forms.questions)):
        found = np.bincount(base + forms.answers[:, at], minlength=len(forms.cells) * width)
        counts[:, at] = found.reshape(len(forms.cells), width)
    return counts
