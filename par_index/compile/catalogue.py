"""Compile the catalogue of inputs: kinds, scales, bounds and relations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from par_index.compile.resolve import Meanings, attempt, named
from par_index.language import ast
from par_index.language.lexer import LanguageError
from par_index.language.parser import parse_expression
from par_index.model.plan import Input, InputKind, Relation
from par_index.model.source import InputSpec, SetSpec
from par_index.model.text import Text
from par_index.points import MICRO
from par_index.problem import Problem
from par_index.text import nearest

NEVER = date(9999, 12, 31).toordinal()
COUNT_MOST = 10_000_000
YEARS_AROUND = 5
_DECIMALS = {"percent": 2, "share": 6}


def catalogue(
    spec: SetSpec, points: Mapping[str, tuple[int, int]]
) -> tuple[tuple[Input, ...], tuple[Problem, ...]]:
    """Compile every input; ``points`` gives [min, max] of the leaf that reads each ``points`` input."""
    problems: list[Problem] = []
    made = []
    for code, entry in spec.inputs.items():
        problems.extend(_doubts(code, entry, spec))
        made.append(_input(code, entry, spec.year, points.get(code, (0, 0))))
    return tuple(made), tuple(problems)


def meanings(inputs: tuple[Input, ...]) -> Meanings:
    """Give each input's code its node in an expression."""
    return {entry.code: ast.Input(entry.code, entry.scale) for entry in inputs}


def _scale(entry: InputSpec) -> int:
    match entry.type:
        case "percent":
            return int(10 ** (2 + (entry.decimals if entry.decimals is not None else _DECIMALS["percent"])))
        case "share":
            return int(10 ** (entry.decimals if entry.decimals is not None else _DECIMALS["share"]))
        case "amount":
            return int(10 ** (entry.decimals or 0))
        case "points":
            return MICRO
        case _:
            return 1


def _input(code: str, entry: InputSpec, year: int, points: tuple[int, int]) -> Input:
    scale = _scale(entry)
    low, high = _bounds(entry, scale, year, points)
    choices = tuple(map(str, entry.worst_to_best or ()))
    labels = entry.labels or {}
    return Input(
        code=code,
        kind=entry.type,
        label=str(entry.label or code),
        scale=scale,
        low=low,
        high=high,
        better=entry.better,
        unit=str(entry.unit or ""),
        lead=str(entry.lead or ""),
        source=entry.source,
        never=NEVER if entry.never else None,
        never_label=str(entry.never or ""),
        choices=choices,
        choice_labels=tuple(str(labels.get(key, key)) for key in choices),
        step=int(entry.step * MICRO) if entry.step else None,
        previous=str(entry.previous) if entry.previous else None,
        note=str(entry.note or ""),
        where=entry.where,
    )


def _bounds(entry: InputSpec, scale: int, year: int, points: tuple[int, int]) -> tuple[int, int]:
    low, high = _natural_bounds(entry.type, len(entry.worst_to_best or ()), scale, year, points)
    if entry.least is not None:
        low = int(entry.least * _declared_unit(entry.type, scale))
    if entry.most is not None:
        high = int(entry.most * _declared_unit(entry.type, scale))
    return low, high


def _declared_unit(kind: InputKind, scale: int) -> Fraction:
    """Tell what one written unit of ``least``/``most`` is worth: percents are written as percents."""
    return Fraction(scale, 100) if kind == "percent" else Fraction(scale)


def _natural_bounds(
    kind: InputKind, choices: int, scale: int, year: int, points: tuple[int, int]
) -> tuple[int, int]:
    match kind:
        case "yes_no":
            return 0, 1
        case "choice":
            return 0, max(choices - 1, 0)
        case "count" | "amount":
            return 0, COUNT_MOST * scale
        case "percent" | "share":
            return 0, scale
        case "date":
            around = min(max(year, 1 + YEARS_AROUND), date.max.year - YEARS_AROUND)
            first, last = date(around - YEARS_AROUND, 1, 1), date(around + YEARS_AROUND, 12, 31)
            return first.toordinal(), last.toordinal()
        case "points":
            return points


def _doubts(code: str, entry: InputSpec, spec: SetSpec) -> list[Problem]:
    found = []
    for key in ("within", "previous"):
        named_code = getattr(entry, key)
        if named_code is not None and named_code not in spec.inputs:
            best = nearest(named_code, tuple(spec.inputs))
            hint = best or ""
            found.append(
                Problem("L20", named_code.where, {"word": named_code, "what": "số liệu", "nearest": hint})
            )
    if entry.type == "amount" and entry.most is None:
        found.append(Problem("L30", entry.where, {"input": code}))
    if (entry.type == "choice") != (entry.worst_to_best is not None):
        found.append(Problem("L31", entry.where, {"input": code}))
    if (
        entry.type in ("amount", "count")
        and entry.least is not None
        and entry.most is not None
        and entry.least > entry.most
    ):
        found.append(Problem("L32", entry.where, {"input": code}))
    if entry.never and entry.type != "date":
        found.append(Problem("L33", entry.where, {"input": code}))
    for key in entry.labels or {}:
        if key not in (entry.worst_to_best or ()):
            found.append(Problem("L34", entry.where, {"input": code, "choice": key}))
    return found


def relations(spec: SetSpec, inputs: Meanings) -> tuple[tuple[Relation, ...], tuple[Problem, ...]]:
    """Compile ``within`` and ``relations:`` to left <= right."""
    made = [
        Relation(inputs[code], inputs[entry.within], f"{code} <= {entry.within}", entry.within.where)
        for code, entry in spec.inputs.items()
        if entry.within is not None and entry.within in inputs
    ]
    problems: list[Problem] = []
    for text in spec.relations:
        relation, refused = attempt(text, lambda words: _relation(words, inputs, text))  # noqa: B023 - called at once
        problems.extend(refused)
        made.extend([relation] if relation else [])
    return tuple(made), tuple(problems)


def _relation(words: str, inputs: Meanings, text: Text) -> Relation:
    node = named(parse_expression(words), inputs, "số liệu")
    match node:
        case ast.Compare(left, "<=", right):
            return Relation(left, right, str(text), text.where)
        case ast.Compare(left, ">=", right):
            return Relation(right, left, str(text), text.where)
        case _:
            raise LanguageError("L25", 0, text=words)
