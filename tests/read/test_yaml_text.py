"""Whatever tree is written as YAML is read as the same tree, places and quotes aside."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from par_index.model.text import Listing, Table, Text, Tree
from par_index.read.sets import digest
from par_index.read.yaml_text import block, yaml_text
from par_index.read.yaml_tree import parse_tree
from tests.set_trees import Dice, set_trees, text


def read(written: str) -> Tree:
    tree, problems = parse_tree(written, "x.yaml")
    assert tree is not None, problems
    return tree


@settings(max_examples=150)
@given(set_trees())
def test_a_file_is_read_as_it_was_meant(tree: Table) -> None:
    if tree:
        assert digest([read(yaml_text(tree))]) == digest([tree])


@settings(max_examples=150)
@given(st.integers(0, 2**40), st.integers(1, 4))
def test_a_cell_of_a_table_is_read_as_it_was_meant(seed: int, size: int) -> None:
    dice = Dice(seed, size)
    tree = dice.table(dice.anything)
    if tree:
        assert digest([read(block(tree))]) == digest([tree])


@pytest.mark.parametrize("code", ["1", "1.10", "1,10", "yes", "No", "~", "-1", "2023"])
def test_a_code_that_looks_like_a_number_stands_in_quotes(code: str) -> None:
    made = read(yaml_text(Table({Text("code"): text(code), text(code): Listing([text(code)])})))
    assert isinstance(made, Table)
    (first, second), (_, listed) = made.items()
    assert isinstance(second, Text) and second.quoted and not first.quoted
    assert isinstance(listed, Listing) and isinstance(listed[0], Text) and listed[0].quoted


@pytest.mark.parametrize(
    ("lines", "written"),
    [
        ({"code": "1", "max": "1", "T": "0.5"}, 'code: "1"\nmax: 1\nT: "0.5"\n'),
        ({"name": "Sở, ban (ngành)", "say": "a: b"}, 'name: Sở, ban (ngành)\nsay: "a: b"\n'),
        ({">= 98%": "max", "từ 1 đến 2": "50% max"}, '">= 98%": max\ntừ 1 đến 2: 50% max\n'),
    ],
)
def test_it_reads_as_people_write_it(lines: dict[str, str], written: str) -> None:
    assert yaml_text(Table({text(key): text(value) for key, value in lines.items()})) == written
