"""Show figures in cells and say what a cell takes: number formats, cell rules and hints, by kind of input."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from par_index.model.plan import Input
from par_index.papers.filing import FIRST_DAY
from par_index.papers.styles import Value
from par_index.papers.wording import number, percent

_RATIOS = ("percent", "share")
_NO_BOUND = 10_000_000
"""What a count may reach when its set names no bound: nothing a reader need be told."""
_NUMBERS = (*_RATIOS, "count", "amount", "points")


def style_of(entry: Input, base: str) -> str:
    """Name the style of a figure's cell; ``base`` is ``open`` or ``grey``."""
    digits = len(str(entry.scale)) - 1
    if entry.kind in _RATIOS:
        return f"{base}_percent_{max(digits - 2, 0)}"
    if entry.kind in _NUMBERS:
        return f"{base}_{min(digits, 2) if entry.kind == 'points' else digits}"
    return f"{base}_date" if entry.kind == "date" else f"{base}_centre"


def cell_value(entry: Input, kept: int) -> Value:
    """Give a kept integer as a cell holds it: a number, a day of the calendar, or a word."""
    match entry.kind:
        case "yes_no":
            return "Có" if kept else "Không"
        case "choice":
            return (entry.choice_labels or entry.choices)[kept]
        case "date":
            return entry.never_label if kept == entry.never else kept - FIRST_DAY
        case _:
            return Fraction(kept, entry.scale)


def hint(entry: Input) -> str:
    """Say what may be written."""
    match entry.kind:
        case "yes_no":
            return "Chọn Có hoặc Không."
        case "choice":
            return "Chọn trong danh sách."
        case "date":
            never = f" hoặc “{entry.never_label}”" if entry.never is not None else ""
            return f"Ngày/tháng/năm{never}."
        case "percent" | "share":
            return f"Tỷ lệ từ {percent(Fraction(entry.low, entry.scale))} đến {_high(entry)}, ví dụ 93,5%."
        case _:
            return f"{_number_hint(entry)}{f' ({entry.unit})' if entry.unit else ''}."


def _number_hint(entry: Input) -> str:
    kind = "Số nguyên" if entry.scale == 1 else "Số"
    if entry.low == 0 and entry.high >= _NO_BOUND * entry.scale:
        return f"{kind} không âm"
    return f"{kind} từ {number(Fraction(entry.low, entry.scale))} đến {_high(entry)}"


def _high(entry: Input) -> str:
    high = Fraction(entry.high, entry.scale)
    return percent(high) if entry.kind in _RATIOS else number(high)


def rule(entry: Input, cell: str, words: str) -> Mapping[str, Any]:
    """Give the rule by which a spreadsheet refuses what cannot be a figure of this input.

    ``cell`` is the cell's own reference, ``words`` the range of its list where it has one.
    """
    told = {
        "error_title": "Số liệu chưa hợp lệ",
        "error_message": f"{entry.label[:150]}: {hint(entry)}"[:255],
        "ignore_blank": True,
    }
    if entry.kind in ("yes_no", "choice"):
        return {"validate": "list", "source": words, **told}
    if entry.kind == "date":
        return {**_date_rule(entry, cell), **told}
    low, high = (float(Fraction(bound, entry.scale)) for bound in (entry.low, entry.high))
    whole = entry.scale == 1
    return {
        "validate": "integer" if whole else "decimal",
        "criteria": "between",
        "minimum": int(low) if whole else low,
        "maximum": int(high) if whole else high,
        **told,
    }


def _date_rule(entry: Input, cell: str) -> Mapping[str, Any]:
    if entry.never is None:
        first, last = date.fromordinal(entry.low), date.fromordinal(entry.high)
        return {"validate": "date", "criteria": "between", "minimum": first, "maximum": last}
    low, high, never = entry.low - FIRST_DAY, entry.high - FIRST_DAY, entry.never_label.replace('"', '""')
    asked = f'=OR(AND(ISNUMBER({cell}),{cell}>={low},{cell}<={high}),{cell}="{never}")'
    return {"validate": "custom", "value": asked}
