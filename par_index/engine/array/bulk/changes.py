"""Hold what scenarios change, as arrays; and see that it is what was announced, within its bounds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
INT32 = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Changes:
    """What scenarios change, … × units × scenarios, rows in the order of ``Announced``.

    A figure that is set is filed; the flag of one that was not filed must be cleared with it.
    """

    narrow: NDArray[np.int32]
    wide: Whole
    flags: NDArray[np.uint8]
    """0..127."""

    @property
    def count(self) -> int:
        """Give how many scenarios there are."""
        return int(self.flags.shape[2])


@dataclass(frozen=True, slots=True)
class Announced:
    """What may change: inputs whose bounds int32 holds, the others, and leaves whose flags change."""

    narrow: tuple[str, ...]
    wide: tuple[str, ...]
    flagged: tuple[str, ...]
    ends: Mapping[str, tuple[int, int]]
    """The bounds of each input."""
    units: int

    @property
    def flat_ends(self) -> Whole:
        """Give least and greatest of each input, one after another."""
        return np.array([end for code in (*self.narrow, *self.wide) for end in self.ends[code]], np.int64)

    def laid_out(self, figures: Mapping[str, Whole], flags: Mapping[str, NDArray[np.uint8]]) -> Changes:
        """Lay changes out that stand by input and by leaf, units × scenarios each.

        Raises:
            ValueError: changes of different shapes, or none; one that was not announced, or that lacks; a
                figure outside its declared bounds.
        """
        arrays: dict[str, NDArray[Any]] = {**figures, **flags}
        shapes = {array.shape for array in arrays.values()}
        if len(shapes) != 1 or len(shape := shapes.pop()) != 2:
            raise ValueError("changes are units × scenarios, all of one shape")
        if strange := arrays.keys() ^ {*self.narrow, *self.wide, *self.flagged}:
            raise ValueError(f"{min(strange)} was not announced as changing, or does not change")
        for code in self.narrow:
            self._refuse_outside(code, figures[code])
        changes = Changes(
            np.empty((len(self.narrow), *shape), np.int32),
            np.empty((len(self.wide), *shape), np.int64),
            np.empty((len(self.flagged), *shape), np.uint8),
        )
        sides = (changes.narrow, self.narrow), (changes.wide, self.wide), (changes.flags, self.flagged)
        for rows, codes in sides:
            for row, code in enumerate(codes):
                rows[row] = arrays[code]
        return changes

    def refuse_strange(self, changes: Changes) -> None:
        """Refuse arrays of another shape or type, and flags that are none.

        Raises:
            ValueError: what is expected.
        """
        expected = (
            (changes.narrow, self.narrow, np.int32),
            (changes.wide, self.wide, np.int64),
            (changes.flags, self.flagged, np.uint8),
        )
        for rows, codes, number in expected:
            if rows.ndim != 3 or rows.shape[:2] != (len(codes), self.units) or rows.dtype != number:
                raise ValueError(
                    f"expected are {len(codes)} rows × {self.units} units × scenarios of {number.__name__}"
                )
            if rows.shape[2] != changes.count:
                raise ValueError("changes are of different numbers of scenarios")
        if changes.flags.max(initial=0) > 127:
            raise ValueError("a flag lies outside 0..127")

    def refuse_all_outside(self, changes: Changes) -> None:
        """Name an input whose figures lie outside its bounds."""
        for codes, rows in ((self.narrow, changes.narrow), (self.wide, changes.wide)):
            for code, row in zip(codes, rows, strict=True):
                self._refuse_outside(code, row)

    def _refuse_outside(self, code: str, row: NDArray[Any]) -> None:
        low, high = self.ends[code]
        if row.size and not low <= row.min() <= row.max() <= high:
            raise ValueError(f"{code} lies outside its bounds")


def announced(
    inputs: Iterable[str], flagged: Iterable[str], ends: Mapping[str, tuple[int, int]], units: int
) -> Announced:
    """Part inputs by what holds them; named twice, they change once."""
    inputs, flagged = tuple(dict.fromkeys(inputs)), tuple(dict.fromkeys(flagged))
    narrow = tuple(code for code in inputs if max(map(abs, ends[code])) <= INT32)
    wide = tuple(code for code in inputs if code not in narrow)
    return Announced(narrow, wide, flagged, ends, units)
