"""Print the ranked table of a result, for a wide or a narrow terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Literal

from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from par_index.model.result import GroupResult, Results, UnitResult
from par_index.points import shown
from par_index.problem import Language
from par_index.score.marks import alike, few, mark_line

_WORDS = {
    "vi": {
        "rank": "Hạng", "unit": "Đơn vị", "appraised": "Thẩm định", "survey": "ĐTXHH", "extra": "Thưởng/trừ",
        "points": "Tổng điểm", "max": "Tối đa", "index": "Chỉ số", "grade": "Xếp loại",
        "last": "Hạng năm trước", "provisional": "tạm tính", "awaited": "chờ", "barred": "khống chế",
        "not_comparable": "không so sánh được", "between": "Khoảng 95%", "ranks": "Hạng có thể",
        "alike": "≈ chưa phân biệt được với đơn vị ngay dưới (xác suất đứng trên dưới 97,5%)",
        "few": "† ít câu trả lời điều tra",
    },
    "en": {
        "rank": "Rank", "unit": "Unit", "appraised": "Appraised", "survey": "Survey",
        "extra": "Bonus/penalty", "points": "Points", "max": "Maximum", "index": "Index", "grade": "Grade",
        "last": "Last year's rank",
        "provisional": "provisional", "awaited": "awaited", "barred": "barred",
        "not_comparable": "not comparable", "between": "95% interval", "ranks": "Possible ranks",
        "alike": "≈ cannot be told from the unit right below (probability of standing above it under 97.5%)",
        "few": "† few answers to the survey",
    },
}  # fmt: skip

_POINTS = ("appraised", "survey", "extra", "points", "max")
_LAYOUTS: tuple[tuple[str, ...], ...] = (
    ("rank", "unit", *_POINTS, "index", "between", "ranks", "grade", "last"),
    ("rank", "unit", "survey", "points", "max", "index", "between", "ranks", "grade"),
    ("rank", "unit", "points", "index", "grade"),
)
"""From the widest terminal to the narrowest; what no unit has is left out."""
_LEAST_NAME = 12
"""The fewest letters of a unit's name on one line."""


def print_ranking(console: Console, results: Results, language: Language) -> None:
    """Print every group, cluster by cluster."""
    for group in results.groups:
        for cluster in dict.fromkeys(unit.cluster for unit in group.units):
            units = [unit for unit in group.units if unit.cluster == cluster]
            for columns in _LAYOUTS:
                table = ranking_table(results, group, cluster, units, language, columns)
                if fits(console, table):
                    break
            console.print(table)


def fits(console: Console, table: Table, column: int = 1) -> bool:
    """Wrap the units' names (in their ``column``) as much as the terminal asks; tell whether that was enough.

    Left to itself the table would clip other columns instead.
    """
    names = table.columns[column]
    longest = max(console.measure(cell).maximum for cell in (names.header, *names.cells))
    unbounded = console.options.update(max_width=10_000)
    over = Measurement.get(console, unbounded, table).maximum - console.width
    if over > 0:
        names.width = max(longest - over, _LEAST_NAME)
    return over <= max(longest - _LEAST_NAME, 0)


def ranking_table(
    results: Results,
    group: GroupResult,
    cluster: str,
    units: list[UnitResult],
    language: Language,
    columns: Sequence[str],
) -> Table:
    """Make one cluster's table of those columns that say something of it."""
    words = _WORDS[language]
    title = f"{group.name} – {results.year}" + (f" – {cluster}" if cluster else "")
    notes = [mark_line(results, group, language)]
    notes.extend(words[name] for name, told in (("alike", alike), ("few", few)) if any(map(told, units)))
    table = Table(title=Text(title), caption=Text("\n".join(filter(None, notes))), title_style="bold")
    surveyed = any(unit.survey for unit in units)
    shown_ones = [name for name in columns if surveyed or name not in ("between", "ranks")]
    for name in shown_ones:
        wrapped = name == "unit" or (len(columns) == len(_LAYOUTS[-1]) and name == "grade")
        justify: Literal["left", "right"] = "left" if name in ("unit", "grade") else "right"
        table.add_column(words[name], justify=justify, no_wrap=not wrapped)
    for unit in units:
        cells = _cells(unit, group.places, language)
        table.add_row(*(Text(cells[name]) for name in shown_ones))
    return table


def _cells(unit: UnitResult, places: int, language: Language) -> dict[str, str]:
    words = _WORDS[language]
    extra = Fraction(unit.bonus) + Fraction(unit.penalty)
    barred = f" ({words['barred']}: {', '.join(unit.grade_barred_by)})" if unit.grade_barred_by else ""
    return {
        "rank": f"{unit.rank or '–'}{' ≈' if alike(unit) else ''}",
        "unit": f"{unit.name}{' †' if few(unit) else ''}",
        "appraised": _figure(unit.appraised_points, places, language),
        "survey": words["awaited"] if unit.awaits_survey else _figure(unit.survey_points, places, language),
        "extra": shown(extra, places, language) if extra else "",
        "points": _figure(unit.points, places, language),
        "max": _figure(unit.max_points, places, language),
        "index": _index(unit, places, language),
        **_sureness(unit, places, language),
        "grade": words["provisional"] if unit.provisional else unit.grade + barred,
        "last": _last(unit, words),
    }


def _sureness(unit: UnitResult, places: int, language: Language) -> dict[str, str]:
    """Tell between what the index and the rank lie, as far as the survey's sample goes."""
    said = unit.survey
    if said is None:
        return {"between": "", "ranks": ""}
    ranks = f"{said.best}–{said.worst}" if said.best != said.worst else f"{said.best or '–'}"
    low, high = (_figure(text, places, language) for text in (said.low, said.high))
    return {"between": f"{low}–{high}", "ranks": ranks}


def _figure(text: str, places: int, language: Language) -> str:
    return shown(Fraction(text), places, language)


def _index(unit: UnitResult, places: int, language: Language) -> str:
    """Print the index with the decimals that decide, where two print alike but rank apart."""
    if not unit.index_shown:
        return "–"
    decimals = max(places, len(unit.index_shown.partition(".")[2]))
    return f"{shown(Fraction(unit.index_shown), decimals, language)}%"


def _last(unit: UnitResult, words: Mapping[str, str]) -> str:
    if unit.last_year is not None and not unit.last_year.comparable:
        return words["not_comparable"]
    if unit.last_year is None or unit.last_year.rank is None:
        return "–"
    change = unit.last_year.change or 0
    arrow = f" (+{change})" if change > 0 else f" ({change})" if change else ""
    return f"{unit.last_year.rank}{arrow}"
