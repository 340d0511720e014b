"""``check``, ``explain``, ``diff``, ``demo`` and wrong use: exit codes, words, documents."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from par_index.places import libraries
from par_index.read.sets import set_ids
from tests.cli.sample import FACTS, SET, SOUND_SET, UNIT_LIST, folder, program, run


def criteria(place: Path, text: str = SOUND_SET) -> Path:
    """Write a shelf of one set and give the shelf's folder."""
    return folder(place, {SET: text}) / "criteria"


# wrong use


@pytest.mark.parametrize(
    "words",
    [
        ["score"],
        ["score", "a", "b"],
        ["score", "a", "--stage", "r3"],
        ["score", "a", "--lang", "fr"],
        ["score", "a", "--khong-co"],
        ["explain", "a"],
        ["diff", "a"],
        ["khong-co"],
        [],
    ],
)
def test_wrong_use_is_told_with_exit_2(words: list[str]) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert "Usage" in result.stderr + result.stdout


def test_the_program_runs_as_a_process_of_its_own(tmp_path: Path) -> None:
    assert program("--version").stdout.startswith("par-index ")
    listed = program("--help")
    assert listed.returncode == 0
    assert all(verb in listed.stdout for verb in ("check", "score", "explain", "diff", "demo"))
    missing = program("score", tmp_path)
    assert (missing.returncode, missing.stdout) == (1, "")
    assert "cycle.yaml  C01  Thiếu tệp cycle.yaml" in missing.stderr
    assert program("score").returncode == 2


def test_a_whole_run_as_a_process_of_its_own(tmp_path: Path) -> None:
    result = program("score", folder(tmp_path / "Đợt chấm 2023"))
    assert result.returncode == 0
    assert "Sở B" in result.stdout
    assert "Traceback" not in result.stderr


# check


def test_check_proves_the_shipped_sets() -> None:
    result = run("check")
    assert (result.exit_code, result.stderr) == (0, "")
    told = [line.split(":")[0] for line in result.stdout.splitlines()]
    assert [line.split(" (")[0] for line in told] == list(set_ids(libraries()))
    assert "tien-giang/2023/nganh-doc (Cơ quan Trung ương theo ngành dọc)" in told
    assert "tien-giang/2023/so (Sở, ban, ngành tỉnh)" in told
    assert "đã chứng minh. 8 lĩnh vực" in result.stdout
    assert "proved. 8 areas" in run("check", "tien-giang/2023/so", "--lang", "en").stdout


def test_check_of_ones_own_set_by_name_and_by_file(tmp_path: Path) -> None:
    shelf = criteria(tmp_path)
    named = run("check", "thu/2023/so", "--criteria", shelf)
    filed = run("check", shelf / "thu" / "2023" / "so.yaml")
    assert (named.exit_code, filed.exit_code) == (0, 0)
    assert named.stdout == filed.stdout
    assert "thu/2023/so (Sở): đã chứng minh. 2 lĩnh vực, 6 mục chấm điểm" in named.stdout
    assert "thu/2023/so (Huyện): đã chứng minh." in named.stdout


def test_check_tells_every_mistake_of_a_broken_set(tmp_path: Path) -> None:
    broken = SOUND_SET.replace("status: proposed", "status: propose").replace('code: "1.2"', "code: 1.2")
    result = run("check", "thu/2023/so", "--criteria", criteria(tmp_path, broken))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Y24  Giá trị không nằm trong danh sách" in result.stderr
    assert "Y22  Mã phải đặt trong ngoặc kép" in result.stderr
    assert result.stderr.splitlines()[-1].startswith("2 lỗi")


def test_check_offers_the_nearest_set() -> None:
    result = run("check", "tien-giang/2023/s")
    assert result.exit_code == 1
    assert "Có phải “tien-giang/2023/so”?" in result.stderr


@pytest.mark.parametrize(("text", "code"), [(SOUND_SET, 0), (SOUND_SET.replace("best: B", "best: D"), 1)])
def test_check_as_a_document(tmp_path: Path, text: str, code: int) -> None:
    result = run("check", "thu/2023/so", "--criteria", criteria(tmp_path, text), "--json", "--lang", "en")
    assert (result.exit_code, result.stderr) == (code, "")
    document = json.loads(result.stdout)
    assert list(document) == ["schema", "sound", "sets", "problems"]
    assert (document["schema"], document["sound"]) == ("par-index/check/1", code == 0)
    if code:
        (told,) = document["problems"]
        assert list(told) == ["code", "level", "file", "line", "column", "cell", "title", "what", "remedy"]
        assert (told["code"], told["level"]) == ("L84", "error")
    else:
        assert [list(one) for one in document["sets"]] == [["set", "kind", "digest"]] * 2


