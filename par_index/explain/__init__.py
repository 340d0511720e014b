"""The tree behind one number: figure, cell, measure, band, points, clause, evidence, and the next step."""

from par_index.explain.records import Explanation, to_json
from par_index.explain.text import text
from par_index.explain.tree import explain

__all__ = ["Explanation", "explain", "text", "to_json"]
