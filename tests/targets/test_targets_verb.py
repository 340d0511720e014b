"""``par-index targets``: the shipped targets over the example, and mistakes in a file of one's own."""

from __future__ import annotations

import csv
import json
from fractions import Fraction
from pathlib import Path

import pytest

from par_index.compile import load_plans
from par_index.places import libraries, shipped
from par_index.read.sets import set_ids
from par_index.targets.goals import goals
from par_index.targets.spec import read_targets
from tests.cli.sample import folder, run
from tests.targets.test_judge import HEAD, RATIO, asked, item

EXAMPLE = shipped("examples") / "tien-giang-2023"
THRESHOLDS = {
    "II.1": "bằng 100%", "II.2": "bằng 1", "II.3": "bằng 1", "II.4": "từ 1 trở lên", "II.5": "bằng 100%",
    "II.6": "từ 70% trở lên, từ 60% trở lên, từ 55% trở lên", "II.6b": "từ 98% trở lên", "II.6b-2": "dưới 0%",
    "II.7": "từ 80% trở lên", "II.7-2": "từ 30% trở lên", "II.8": "từ 90% trở lên",
    "II.8-2": "từ 85% trở lên", "II.9": "bằng 1", "II.10": "bằng 100%", "II.11": "trên 95%",
    "II.12": "trên 90%", "II.13": "từ 9.4% trở lên", "II.14": "bằng 100%", "II.15": "trên 90%",
    "II.16": "trên 90%", "PL.VII.7": "trên 80%, trên 50%",
}  # fmt: skip
"""In the decision's own strictness: "tối thiểu", "ít nhất" hold at the threshold itself, "trên" does not."""


def test_the_shipped_targets_are_the_decisions_own() -> None:
    spec, problems = read_targets(libraries(), 2023)
    assert spec is not None
    assert problems == ()
    told = {
        str(one.id): ", ".join(dict.fromkeys(str(asked.is_) for asked in one.units)) for one in spec.items
    }
    assert told == THRESHOLDS
    (inspection,) = [str(one.inspected) for one in spec.items if one.inspected]
    assert inspection == "từ 30% trở lên"


def test_every_question_can_be_asked_of_its_set() -> None:
    """A target that names a figure no set of its kind has would be refused when it is asked."""
    spec, _ = read_targets(libraries(), 2023)
    assert spec is not None
    ids = [
        one for one in set_ids(libraries()) if one.startswith("tien-giang/2023/") and "kieu-mau" not in one
    ]
    plans = [plan for one in ids for plan in load_plans(one, libraries())[0]]
    made, problems = goals(spec, plans)
    assert [problem.text() for problem in problems] == []
    kinds = {kind for one in spec.items for units in one.units for kind in units.kinds}
    assert kinds == {plan.kind for plan in plans}
    assert all(goal.questions for goal in made)


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((EXAMPLE / name).read_text("utf-8").splitlines()))


def naive(numerator: str, denominator: str) -> Fraction:
    """Add the example's own figures up, straight from its file."""
    units = {row["unit"]: row for row in rows("units.csv")}
    sums = {numerator: 0, denominator: 0}
    for row in rows("facts.csv"):
        traits = units[row["unit"]]["traits"]
        if row["input"] in sums and row["value"] and "co_tthc" in traits:
            sums[row["input"]] += int(row["value"].replace(".", ""))
    return Fraction(sums[numerator], sums[denominator])


def test_the_province_is_the_sum_of_its_units() -> None:
    document = json.loads(run("targets", EXAMPLE, "--stage", "self", "--json").stdout)
    assert document["schema"] == "par-index/targets/1"
    assert document["synthetic"] is True
    (found,) = [one for one in document["targets"] if one["id"] == "II.7"]
    (level,) = [one for one in found["levels"] if one["kind"] == "so"]
    assert level["value"] == str(naive("dvc_tich_hop", "dvc_du_dieu_kien"))
    assert sum(level["counts"].values()) == len(level["units"]) == 19
    assert found["lead"] == "Văn phòng UBND tỉnh"


@pytest.mark.parametrize("columns", [60, 120])
def test_the_table_fits_the_terminal(columns: int) -> None:
    result = run("targets", EXAMPLE, columns=columns)
    assert result.exit_code == 0
    assert max(map(len, result.stdout.splitlines())) <= columns
    assert "SỐ LIỆU GIẢ LẬP" in result.stdout
    assert "II.6b" in result.stdout


def test_mistakes_are_told(tmp_path: Path) -> None:
    good = item("sum", asked("so", RATIO, "từ 98% trở lên"))
    place = folder(tmp_path / "a", {"rules/targets/2023.yaml": HEAD + good + good})
    result = run("targets", place)
    assert result.exit_code == 1
    assert "T02  Chỉ tiêu ghi hai lần" in result.stderr
    wrong = HEAD + item("sum", asked("so", "dung_hann / 2", "từ 98% trở lên"))
    result = run("targets", folder(tmp_path / "b", {"rules/targets/2023.yaml": wrong}))
    assert result.exit_code == 1
    assert "L20" in result.stderr
    assert "dung_han" in result.stderr


def test_a_year_without_targets_is_told_with_what_to_write_and_where(tmp_path: Path) -> None:
    result = run("targets", shipped("examples") / "mau-hai-cap-2025")
    assert result.exit_code == 1
    assert "các năm đã có: 2023" in result.stderr
    assert "thành rules/targets/2025.yaml trong thư mục đợt chấm" in result.stderr
    own = {"rules/targets/2023.yaml": HEAD + item("sum", asked("so", RATIO, "từ 98% trở lên"))}
    assert run("targets", folder(tmp_path, own)).exit_code == 0, "the cycle's own folder stands first"
    spec, problems = read_targets(libraries(), 2031)
    assert spec is None
    assert "T01  Chưa có chỉ tiêu của năm" in problems[0].text()
    assert "các năm đã có: 2023" in problems[0].text()
