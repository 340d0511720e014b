"""The plan of a cycle's survey: every group of every unit, what is too few, and the lists."""

from __future__ import annotations

import csv
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

from par_index.problem import Problem
from par_index.survey.codes import read_code
from par_index.survey.design import Aim, totals
from par_index.survey.plan import SurveyPlan, lists, plan_survey, write_lists
from tests.survey.instrument import FRAME, opened, surveyed

FEWER = "so-b,nguoi_dan,,400,,\n"


def planned(
    place: Path, frame: str | None = FRAME, aim: Aim | None = None
) -> tuple[SurveyPlan | None, tuple[Problem, ...]]:
    folder = surveyed(place, frame)
    made = opened(folder)
    return plan_survey(folder, made.cycle, made.plans, aim or Aim())


def sound(place: Path, aim: Aim | None = None) -> SurveyPlan:
    made, _ = planned(place, aim=aim)
    assert made is not None
    return made


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(content.decode("utf-8-sig").splitlines()))


def test_every_group_that_rates_a_unit_is_planned(tmp_path: Path) -> None:
    made = sound(tmp_path)
    assert {(one.unit, one.group.id): (one.population, one.answers) for one in made.sizes} == {
        **{(unit, "dai_bieu"): (60, 53) for unit in ("so-a", "so-b", "so-c")},  # 60 / 1,15 = 52,2
        **{(unit, "so_nganh"): (3, 3) for unit in ("so-a", "so-b", "so-c")},
        ("so-a", "nguoi_dan"): (10_000, 385),
        ("so-b", "nguoi_dan"): (400, 200),
        ("so-c", "nguoi_dan"): (25, 24),
    }
    assert totals(made.sizes) == (777, 777)


def test_what_is_too_few_is_told(tmp_path: Path) -> None:
    _, problems = planned(tmp_path / "a", FRAME.replace(FEWER, ""))
    assert [(one.code, one.args["group"], one.args["units"]) for one in problems] == [
        ("S12", "nguoi_dan", "so-b"),
        ("S13", "nguoi_dan", "so-c"),
    ]
    _, problems = planned(tmp_path / "b", FRAME, Aim(error=Fraction(20, 100)))
    assert [(one.code, one.args["group"], one.args["count"], one.args["units"]) for one in problems] == [
        ("S13", "nguoi_dan", "1", "so-c"),
        ("S14", "nguoi_dan", "2", "so-a, so-b"),
    ]
    assert all(one.level == "warning" and one.where.file == "survey/frame.csv" for one in problems)


def test_without_a_frame_or_a_sound_one_there_is_no_plan(tmp_path: Path) -> None:
    made, problems = planned(tmp_path / "a", None)
    assert (made, [(one.code, one.where.file) for one in problems]) == (None, [("S11", "survey/frame.csv")])
    made, problems = planned(tmp_path / "b", FRAME + "so-x,dai_bieu,,5,,\n")
    assert (made, [one.code for one in problems]) == (None, ["C10"])


def test_a_survey_that_others_hold_is_not_planned(tmp_path: Path) -> None:
    from tests.cli.sample import folder

    made = opened(folder(tmp_path))
    plan, problems = plan_survey(tmp_path, made.cycle, made.plans, Aim())
    assert (plan, [one.code for one in problems]) == (None, ["S10"])


def test_the_lists_are_as_long_as_planned_and_share_no_key(tmp_path: Path) -> None:
    made = sound(tmp_path, Aim(response_rate=Fraction(80, 100)))
    files = lists(made, "2023")
    sample, forms = rows(files["sample.csv"]), rows(files["forms.csv"])
    per_cell = Counter((one.unit, one.group.id) for one in made.sizes for _ in range(one.forms))
    for table in (sample, forms):
        assert Counter((row["unit"], row["group"]) for row in table) == per_cell
    assert len({row["form"] for row in forms}) == len(forms) == sum(one.forms for one in made.sizes)
    for row in forms:
        code = read_code(row["form"])
        assert code is not None
        assert (code.unit, code.group) == (row["unit"], row["group"])
    by_stratum = Counter((row["unit"], row["group"], row["stratum"]) for row in sample)
    assert by_stratum == Counter((row["unit"], row["group"], row["stratum"]) for row in forms)
    assert by_stratum["so-a", "nguoi_dan", "nong_thon"] == 338  # 385 × 0,7 = 269,5 → 270; / 0,8 = 337,5
    assert set(sample[0]) & set(forms[0]) == {"unit", "group", "stratum", "SỐ LIỆU GIẢ LẬP"}
    assert {row["respondent"] for row in sample if row["unit"] == "so-b" and row["group"] == "so_nganh"} == {
        "Nguyễn Văn An", "Lê Văn Cường", "Phạm Thị Dung",
    }  # fmt: skip


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(tmp_path: Path) -> None:
    made = sound(tmp_path)
    assert lists(made, "1") == lists(made, "1")
    assert lists(made, "1")["sample.csv"] != lists(made, "2")["sample.csv"]
    assert lists(made, "1")["forms.csv"] == lists(made, "2")["forms.csv"], "codes hang on no draw"


def test_lists_in_use_are_kept(tmp_path: Path) -> None:
    files = {"sample.csv": b"a", "forms.csv": b"b"}
    out = tmp_path / "mới" / "survey"
    assert write_lists(out, files) == ((out / "sample.csv", out / "forms.csv"), ())
    assert write_lists(out, files) == ((out / "sample.csv", out / "forms.csv"), ()), "the same again is fine"
    written, problems = write_lists(out, {"sample.csv": b"c", "forms.csv": b"b"})
    assert (written, [(one.code, one.where.file) for one in problems]) == (
        (),
        [("S15", (out / "sample.csv").as_posix())],
    )
    assert {path.name: path.read_bytes() for path in out.iterdir()} == files


def test_what_cannot_be_written_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tệp").write_text("x", "utf-8")
    _, problems = write_lists(tmp_path / "tệp" / "survey", {"sample.csv": b"a"})
    assert [one.code for one in problems] == ["S16"]
    out = tmp_path / "đầy"
    put = Path.write_bytes

    def full(self: Path, content: bytes) -> int:
        if "forms" in self.name:
            raise OSError(28, "No space left on device", str(self))
        return put(self, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    _, problems = write_lists(out, {"sample.csv": b"a", "forms.csv": b"b"})
    assert [(one.code, one.args["reason"]) for one in problems] == [("S16", "No space left on device")]
    assert list(out.iterdir()) == []


def test_a_group_that_is_asked_nothing_gets_no_forms(tmp_path: Path) -> None:
    folder = surveyed(tmp_path)
    file = folder / "criteria" / "thu" / "2023" / "so.yaml"
    asked = "      scale: bon_muc\n"
    text = file.read_text("utf-8")
    assert text.count(asked) == 1
    file.write_text(text.replace(asked, f"{asked}      groups: [nguoi_dan, dai_bieu]\n"), "utf-8")
    made = opened(folder)
    plan, _ = plan_survey(folder, made.cycle, made.plans, Aim())
    assert plan is not None
    assert [one.group.id for one in plan.sizes] == ["dai_bieu"] * 3 + ["nguoi_dan"] * 3
