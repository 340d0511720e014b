"""Write a response surface as a table of text: rows the first axis, columns the second."""

from __future__ import annotations

from collections.abc import Iterator

from par_index.points import shown
from par_index.problem import Language
from par_index.read.written import bare_figure
from par_index.whatif.scenario.grid import Cell, Surface
from par_index.whatif.scenario.words import word

_COLUMNS = 10
"""More values of a second axis are left to the workbook and to JSON."""


def surface_lines(surface: Surface, language: Language) -> Iterator[str]:
    """Write the index and the rank at every point of the grid."""
    first, *more = surface.axes
    labels = " × ".join(f"{axis.entry.label} ({axis.entry.code})" for axis in surface.axes)
    told = word("index", language) + ", " + word("rank", language).lower()
    yield word("grid", language, unit=first.unit.name, shown=told, label=labels)
    columns = [bare_figure(axis.entry, value, language) for axis in more for value in axis.values][:_COLUMNS]
    width = len(more[0].values) if more else 1
    rows = [[bare_figure(first.entry, value, language)] for value in first.values]
    for at, row in enumerate(rows):
        row.extend(
            _cell(one, language) for one in surface.cells[at * width : at * width + min(width, _COLUMNS)]
        )
    yield from _aligned([["", *columns], *rows] if more else rows)


def _cell(cell: Cell, language: Language) -> str:
    if cell.points is None:
        return word("broken", language)
    index = "–" if cell.index is None else shown(cell.index, 2, language)
    return f"{index} (#{cell.rank or '–'})"


def _aligned(rows: list[list[str]]) -> Iterator[str]:
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    for row in rows:
        yield "  " + "  ".join(text.rjust(width) for text, width in zip(row, widths, strict=True))
