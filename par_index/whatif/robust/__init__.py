"""Tell how firm ranks are: figures, shares and weights redrawn as they might have been, judged exactly.

Noise is drawn with floats and laid over the cases as whole figures; every draw is then judged and ranked by
the exact engine. Probabilities are counts of draws. Nothing here changes an official point or rank.
"""

from par_index.whatif.robust.result import Assumption, GroupRobustness, LeftOut, Robustness, Share
from par_index.whatif.robust.run import DRAWS, SEED, SOBOL_DRAWS, robust

__all__ = [
    "DRAWS",
    "SEED",
    "SOBOL_DRAWS",
    "Assumption",
    "GroupRobustness",
    "LeftOut",
    "Robustness",
    "Share",
    "robust",
]