METHOD = """\
method: ty_le
shape: [5]
sentence: Theo tỷ lệ
measure_is:
  kind: ratio
  better: more
bands:
  từ 0% đến 100%: max * x
cases:
  - max: 2
    rows:
      - {x: 50%, points: "1"}
      - {x: 100%, points: "%s"}
"""


@pytest.mark.parametrize(("points", "code"), [("2", 0), ("1.5", 1)])
def test_check_judges_the_worked_cases_of_ones_own_method(tmp_path: Path, points: str, code: int) -> None:
    path = tmp_path / "rules" / "methods" / "ty_le.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(METHOD.replace("%s", points), "utf-8")
    result = run("check", "tien-giang/2023/nganh-doc", "--rules", tmp_path / "rules")
    assert result.exit_code == code, result.stderr
    assert ("L42" in result.stderr) is bool(code)


# explain


def test_explain_a_unit_by_code_or_by_name(tmp_path: Path) -> None:
    cycle = folder(tmp_path)
    by_code, by_name = run("explain", cycle, "so-a"), run("explain", cycle, "Sở A")
    assert (by_code.exit_code, by_code.stderr) == (0, "")
    assert by_code.stdout == by_name.stdout
    assert by_code.stdout.startswith("SỐ LIỆU GIẢ LẬP – BỘ TIÊU CHÍ ĐỀ XUẤT\nSở A (so-a)")
    assert "Điểm 8,1 / 10; chỉ số 81,00%; hạng 2; loại B" in by_code.stdout
    assert not (cycle / "ket-qua").exists()


def test_explain_a_leaf_down_to_cell_band_and_clause(tmp_path: Path) -> None:
    told = run("explain", folder(tmp_path), "so-a", "1.2", columns=140).stdout
    for words in (
        "dung_han) = 97  [facts.csv:5]",
        "97/100 = 97%",
        "từ 95% đến dưới 98%",
        "2 / 3",
        "II.6b",
        "1.2/b2",
        "từ 98% trở lên",
    ):
        assert words in told


@pytest.mark.parametrize("columns", [60, 140])
def test_explain_fits_the_terminal(tmp_path: Path, columns: int) -> None:
    told = run("explain", folder(tmp_path), "so-a", "1", columns=columns).stdout
    assert max(map(len, told.splitlines())) <= columns


@pytest.mark.parametrize("stage", ["self", "council"])
def test_explain_tells_the_official_result_of_a_unit_among_clusters_and_groups(
    tmp_path: Path, stage: str
) -> None:
    """``explain`` judges the unit's own cluster only; ``score`` judges all."""
    head, *rows = UNIT_LIST.splitlines()
    clusters = ["cluster", "A", "B", "A"]
    listed = "\n".join(f"{row},{cluster}" for row, cluster in zip([head, *rows], clusters, strict=True))
    decided = (
        "unit,input,stage,value,reason,by,at\nso-a,tre_han,r1,4,Đối chiếu sổ,Sở Nội vụ,05/01/2024\n"
        "so-c,so_hoa,r1,35,Đối chiếu sổ,Sở Nội vụ,05/01/2024\n"
    )
    cycle = folder(tmp_path, {"units.csv": f"{listed}\n", "appraisal/r1.csv": decided})
    document = json.loads(run("score", cycle, "--json", "--stage", stage, "--out", tmp_path / "kq").stdout)
    for unit in document["groups"][0]["units"]:
        told = json.loads(run("explain", cycle, unit["unit"], "--json", "--stage", stage).stdout)
        keys = ("cluster", "rank", "grade", "points", "max_points", "index_exact", "appraised_points")
        assert {key: told[key] for key in keys} == {key: unit[key] for key in keys}
        leaves = {leaf["code"]: leaf for leaf in _leaves(told["nodes"])}
        for leaf in unit["leaves"]:
            mine = leaves[leaf["code"]]
            assert (mine["points"], " ".join(mine["rules"])) == (leaf["points"], leaf["rule"])
            assert mine["self_points"] == leaf["self"]
            assert [held["points"] for held in mine["rounds"]] == [held["points"] for held in leaf["rounds"]]
    assert {unit["cluster"] for unit in document["groups"][0]["units"]} == {"A", "B"}


