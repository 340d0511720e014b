"""docs/cycle.md names every column, key, status and stage that the reader of a cycle's folder knows."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import par_index.read
from par_index.model.facts import STAGES, STATUS_LABELS
from par_index.model.scalars import Spec
from par_index.model.states import State
from par_index.problem import wordings
from par_index.read.bind import bind
from par_index.read.cycle import spec
from par_index.read.cycle.spec import CycleSpec
from par_index.read.tables import Layout
from par_index.read.yaml_tree import parse_tree
from par_index.score.marks import state_word

PAGE = (Path(__file__).parents[2] / "docs" / "cycle.md").read_text("utf-8")
NAMED = set(re.findall(r"`([^`\n]+)`", PAGE))


def readers() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(par_index.read.__path__, "par_index.read."):
        yield importlib.import_module(found.name)


def columns() -> set[str]:
    """Gather the columns of every table the reading modules declare."""
    layouts = [value for module in readers() for value in vars(module).values() if isinstance(value, Layout)]
    assert len(layouts) >= 5
    return {name for layout in layouts for name in layout.names}


@pytest.mark.parametrize("column", sorted(columns()))
def test_every_column_is_on_the_page(column: str) -> None:
    assert column in NAMED


def test_every_key_of_the_cycles_own_file_is_in_its_sample() -> None:
    sample = PAGE.split("## cycle.yaml", 1)[1].split("```", 2)[1]
    specs = [value for value in vars(spec).values() if isinstance(value, type) and issubclass(value, Spec)]
    keys = {key for model in specs for key in model.model_fields if key != "where"}
    assert {"groups", "digest", "holidays"} <= keys
    assert {key for key in keys if not re.search(rf"^[ -]*{key}:", sample, re.MULTILINE)} == set()


def test_the_sample_is_read_without_a_problem() -> None:
    tree, problems = parse_tree(PAGE.split("```yaml\n", 1)[1].split("```", 1)[0], "cycle.yaml")
    assert tree is not None
    made, refused = bind(CycleSpec, tree)
    assert (problems, refused) == ((), ())
    assert made is not None
    assert made.groups[0].set == "tien-giang/2024/so"


def test_every_stage_status_and_state_is_on_the_page() -> None:
    assert {*STAGES, *STATUS_LABELS} <= {*NAMED, *re.findall(r"\w+", PAGE)}
    assert [label for label in STATUS_LABELS.values() if f"`{label}`" not in PAGE] == []
    rows = {state: f"| {state_word(state)} | `{state}` |" for state in State}
    assert [state for state, row in rows.items() if row not in PAGE] == []


def test_every_code_named_exists() -> None:
    named = set(re.findall(r"\b[A-Z]\d{2,3}\b", PAGE))
    assert named
    assert named <= set(wordings())
