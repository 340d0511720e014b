"""Plan the cheapest set of improvements of a unit that reaches a rank, an index or a grade."""

from par_index.whatif.planner.costs import DEFAULT, Costs, Price, costs_of, margin_of
from par_index.whatif.planner.records import (
    Blocked,
    LeafGain,
    Move,
    Place,
    Planned,
    Rung,
    Solver,
    Stuck,
    Target,
    Task,
)
from par_index.whatif.planner.scenario import as_scenario, figures_of
from par_index.whatif.planner.seek import plan

__all__ = [
    "DEFAULT",
    "Blocked",
    "Costs",
    "LeafGain",
    "Move",
    "Place",
    "Planned",
    "Price",
    "Rung",
    "Solver",
    "Stuck",
    "Target",
    "Task",
    "as_scenario",
    "costs_of",
    "figures_of",
    "margin_of",
    "plan",
]
