"""A whole run: probabilities add up, no noise is the official result, nobody's hand shows in the numbers."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from operator import add
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from par_index.whatif.robust import GroupRobustness, Robustness, robust
from par_index.whatif.robust.document import document
from par_index.whatif.robust.tasks import Payload, draw_task
from tests.whatif.robust.sample import ALL, NONE, WEIGHTS, example, payload, spec


@pytest.fixture(scope="module")
def plain() -> Robustness:
    """What the example's own survey and appraisal leave open."""
    return robust(example(), draws=300, seed=45, sobol_draws=16)


def told(found: Robustness) -> str:
    return json.dumps(document(found), ensure_ascii=False)


def test_probabilities_sum_to_one_exactly(plain: Robustness) -> None:
    for group in plain.groups:
        assert group.rank_counts.sum(axis=1).tolist() == [300] * len(group.units)
        assert group.grade_counts.sum(axis=1).tolist() == [300] * len(group.units)
        assert group.rank_probability.sum(axis=1) == pytest.approx(1)
        level = group.rank_counts.sum(axis=0)
        assert level[0] == 0
        for own in group.clusters.values():
            # In every draw every place is held, or left to those who share one above it.
            held = group.rank_counts[own].sum(axis=0)[1:].cumsum()
            assert np.all(held[: len(own)] >= 300 * np.arange(1, len(own) + 1))
        if group.above.size:
            both = group.above + group.above.T
            assert both.max() <= 300
            paired = group.next >= 0
            units = np.flatnonzero(paired)
            assert np.array_equal(
                group.above[units, group.next[units]], np.rint(group.above_next[units] * 300)
            )


def test_without_noise_every_draw_is_the_official_result(tmp_path: Path) -> None:
    found = robust(example(), spec(NONE, tmp_path), draws=7)
    assert [problem.code for problem in found.problems] == ["N12", "N12", "N12"]
    for group, ground in zip(found.groups, example().grounds, strict=True):
        official = [ground.standing[unit].rank or 0 for unit in group.units]
        assert group.ranks.tolist() == official
        assert group.rank_counts[np.arange(len(official)), official].tolist() == [7] * len(official)
        assert [group.grades[grade] for grade in group.grade] == [one.grade for one in ground.verdicts]
        assert group.grade_counts[np.arange(len(official)), group.grade].tolist() == [7] * len(official)
        assert (group.stay == 1).all()
        assert (group.rank_low == group.ranks).all()
        assert (group.rank_high == group.ranks).all()
        assert not group.index_sd.any()
        assert group.index_mean == pytest.approx(
            [float(ground.standing[u].index or 0) for u in group.units], abs=1e-4
        )
        assert group.shares == ()
        ties = [unit for unit in range(len(official)) if group.level_next[unit] == 1]
        assert np.flatnonzero(group.alike).tolist() == ties


def of_districts(noise: str, place: Path, **settings: Any) -> Robustness:
    """Run over the districts alone, every source of noise declared."""
    basis = example()
    alone = type(basis)(basis.opened, basis.stage, basis.grounds[2:])
    settings = {"draws": 40, "seed": 45, "sobol_draws": 8, **settings}
    return robust(alone, spec(noise, place), **settings)


def test_same_seed_same_answer_another_seed_another(tmp_path: Path) -> None:
    one, again = (of_districts(ALL, tmp_path) for _ in range(2))
    assert told(again) == told(one)
    assert pickle.dumps(again.groups[0].rank_counts) == pickle.dumps(one.groups[0].rank_counts)
    other = of_districts(ALL, tmp_path, seed=46)
    assert other.groups[0].rank_counts.tolist() != one.groups[0].rank_counts.tolist()


def test_who_does_the_tasks_and_when_does_not_show(tmp_path: Path) -> None:
    """Tasks are done backwards, each by a worker that got the payload as bytes."""

    def elsewhere(task: Callable[..., object], load: Payload, numbers: Sequence[int]) -> Iterator[object]:
        sent = pickle.dumps((task, load))
        done = {}
        for number in reversed(numbers):
            theirs, own = pickle.loads(sent)  # noqa: S301
            done[number] = theirs(own, number)
        yield from (done[number] for number in numbers)

    assert told(of_districts(ALL, tmp_path, run=elsewhere)) == told(of_districts(ALL, tmp_path))


def test_one_source_more_leaves_the_others_draws_alone(tmp_path: Path) -> None:
    """Each source has a stream of its own: weights of ±0.1% hardly move what figures did."""
    figures = ALL.partition("weights:")[0]
    one = of_districts(figures, tmp_path, sobol_draws=0).groups[0]
    both = of_districts(figures + "weights:\n  spread: 0,1%\n", tmp_path, sobol_draws=0).groups[0]
    assert both.lawful == one.lawful
    assert both.index_mean == pytest.approx(one.index_mean, abs=0.01)


