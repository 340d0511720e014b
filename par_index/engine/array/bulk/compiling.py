"""Compile a module's loops by numba, the extra ``fast``: imported, and asked to compile, at the first use.

A later process takes what was compiled from numba's cache. Only the whole is kept there: no whole as quick
comes from parts that are kept apart. Its name holds what it was made from, for numba looks at one file only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

from par_index.engine.array.bulk import above, codes, loops, sweep, tape

Compiled = Callable[..., Any]


@cache
def compiled_sweep() -> Compiled:
    """Compile ``sweep.stretch`` with loops for strokes.

    Raises:
        ImportError: numba is not installed.
    """
    return _compiled(sweep, "stretch", (codes, loops, tape))


@cache
def compiled_count() -> Compiled:
    """Compile ``above.count_above``.

    Raises:
        ImportError: numba is not installed.
    """
    return _compiled(above, "count_above", ())


@cache
def compiled_rivals() -> Compiled:
    """Compile ``above.count_rivals``.

    Raises:
        ImportError: numba is not installed.
    """
    return _compiled(above, "count_rivals", ())


def in_threads(run: Callable[[int], bool], firsts: range, threads: int) -> list[bool]:
    """Run a compiled function, which holds no lock, from each of these columns on."""
    if threads == 1 or len(firsts) <= 1:
        return [run(first) for first in firsts]
    return list(_pool(threads).map(run, firsts))


@cache
def _pool(threads: int) -> ThreadPoolExecutor:
    """Keep threads from one block of scenarios to the next."""
    return ThreadPoolExecutor(threads)


def _compiled(module: ModuleType, entry: str, made_from: Iterable[ModuleType]) -> Compiled:
    from numba import njit

    def quick(function: FunctionType) -> Any:
        return njit(nogil=True, error_model="numpy")(function)

    space = dict(vars(module))
    if "strokes" in space:
        space["strokes"] = compiled = ModuleType("compiled")
        for name, function in vars(loops).items():
            if isinstance(function, FunctionType):
                setattr(compiled, name, quick(function))
    for name, function in vars(module).items():
        if isinstance(function, FunctionType) and name != entry:
            space[name] = quick(FunctionType(function.__code__, space, name))
    whole = FunctionType(vars(module)[entry].__code__, space, entry)
    sources = sorted(str(each.__file__) for each in (module, *made_from))
    digest = sha256(b"".join(Path(source).read_bytes() for source in sources)).hexdigest()
    whole.__qualname__ = f"{entry}_{digest[:16]}"
    found: Compiled = njit(nogil=True, error_model="numpy", cache=True)(whole)
    return found
