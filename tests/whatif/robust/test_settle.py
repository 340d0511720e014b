"""A noise file's slips are told at their lines; what is assumed is said, with where it comes from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from par_index.read.noise import read_noise
from par_index.whatif.robust.gaps import RELATIVE, appraised, observed
from par_index.whatif.robust.settle import settle
from tests.whatif.robust.sample import ALL, example, small, spec

SLIPS = [
    ("noise: a\nsuvey: redraw\n", "Y20", 2, 1),
    ("survey: redraw\n", "Y21", 1, 1),
    ("noise: a\nsurvey: again\n", "Y24", 2, 9),
    ("noise: a\nsurvey: [redraw]\n", "Y24", 2, 1),
    ("noise: a\nsurvey:\n", "Y24", 2, 1),
    ("noise: a\nappraisal:\n  gaps: declared\n  chance: 120%\n  spread: 5%\n", "N01", 4, 11),
    ("noise: a\nappraisal:\n  gaps: declared\n  chance: -1%\n  spread: 5%\n", "N01", 4, 11),
    ("noise: a\nweights:\n  spread: 100%\n", "N02", 3, 11),
    ("noise: a\nweights:\n  spread: 2,25%\n", "N02", 3, 11),
    ("noise: a\nappraisal:\n  gaps: declared\n  chance: 5%\n", "N03", 3, 3),
    ("noise: a\nappraisal:\n  gaps: observed\n  chance: 5%\n", "N04", 3, 3),
    ("noise: a\ndata:\n  - error: 5%\n", "N05", 3, 5),
    ("noise: a\ndata:\n  - error: 5%\n    inputs: [x]\n    kinds: [count]\n", "N05", 3, 5),
    ("noise: a\ndata:\n  - error: nhiều\n    kinds: [count]\n", "Y26", 3, 12),
    ("noise: a\ndata:\n  - error: 5%\n    kinds: [counts]\n", "Y24", 4, 13),
]


@pytest.mark.parametrize(("text", "code", "line", "column"), SLIPS)
def test_slips_are_told_where_they_stand(
    text: str, code: str, line: int, column: int, tmp_path: Path
) -> None:
    path = tmp_path / "noise.yaml"
    path.write_text(text, "utf-8")
    _, problems = read_noise(path, "noise.yaml")
    assert [(one.code, one.where.line, one.where.column) for one in problems] == [(code, line, column)]
    assert all("{" not in words for one in problems for words in map(one.text, ("vi", "en")))


MISFITS = [
    ("noise: a\ndata:\n  - error: 5%\n    inputs: [hoan_thanhh]\n", "N06", 4, "hoan_thanh"),
    ("noise: a\ndata:\n  - error: 5%\n    inputs: [hoan_thanh]\n    groups: [soo]\n", "N07", 5, "so"),
    ("noise: a\ndata:\n  - error: 5%\n    inputs: [kh_phan_cap]\n", "N08", 4, "yes_no"),
]


@pytest.mark.parametrize(("text", "code", "line", "word"), MISFITS)
def test_what_does_not_fit_the_cycle_is_told(
    text: str, code: str, line: int, word: str, tmp_path: Path
) -> None:
    _, problems = settle(example(), spec(text, tmp_path))
    found = [one for one in problems if one.is_error]
    assert [(one.code, one.where.line) for one in found] == [(code, line)]
    assert word in found[0].text("vi")
    assert word in found[0].text("en")


def test_what_a_cycle_does_not_have_is_a_warning(tmp_path: Path) -> None:
    basis = small(tmp_path, {})
    asked = spec("noise: a\nsurvey: redraw\nappraisal:\n  gaps: observed\n", tmp_path)
    _, problems = settle(basis, asked)
    assert sorted((one.code, one.where.line) for one in problems) == [("N10", 2), ("N11", 4), ("N12", 6)]
    assert not any(one.is_error for one in problems)


def test_defaults_are_the_survey_and_the_observed_gaps() -> None:
    settled, problems = settle(example())
    assert problems == ()
    assert [one.active for one in settled.noises] == [
        ("survey", "appraisal"),
        ("appraisal",),
        ("survey", "appraisal"),
    ]
    words = [one.text() for one in settled.assumptions[0]]
    assert "số liệu điều tra, 3.449 phiếu về 19 đơn vị" in words[0]
    assert "khoảng lệch giữa tự chấm và thẩm định, n = 3 số liệu bị sửa trong" in words[1]


def test_every_assumption_names_its_line(tmp_path: Path) -> None:
    settled, _ = settle(example(), spec(ALL, tmp_path))
    told = {one.source: one for one in settled.assumptions[0]}
    places = {source: str(one.where).partition(":")[2] for source, one in told.items()}
    assert places == {"survey": "2:9", "appraisal": "4:3", "data": "8:5", "weights": "11:3"}
    assert all(one.text().endswith(f"[{one.where}]") for one in told.values())
    data = settled.noises[0].data
    assert data is not None
    assert set(data.errors.tolist()) == {0.3}


def test_observed_gaps_are_taken_from_decisions() -> None:
    """30 → 27, 39 → 36 and 1 → 2 of the departments; what was not applicable before has no gap."""
    (gaps,) = observed(example().grounds)
    assert gaps.family == "figure"
    assert gaps.moves == pytest.approx((-3 / 30, -3 / 39, 1 / 2))
    assert gaps.chance == pytest.approx(3 / gaps.declared)
    # Districts were appraised too, though no figure of theirs was changed; vertical agencies were not.
    declared = [
        sum(
            figure.steps[0].value is not None and figure.steps[0].stage == "self"
            for one in ground.facts
            for code, figure in one.figures.items()
            if ground.plan.input_by_code[code].kind in RELATIVE and appraised(ground.plan.input_by_code[code])
        )
        for ground in example().grounds
    ]
    assert gaps.declared == declared[0] + declared[2]


def test_a_share_that_others_decided_is_not_redrawn() -> None:
    settled, _ = settle(example())
    noise = settled.noises[0].survey
    assert noise is not None
    assert noise.moved.dtype == np.bool_
    assert noise.moved.any()
