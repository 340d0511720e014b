"""What changes in a set's survey is told: a group's weight, an answer's share, a question's words, a rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from par_index.revision.general import general
from tests.compile.sample import compiled
from tests.survey.instrument import INSTRUMENT


@pytest.mark.parametrize(
    ("old", "new", "subject", "code"),
    [
        ("weight: 40%", "weight: 30%", "respondents", "dai_bieu"),
        ("min_answers: 3", "min_answers: 4", "respondents", "so_nganh"),
        ("peers: true", "peers: false", "respondents", "so_nganh"),
        ("share: 60%", "share: 70%", "question", "C1"),
        ("ask: Ông/Bà đánh giá thế nào về cơ quan?", "ask: Ông/Bà thấy cơ quan thế nào?", "question", "C1"),
        ("  points: 2\n", "  points: 2\n  no_answers: zero\n", "survey_rule", "no_answers"),
        ("  points: 2\n", "  points: 2\n  min_answers: 20\n", "survey_rule", "min_answers"),
    ],
)
def test_a_change_of_the_survey_is_told(old: str, new: str, subject: str, code: str, tmp_path: Path) -> None:
    assert old in INSTRUMENT
    (before, _), _ = compiled(INSTRUMENT, tmp_path / "a")
    (after, _), _ = compiled(INSTRUMENT.replace(old, new, 1), tmp_path / "b")
    lines = [(line.subject, line.code, line.effect) for line in general(before, after)]
    assert (subject, code, "points") in lines
    assert list(general(before, before)) == []


def test_a_survey_that_is_new_is_told_whole(tmp_path: Path) -> None:
    (before, _), _ = compiled(INSTRUMENT[: INSTRUMENT.index("survey:")] + "survey: 2\n"
                              + INSTRUMENT[INSTRUMENT.index("traits:"):], tmp_path / "a")  # fmt: skip
    (after, _), _ = compiled(INSTRUMENT, tmp_path / "b")
    told = {(line.subject, line.code) for line in general(before, after)}
    assert {("respondents", "dai_bieu"), ("question", "C1"), ("survey_rule", "no_answers")} <= told
