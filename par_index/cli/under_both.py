"""Print one cycle's units under two sets, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from fractions import Fraction
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from par_index.cli.output import say
from par_index.cli.ranking import fits
from par_index.model.facts import Cycle
from par_index.points import shown
from par_index.problem import Language
from par_index.revision.records import Pair
from par_index.revision.scores import UnderBoth, UnitUnderBoth
from par_index.revision.words import word
from par_index.score.marks import synthetic_mark


def both_document(groups: Sequence[UnderBoth]) -> list[dict[str, Any]]:
    """Give the groups as JSON records."""
    return [asdict(group) for group in groups]


def print_both(
    console: Console, groups: Sequence[UnderBoth], cycle: Cycle, sets: Pair, language: Language
) -> None:
    """Print each group's units in the order of the later ranks, and the figures one set alone lacks."""
    for group in groups:
        table = _table(group, cycle, language)
        fits(console, table, column=0)
        console.print()
        console.print(table)
        for side, set_id in enumerate(sets):
            lacked = [code for code in group.missing[side] if code not in group.missing[1 - side]]
            if lacked:
                say(word("missing", language, set=set_id, names=", ".join(lacked)))


def _table(group: UnderBoth, cycle: Cycle, language: Language) -> Table:
    marks = [synthetic_mark(language)] if cycle.synthetic else []
    if any(any(unit.provisional) for unit in group.units):
        marks.append(word("provisional", language))
    title = Text(word("scores", language, cycle=cycle.id))
    table = Table(title=title, caption=Text(" – ".join(marks)), title_style="bold")
    for name in ("unit", "points_held", "index", "change", "rank"):
        table.add_column(word(name, language), justify="left" if name == "unit" else "right")
    for column in table.columns[1:]:
        column.no_wrap = True
    for unit in group.units:
        table.add_row(*map(Text, _cells(unit, language)))
    return table


def _cells(unit: UnitUnderBoth, language: Language) -> tuple[str, ...]:
    return (
        unit.name + ("*" if any(unit.provisional) else ""),
        _arrow(shown(Fraction(text), 2, language) for text in unit.points),
        _arrow(f"{shown(Fraction(text), 2, language)}%" if text else "–" for text in unit.index),
        _change(unit.index, language),
        _arrow(text or "–" for text in unit.rank),
    )


def _arrow(texts: Iterable[str]) -> str:
    return " → ".join(dict.fromkeys(texts))


def _change(index: Pair, language: Language) -> str:
    if not all(index):
        return "–"
    change = Fraction(index[1]) - Fraction(index[0])
    return f"{'+' if change > 0 else ''}{shown(change, 2, language)}" if change else ""
