"""Name the papers that go with a result."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from par_index.model.plan import Plan
from par_index.model.result import Results
from par_index.problem import Language


def papers(
    results: Results, plans: Sequence[Plan], language: Language
) -> Mapping[str, bytes | Callable[[Path], None]]:
    """Give the files to be written beside ``results.json``."""
    return {}
