"""Where tasks are done: in this process, on this machine's cores, or on a Dask cluster.

A task is a plain function of a payload and a number; it carries its own seed in the two, so that its answer
depends on nothing else. Every place gives the answers in the numbers' order, and the same ones.
"""

from par_index.whatif.where.cores import Cores, WorkersLostError
from par_index.whatif.where.place import OnProgress, Place, here, place_of

__all__ = ["Cores", "OnProgress", "Place", "WorkersLostError", "here", "place_of"]
