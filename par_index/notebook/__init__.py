"""The doors for notebooks: a cycle, its ranking, scenarios, plans and robustness, as records and arrays."""

from par_index.notebook.answers import Plan, Ranking, Robust, WhatIf
from par_index.notebook.cycle import Cycle, RefusedError
from par_index.notebook.sheet import Sheet

__all__ = ["Cycle", "Plan", "Ranking", "RefusedError", "Robust", "Sheet", "WhatIf"]
