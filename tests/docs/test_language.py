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
from par_index.model.extension import ExtendsSpec, ExtensionSpec
from par_index.model.source import InputSpec, ItemSpec, SetSpec
from par_index.model.survey import OptionSpec, QuestionSpec, RespondentsSpec, SurveySpec
from par_index.places import libraries
from tests.naive import worth
from tests.rules.arithmetic import value

PAGE = (Path(__file__).parents[2] / "docs" / "language.md").read_text("utf-8")


def pieces(fence: str) -> str:
    return "".join(re.findall(rf"```{fence}\n(.*?)```", PAGE, re.DOTALL))


def table(heading: str) -> list[list[str]]:
    """Give the cells of the first table below a heading, without its header."""
    below = PAGE.split(f"\n## {heading}", 1)[1]
    rows = re.search(r"(?:^\|.*\n)+", below, re.MULTILINE)
    assert rows
    return [[cell.strip() for cell in row.strip("|").split(" | ")] for row in rows.group().splitlines()[2:]]


def test_the_pages_pieces_make_one_set_without_problems(tmp_path: Path) -> None:
    path = tmp_path / "mau.yaml"
    path.write_text(pieces("yaml"), "utf-8")
    plans, problems = load_plans(path, libraries())
    assert [problem.text() for problem in problems if problem.level != "note"] == []
    assert [plan.kind for plan in plans] == ["so", "huyen"]


def test_the_pages_survey_may_stand_for_its_bare_number(tmp_path: Path) -> None:
    path = tmp_path / "mau.yaml"
    assert pieces("yaml").count("survey: 4\n") == 1
    path.write_text(pieces("yaml").replace("survey: 4\n", pieces("yaml điều-tra")), "utf-8")
    plans, problems = load_plans(path, libraries())
    assert [problem.text() for problem in problems if problem.level != "note"] == []
    assert all(plan.instrument and plan.instrument.leaves for plan in plans)


def test_every_key_of_a_survey_is_explained() -> None:
    below = PAGE.split("\n## 10.", 1)[1].partition("\n## ")[0]
    models = (SurveySpec, RespondentsSpec, QuestionSpec, OptionSpec)
    keys = {key for model in models for key in model.model_fields} - {"where"}
    assert [key for key in sorted(keys) if not re.search(rf"\b{key}\b", below)] == []


def test_the_pages_extension_fills_and_splits_its_set(tmp_path: Path) -> None:
    path = tmp_path / "vi-du" / "2023" / "mau.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(pieces("yaml"), "utf-8")
    (plan, _), _ = load_plans(path, libraries())
    own = tmp_path / "mo-rong.yaml"
    own.write_text(pieces("yaml mở-rộng").replace("sha256-…", plan.digest), "utf-8")
    plans, problems = load_plans(own, libraries(criteria=tmp_path))
    assert [problem.text() for problem in problems if problem.level != "note"] == []
    assert {"4.1", "1.2.a", "1.2.b"} <= set(plans[0].leaf_by_code)
    assert (plan.unfilled_max, plans[0].unfilled_max) == (2_000_000, 0)


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
    for spec in (SetSpec, InputSpec, ItemSpec, ExtensionSpec, ExtendsSpec):
        keys = [field.alias or name for name, field in spec.model_fields.items() if name != "where"]
        missing += [key for key in keys if not re.search(rf"\b{key}\b", PAGE)]
    assert missing == []
