"""Read the hand-worked cases: figures as an office writes them become what the engines are given."""

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from par_index.compile import load_plans
from par_index.language.ast import inputs_of
from par_index.model.case import Case
from par_index.model.plan import Input, Plan
from par_index.model.states import CLAIMED, GRANTED, NO_EVIDENCE, NOT_FILED, PENDING, REJECTED, TRAIT
from par_index.places import libraries
from par_index.problem import Problem
from tests import naive

HERE = Path(__file__).parent
MICRO = 1_000_000
SETS = (
    "tien-giang/2023/so",
    "tien-giang/2023/nganh-doc",
    "tien-giang/2023/huyen",
    "tien-giang/2023/xa",
    "tien-giang/2023/xa-kieu-mau",
    "bo-noi-vu/2022/tinh",
    "mau-hai-cap/2025/so",
    "mau-hai-cap/2025/xa",
)
TIEN_GIANG = SETS[:4]
"""The sets of one province and year, a kind of unit each: they may stand in one cycle."""
STATUSES = {"granted": GRANTED, "claimed": CLAIMED, "no_evidence": NO_EVIDENCE}

Worked = Mapping[str, Any]


@cache
def compiled(set_id: str) -> tuple[Plan, tuple[Problem, ...]]:
    """Give the plan of a set that has one kind of unit, and every problem found in it."""
    (plan,), problems = load_plans(set_id, libraries())
    return plan, problems


@cache
def worked() -> tuple[Worked, ...]:
    """Give every case of every file, all scalars as text."""
    read = (yaml.load(path.read_text("utf-8"), yaml.CBaseLoader) for path in sorted(HERE.glob("*.yaml")))
    return tuple(case for cases in read for case in cases["cases"])


def leaf_cases() -> list[Worked]:
    return [case for case in worked() if "leaf" in case]


def whole_units() -> list[Worked]:
    return [case for case in worked() if "leaves" in case]


def micro(points: str) -> int:
    """Give points as millionths."""
    scaled = Fraction(points) * MICRO
    assert scaled.denominator == 1, points
    return int(scaled)


def integer(entry: Input, text: str) -> int:
    """Type one figure in the input's own scale."""
    match entry.kind:
        case "yes_no":
            return ["không", "có"].index(text)
        case "choice":
            return entry.choices.index(text)
        case "date":
            day = date.max if text == "never" else datetime.strptime(text, "%d/%m/%Y").date()
            return day.toordinal()
        case _:
            scaled = Fraction(text) * entry.scale
            assert scaled.denominator == 1, (entry.code, text)
            return int(scaled)


def case_of(plan: Plan, written: Worked) -> Case:
    """Put a worked case's figures, traits and statuses as the engines take them."""
    values = {code: integer(plan.input_by_code[code], text) for code, text in written["figures"].items()}
    broken = _broken(plan, values)
    filed = {code: value for code, value in values.items() if code not in broken}
    flags = {leaf.code: 0 for leaf in plan.leaves}
    for leaf in plan.leaves:
        if leaf.trait is not None and leaf.trait not in written["traits"]:
            flags[leaf.code] |= TRAIT
        if broken & set(leaf.inputs):
            flags[leaf.code] |= REJECTED
        elif not set(leaf.inputs) <= filed.keys():
            flags[leaf.code] |= PENDING if leaf.kind == "survey" else NOT_FILED
    for code, status in (written.get("status") or {}).items():
        flags[code] |= STATUSES[status]
    return Case(written["case"], filed, {code: flag for code, flag in flags.items() if flag})


def _broken(plan: Plan, values: Mapping[str, int]) -> set[str]:
    """Give the figures outside their domain or in a relation that does not hold."""
    found = {
        code
        for code, value in values.items()
        if not plan.input_by_code[code].low <= value <= plan.input_by_code[code].high
        and value != plan.input_by_code[code].never
    }
    for relation in plan.relations:
        read = {*inputs_of(relation.left), *inputs_of(relation.right)}
        if read <= values.keys() and naive.worth(relation.left, values) > naive.worth(relation.right, values):
            found |= read
    return found
