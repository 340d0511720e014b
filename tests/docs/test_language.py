"""Keep docs/language.md true: its set proves clean, its expressions and phrases mean what it says."""

import re
from fractions import Fraction
from pathlib import Path

import pytest

from par_index.compile import load_plans
from par_index.compile.resolve import constant
from par_index.language.ast import Expression
from par_index.language.parser import FUNCTIONS, parse_expression
from par_index.language.phrases import parse_interval
from par_index.model.source import InputSpec, ItemSpec, SetSpec
from par_index.places import libraries
from tests.naive import worth
from tests.rules.arithmetic import value

PAGE = (Path(__file__).parents[2] / "docs" / "language.md").read_text("utf-8")


def table(heading: str) -> list[list[str]]:
    """Give the cells of the first table below a heading, without its header."""
    below = PAGE.split(f"\n## {heading}", 1)[1]
    rows = re.search(r"(?:^\|.*\n)+", below, re.MULTILINE)
    assert rows
    return [[cell.strip() for cell in row.strip("|").split(" | ")] for row in rows.group().splitlines()[2:]]


def test_the_pages_pieces_make_one_set_without_problems(tmp_path: Path) -> None:
    path = tmp_path / "mau.yaml"
    path.write_text("".join(re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)), "utf-8")
    plans, problems = load_plans(path, libraries())
    assert [problem.text() for problem in problems if problem.level != "note"] == []
    assert [plan.kind for plan in plans] == ["so", "huyen"]


@pytest.mark.parametrize("row", table("4."))
def test_expressions_have_the_values_shown(row: list[str]) -> None:
    written, worked = row
    assert worth(parse_expression(written.strip("`")), {}) == value(worked.strip("| "))


def bound(node: Expression) -> Fraction:
    return worth(node, {})


@pytest.mark.parametrize("row", table("5."))
def test_phrases_hold_what_is_shown(row: list[str]) -> None:
    interval = parse_interval(row[0].strip("`"), bound)
    inside, outside = (
        [constant(text.replace(",", "."), {}) for text in cell.strip("| ").split("; ")] for cell in row[1:]
    )
    assert all(interval.holds(x) for x in inside)
    assert not any(interval.holds(x) for x in outside)


def test_every_function_and_key_is_told() -> None:
    missing = [f"{name}(" for name in FUNCTIONS if f"{name}(" not in PAGE]
    for spec in (SetSpec, InputSpec, ItemSpec):
        keys = [field.alias or name for name, field in spec.model_fields.items() if name != "where"]
        missing += [key for key in keys if not re.search(rf"\b{key}\b", PAGE)]
    assert missing == []
