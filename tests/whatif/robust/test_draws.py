"""Drawn figures are such as an office could file, and every draw is scored as the rules would score it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from par_index.engine import array, forward
from par_index.read.relations import broken
from par_index.score.rank import standings
from par_index.whatif.robust.draw import laid, piece_of, shares_of
from par_index.whatif.robust.judge import judged, reweighted
from par_index.whatif.robust.noise import Noise
from tests import naive
from tests.whatif.robust.sample import ALL, drawn_cases, example, payload, spec

COUNT, SAMPLED = 12, (0, 11)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_sampled_draws_are_lawful_and_scored_by_the_rules(place: int, tmp_path: Path) -> None:
    ground = example().grounds[place]
    plan = ground.plan
    group = payload(example(), spec(ALL, tmp_path), COUNT).groups[place]
    piece = piece_of(group.base, COUNT, shares_of(group.base, COUNT, "45"), 45, "x")
    figures = laid(group.base, piece, COUNT)
    found = judged(ground.kernel, group.official.clusters, figures.population, None)
    assert figures.moved > 100
    assert figures.fitted
    names = (*(row.name for row in plan.grades.rows), "") if plan.grades else ("",)
    for draw in SAMPLED:
        cases = drawn_cases(plan, group, figures, draw)
        for case in cases:
            assert [one.text for one, _ in broken(plan, case.values)] == []
            for code, value in case.values.items():
                entry = plan.input_by_code[code]
                assert entry.low <= value <= entry.high or value == entry.never
                assert value % (entry.step or 1) == 0
        array.load(plan, cases)
        verdicts = forward.judge_many(plan, cases, 1)
        assert found.points[draw].tolist() == [one.points for one in verdicts]
        assert found.max_points[draw].tolist() == [one.max_points for one in verdicts]
        assert [names[grade] for grade in found.grades[draw]] == [one.grade for one in verdicts]
        for own in group.official.clusters:
            ranked = standings(plan, [verdicts[unit] for unit in own])
            ranks = found.ranks[draw, own].tolist()
            assert [rank or None for rank in ranks] == [one.rank for one in ranked.values()]


def test_shares_move_only_where_the_survey_is_the_units_own() -> None:
    group = payload(example(), None, COUNT).groups[0]
    noise = group.base.noise.survey
    assert noise is not None
    piece = piece_of(group.base, 200, shares_of(group.base, 200, "45"), 45, "x")
    assert piece.survey is not None
    filed = group.base.filed.figures.values[noise.rows]
    drawn = piece.survey.reshape(len(noise.rows), 200, -1)
    moved = (drawn != filed[:, None, :]).any(axis=1)
    assert (moved <= noise.moved).all()
    assert moved.any()
    # Redrawn shares lie around the survey's own.
    assert np.abs(drawn.mean(axis=1) - filed)[noise.moved].max() < 0.02 * noise.scales.max()


def test_a_share_that_is_not_the_samples_stays() -> None:
    group = payload(example(), None, COUNT).groups[0]
    noise = group.base.noise.survey
    assert noise is not None
    moved = noise.moved.copy()
    moved[:, 3] = False
    base = replace(group.base, noise=Noise(replace(noise, moved=moved)))
    piece = piece_of(base, COUNT, shares_of(base, COUNT, "45"), 45, "x")
    assert piece.survey is not None
    drawn = piece.survey.reshape(len(noise.rows), COUNT, -1)[:, :, 3]
    assert (drawn == base.filed.figures.values[noise.rows, 3][:, None]).all()


def test_yes_turns_to_no_and_levels_move_by_one(tmp_path: Path) -> None:
    noise = spec(
        "noise: a\nsurvey: none\nappraisal:\n  gaps: declared\n  chance: 50%\n  spread: 20%\n", tmp_path
    )
    group = payload(example(), noise, COUNT).groups[0]
    filed = np.tile(group.base.filed.figures.values, 40)
    found = laid(group.base, piece_of(group.base, 40, None, 45, "x"), 40).population.figures
    families = np.array(group.base.families)
    for family, most in (("yes_no", 1), ("choice", 1)):
        rows = np.flatnonzero(families == family)
        # Last year's figures and the survey's are nobody's to decide.
        moves = (found.values - filed)[rows][found.known[rows]]
        assert set(moves.tolist()) == {-most, 0, most}
        assert 0.2 < (moves != 0).mean() < 0.7
    assert not (found.values - filed)[families == "date"].any()
    assert (found.values == filed)[~found.known].all()


def test_weighted_draws_equal_fractions(tmp_path: Path) -> None:
    ground = example().grounds[0]
    group = payload(example(), spec(ALL, tmp_path), COUNT).groups[0]
    piece = piece_of(group.base, COUNT, None, 45, "x")
    assert piece.weights is not None
    assert piece.weights.min() >= 900
    assert piece.weights.max() <= 1100
    filed = group.base.filed
    once = ground.kernel.judge(filed)
    found = reweighted(ground.kernel, group.official.clusters, filed, once, piece.weights)
    tiled = array.load(ground.plan, [one.case for _ in range(COUNT) for one in ground.facts])
    whole = judged(ground.kernel, group.official.clusters, tiled, piece.weights)
    for name in ("points", "max_points", "ranks", "grades"):
        assert getattr(found, name).tolist() == getattr(whole, name).tolist()
    grades = ground.plan.grades
    assert grades is not None
    for draw in range(COUNT):
        weights = piece.weights[draw].tolist()
        indices = [
            Fraction(
                sum(w * leaf.points for w, leaf in zip(weights, one.leaves, strict=True)),
                sum(w * leaf.max_points for w, leaf in zip(weights, one.leaves, strict=True)),
            )
            for one in ground.verdicts
        ]
        assert found.ranks[draw].tolist() == naive.ranks(indices)
        for unit, index in enumerate(indices):
            best = next(at for at, row in enumerate(grades.rows) if row.interval.holds(index))
            barred = bool(ground.verdicts[unit].barred_by)
            assert found.grades[draw, unit] >= best if barred else found.grades[draw, unit] == best


def test_bonus_and_penalty_keep_their_weight(tmp_path: Path) -> None:
    ground = example().grounds[0]
    group = payload(example(), spec(ALL, tmp_path), COUNT).groups[0]
    piece = piece_of(group.base, COUNT, None, 45, "x")
    assert piece.weights is not None
    for row, leaf in enumerate(ground.plan.leaves):
        still = bool((piece.weights[:, row] == 1000).all())
        assert still == (leaf.kind in ("bonus", "penalty"))