def _leaves(nodes: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for node in nodes:
        yield from node["leaves"]
        yield from _leaves(node["nodes"])


def test_a_broken_set_of_another_group_hinders_no_explanation(tmp_path: Path) -> None:
    cycle = folder(tmp_path, {"units.csv": UNIT_LIST + "xa-a,Xã A,xa,\n"})
    spec = (cycle / "cycle.yaml").read_text("utf-8")
    (cycle / "cycle.yaml").write_text(f"{spec}  - id: xa\n    set: thu/2023/xa\n    units: xa\n", "utf-8")
    assert run("explain", cycle, "so-a", "1.2").exit_code == 0
    assert run("explain", cycle, "xa-a").exit_code == 1
    assert run("score", cycle).exit_code == 1


def test_explain_in_english(tmp_path: Path) -> None:
    told = run("explain", folder(tmp_path), "so-a", "1.2", "--lang", "en").stdout
    assert told.startswith("SYNTHETIC FIGURES – PROPOSED CRITERIA SET\n")
    assert "Points 8.1 / 10" in told


def test_explain_as_a_document(tmp_path: Path) -> None:
    result = run("explain", folder(tmp_path), "so-a", "1.2", "--json")
    assert result.exit_code == 0
    document = json.loads(result.stdout)
    assert document["schema"] == "par-index/explain/1"
    assert {"unit", "points", "max_points", "index", "rank", "nodes", "asked"} <= document.keys()
    assert (document["unit"], document["asked"]) == ("so-a", "1.2")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["so-x"], "U01  Không có đơn vị này\n"
         "    Danh sách đơn vị của đợt chấm không có “so-x”. Có phải “so-c”?\n"
         "    Cách sửa: Ghi mã hoặc tên đúng như trong units.csv.\n1 lỗi\n"),
        (["so-a", "1.22"], "U02  Không có mục này\n"
         "    Bộ tiêu chí của đơn vị không có mục “1.22”. Có phải “1.2”?\n"
         "    Cách sửa: Ghi mã lĩnh vực, tiêu chí hoặc tiêu chí thành phần như trong bộ tiêu chí.\n1 lỗi\n"),
        (["so_b", "--lang", "en"], "U01  No such unit\n"
         "    The cycle's unit list has no “so_b”. Did you mean “so-b”?\n"
         "    Remedy: Write the code or the name as in units.csv.\n1 error\n"),
    ],
)  # fmt: skip
def test_a_mistyped_name_gets_the_nearest(tmp_path: Path, words: list[str], told: str) -> None:
    result = run("explain", folder(tmp_path), *words)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.endswith(told)


def test_a_unit_that_no_group_scores_cannot_be_explained(tmp_path: Path) -> None:
    cycle = folder(tmp_path, {"units.csv": UNIT_LIST + "xa-a,Xã A,xa,\n"})
    result = run("explain", cycle, "xa-a")
    assert result.exit_code == 1
    assert "U01" in result.stderr


def test_explain_of_a_broken_cycle_tells_what_is_broken(tmp_path: Path) -> None:
    result = run("explain", folder(tmp_path, {"units.csv": None}), "so-a")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "C01  Thiếu tệp units.csv" in result.stderr


# diff


def two_results(place: Path) -> tuple[Path, Path]:
    """Score twice, the second time with so-a's share of digitised results up to its target."""
    run("score", folder(place / "cycle"), "--out", place / "truoc")
    changed = {"facts.csv": FACTS.replace("so_hoa,35", "so_hoa,70", 1)}
    run("score", folder(place / "cycle", changed), "--out", place / "sau")
    return place / "truoc", place / "sau"


def test_diff_says_whose_points_and_ranks_changed(tmp_path: Path) -> None:
    before, after = two_results(tmp_path)
    result = run("diff", before, after / "results.json", columns=140)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "8,1 → 9,1" in result.stdout and "2 → 1" in result.stdout
    assert "figures changed" in run("diff", before, after, "--lang", "en").stdout
    same = run("diff", after, after)
    assert (same.exit_code, same.stdout) == (
        0, "Không đơn vị nào đổi điểm, chỉ số, hạng hoặc loại.\n",
    )  # fmt: skip


def test_diff_as_a_document(tmp_path: Path) -> None:
    document = json.loads(run("diff", *two_results(tmp_path), "--json").stdout)
    assert document["schema"] == "par-index/changes/1"
    assert {"sets", "units", "appeared", "left"} <= document.keys()
    assert [unit["unit"] for unit in document["units"]] == ["so-a", "so-b"]


def test_diff_of_what_is_no_result(tmp_path: Path) -> None:
    (tmp_path / "results.json").write_text('{"schema": "khac"}')
    missing, wrong = run("diff", tmp_path / "khong", tmp_path), run("diff", tmp_path, tmp_path)
    assert (missing.exit_code, wrong.exit_code) == (1, 1)
    assert "E209" in missing.stderr and "E210" in missing.stderr
    assert "E210  Tệp kết quả không đúng dạng" in wrong.stderr


# demo


def test_demo_ranks_the_example_and_names_its_files(tmp_path: Path) -> None:
    result = run("demo", "--out", tmp_path / "demo", columns=140)
    assert result.exit_code == 0, result.stderr
    assert "SỐ LIỆU GIẢ LẬP – BỘ TIÊU CHÍ ĐỀ XUẤT" in result.stdout
    assert f"{tmp_path}/demo/results.json" in result.stdout
    document = json.loads((tmp_path / "demo" / "results.json").read_text("utf-8"))
    assert [len(group["units"]) for group in document["groups"]] == [19, 5, 11]
