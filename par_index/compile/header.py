"""Look at what a set says of itself: its year, totals, kinds, rounding, ranking and days in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from par_index.compile.reserved import stands
from par_index.model.source import RankingSpec, SetSpec
from par_index.model.text import Text
from par_index.points import MICRO, shown
from par_index.problem import Problem
from par_index.read.sets import SetSource, place_of_key
from par_index.text import nearest

_YEARS, _PLACES = (1990, 2100), 6
_MOST = Fraction(100_000)


def header_doubts(source: SetSource) -> Iterator[Problem]:
    """Tell what is out of range, empty, or at odds with the rest of the set."""
    spec = source.spec
    yield from _ranges(source)
    yield from _empty(source)
    grid = spec.rounding.leaf
    if not 0 < grid <= MICRO or MICRO % grid:
        args = {"text": shown(Fraction(grid, MICRO), 6)}
        yield Problem("L89", place_of_key(source.tree, "rounding", "leaf"), args)
    if spec.valid and spec.valid.from_ > spec.valid.to:
        yield Problem("L92", spec.valid.where)
    if spec.status == "issued" and (spec.number is None or spec.date is None):
        yield Problem("L116", place_of_key(source.tree, "status"))
    yield from _ranking(spec.ranking, spec)


def _ranges(source: SetSource) -> Iterator[Problem]:
    spec = source.spec
    total = Fraction(spec.total, MICRO)
    rows: list[tuple[tuple[str, ...], Fraction, Fraction, Fraction]] = [
        (("year",), Fraction(spec.year), Fraction(_YEARS[0]), Fraction(_YEARS[1])),
        (("total",), total, Fraction(1, MICRO), _MOST),
        (("survey",), Fraction(spec.survey.points, MICRO), Fraction(0), total),
        (("rounding", "places"), Fraction(spec.rounding.places), Fraction(0), Fraction(_PLACES)),
    ]
    for name, extra in (("bonus", spec.bonus), ("penalty", spec.penalty)):
        if extra:
            rows.append(((name, "ceiling"), Fraction(extra.ceiling, MICRO), Fraction(1, MICRO), _MOST))
    for path, value, low, high in rows:
        if not low <= value <= high:
            yield Problem("L86", place_of_key(source.tree, *path), out_of_range(path[-1], value, low, high))


def out_of_range(key: str, value: Fraction, low: Fraction, high: Fraction) -> dict[str, str]:
    """Write the particulars of a number that is out of its range."""
    text, least, most = (_number(number) for number in (value, low, high))
    return {"key": key, "text": text, "low": least, "high": most}


def _number(value: Fraction) -> str:
    whole, _, rest = shown(value, 6, grouped=False).partition(",")
    rest = rest.rstrip("0")
    return f"{whole},{rest}" if rest else whole


def _empty(source: SetSource) -> Iterator[Problem]:
    spec = source.spec
    lists: list[tuple[tuple[str, ...], int]] = [
        (("kinds",), len(spec.kinds)),
        (("documents",), len(spec.documents)),
        (("areas",), len(spec.areas)),
    ]
    extras = (("bonus", spec.bonus), ("penalty", spec.penalty))
    lists.extend(((name, "leaves"), len(extra.leaves)) for name, extra in extras if extra)
    for path, size in lists:
        if not size:
            yield Problem("L87", place_of_key(source.tree, *path), {"key": path[-1], "least": "1"})
    for item in spec.items:
        if item.parts == ():
            yield Problem("L87", item.where, {"key": "parts", "least": "1"})


def _ranking(ranking: RankingSpec, spec: SetSpec) -> Iterator[Problem]:
    if (ranking.ties == "break_by") != bool(ranking.break_by):
        yield Problem("L91", ranking.where)
    leaves = [f"leaf:{item.code}" for item in spec.items if not item.children and stands(item)]
    areas = [f"area:{area.code}" for area in spec.areas if stands(area)]
    known = ("appraised", "survey", "bonus", *areas, *leaves)
    for key in ranking.break_by:
        if key not in known:
            yield Problem("L90", key.where, {"text": key, "nearest": nearest(key, known) or ""})
    yield from twice("break_by", ranking.break_by)


def twice(key: str, texts: Iterable[Text]) -> Iterator[Problem]:
    """Tell each text that a list or table holds a second time."""
    first: dict[str, Text] = {}
    for text in texts:
        if first.setdefault(text, text) is not text:
            yield Problem("L88", text.where, {"key": key, "text": text})
