"""Spread tasks over spawned processes of this machine; a process that dies costs time, not results."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from multiprocessing import get_context
from types import TracebackType
from typing import Any, Self

from par_index.whatif.where.memory import keep_memory
from par_index.whatif.where.order import InOrder
from par_index.whatif.where.place import OnProgress, Payload, Result, here

_AHEAD = 4
"""So many tasks a worker are handed out at once: results not yet asked for stay few."""
_DEATHS = 3
"""After so many deaths without one finished task between them the work is given up."""


class WorkersLostError(RuntimeError):
    """Say that worker processes die again and again before a task is done."""


class Cores:
    """This machine's processor cores: ``workers`` spawned processes, or this one where that is 1."""

    def __init__(self, workers: int, on_progress: OnProgress | None = None) -> None:
        self.workers = workers
        self.on_progress = on_progress
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def __call__(
        self, task: Callable[[Payload, int], Result], payload: Payload, numbers: Sequence[int]
    ) -> Iterator[Result]:
        """Do a task for each number; see ``Place``.

        Raises:
            WorkersLostError: processes die without getting anything done.
        """
        order = InOrder[Result](numbers, self.on_progress)
        if self.workers <= 1 or len(numbers) <= 1:
            for number, result in zip(numbers, here(task, payload, numbers), strict=True):
                yield from order.take(number, result)
            return
        pending, deaths = list(numbers), 0
        while pending:
            done = order.done
            yield from self._round(task, payload, pending, order)
            deaths = 0 if order.done > done else deaths + 1
            if pending and deaths >= _DEATHS:
                raise WorkersLostError(f"{len(pending)} tasks")

    def _round(
        self,
        task: Callable[[Payload, int], Result],
        payload: Payload,
        pending: list[int],
        order: InOrder[Result],
    ) -> Iterator[Result]:
        """Work with one pool until all is done or a process of it dies; what is done leaves ``pending``."""
        pool = ProcessPoolExecutor(
            min(self.workers, len(pending)),
            get_context("spawn"),
            initializer=_begin,
            initargs=(task, payload),
        )
        running: dict[Future[Any], int] = {}
        waiting = iter(tuple(pending))
        try:
            while True:
                while len(running) < _AHEAD * self.workers and (number := next(waiting, None)) is not None:
                    running[pool.submit(_do, number)] = number
                if not running:
                    return
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    number = running.pop(future)
                    result = future.result()
                    pending.remove(number)
                    yield from order.take(number, result)
        except BrokenProcessPool:
            return
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


_HELD: list[Any] = []
"""A worker's own task and payload, sent once when it begins."""


def _begin(task: Callable[[Any, int], Any], payload: Any) -> None:
    keep_memory()
    _HELD[:] = [task, payload]


def _do(number: int) -> Any:
    task, payload = _HELD
    return task(payload, number)
