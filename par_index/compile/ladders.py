"""Compile a part: its method or inline ladder, its parameters, and the bands that result."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from par_index.compile.resolve import attempt, constant, interval, line, percent, points
from par_index.language import ast
from par_index.language.interval import Interval
from par_index.language.lexer import LanguageError
from par_index.model.method import MethodSpec, ParameterSpec
from par_index.model.plan import Band, Input
from par_index.model.scalars import Ladder, Name
from par_index.model.text import Listing, Table, Text
from par_index.points import MICRO
from par_index.problem import Problem, Where
from par_index.text import nearest

Values = Mapping[str, Fraction]
Given = Mapping[Name, Any]
"""What a leaf writes under ``with``: a text, a table, or something that is refused."""
_BY_KIND = "by kind"
_TABLES = ("ladder", "choice_table")


@dataclass(frozen=True, slots=True)
class LadderContext:
    """What a ladder is compiled against: its owner's code, place, bounds and kind of unit."""

    code: str
    where: Where
    min: int
    max: int
    kind: str
    kinds: tuple[str, ...]
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
    method: MethodSpec, given: Given, context: LadderContext
) -> tuple[tuple[Band, ...], tuple[Problem, ...]]:
    """Compile a method's ladder with the parameters a leaf gives."""
    problems = list(_kind_doubts(method, given, context))
    given = {key: _by_kind(value, context.kind) for key, value in given.items()}
    if not problems:
        problems = [*_parameter_doubts(method, given, context), *_measure_doubts(method, context)]
    values = dict(context.limits)
    for name, parameter in method.params.items():
        if parameter.type not in _TABLES and isinstance(given.get(name), Text):
            value, refused = attempt(given[name], lambda words: _parameter(words, parameter, context.limits))  # noqa: B023
            problems.extend(refused)
            values.update({name: value} if value is not None else {})
    if problems:
        return (), tuple(problems)
    ladder = method.bands
    if isinstance(ladder, Table):
        words = {str(name): str(value) for name, value in given.items() if isinstance(value, Text)}
        return _bands(ladder, values, context, fixed=words)
    return _given_ladder(ladder, method, given, values, context)


def _given_ladder(
    name: Text, method: MethodSpec, given: Given, values: Values, context: LadderContext
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
    kinds = value.get(Text(_BY_KIND)) if isinstance(value, Table) else None
    return kinds.get(Text(kind)) if isinstance(kinds, Table) else value


def _kind_doubts(method: MethodSpec, given: Given, context: LadderContext) -> Iterator[Problem]:
    """Look at each ``by kind`` table: alone in its place, every kind of unit named, no other."""
    for name, value in given.items():
        key = _like_by_kind(value)
        if key is None:
            continue
        kinds = value[key]
        if key != _BY_KIND or len(value) > 1 or not isinstance(kinds, Table):
            yield Problem("L57", key.where, {"name": name, "kinds": ", ".join(context.kinds)})
            continue
        args = {"method": str(method.method), "name": name, "label": _label(method, name)}
        for kind in context.kinds:
            if kind not in kinds:
                yield Problem("L52", key.where, {**args, "kind": kind})
        for kind in kinds:
            if kind not in context.kinds:
                yield Problem("L85", kind.where, {"kind": kind, "known": ", ".join(context.kinds)})


def _like_by_kind(value: Any) -> Text | None:
    keys = tuple(value) if isinstance(value, Table) else ()
    return next((key for key in keys if nearest(key.replace("_", " "), (_BY_KIND,))), None)


def _label(method: MethodSpec, name: str) -> str:
    parameter = method.params.get(Text(name))
    return str(parameter.label or name) if parameter else name


def _parameter(words: str, parameter: ParameterSpec, limits: Values) -> Fraction:
    if parameter.type == "percent":
        value = percent(words)
    elif parameter.type == "points":
        value = Fraction(points(words, limits), MICRO)
    else:
        value = constant(words, limits)
    if parameter.type in ("count", "days") and (value.denominator != 1 or "%" in words):
        raise LanguageError("L27", 0, text=words)
    if parameter.type != "number" and value <= 0:
        raise LanguageError("L28", 0, text=words)
    return value


def _parameter_doubts(method: MethodSpec, given: Given, context: LadderContext) -> Iterator[Problem]:
    args = {"method": str(method.method)}
    for name, value in given.items():
        if name not in method.params:
            known = tuple(method.params)
            hints = {"nearest": nearest(name, known) or "", "known": ", ".join(known) or "(không có)"}
            yield Problem("L51", name.where, {**args, **hints, "name": name})
        elif not isinstance(value, Table if method.params[name].type in _TABLES else Text):
            yield Problem("L53", name.where, {**args, "name": name})
    for name in method.params:
        if name not in given:
            label = _label(method, name)
            yield Problem("L52", context.where, {**args, "name": name, "label": label, "kind": context.kind})


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
