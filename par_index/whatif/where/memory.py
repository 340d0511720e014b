"""Let a worker keep the memory that arrays give back: asking the system anew takes as long as the work."""

from __future__ import annotations

import ctypes
from functools import cache

_TRIM, _MAP = -1, -3
"""``M_TRIM_THRESHOLD`` and ``M_MMAP_THRESHOLD`` of ``mallopt`` in the GNU C library."""


@cache
def keep_memory() -> bool:
    """Keep up to 256 MB of freed memory, and map only arrays of 32 MB or more apart; once for a process.

    By itself the library learns both bounds from what is freed, which short-lived workers do not live to
    see; Dask's workers are told 64 kB. Tells whether it could be said: other C libraries have no such word.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return False
    return bool(mallopt(_MAP, 2**25)) and bool(mallopt(_TRIM, 2**28))
