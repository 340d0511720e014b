"""Name the papers that go with a result."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from par_index.model.plan import Plan
from par_index.model.result import Results
from par_index.papers.results import write_results
from par_index.papers.slips import slips


def papers(results: Results, plans: Sequence[Plan]) -> Mapping[str, Callable[[Path], None]]:
    """Give the workbooks to be stored beside ``results.json``, each as what writes it at a path.

    They are official papers, so their words are Vietnamese whatever language the command speaks.
    """
    return {"results.xlsx": partial(write_results, results, plans), **slips(results, plans)}
