"""Compile a part: its method or inline ladder, its parameters, and the bands that result."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from par_index.compile.resolve import attempt, constant, interval, line
from par_index.language import ast
from par_index.language.interval import Interval
from par_index.language.lexer import LanguageError
from par_index.model.plan import Band, Input
from par_index.model.scalars import Ladder
from par_index.model.source import MethodSpec, ParameterSpec
from par_index.model.text import Listing, Table, Text
from par_index.points import MICRO
from par_index.problem import Problem, Where
from par_index.text import nearest

Values = Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class LadderContext:
    """What a ladder is compiled against: its owner's code, place, bounds and kind of unit."""

    code: str
    where: Where
    min: int
    max: int
    kind: str
    measured: Input | None
    """The input when the measure is that bare input, else ``None``."""

    @property
    def limits(self) -> Values:
        return {"max": Fraction(self.max, MICRO), "min": Fraction(self.min, MICRO)}


def inline_bands(ladder: Ladder, context: LadderContext) -> tuple[tuple[Band, ...], tuple[Problem, ...]]:
    """Compile a ladder that stands in the leaf itself."""
    if isinstance(ladder, Text):
        return (), (Problem("L50", ladder.where, {"text": ladder}),)
    return _bands(ladder, context.limits, context)


def method_bands(
    method: MethodSpec, given: Mapping[str, Any], context: LadderContext
) -> tuple[tuple[Band, ...], tuple[Problem, ...]]:
    """Compile a method's ladder with the parameters a leaf gives."""
    problems = [*_parameter_doubts(method, given, context), *_measure_doubts(method, context)]
    given = {key: _by_kind(value, context.kind) for key, value in given.items()}
    values = dict(context.limits)
    for name, parameter in method.params.items():
        if parameter.type not in ("ladder", "choice_table") and isinstance(given.get(name), Text):
            value, refused = attempt(given[name], lambda words: _parameter(words, parameter, context.limits))  # noqa: B023
            problems.extend(refused)
            values.update({name: value} if value is not None else {})
    if problems:
        return (), tuple(problems)
    ladder = method.bands
    if isinstance(ladder, Table):
        words = {name: str(value) for name, value in given.items() if isinstance(value, Text)}
        return _bands(ladder, values, context, fixed=words)
    return _given_ladder(ladder, method, given, values, context)


def _given_ladder(
    name: Text, method: MethodSpec, given: Mapping[str, Any], values: Values, context: LadderContext
) -> tuple[tuple[Band, ...], tuple[Problem, ...]]:
    table = given.get(name)
    if name not in method.params or not isinstance(table, Table):
        return (), (Problem("L50", context.where, {"text": name}),)
    if method.params[name].type == "choice_table":
        return _choice_bands(table, values, context)
    if table.flow:
        return (), (Problem("Y28", table.where, {"key": str(name)}),)
    return _bands(table, values, context)


def _by_kind(value: Any, kind: str) -> Any:
    if isinstance(value, Table) and len(value) == 1 and "by kind" in value:
        table = next(iter(value.values()))
        return table.get(Text(kind)) if isinstance(table, Table) else None
    return value


def _parameter(words: str, parameter: ParameterSpec, limits: Values) -> Fraction:
    value = constant(words, limits)
    if parameter.type == "percent" and "%" not in words:
        raise LanguageError("L26", 0, text=words)
    if parameter.type in ("count", "days") and value.denominator != 1:
        raise LanguageError("L27", 0, text=words)
    return value


def _parameter_doubts(method: MethodSpec, given: Mapping[str, Any], context: LadderContext) -> list[Problem]:
    found = []
    for name in given:
        if name not in method.params:
            best = nearest(name, tuple(method.params))
            hint = best or ""
            args = {
                "name": name,
                "method": str(method.method),
                "nearest": hint,
                "known": ", ".join(method.params) or "(không có)",
            }
            found.append(Problem("L51", _where(given[name], context), args))
    for name, parameter in method.params.items():
        value = _by_kind(given.get(name), context.kind)
        if value is None:
            args = {
                "name": name,
                "method": str(method.method),
                "label": str(parameter.label or name),
                "kind": context.kind,
            }
            found.append(Problem("L52", context.where, args))
        elif isinstance(value, Text) == (parameter.type in ("ladder", "choice_table")):
            found.append(Problem("L53", _where(value, context), {"name": name, "method": str(method.method)}))
    return found


