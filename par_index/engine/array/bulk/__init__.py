"""Score scenarios, draws and whole provinces by the million, with the exact kernel's own answers.

*Scenarios* change figures and flags of some units: ``scenarios_of`` makes a plan ready for them, ``judge``
gives points, maxima and grades, ``Outcome.ranks`` ranks whole clusters, ``rank_among`` one unit among rivals
that stay. *Weights* move what leaves count for: ``weighted_ranks``.

Nothing here is approximate: float64 serves only where it is proved to hold the integers, and where two keys
look alike the products of integers decide. No answer depends on the size of a block.
"""

from par_index.engine.array.bulk.changes import Changes
from par_index.engine.array.bulk.counting import rank_among, rank_columns
from par_index.engine.array.bulk.ranking import rank_rows
from par_index.engine.array.bulk.scenarios import Outcome, Scenarios, scenarios_of
from par_index.engine.array.bulk.weights import weighted_ranks

__all__ = [
    "Changes",
    "Outcome",
    "Scenarios",
    "rank_among",
    "rank_columns",
    "rank_rows",
    "scenarios_of",
    "weighted_ranks",
]
