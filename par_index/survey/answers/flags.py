"""Flag what is doubtful and kept: forms answered in one straight line, more forms than people or printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from par_index.problem import Problem, Where
from par_index.survey.answers.known import Known
from par_index.survey.forms import Cell, Forms

_PLACE = Where("survey/responses")
_LINE = 5
"""A line is straight when so many answers, and all that were given, stand at one place of their scales."""
_SHOWN = 5
_BLOCK = 1 << 17


def flags(forms: Mapping[str, Forms], known: Known) -> Iterator[Problem]:
    """Give every doubt, as warnings."""
    for kind, one in forms.items():
        yield from _lines(kind, one, known)
        yield from _too_many(one, known)


def _lines(kind: str, forms: Forms, known: Known) -> Iterator[Problem]:
    """Tell the units where most forms of a group, and at least five, are straight lines."""
    long, straight = _counted(forms)
    found: dict[str, list[str]] = {}
    for (unit, group), cells in _by_pair(forms).items():
        lines, most = sum(straight[at] for at in cells), sum(long[at] for at in cells)
        if lines >= _LINE and 2 * lines > most:
            found.setdefault(group, []).append(f"{unit} ({lines}/{most})")
    for group, units in found.items():
        name = known.instruments[kind].group_by_id[group].name
        told = ", ".join(units[:_SHOWN]) + (", …" if units[_SHOWN:] else "")
        yield Problem("S57", _PLACE, {"group": group, "name": name, "count": str(len(units)), "units": told})


def _counted(forms: Forms) -> tuple[Sequence[int], Sequence[int]]:
    """Count, by cell, the forms of enough answers and those of them that are straight lines."""
    long, straight = np.zeros((2, len(forms.cells)), np.int64)
    for first in range(0, len(forms.cell), _BLOCK):
        answers, cell = forms.answers[first : first + _BLOCK], forms.cell[first : first + _BLOCK]
        enough = np.count_nonzero(answers, axis=1) >= _LINE
        high = answers.max(axis=1, initial=0)
        line = enough & ((answers == 0) | (answers == high[:, None])).all(axis=1)
        long += np.bincount(cell[enough], minlength=len(long))
        straight += np.bincount(cell[line], minlength=len(long))
    return long.tolist(), straight.tolist()


def _by_pair(forms: Forms) -> Mapping[tuple[str, str], list[int]]:
    found: dict[tuple[str, str], list[int]] = {}
    for at, cell in enumerate(forms.cells):
        found.setdefault((cell.unit, cell.group), []).append(at)
    return found


def _too_many(forms: Forms, known: Known) -> Iterator[Problem]:
    counts = np.bincount(forms.cell, minlength=len(forms.cells)).tolist()
    for cell, count in zip(forms.cells, counts, strict=True):
        people = known.frame.population(cell) if known.frame else None
        if people is not None and count > people:
            yield Problem("S58", _PLACE, {**_said(cell), "forms": str(count), "people": str(people)})
    if known.printed is None:
        return
    for (unit, group), cells in _by_pair(forms).items():
        printed, returned = known.printed_numbers.get((unit, group), 0), sum(counts[at] for at in cells)
        if returned > printed:
            args = {"unit": unit, "group": group, "forms": str(returned), "printed": str(printed)}
            yield Problem("S59", _PLACE, args)


def _said(cell: Cell) -> dict[str, str]:
    return {"unit": cell.unit, "group": cell.group, "stratum": cell.stratum or "–"}
