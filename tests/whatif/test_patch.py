"""A set changed by a scenario is the set whose file was changed: its plan, its proofs, all points."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from par_index.model.facts import Stage
from par_index.places import libraries, shipped
from par_index.score.opened import open_cycle, surveyed
from par_index.whatif.basis import Basis, lay_out
from par_index.whatif.scenario import compare
from tests.whatif.sample import CYCLE, basis, laid, refused, written

SET = "tien-giang/2023/huyen"
HEAD = f"scenario: thu\nsets:\n  {SET}:\n"


def edited(place: Path, *changes: tuple[str, str, int]) -> Basis:
    """Lay the example out with its set for districts edited: (what stood there, what stands there, count)."""
    folder = place / "cycle"
    shutil.copytree(CYCLE, folder)
    text = (shipped("criteria") / f"{SET}.yaml").read_text("utf-8")
    for old, new, count in changes:
        text, done = re.subn(old, new, text, flags=re.DOTALL)
        assert done == count, old
    path = folder / "criteria" / f"{SET}.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    spec = folder / "cycle.yaml"
    spec.write_text(re.sub(r"\n +digest: .*", "", spec.read_text("utf-8")), "utf-8")
    opened, problems = open_cycle(folder, libraries())
    assert opened is not None and not [item for item in problems if item.is_error]
    return lay_out(surveyed(opened)[0])[0]


def same(one: Basis, other: Basis) -> None:
    for ground, expected in zip(one.grounds, other.grounds, strict=True):
        assert ground.verdicts == expected.verdicts
        assert dict(ground.standing) == dict(expected.standing)


def test_a_heavier_leaf_is_the_set_with_every_sum_above_it_raised(tmp_path: Path) -> None:
    made = laid(written(tmp_path, HEAD + '    items:\n      "7.3.2": {max: 3}\n'))
    leaf, area = (
        r'(code: "7\.3\.2"\n\s+name: [^\n]+\n\s+max: )"1\.5"',
        r'(code: "7"\n\s+name: [^\n]+\n\s+max: )12',
    )
    node = r'(code: "7\.3"\n\s+name: [^\n]+\n\s+max: )4'
    rows = [
        (leaf, r"\g<1>3", 1),
        (area, r"\g<1>13.5", 1),
        (node, r"\g<1>5.5", 1),
        (r"\ntotal: 100", "\ntotal: 101.5", 1),
    ]
    same(made.after, edited(tmp_path, *rows))
    ground = made.after.grounds[[one.group.id for one in made.after.grounds].index("huyen")]
    assert sum(node.max for node in ground.plan.areas) == 101_500_000
    assert len(made.touched) == 11


BANDS = """bands:
              từ 70% trở lên: max
              từ 35% đến dưới 70%: max * x
              dưới 35%: 0
"""


def test_other_bands_are_the_set_with_other_bands(tmp_path: Path) -> None:
    made = laid(written(tmp_path, HEAD + '    items:\n      "7.3.2":\n        ' + BANDS))
    old = r"(round\(hs_truc_tuyen / hs_dvc; 2\)\n\s+)bands:\n.*?dưới 30%: 0\n"
    same(made.after, edited(tmp_path, (old, rf"\g<1>{BANDS}", 1)))
    assert compare(made).units


def test_a_method_may_take_the_place_of_bands(tmp_path: Path) -> None:
    text = HEAD + '    items:\n      "7.3.2": {method: ty_le}\n'
    made = laid(written(tmp_path, text))
    old = r"(round\(hs_truc_tuyen / hs_dvc; 2\)\n\s+)bands:\n.*?dưới 30%: 0\n"
    same(made.after, edited(tmp_path, (old, r"\g<1>method: ty_le\n", 1)))


def test_bands_that_leave_a_gap_are_refused_by_the_proof(tmp_path: Path) -> None:
    gap = '    items:\n      "7.3.2":\n        bands:\n          từ 70% trở lên: max\n          dưới 35%: 0\n'
    (problem,) = refused(tmp_path, HEAD + gap)
    assert (problem.where.file.rpartition("/")[2], problem.where.line) == ("kich-ban.yaml", 7)
    assert "35%" in problem.text() and "70%" in problem.text()


def test_other_weights_of_the_survey_weigh_the_same_answers(tmp_path: Path) -> None:
    made = laid(written(tmp_path, HEAD + "    survey:\n      groups:\n        dai_bieu: {weight: 1}\n"))
    weights = edited(tmp_path, (r"(id: dai_bieu\n\s+name: [^\n]+\n\s+weight: )[^\n]+", r"\g<1>1", 1))
    same(made.after, weights)
    assert compare(made).units


def test_a_policy_of_the_set_may_change(tmp_path: Path) -> None:
    made = laid(written(tmp_path, HEAD + "    ranking: {ties: dense}\n    rounding: {leaf: 0.01}\n"))
    plan = next(one.plan for one in made.after.grounds if one.group.id == "huyen")
    assert (plan.ranking.ties, plan.leaf_grid) == ("dense", 10_000)
    assert all(leaf.points % 10_000 == 0 for one in made.after.grounds if one.plan is plan
               for verdict in one.verdicts for leaf in verdict.leaves)  # fmt: skip


def test_a_set_written_as_it_is_changes_nothing(tmp_path: Path) -> None:
    made = laid(written(tmp_path, HEAD + '    items:\n      "7.3.2": {max: 1.5}\n'))
    same(made.after, basis())
    assert compare(made).units == ()


HEAVIER = HEAD + '    items:\n      "7.3.2": {max: 3}\n'
RAISED = """figures:
  - {units: [huyen-cho-gao], input: hs_truc_tuyen, set: at least 98%}
