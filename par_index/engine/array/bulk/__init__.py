"""Score scenarios, draws and whole provinces by the million, with the exact kernel's own answers.

Nothing here is approximate: float64 serves only where it is proved to hold the integers, and where two keys
look alike the products of integers decide.
"""

from par_index.engine.array.bulk.ranking import rank_rows
from par_index.engine.array.bulk.weights import weighted_ranks

__all__ = ["rank_rows", "weighted_ranks"]
