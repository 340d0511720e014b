"""A small table that a notebook shows, and that programs read as records or as numpy arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from typing import Any

import numpy as np
from numpy.typing import NDArray

from par_index.points import shown

_STYLE = "text-align:right"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Columns by name over rows; ``mark`` says what a reader must not overlook, such as synthetic figures."""

    title: str
    mark: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def __len__(self) -> int:
        return len(self.rows)

    def records(self) -> list[dict[str, Any]]:
        """Give each row as a mapping from column to value."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def array(self, column: str) -> NDArray[Any]:
        """Give one column, (rows,): whole numbers as int64, else objects (texts, exact fractions, ``None``).

        Raises:
            ValueError: there is no such column.
        """
        if column not in self.columns:
            raise ValueError(f"no column {column!r} among {', '.join(self.columns)}")
        at = self.columns.index(column)
        values = [row[at] for row in self.rows]
        if values and all(type(value) is int for value in values):
            return np.array(values, np.int64)
        if values and all(type(value) is float for value in values):
            return np.array(values, np.float64)
        made = np.empty(len(values), object)
        made[:] = values
        return made

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{escape(name)}</th>" for name in self.columns)
        body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in self.rows)
        mark = f"<br><strong style='color:#c00000'>{escape(self.mark)}</strong>" if self.mark else ""
        caption = f"<caption>{escape(self.title)}{mark}</caption>"
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def __str__(self) -> str:
        table = [self.columns, *(tuple(map(_text, row)) for row in self.rows)]
        widths = [max(len(row[at]) for row in table) for at in range(len(self.columns))]
        lines = [
            "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)) for row in table
        ]
        return "\n".join(line.rstrip() for line in (*filter(None, (self.title, self.mark)), *lines))


def _cell(value: object) -> str:
    style = "" if isinstance(value, str) else f' style="{_STYLE}"'
    return f"<td{style}>{escape(_text(value))}</td>"


def _text(value: object) -> str:
    if isinstance(value, Fraction | float):
        return shown(Fraction(value), 2)
    return "" if value is None else str(value)


def plain(rows: Sequence[Sequence[Any]]) -> tuple[tuple[Any, ...], ...]:
    """Freeze rows."""
    return tuple(map(tuple, rows))
