"""Spread tasks over a Dask cluster; the scheduler gives a dead worker's tasks to the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import Any, Self

from par_index.whatif.where.memory import keep_memory
from par_index.whatif.where.order import InOrder
from par_index.whatif.where.place import OnProgress, Payload, Result

_AHEAD = 8
_SECONDS = 15
"""So long we wait for the scheduler to answer."""


def _held(payload: Payload) -> Payload:
    return payload


def _done(task: Callable[[Payload, int], Result], payload: Payload, number: int) -> Result:
    keep_memory()
    return task(payload, number)


class Cluster:
    """A Dask scheduler at an address; its workers need this package in the same version."""

    def __init__(self, address: str, on_progress: OnProgress | None = None) -> None:
        from distributed import Client

        self.on_progress = on_progress
        self._client = Client(address, timeout=_SECONDS, set_as_default=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def __call__(
        self, task: Callable[[Payload, int], Result], payload: Payload, numbers: Sequence[int]
    ) -> Iterator[Result]:
        """Do a task for each number; see ``Place``. The payload travels to each worker once."""
        from distributed import as_completed

        order = InOrder[Result](numbers, self.on_progress)
        workers = max(len(self._client.scheduler_info(n_workers=-1)["workers"]), 1)
        # A task of its own and not scattered: the scheduler makes it anew where its worker dies.
        sent = self._client.submit(_held, payload, pure=False)
        waiting = iter(numbers)
        running: dict[Any, int] = {}

        def submit(number: int) -> Any:
            future = self._client.submit(_done, task, sent, number, pure=False, retries=2)
            running[future.key] = number
            return future

        first = [submit(number) for _, number in zip(range(_AHEAD * workers), waiting, strict=False)]
        # Results come along with the news that they are there; asking for each would double the way.
        completed = as_completed(first, loop=self._client.loop, with_results=True)
        try:
            for future, result in completed:
                number = running.pop(future.key)
                if (following := next(waiting, None)) is not None:
                    completed.add(submit(following))
                yield from order.take(number, result)
        finally:
            self._client.cancel(list(running))
