"""Turn a method's worked cases into a small plan and cases that any engine can judge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from par_index.compile.header import twice
from par_index.compile.ladders import LadderContext, method_bands
from par_index.compile.resolve import attempt, constant
from par_index.language.ast import Input as InputNode
from par_index.model.case import Case
from par_index.model.method import CasesSpec, MethodSpec, RowSpec
from par_index.model.plan import Band, Input, Leaf, LeafKind, Part, Plan, Ranking
from par_index.points import MICRO
from par_index.problem import Problem


@dataclass(frozen=True, slots=True)
class Trial:
    """One block of a method's cases: ``expected`` gives micro-points by the case's unit name (its x)."""

    method: str
    plan: Plan
    cases: tuple[Case, ...]
    expected: Mapping[str, Fraction]
    rows: Mapping[str, RowSpec]


def trials(method: MethodSpec) -> tuple[tuple[Trial, ...], tuple[Problem, ...]]:
    """Make one trial a block of cases; problems are those of its parameters, bands or values of x."""
    made: list[Trial] = []
    problems = [] if method.cases else [Problem("L87", method.where, {"key": "cases", "least": "1"})]
    for block in method.cases:
        trial, refused = _trial(method, block)
        problems.extend(refused)
        made.extend([trial] if trial else [])
    return tuple(made), tuple(problems)


def _trial(method: MethodSpec, block: CasesSpec) -> tuple[Trial | None, tuple[Problem, ...]]:
    values, problems = _values(method, block)
    if problems:
        return None, problems
    measured = _input(method, block, tuple(values.values()))
    context = LadderContext("x", block.where, block.min, block.max, "", (), measured)
    bands, problems = method_bands(method, block.with_, context)
    problems = problems or tuple(_adrift(method, block, values, bands))
    if problems:
        return None, problems
    part = Part("x", "x", block.min, block.max, InputNode("x", measured.scale), "x", bands, block.where)
    cases = tuple(Case(name, {"x": int(value * measured.scale)}) for name, value in values.items())
    rows = {str(row.x): row for row in block.rows}
    expected = {name: row.points * MICRO for name, row in rows.items()}
    return Trial(str(method.method), _plan(method, part, measured), cases, expected, rows), ()


def _adrift(
    method: MethodSpec, block: CasesSpec, values: Mapping[str, Fraction], bands: Sequence[Band]
) -> Iterator[Problem]:
    """Tell each case whose x lies in no band, or in several: an engine would have nothing to judge it by."""
    for row in block.rows:
        held = sum(band.interval.holds(values[str(row.x)]) for band in bands)
        if held != 1:
            args = {"method": str(method.method), "x": str(row.x), "count": str(held)}
            yield Problem("L44", row.where, args)


def _values(method: MethodSpec, block: CasesSpec) -> tuple[Mapping[str, Fraction], tuple[Problem, ...]]:
    """Read each row's x: a choice's key, or a constant expression."""
    keys = _choices(method, block)
    found: dict[str, Fraction] = {}
    problems = [] if block.rows else [Problem("L87", block.where, {"key": "rows", "least": "1"})]
    problems.extend(twice("rows", (row.x for row in block.rows)))
    for row in block.rows:
        if row.x in keys:
            found[str(row.x)] = Fraction(keys.index(str(row.x)))
            continue
        value, refused = attempt(row.x, lambda words: constant(words, {}))
        problems.extend(refused)
        found.update({str(row.x): value} if value is not None else {})
    return found, tuple(problems)


def _choices(method: MethodSpec, block: CasesSpec) -> tuple[str, ...]:
    tables = [name for name, parameter in method.params.items() if parameter.type == "choice_table"]
    return tuple(str(key) for name in tables for key in block.with_.get(name, ()))


def _input(method: MethodSpec, block: CasesSpec, values: tuple[Fraction, ...]) -> Input:
    kind = method.measure_is.kind
    scale = MICRO if kind == "points" else lcm(*(value.denominator for value in values))
    whole = [int(value * scale) for value in values]
    choices = _choices(method, block)
    plain = kind if kind in ("choice", "points") else "count"
    return Input(
        "x", plain, "x", scale, min(whole), max(whole), "neutral", choices=choices, choice_labels=choices
    )


def _plan(method: MethodSpec, part: Part, measured: Input) -> Plan:
    kind: LeafKind = "penalty" if part.max == 0 and part.min < 0 else "appraised"
    leaf = Leaf(part.code, part.name, kind, "", "", part.min, part.max, (part,), ("x",), ())
    return Plan(
        set_id=f"method/{method.method}",
        name=str(method.method),
        kind="",
        kind_name="",
        year=0,
        issuer="",
        status="proposed",
        digest="",
        legal_basis="",
        inputs=(measured,),
        relations=(),
        nodes=(),
        leaves=(leaf,),
        appraised_max=part.max,
        survey_max=0,
        leaf_grid=1,
        places=2,
        ranking=Ranking(),
        bonus_ceiling=0,
        penalty_ceiling=-part.min,
    )
