"""A set laid out in rows and put together again says the same: any set, keys in any order, any text."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings

from par_index.model.set_layout import KEYS
from par_index.model.set_sheets import LAYOUTS, SCHEMA
from par_index.model.text import Table
from par_index.papers.set_book import write_set_book
from par_index.papers.set_rows import rows_of
from par_index.read.set_book import read_set_book, set_of
from par_index.read.sets import digest
from par_index.read.sheets import Book, Cell, Row, Sheet
from par_index.read.yaml_text import yaml_text
from par_index.read.yaml_tree import read_tree
from tests.set_trees import set_trees

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = sorted([*ROOT.glob("criteria/*/*/*.yaml"), *ROOT.glob("tests/fixtures/*/criteria/*/*/*.yaml")])


def laid_out(tree: Table) -> Book:
    """Lay a set out as a reader finds it, without the file between."""
    rows, order = rows_of(tree)
    sheets = []
    for layout, records in rows.items():
        at = {column.key: number for number, column in enumerate(layout.columns)}
        head = Row(3, {at[column.key]: Cell(column.heading) for column in layout.columns})
        body = [
            Row(n, {at[key]: Cell(text) for key, text in cells.items()}) for n, cells in enumerate(records, 4)
        ]
        sheets.append(Sheet("b.xlsx", layout.title, (head, *body)))
    own = (Row(1, {0: Cell("schema"), 1: Cell(SCHEMA)}), Row(2, {0: Cell(KEYS.key), 1: Cell(order)}))
    return Book("b.xlsx", (*sheets, Sheet("b.xlsx", "_par", own)))


@settings(max_examples=300)
@given(set_trees())
def test_rows_put_together_give_the_same_set(tree: Table) -> None:
    made, problems = set_of(laid_out(tree))
    assert [problem.text() for problem in problems if problem.is_error] == []
    assert digest([made]) == digest([tree])


@settings(max_examples=12)
@given(set_trees())
def test_a_workbook_read_again_gives_the_same_set(tree: Table) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bo.xlsx"
        write_set_book(tree, path, ["ty_le"])
        made, problems = read_set_book(path, "bo.xlsx")
    assert made is not None
    assert [problem.text() for problem in problems if problem.is_error] == []
    assert digest([made]) == digest([tree])


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: "/".join(path.parts[-3:]))
def test_each_shipped_set_survives_workbook_and_yaml(path: Path, tmp_path: Path) -> None:
    tree, _ = read_tree(path)
    assert isinstance(tree, Table)
    write_set_book(tree, tmp_path / "bo.xlsx", [])
    made, problems = read_set_book(tmp_path / "bo.xlsx", "bo.xlsx")
    assert made is not None and problems == ()
    (tmp_path / "bo.yaml").write_text(yaml_text(made), "utf-8")
    again, problems = read_tree(tmp_path / "bo.yaml")
    assert again is not None and problems == ()
    assert digest([again]) == digest([made]) == digest([tree])


def test_a_set_whose_keys_stand_as_usual_needs_no_order() -> None:
    tree, _ = read_tree(ROOT / "criteria" / "tien-giang" / "2023" / "so.yaml")
    assert isinstance(tree, Table)
    rows, order = rows_of(tree)
    assert order == ""
    assert set(rows) == set(LAYOUTS)
