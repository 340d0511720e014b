"""Judge whole populations at once with exact integers in numpy arrays.

It shares the Plan with the rules engine and no arithmetic, so that their agreement means something.
"""

from par_index.engine.array.judgement import Judgement
from par_index.engine.array.kernel import Kernel, judge, prepare
from par_index.engine.array.population import Filed, Population, load
from par_index.engine.array.rank import ranks

__all__ = ["Filed", "Judgement", "Kernel", "Population", "judge", "load", "prepare", "ranks"]
