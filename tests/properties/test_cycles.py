"""What must hold of any cycle over the small set, whatever its offices hand in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from par_index.model.result import LeafResult, Results, UnitResult, to_json
from par_index.points import MICRO
from par_index.read.cycle import load_cycle
from par_index.score.run import run
from tests.cli import sample
from tests.compile.sample import SOUND, compiled
from tests.properties.offices import (
    IN_ORDER,
    PLAN,
    Office,
    cycle_of,
    exact,
    leaves_of,
    offices,
    populations,
    scored,
    units_of,
)
from tests.score.cycles import decision

LEAVES = PLAN.leaf_by_code
POPULATION = populations()


def fraction(leaf: LeafResult) -> tuple[Fraction, Fraction]:
    return Fraction(leaf.points), Fraction(leaf.max_points)


def without_places(unit: UnitResult) -> UnitResult:
    """Take out which cell each figure was read from, and the unit's own code and name."""
    leaves = tuple(replace(leaf, source={}) for leaf in unit.leaves)
    return replace(unit, leaves=leaves, unit="", name="")


@settings(max_examples=80, deadline=None)
@given(POPULATION)
def test_points_lie_within_their_bounds(population: dict[str, Office]) -> None:
    for unit in units_of(scored(cycle_of(population))).values():
        for code, leaf in leaves_of(unit).items():
            points, most = fraction(leaf)
            declared = LEAVES[code]
            assert Fraction(declared.min, MICRO) <= points <= Fraction(declared.max, MICRO)
            assert most in (0, Fraction(declared.max, MICRO))
        points, most = Fraction(unit.points), Fraction(unit.max_points)
        assert points == sum(Fraction(leaf.points) for leaf in unit.leaves)
        assert most == sum(Fraction(leaf.max_points) for leaf in unit.leaves)
        assert points == sum(Fraction(area.points) for area in unit.areas) + Fraction(unit.bonus)
        assert 0 <= points <= most + Fraction(PLAN.bonus_ceiling, MICRO)
        assert 0 <= most <= 10
        index = exact(unit)
        assert index is None if most == 0 else index == 100 * points / most
        assert index is None or 0 <= index <= 100 * (1 + Fraction(PLAN.bonus_ceiling, MICRO) / most)


@settings(max_examples=80, deadline=None)
@given(populations(least=2))
def test_ranks_follow_the_exact_index_and_equals_are_equal(population: dict[str, Office]) -> None:
    found = [(exact(unit), unit.rank) for unit in units_of(scored(cycle_of(population))).values()]
    ranked = [index for index, _ in found if index is not None]
    for index, rank in found:
        assert rank == (None if index is None else 1 + sum(other > index for other in ranked))


@settings(max_examples=40, deadline=None)
@given(POPULATION, st.randoms(use_true_random=False))
def test_the_order_of_units_and_rows_changes_no_byte(population: dict[str, Office], random: Random) -> None:
    one = cycle_of(population)
    mixed = {
        name: tuple(random.sample(rows, len(rows)))
        for name, rows in (("units", one.units), ("facts", one.facts), ("survey_scores", one.survey_scores))
    }
    assert to_json(scored(replace(one, **mixed))) == to_json(scored(one))


@settings(max_examples=40, deadline=None)
@given(populations(least=2), st.randoms(use_true_random=False))
def test_permuting_units_permutes_their_results(population: dict[str, Office], random: Random) -> None:
    codes = random.sample(sorted(population), len(population))
    passed_on = dict(zip(codes, population.values(), strict=True))
    before, after = (units_of(scored(cycle_of(held))) for held in (population, passed_on))
    for old, new in zip(population, codes, strict=True):
        assert without_places(after[new]) == without_places(before[old])


@settings(max_examples=80, deadline=None)
@given(populations(least=3), st.sampled_from(sorted(IN_ORDER)), st.data())
def test_better_figures_never_lower_points_or_rank(
    population: dict[str, Office], code: str, data: st.DataObject
) -> None:
    office, texts = population["so-0"], list(IN_ORDER[code])
    assume(code in office.figures)
    if code == "so_hoa":
        assume("phai_so_hoa" in office.figures)
        texts = [text for text in texts if int(text) <= int(office.figures["phai_so_hoa"])]
    worse, better = sorted(data.draw(st.lists(st.integers(0, len(texts) - 1), min_size=2, max_size=2)))
    before, after = (
        units_of(scored(cycle_of({**population, "so-0": office.with_figure(code, texts[place])})))
        for place in (worse, better)
    )
    old, new = before["so-0"], after["so-0"]
    assert all(Fraction(leaves_of(new)[leaf.code].points) >= Fraction(leaf.points) for leaf in old.leaves)
    assert Fraction(new.points) >= Fraction(old.points)
    assert {unit: without_rank(one) for unit, one in after.items() if unit != "so-0"} == {
        unit: without_rank(one) for unit, one in before.items() if unit != "so-0"
    }
    if new.max_points == old.max_points and old.rank is not None and new.rank is not None:
        assert new.rank <= old.rank


