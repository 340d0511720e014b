"""A place where tasks are done, and how one is chosen."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Protocol, TypeVar

Payload = TypeVar("Payload")
Result = TypeVar("Result")
OnProgress = Callable[[int, int], None]
"""Told how many tasks are done, and of how many."""


class Place(Protocol):
    """Do a task for each number; give results in the numbers' order."""

    def __call__(
        self, task: Callable[[Payload, int], Result], payload: Payload, numbers: Sequence[int]
    ) -> Iterator[Result]: ...


def here(
    task: Callable[[Payload, int], Result], payload: Payload, numbers: Sequence[int]
) -> Iterator[Result]:
    """Do tasks one after another in this process."""
    return (task(payload, number) for number in numbers)


def place_of(
    on: str = "", workers: int | None = None, on_progress: OnProgress | None = None
) -> AbstractContextManager[Place]:
    """Open this machine's cores or, with an address such as ``tcp://host:8786``, a Dask cluster.

    Raises:
        ModuleNotFoundError: an address is given and the extra ``dist`` is not installed.
        OSError: nobody answers at the address.
    """
    if on:
        from par_index.whatif.where.cluster import Cluster

        return Cluster(on, on_progress)
    from par_index.whatif.where.cores import Cores

    return Cores(workers or os.cpu_count() or 1, on_progress)