leaves:
  - {units: [huyen-cho-gao], code: "1.7.1", share: "= 90%"}
traits:
  - {units: [huyen-cai-lay], remove: [co_nha_dat]}
"""


@pytest.mark.parametrize("stage", ["council", "self"])
@pytest.mark.parametrize(
    "piece",
    [HEAVIER, HEAD + "    survey:\n      groups:\n        dai_bieu: {weight: 1}\n"],
    ids=["a maximum", "the survey's weights"],
)
def test_a_set_changed_after_figures_is_the_set_changed_before_them(
    tmp_path: Path, piece: str, stage: Stage
) -> None:
    """By hand: 7.221 files online are in the band that gives all of 7.3.2, whatever all of it is."""
    raised = laid(written(tmp_path, RAISED), basis(stage))
    after = laid(written(tmp_path, piece), raised.after).after
    merged = laid(written(tmp_path, piece + RAISED), basis(stage)).after
    same(after, merged)
    ground = after.ground("huyen")
    leaves = {leaf.code: leaf.points for leaf in ground.verdicts[ground.at["huyen-cho-gao"]].leaves}
    assert leaves["7.3.2"] == ground.plan.leaf_by_code["7.3.2"].max
    assert leaves["1.7.1"] == 1_800_000
    said = [
        [(one.stage, one.unit, one.code, one.input, one.written.text) for one in each.opened.cycle.decisions]
        for each in (after, merged)
    ]
    assert said[0] == said[1]
    scores = [sorted((one.unit, one.code, one.written.text) for one in each.opened.cycle.survey_scores)
              for each in (after, merged)]  # fmt: skip
    assert scores[0] == scores[1]


def test_two_changes_of_one_set_stack(tmp_path: Path) -> None:
    dense = "    ranking: {ties: dense}\n"
    first = laid(written(tmp_path, HEAVIER)).after
    both = laid(written(tmp_path, HEAD + dense), first).after
    merged = laid(written(tmp_path, HEAVIER + dense)).after
    same(both, merged)
    assert both.ground("huyen").plan.digest == merged.ground("huyen").plan.digest
    back = laid(written(tmp_path, HEAVIER.replace("max: 3", 'max: "1.5"')), first).after
    same(back, basis())


def test_figures_that_a_changed_set_no_longer_takes_are_told(tmp_path: Path) -> None:
    problems = refused(tmp_path, HEAD + "    inputs:\n      hs_dvc: {most: 100}\n")
    assert "C16" in {item.code for item in problems}


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ('    items:\n      "7.3.22": {max: 3}\n', "Q11", 5),
        ("    items: [1]\n", "Q13", 4),
        ("    survey:\n      groups:\n        dai_bieuu: {weight: 1}\n", "Q11", 6),
        (
            "    survey:\n      scales:\n        bon_muc:\n          - {id: a, label: Tốt, share: 100%}\n",
            "Q14",
            3,
        ),
        ('    items:\n      "7.3.2": {max: nhiều}\n', "Y26", 5),
    ],
)
def test_a_change_that_does_not_fit_is_told_at_its_line(
    tmp_path: Path, text: str, code: str, line: int
) -> None:
    problems = refused(tmp_path, HEAD + text)
    assert code in [item.code for item in problems], [item.text() for item in problems]
    place = next(item.where for item in problems if item.code == code)
    assert (place.file.endswith("kich-ban.yaml"), place.line) == (True, line)


def test_a_set_the_cycle_does_not_use_is_told(tmp_path: Path) -> None:
    (problem,) = refused(
        tmp_path, 'scenario: thu\nsets:\n  tien-giang/2023/xa:\n    items: {"1": {max: 3}}\n'
    )
    assert (problem.code, problem.where.line) == ("Q12", 3)