def without_rank(unit: UnitResult) -> UnitResult:
    """Take out what hangs on the other units: the rank, and how many decimals tell it from theirs."""
    return replace(without_places(unit), rank=None, index_shown="")


DECLARED = {"1.2": "drop", "1.3": "full"}
"""What each leaf that may be not applicable declares to earn then."""


@settings(max_examples=60, deadline=None)
@given(offices(), st.sampled_from(sorted(DECLARED)))
def test_not_applicable_moves_points_and_maximum_as_declared(office: Office, code: str) -> None:
    granted = decision("council", "so-0", code, "", "", "not_applicable")
    office = replace(office, has_procedures=True)
    before = units_of(scored(cycle_of({"so-0": office})))["so-0"]
    after = units_of(scored(cycle_of({"so-0": office}, (granted,))))["so-0"]
    most = Fraction(LEAVES[code].max, MICRO)
    assert leaves_of(after)[code].state == "not_applicable"
    assert fraction(leaves_of(after)[code]) == ((0, 0) if DECLARED[code] == "drop" else (most, most))
    others = {key: fraction(leaf) for key, leaf in leaves_of(before).items() if key != code}
    assert {key: fraction(leaf) for key, leaf in leaves_of(after).items() if key != code} == others
    old_points, old_most = fraction(leaves_of(before)[code])
    new_points, new_most = fraction(leaves_of(after)[code])
    assert Fraction(after.points) - Fraction(before.points) == new_points - old_points
    assert Fraction(after.max_points) - Fraction(before.max_points) == new_most - old_most


def in_other_order(node: Any, random: Random) -> Any:
    """Shuffle areas, criteria and sub-criteria of a set, at every level."""
    if isinstance(node, dict):
        return {key: in_other_order(value, random) for key, value in node.items()}
    if isinstance(node, list):
        changed = [in_other_order(item, random) for item in node]
        return (
            random.sample(changed, len(changed)) if any(isinstance(item, dict) for item in node) else changed
        )
    return node


@settings(max_examples=10, deadline=None)
@given(populations(least=2), st.randoms(use_true_random=False))
def test_the_order_of_leaves_changes_no_points(population: dict[str, Office], random: Random) -> None:
    shuffled = in_other_order(yaml.load(SOUND, yaml.CBaseLoader), random)
    quoted = yaml.dump(shuffled, allow_unicode=True, default_style='"', sort_keys=False, width=10_000)
    with TemporaryDirectory() as place:
        plans, problems = compiled(quoted, Path(place))
    assert not [problem.text() for problem in problems if problem.is_error]
    after, _ = run(cycle_of(population), plans[:1])
    before = scored(cycle_of(population))
    assert after is not None
    assert by_leaf(after) == by_leaf(before)


def by_leaf(results: Results) -> Mapping[str, tuple[object, ...]]:
    """Give what each unit earned, by leaf, wherever the leaf stands."""
    return {
        code: (
            {
                key: (leaf.state, *fraction(leaf), parts_apart(leaf.rule))
                for key, leaf in leaves_of(unit).items()
            },
            (unit.points, unit.max_points, unit.index_exact, unit.rank, unit.grade, unit.grade_barred_by),
        )
        for code, unit in units_of(results).items()
    }


def parts_apart(rules: str) -> set[str]:
    """Give the rules that fired, without the number of the part: parts may change places too."""
    return {rule.replace("#1", "#").replace("#2", "#") for rule in rules.split()}


@settings(max_examples=10, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_and_number_of_files_change_no_result(random: Random) -> None:
    head, *rows = sample.FACTS.splitlines()
    piles: list[list[str]] = [[], [], []]
    for row in random.sample(rows, len(rows)):
        random.choice(piles).append(row)
    names = random.sample(["a.csv", "b.csv", "z.csv"], 3)
    split = {
        f"facts/{name}": "\n".join([head, *pile, ""]) for name, pile in zip(names, piles, strict=True) if pile
    }
    listed, *units = sample.UNIT_LIST.splitlines()
    split["units.csv"] = "\n".join([listed, *random.sample(units, len(units)), ""])
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        before, _ = load_cycle(sample.folder(Path(one)))
        after, _ = load_cycle(sample.folder(Path(other), {**split, "facts.csv": None}))
    assert before is not None
    assert after is not None
    plain, mixed = scored(before), scored(after)
    assert mixed.inputs_digest == plain.inputs_digest
    assert {code: without_places(unit) for code, unit in units_of(mixed).items()} == {
        code: without_places(unit) for code, unit in units_of(plain).items()
    }