def _where(value: object, context: LadderContext) -> Where:
    return value.where if isinstance(value, Text | Table) else context.where


def _measure_doubts(method: MethodSpec, context: LadderContext) -> list[Problem]:
    wanted = method.measure_is.kind
    fits = wanted not in ("choice", "points") or (
        context.measured is not None and context.measured.kind == wanted
    )
    return [] if fits else [Problem("L54", context.where, {"method": str(method.method), "kind": wanted})]


def _bands(
    table: Table, values: Values, context: LadderContext, *, fixed: Mapping[str, str] | None = None
) -> tuple[tuple[Band, ...], tuple[Problem, ...]]:
    """Compile interval -> give rows.

    ``fixed`` rows belong to the method: problems point at the leaf, its parameters' values fill the phrase.
    """
    bands: list[Band] = []
    problems: list[Problem] = []
    for at, (phrase, give) in enumerate(table.items(), 1):
        if not isinstance(give, Text):
            problems.append(_no_words(phrase, give))
            continue
        where = phrase.where if fixed is None else context.where
        span, refused = attempt(phrase, lambda words: interval(words, values))
        drawn, also = attempt(give, lambda words: line(words, values))
        problems.extend(
            item if fixed is None else Problem(item.code, where, item.args) for item in (*refused, *also)
        )
        if span is not None and drawn is not None:
            bands.append(_band(context, at, span, drawn, _filled(phrase, fixed), _filled(give, fixed), where))
    return _sorted(bands), tuple(problems)


def _no_words(key: Text, give: Table | Listing) -> Problem:
    found = "một bảng" if isinstance(give, Table) else "một danh sách"
    return Problem("Y23", key.where, {"key": str(key), "expected": "một dòng chữ", "found": found})


def _filled(phrase: str, words: Mapping[str, str] | None) -> str:
    """Write a method's phrase with the values a leaf gave its parameters."""
    return re.sub(r"[^\W\d]\w*", lambda match: (words or {}).get(match.group(), match.group()), str(phrase))


def _choice_bands(
    table: Table, values: Values, context: LadderContext
) -> tuple[tuple[Band, ...], tuple[Problem, ...]]:
    assert context.measured is not None
    choices = context.measured.choices
    bands: list[Band] = []
    problems: list[Problem] = []
    for at, (key, give) in enumerate(table.items(), 1):
        if key not in choices:
            best = nearest(key, choices)
            hint = best or ""
            problems.append(
                Problem("L55", key.where, {"choice": key, "nearest": hint, "known": ", ".join(choices)})
            )
            continue
        if not isinstance(give, Text):
            problems.append(_no_words(key, give))
            continue
        drawn, refused = attempt(give, lambda words: line(words, values))
        problems.extend(refused)
        place = Fraction(choices.index(key))
        if drawn is not None:
            span = Interval(place, True, place, True)
            label = context.measured.choice_labels[int(place)]
            bands.append(_band(context, at, span, drawn, label, str(give), key.where))
    missing = [choice for choice in choices if choice not in table]
    if missing:
        problems.append(Problem("L56", table.where, {"missing": ", ".join(missing)}))
    return _sorted(bands), tuple(problems)


def _band(
    context: LadderContext,
    at: int,
    span: Interval,
    drawn: tuple[Fraction, Fraction],
    phrase: str,
    give: str,
    where: Where,
) -> Band:
    slope, base = drawn
    return Band(f"{context.code}/b{at}", span, slope * MICRO, base * MICRO, phrase, give, where)


def _sorted(bands: list[Band]) -> tuple[Band, ...]:
    return tuple(sorted(bands, key=_order))


def _order(band: Band) -> tuple[bool, Fraction, bool, bool, Fraction]:
    low, high = band.interval.low, band.interval.high
    return (
        low is not None,
        low or Fraction(0),
        not band.interval.low_closed,
        high is None,
        high if high is not None else Fraction(0),
    )


def bare_input(node: ast.Expression, inputs: Mapping[str, Input]) -> Input | None:
    """Give the input when a measure is nothing but that input."""
    return inputs[node.code] if isinstance(node, ast.Input) else None
