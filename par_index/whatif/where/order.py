"""Put results that come in any order back into the numbers' order, and tell how far the work is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Generic, TypeVar

from par_index.whatif.where.place import OnProgress

Result = TypeVar("Result")


class InOrder(Generic[Result]):
    """Hold results back until all before them are there."""

    def __init__(self, numbers: Sequence[int], on_progress: OnProgress | None) -> None:
        self._numbers = numbers
        self._held: dict[int, Result] = {}
        self._given = 0
        self._on_progress = on_progress
        self.done = 0

    def take(self, number: int, result: Result) -> Iterator[Result]:
        """Take one in; give all that is due."""
        self.done += 1
        if self._on_progress:
            self._on_progress(self.done, len(self._numbers))
        self._held[number] = result
        while self._given < len(self._numbers) and self._numbers[self._given] in self._held:
            yield self._held.pop(self._numbers[self._given])
            self._given += 1