@pytest.mark.parametrize("noise", ["survey: redraw\nappraisal:\n  gaps: none\n", WEIGHTS.partition("\n")[2]])
def test_sums_merge_in_any_grouping(noise: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Four stretches, added one by one, by pairs, and backwards; none repeats another's draws."""
    monkeypatch.setattr("par_index.whatif.robust.tasks.STRETCH", 25)
    load = payload(example(), spec(f"noise: a\n{noise}", tmp_path), 90)
    assert load.jobs(90)[:4] == [(0, 0, 25), (0, 25, 50), (0, 50, 75), (0, 75, 90)]
    parts = [draw_task(load, number) for number in range(4)]
    ways = (
        reduce(add, parts),
        (parts[0] + parts[1]) + (parts[2] + parts[3]),
        reduce(add, reversed(parts)),
    )
    assert [one.draws for one in parts] == [25, 25, 25, 15]
    assert len({one.index.tobytes() for one in parts}) == 4
    for name in ("ranks", "grades", "index", "leaves", "above", "above_next", "shift", "lawful"):
        first, *others = (getattr(way, name) for way in ways)
        assert first.dtype.kind == "i"
        assert all(np.array_equal(first, other) for other in others)


def test_a_group_draws_the_same_beside_others_or_alone(plain: Robustness) -> None:
    basis = example()
    alone = type(basis)(basis.opened, basis.stage, basis.grounds[2:])
    found = robust(alone, draws=300, seed=45, sobol_draws=0)
    assert found.groups[0].group == plain.groups[2].group
    # The gaps are pooled over groups, and the departments' are gone: only the survey is compared.
    assert {one.source for one in found.groups[0].assumptions} == {"survey"}


def test_memory_is_bounded_by_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many draws a task has, so many columns are laid out at a time."""
    widths: list[int] = []
    from par_index.whatif.robust import tasks

    real = tasks.judged

    def watched(kernel: object, clusters: object, population: object, weights: object) -> object:
        widths.append(population.figures.values.shape[1])  # type: ignore[attr-defined]
        return real(kernel, clusters, population, weights)  # type: ignore[arg-type]

    monkeypatch.setattr(tasks, "judged", watched)
    monkeypatch.setattr(tasks, "COLUMNS", 95)
    draw_task(payload(example(), None, 23), 0)
    assert (max(widths), sum(widths)) == (95, 23 * 19)


def test_a_task_holds_no_more_shares_than_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("par_index.whatif.robust.tasks.SHARES", 9 * 19 * 7)
    first, second, third = payload(example(), None, 90).groups
    assert list(first.stretches(20)) == [(0, 7), (7, 14), (14, 20)]
    assert list(second.stretches(300)) == [(0, 239), (239, 300)]
    assert list(third.stretches(12)) == [(0, 12)]


def test_weights_alone_are_drawn_over_points_judged_once(tmp_path: Path) -> None:
    found = robust(example(), spec(WEIGHTS, tmp_path), draws=200, sobol_draws=64)
    for group in found.groups:
        assert {one.source for one in group.assumptions} == {"weights"}
        assert group.lawful == (0, 0, 0)
        assert group.rank_counts.sum(axis=1).tolist() == [200] * len(group.units)
        assert group.index_sd.max() > 0
        assert {one.parting for one in group.shares} == {"area", "leaf"}
        # Weights are drawn apart and move the index almost straight: first-order parts fill the whole.
        areas = [one for one in group.shares if one.parting == "area"]
        errors = sum(one.first_error**2 for one in areas) ** 0.5
        assert abs(sum(one.first for one in areas) - 1) < 4 * errors + 0.02


def test_quantiles_are_the_ranks_that_hold_the_middle(plain: Robustness) -> None:
    for group in plain.groups:
        for unit in range(len(group.units)):
            ranks = np.repeat(np.arange(group.rank_counts.shape[1]), group.rank_counts[unit])
            low, high = np.sort(ranks)[[7, 292]]
            assert (group.rank_low[unit], group.rank_high[unit]) == (low, high)


def test_neighbours_that_are_not_told_apart_form_runs(plain: Robustness) -> None:
    group: GroupRobustness = plain.groups[0]
    (own,) = group.clusters.values()
    runs = group.alike_runs(own)
    assert runs
    assert all(group.alike[unit] for run in runs for unit in run[:-1])
    assert not any(group.alike[run[-1]] for run in runs)
    assert sum(len(run) - 1 for run in runs) == int(group.alike.sum())


def test_no_draws_are_refused() -> None:
    with pytest.raises(ValueError, match="draws"):
        robust(example(), draws=0)
