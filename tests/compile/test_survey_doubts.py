"""Each key of a set's survey, broken in turn, is told at its own line with the words that mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from par_index.problem import wordings
from tests.compile.sample import SOUND, compiled, line_of

WHOLE = """\
survey:
  points: 2
  min_answers: 30
  groups:
    - id: dai_bieu
      name: Đại biểu
      weight: 40%
      min_answers: 10
    - id: xa
      name: Lãnh đạo cấp xã
      weight: 0,2
      rates: [huyen, so]
    - id: dan
      name: Người dân
      weight: 40%
  scales:
    bon_muc:
      - id: a
        label: Tốt
        share: 100%
      - id: b
        label: Khá
        share: 60%
      - id: k
        label: Không biết
    hai_muc:
      - id: y
        label: Đồng ý
        share: 1
      - id: n
        label: Không đồng ý
        share: 0
  questions:
    - id: C1
      leaf: "2.1"
      ask: Ông/Bà đánh giá thế nào?
      scale: bon_muc
      groups: [dai_bieu, dan]
    - id: C2
      leaf: "2.1"
      ask: Ông/Bà có đồng ý không?
      scale: hai_muc
      weight: 2
"""
BREAKS = [
    # old, new, code, the line is that of this mark
    ("- id: xa", "- id: dan", "L62", "- id: dan\n      name: Người"),
    ("- id: C2", "- id: C1", "L62", '- id: C1\n      leaf: "2.1"\n      ask: Ông/Bà có'),
    ("- id: b\n", "- id: a\n", "L62", "- id: a\n        label: Khá"),
    ("- id: dai_bieu\n      name", "- id: dai.bieu\n      name", "S17", "- id: dai.bieu"),
    ("- id: C1", "- id: option", "S97", "- id: option"),
    ("- id: C1", "- id: Works_At", "S97", "- id: Works_At"),
    ("- id: C2", "- id: c1", "S98", "- id: c1"),
    ("- id: xa", "- id: DAN", "S98", "- id: dan\n      name: Người"),
    ("weight: 40%\n      min", "weight: 140%\n      min", "L86", "- id: dai_bieu"),
    ("weight: 40%\n      min", "weight: 0%\n      min", "L86", "- id: dai_bieu"),
    ("min_answers: 10", "min_answers: 0", "L86", "- id: dai_bieu"),
    ("min_answers: 30", "min_answers: 0", "L86", "points: 2\n  min"),
    ("weight: 2\n", "weight: 0\n", "L86", "- id: C2"),
    ("share: 60%", "share: 160%", "L86", "- id: b\n"),
    ("share: 60%", "share: -60%", "L86", "- id: b\n"),
    ("rates: [huyen, so]", "rates: [huyn, so]", "L85", "rates: [huyn"),
    ("rates: [huyen, so]", "rates: [huyen, huyen]", "L88", "rates: [huyen, huyen"),
    ("groups: [dai_bieu, dan]", "groups: [dan, dan]", "L88", "groups: [dan, dan"),
    ("label: Khá", "label: tốt ", "L88", "label: tốt"),
    ("label: Khá", "label: A", "L88", "label: A"),
    ("groups: [dai_bieu, dan]", "groups: [dai_bieu, dam]", "Y24", "groups: [dai_bieu, dam]"),
    ("scale: hai_muc", "scale: hai_mc", "Y24", "scale: hai_mc"),
    ('leaf: "2.1"\n      ask: Ông/Bà có', 'leaf: "2.9"\n      ask: Ông/Bà có', "L81", 'leaf: "2.9"'),
    ('leaf: "2.1"\n      ask: Ông/Bà có', 'leaf: "1.1.1"\n      ask: Ông/Bà có', "S90", 'leaf: "1.1.1"'),
    ("share: 100%", "share: 90%", "S95", "bon_muc:"),
    ("weight: 0,2", "weight: 0,3", "S93", "- id: dai_bieu"),
    ("        share: 0\n", "", "L87", "hai_muc:"),
    ("scale: hai_muc", "scale: bon_muc", "S94", "hai_muc:"),
    ("      weight: 2\n", "      groups: [dan]\n", "S94", "- id: xa"),
    ("groups: [dai_bieu, dan]", "groups: [xa]", "S96", "- id: C1"),
]  # fmt: skip


def survey(text: str) -> str:
    """Put a survey in the place of the sound set's bare number."""
    assert SOUND.count("survey: 2\n") == 1
    return SOUND.replace("survey: 2\n", text)


def test_a_whole_survey_is_proved(tmp_path: Path) -> None:
    plans, problems = compiled(survey(WHOLE), tmp_path)
    assert [problem.text() for problem in problems if problem.is_error or problem.code[0] == "S"] == []
    assert all(plan.instrument is not None for plan in plans)


@pytest.mark.parametrize(("old", "new", "code", "mark"), BREAKS)
def test_each_slip_is_told_at_its_line(old: str, new: str, code: str, mark: str, tmp_path: Path) -> None:
    assert WHOLE.count(old) >= 1
    text = survey(WHOLE.replace(old, new, 1))
    if code == "S96":
        text = text.replace("rates: [huyen, so]", "rates: [huyen]")
    _, problems = compiled(text, tmp_path)
    found = {(problem.code, problem.where.line) for problem in problems}
    assert (code, line_of(text, mark)) in found, "\n".join(problem.text() for problem in problems)
    assert wordings()[code].vi[2]


@pytest.mark.parametrize("key", ["groups", "scales", "questions"])
def test_a_survey_without_one_of_its_lists_is_told(key: str, tmp_path: Path) -> None:
    keys = ["points", "min_answers", "groups", "scales", "questions"]
    begin = WHOLE.index(f"  {key}:")
    after = keys[keys.index(key) + 1 :]
    end = WHOLE.index(f"  {after[0]}:") if after else len(WHOLE)
    _, problems = compiled(survey(WHOLE[:begin] + WHOLE[end:]), tmp_path)
    assert ("L87", key) in {(problem.code, problem.args.get("key")) for problem in problems}


def test_a_leaf_nobody_is_asked_about_is_told(tmp_path: Path) -> None:
    text = SOUND.replace("survey: 2\n", WHOLE.replace('leaf: "2.1"', 'leaf: "1.1.1"'))
    _, problems = compiled(text, tmp_path)
    assert [problem.args["code"] for problem in problems if problem.code == "S92"] == ["2.1", "2.1"]
