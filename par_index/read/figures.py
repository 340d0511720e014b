"""Turn a figure as written into the integer its input keeps, or say what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cache

from par_index.model.facts import Written
from par_index.model.plan import Input
from par_index.points import AmbiguousNumberError, Numbers, parse_number
from par_index.problem import Problem
from par_index.read.tables import bad_cell
from par_index.read.written import bare_figure
from par_index.text import folded, nearest

_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_YES_NO = {"có": 1, "co": 1, "không": 0, "khong": 0}
_RATIOS = ("percent", "share")


def typed(entry: Input, written: Written, numbers: Numbers | None) -> int | Problem:
    """Read a figure that is not empty, in its input's own scale and within its bounds.

    ``numbers`` is the style the cycle declares for text such as ``1.234``; typed cells have one reading only.
    """
    if written.kind in ("error", "formula"):
        return bad_cell(written)
    match entry.kind:
        case "yes_no":
            return _word(entry, written, _YES_NO, "C20")
        case "choice":
            return _word(entry, written, _choices(entry.choices, entry.choice_labels), "C21")
        case "date":
            return _date(entry, written)
        case _:
            return _number(entry, written, numbers)


def _refused(code: str, entry: Input, written: Written, **more: str) -> Problem:
    return Problem(code, written.where, {"label": entry.label, "text": written.text, **more})


def _word(entry: Input, written: Written, known: Mapping[str, int], code: str) -> int | Problem:
    value = known.get(folded(written.text))
    if value is not None:
        return value
    words = entry.choice_labels or entry.choices or ("Có", "Không")
    return _refused(code, entry, written, known="; ".join(words), nearest=nearest(written.text, words) or "")


@cache
def _choices(keys: tuple[str, ...], labels: tuple[str, ...]) -> Mapping[str, int]:
    words = {folded(label): place for place, label in enumerate(labels)}
    return words | {folded(key): place for place, key in enumerate(keys)}


def _date(entry: Input, written: Written) -> int | Problem:
    if entry.never is not None and folded(written.text) in ("never", folded(entry.never_label)):
        return entry.never
    parts = _DAY.fullmatch(written.text) if written.kind in ("text", "date") else None
    if parts is None:
        return _refused("C46" if entry.never_label else "C18", entry, written, never=entry.never_label)
    day, month, year = map(int, parts.groups())
    try:
        value = date(year, month, day).toordinal()
    except ValueError:
        return _refused("C19", entry, written, month=f"{month:02d}/{year}")
    return _within(entry, written, value)


def _number(entry: Input, written: Written, numbers: Numbers | None) -> int | Problem:
    percent = written.text.endswith("%")
    body = written.text.removesuffix("%").rstrip()
    if written.kind == "date" or (percent and entry.kind not in _RATIOS):
        return _refused("C14", entry, written, **_hints(entry))
    try:
        value = _parsed(body, written, numbers)
    except AmbiguousNumberError as error:
        return _refused("C15", entry, written, first=error.readings[0], second=error.readings[1])
    except ValueError:
        return _refused("C14", entry, written, **_hints(entry))
    if percent or entry.kind == "percent":
        value = Fraction(value, 100)
    scaled = value * entry.scale
    if scaled.denominator != 1:
        places = _places(entry)
        return _refused("C17" if places else "C50", entry, written, places=str(places))
    return _within(entry, written, int(scaled))


def _parsed(body: str, written: Written, numbers: Numbers | None) -> Fraction | int:
    """Read a number; most are whole, and those need no parser."""
    if body.isascii() and body.isdigit():
        return int(body)
    return Fraction(body.replace(",", ".")) if written.kind != "text" else parse_number(body, numbers)


def _within(entry: Input, written: Written, value: int) -> int | Problem:
    if not entry.low <= value <= entry.high:
        low, high = bare_figure(entry, entry.low), bare_figure(entry, entry.high)
        return _refused("C16", entry, written, low=low, high=high)
    if entry.step and value % entry.step:
        return _refused("C36", entry, written, step=bare_figure(entry, entry.step))
    return value


def _hints(entry: Input) -> Mapping[str, str]:
    if entry.kind in _RATIOS:
        return {"example": "93,5%"}
    return {"example": "12" if entry.scale == 1 else "12,5"}


def _places(entry: Input) -> int:
    """Count the decimals a figure of this input may have, as a percent where it is a ratio."""
    return max(len(str(entry.scale)) - (3 if entry.kind in _RATIOS else 1), 0)
