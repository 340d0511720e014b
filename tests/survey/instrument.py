"""The small sound cycle of ``tests.cli.sample`` (synthetic) with a survey of its own and a frame."""

from __future__ import annotations

from pathlib import Path

from par_index.places import libraries
from par_index.problem import has_errors
from par_index.score.opened import Opened, open_cycle
from tests.cli.sample import SET, Files, folder
from tests.compile.sample import broken

SURVEY = """\
survey:
  points: 2
  groups:
    - id: dai_bieu
      name: Đại biểu HĐND tỉnh
      weight: 40%
      min_answers: 10
    - id: so_nganh
      name: Sở, ngành khác
      weight: 20%
      peers: true
      min_answers: 3
    - id: xa
      name: Lãnh đạo cấp xã
      weight: 10%
      rates: [huyen]
    - id: nguoi_dan
      name: Người dân
      weight: 30%
  scales:
    bon_muc:
      - id: a
        label: Tốt
        share: 100%
      - id: b
        label: Khá
        share: 60%
      - id: c
        label: Trung bình
        share: 20%
      - id: d
        label: Kém
        share: 0%
  questions:
    - id: C1
      leaf: "2.1"
      ask: Ông/Bà đánh giá thế nào về cơ quan?
      scale: bon_muc
"""
INSTRUMENT = broken("survey: 2\n", SURVEY)
FRAME = """\
unit,group,stratum,population,respondent,works_at
*,dai_bieu,,60,,
*,so_nganh,,,Nguyễn Văn An,so-a
*,so_nganh,,,Trần Thị Bình,so-b
*,so_nganh,,,Lê Văn Cường,so-c
*,so_nganh,,,Phạm Thị Dung,
so-a,nguoi_dan,thanh_thi,3000,,
so-a,nguoi_dan,nong_thon,7000,,
so-b,nguoi_dan,,400,,
so-c,nguoi_dan,thanh_thi,20,,
so-c,nguoi_dan,nong_thon,5,,
"""


def surveyed(place: Path, frame: str | bytes | None = FRAME, files: Files | None = None) -> Path:
    """Write the cycle; its survey is its own, so no scores of others are there."""
    return folder(
        place, {SET: INSTRUMENT, "survey/scores.csv": None, "survey/frame.csv": frame, **(files or {})}
    )


def opened(place: Path) -> Opened:
    """Open the cycle, which is sound."""
    made, problems = open_cycle(place, libraries())
    assert made is not None
    assert not has_errors(problems), "\n".join(one.text("en") for one in problems)
    return made
