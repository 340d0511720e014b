"""Compile the catalogue of inputs: kinds, scales, bounds and relations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from par_index.compile.dates import days_in
from par_index.compile.entries import entry_doubts
from par_index.compile.resolve import Meanings, attempt, named
from par_index.language import ast
from par_index.language.lexer import LanguageError
from par_index.language.parser import parse_expression
from par_index.model.plan import Input, InputKind, Relation
from par_index.model.source import InputSpec, SetSpec
from par_index.model.text import Text
from par_index.points import MICRO
from par_index.problem import Problem

NEVER = date(9999, 12, 31).toordinal()
COUNT_MOST = 10_000_000
YEARS_AROUND = 5
_DECIMALS = {"percent": 2, "share": 6}


def catalogue(
    spec: SetSpec, points: Mapping[str, tuple[int, int]]
) -> tuple[tuple[Input, ...], tuple[Problem, ...]]:
    """Compile every input; ``points`` gives [min, max] of the leaf that reads each ``points`` input."""
    made = {
        str(code): _input(str(code), entry, spec.year, points.get(code, (0, 0)))
        for code, entry in spec.inputs.items()
    }
    problems = tuple(problem for code in spec.inputs for problem in entry_doubts(code, made, spec.inputs))
    return tuple(made.values()), problems


def meanings(inputs: tuple[Input, ...]) -> Meanings:
    """Give each input's code its node in an expression."""
    nodes = {entry.code: ast.Input(entry.code, entry.scale) for entry in inputs}
    return Meanings(nodes, frozenset(entry.code for entry in inputs if entry.kind == "date"))


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
        step=entry.step,
        may_exceed=str(entry.may_exceed) if entry.may_exceed else None,
        previous=str(entry.previous) if entry.previous else None,
        note=str(entry.note or ""),
        where=entry.where,
    )


def _bounds(entry: InputSpec, scale: int, year: int, points: tuple[int, int]) -> tuple[int, int]:
    low, high = _natural_bounds(entry.type, len(entry.worst_to_best or ()), scale, year, points)
    if entry.least is not None:
        low = _kept(entry.least, entry.type, scale)
    if entry.most is not None:
        high = _kept(entry.most, entry.type, scale)
    return low, high


def _kept(bound: Fraction | date, kind: InputKind, scale: int) -> int:
    """Give a declared bound as the input keeps it: days as day numbers, percents in hundredths."""
    if isinstance(bound, date):
        return bound.toordinal()
    return int(bound * scale / 100 if kind == "percent" else bound * scale)


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


def relations(spec: SetSpec, inputs: Meanings) -> tuple[tuple[Relation, ...], tuple[Problem, ...]]:
    """Compile ``within`` and ``relations:`` to left <= right."""
    made = [
        Relation(
            inputs.nodes[code], inputs.nodes[entry.within], f"{code} <= {entry.within}", entry.within.where
        )
        for code, entry in spec.inputs.items()
        if entry.within is not None and entry.within in inputs.nodes
    ]
    problems: list[Problem] = []
    for text in spec.relations:
        relation, refused = attempt(text, lambda words: _relation(words, inputs, text))  # noqa: B023 - called at once
        problems.extend(refused)
        made.extend([relation] if relation else [])
    return tuple(made), tuple(problems)


def _relation(words: str, inputs: Meanings, text: Text) -> Relation:
    parsed = parse_expression(words)
    node = named(parsed, inputs.nodes)
    days_in(parsed, inputs.dates)
    if isinstance(node, ast.Compare) and node.left != node.right and ast.inputs_of(node):
        if node.sign == "<=":
            return Relation(node.left, node.right, str(text), text.where)
        if node.sign == ">=":
            return Relation(node.right, node.left, str(text), text.where)
    raise LanguageError("L25", 0, text=words)
