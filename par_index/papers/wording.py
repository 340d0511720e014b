"""Say in words how a leaf is scored: its measure with the figures' names, its bands with their points."""

from __future__ import annotations

import re
from fractions import Fraction

from par_index.language import ast
from par_index.language.interval import Interval
from par_index.model.plan import Band, Input, Leaf, Part, Plan
from par_index.points import MICRO, decimal_text, shown

_WORD = re.compile(r"[^\W\d]\w*")
_FUNCTIONS = {
    "late": "số ngày trễ",
    "count": "số nội dung đúng trong",
    "all": "đồng thời",
    "any": "ít nhất một trong",
    "min": "số nhỏ nhất trong",
    "max": "số lớn nhất trong",
    "sum": "tổng",
    "round": "tỷ lệ làm tròn",
    "working": "số ngày làm việc tính đến",
    "and": "và",
    "or": "hoặc",
    "not": "không",
}


def how(plan: Plan, leaf: Leaf) -> str:
    """Say how a leaf is scored, a part after another.

    The words hold the same numbers as the plan: a band's points are worked out, not copied from its author.
    """
    several = len(leaf.parts) > 1
    texts = []
    for part in leaf.parts:
        head = f"{part.name} (tối đa {number(Fraction(part.max, MICRO))} điểm). " if several else ""
        texts.append(head + _part(plan, part))
    return "\n".join(texts)


def number(value: Fraction) -> str:
    """Write an exact number with a decimal comma, or as a fraction when it has no end."""
    try:
        whole, _, rest = decimal_text(value).partition(".")
    except ValueError:
        return f"{value.numerator}/{value.denominator}"
    return shown(value, len(rest)) if rest else shown(Fraction(whole), 0)


def percent(value: Fraction) -> str:
    """Write a ratio as a percent."""
    return f"{number(100 * value)}%"


def _part(plan: Plan, part: Part) -> str:
    bare = plan.input_by_code[part.measure.code] if isinstance(part.measure, ast.Input) else None
    if bare is not None and bare.kind == "points":
        return "Cơ quan thẩm định cho điểm, có lý do."
    bands = "; ".join(f"{_when(plan, part, band, bare)}: {_give(part, band)}" for band in _best_first(part))
    if bare is not None and bare.kind in ("yes_no", "choice"):
        return f"{bands}."
    return f"x = {measure_words(plan, part)}. {_capital(bands)}."


def _best_first(part: Part) -> tuple[Band, ...]:
    first, last = part.bands[0], part.bands[-1]
    low = first.slope * (first.interval.high or 0) + first.base
    high = last.slope * (last.interval.low or 0) + last.base
    return part.bands if low > high else part.bands[::-1]


def measure_words(plan: Plan, part: Part) -> str:
    """Write a measure with its inputs' labels in the place of their codes."""

    def word(found: re.Match[str]) -> str:
        entry = plan.input_by_code.get(found.group())
        return f"“{entry.label}”" if entry else _FUNCTIONS.get(found.group(), found.group())

    text = re.sub(r"(?<=[^\W\d_])\(", " (", _WORD.sub(word, part.measure_text))
    return text.replace("*", "×").replace("<=", "≤").replace(">=", "≥")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _when(plan: Plan, part: Part, band: Band, bare: Input | None) -> str:
    single = band.interval.low is not None and band.interval.low == band.interval.high
    if single and bare is not None and bare.kind == "choice":
        return (bare.choice_labels or bare.choices)[int(band.interval.low or 0)]
    if single and bare is not None and bare.kind == "yes_no":
        return "Có" if band.interval.low else "Không"
    if single and is_yes_no(plan, part.measure):
        return "đạt" if band.interval.low else "không đạt"
    return span_words(band.interval, in_percent=_in_percent(part))


def is_yes_no(plan: Plan, node: ast.Expression) -> bool:
    """Tell a measure that is only met (1) or not met (0)."""
    match node:
        case ast.Compare():
            return True
        case ast.Input(code, _):
            return plan.input_by_code[code].kind == "yes_no"
        case ast.Least(terms) | ast.Greatest(terms):
            return all(is_yes_no(plan, term) for term in terms)
        case _:
            return False


def _in_percent(part: Part) -> bool:
    return any("%" in band.phrase for band in part.bands)


def span_words(span: Interval, *, in_percent: bool) -> str:
    """Write an interval as decisions do, its closed sides in the word."""
    write = percent if in_percent else number
    if span.low is not None and span.low == span.high:
        return f"bằng {write(span.low)}"
    if span.low is None and span.high is None:
        return "mọi trường hợp"
    if span.low is None:
        return f"{'đến' if span.high_closed else 'dưới'} {write(span.high or Fraction(0))}"
    begin = f"{'từ' if span.low_closed else 'trên'} {write(span.low)}"
    if span.high is None:
        return f"{begin} trở lên" if span.low_closed else begin
    return f"{begin} đến {'' if span.high_closed else 'dưới '}{write(span.high)}"


def _give(part: Part, band: Band) -> str:
    slope, base = band.slope / MICRO, band.base / MICRO
    if not slope:
        return f"{number(base)} điểm"
    if not base:
        return f"{_line(part, slope)} điểm"
    zero = -base / slope
    if slope > 0 and zero > 0:
        return f"{_line(part, slope, f'(x − {_place(part, zero)})')} điểm"
    sign = "+" if slope > 0 else "−"
    return f"{number(base)} {sign} {_line(part, abs(slope))} điểm"


def _place(part: Part, value: Fraction) -> str:
    return percent(value) if _in_percent(part) else number(value)


def _line(part: Part, slope: Fraction, x: str = "x") -> str:
    """Write ``slope · x`` as officials do: by the maximum and the value at which it is reached."""
    most = Fraction(part.max, MICRO)
    if slope == most and most:
        return f"{x} × {number(most)}"
    if slope == 1 and not _in_percent(part):
        return x
    reached = most / slope
    endless = "/" in number(slope)
    if _in_percent(part) and reached > 0 and (reached < 1 or endless) and "/" not in number(reached):
        return f"{x} × {number(most)} / {percent(reached)}"
    return f"{x} × {number(slope)}"
