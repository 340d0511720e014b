"""``score`` as people use it: the table, the files, what a second run says, refused figures."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path

import pytest

from par_index.model.result import from_json, is_intact
from par_index.problem import NOWHERE, Problem
from tests.cli.sample import FACTS, SCORES, SET, SOUND_SET, UNIT_LIST, folder, run, tree

OTHER = {"facts.csv": FACTS.replace("so_hoa,35", "so_hoa,70", 1)}
"""so-a now earns 2 of 2 for 1.3, so 9,1 of 10 and the first rank."""
STEPS = "từ 95% đến dưới 98%: 50% max"
DECISIONS = "unit,code,input,stage,value,reason,by,at\n"
DECIDED = DECISIONS + "so-a,,tre_han,council,2,Đối chiếu sổ,Hội đồng,05/01/2024\n"
REFUSED = {"facts.csv": FACTS.replace("dung_han,97", "dung_han,-97")}


def squeezed(text: str) -> list[str]:
    """Give each line of a table as its cells, apart by one space."""
    return [" ".join(line.replace("│", " ").replace("┃", " ").split()) for line in text.splitlines()]


def test_a_wide_terminal_shows_every_column(tmp_path: Path) -> None:
    told = squeezed(run("score", folder(tmp_path), columns=140).stdout)
    assert told[0] == "Sở – 2023"
    assert told[2:7] == [
        "Hạng Đơn vị Thẩm định ĐTXHH Thưởng/trừ Tổng điểm Tối đa Chỉ số Xếp loại Hạng năm trước",
        told[3],
        "1 Sở B 6,00 2,00 1,00 9,00 10,00 90,00% B (khống chế: B1) –",
        "2 Sở A 6,00 1,60 0,50 8,10 10,00 81,00% B –",
        "3 Sở C 3,50 1,00 4,50 7,00 64,29% C –",
    ]
    assert told[8] == "SỐ LIỆU GIẢ LẬP – BỘ TIÊU CHÍ ĐỀ XUẤT"
    assert told[9] == "Đã ghi:"


def test_a_narrow_terminal_keeps_what_matters(tmp_path: Path) -> None:
    result = run("score", folder(tmp_path), columns=60)
    told = squeezed(result.stdout)
    assert told[2] == "Hạng Đơn vị Tổng điểm Chỉ số Xếp loại"
    assert told[4] == "1 Sở B 9,00 90,00% B (khống chế: B1)"
    table = result.stdout.split("Đã ghi:")[0]
    assert max(map(len, table.splitlines())) <= 60
    assert "…" not in table


@pytest.mark.parametrize("columns", [60, 80, 100, 120, 140])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_nothing_is_clipped_at_any_width(tmp_path: Path, columns: int, language: str) -> None:
    told = run("score", folder(tmp_path), "--lang", language, columns=columns).stdout
    table = told[: told.index("Written:" if language == "en" else "Đã ghi:")]
    assert "…" not in table
    assert max(map(len, table.splitlines())) <= columns


@pytest.mark.parametrize("columns", [60, 80, 100, 140])
def test_long_names_are_wrapped_not_clipped(tmp_path: Path, columns: int) -> None:
    name = "Ban Quản lý các khu công nghiệp và khu kinh tế tỉnh"
    told = run(
        "score", folder(tmp_path, {"units.csv": UNIT_LIST.replace("Sở A", name)}), columns=columns
    ).stdout
    table = told[: told.index("Đã ghi:")]
    assert "…" not in table
    assert max(map(len, table.splitlines())) <= columns
    assert set(name.split()) <= set(table.split())


def test_english_on_request(tmp_path: Path) -> None:
    told = squeezed(run("score", folder(tmp_path), "--lang", "en", columns=140).stdout)
    assert told[2].startswith("Rank Unit Appraised Survey Bonus/penalty Points Maximum Index Grade")
    assert told[4] == "1 Sở B 6.00 2.00 1.00 9.00 10.00 90.00% B (barred: B1) –"
    assert told[8] == "SYNTHETIC FIGURES – PROPOSED CRITERIA SET"


def test_json_is_the_document_that_was_stored(tmp_path: Path) -> None:
    result = run("score", folder(tmp_path), "--json")
    assert result.exit_code == 0
    assert result.stdout.encode() == (tmp_path / "ket-qua" / "results.json").read_bytes()
    document = json.loads(result.stdout)
    assert list(document) == [
        "schema", "cycle", "year", "issuer", "synthetic", "stage", "engines", "groups", "problems",
        "inputs_digest", "digest",
    ]  # fmt: skip
    assert document["schema"] == "par-index/results/1"
    assert (document["synthetic"], document["engines"], document["stage"]) == (True, "both", "council")
    (group,) = document["groups"]
    assert {"group", "criteria_set", "set_status", "set_digest", "units"} <= group.keys()
    assert [unit["unit"] for unit in group["units"]] == ["so-b", "so-a", "so-c"]
    assert {
        "unit", "name", "cluster", "rank", "grade", "grade_barred_by", "provisional", "points", "max_points",
        "index", "index_exact", "appraised_points", "survey_points", "bonus", "penalty", "last_year", "areas",
        "leaves",
    } <= group["units"][0].keys()  # fmt: skip
    assert {
        "code", "state", "points", "max_points", "rule", "inputs", "measure", "source", "evidence", "self",
        "appraised", "flags", "cites",
    } <= group["units"][0]["leaves"][0].keys()  # fmt: skip
    assert [unit["index_exact"] for unit in group["units"]] == ["90/1", "81/1", "450/7"]


def test_a_second_run_keeps_the_former_result_and_says_what_changed(tmp_path: Path) -> None:
    cycle = folder(tmp_path)
    first = run("score", cycle)
    before = from_json((cycle / "ket-qua" / "results.json").read_bytes())
    former = tree(cycle / "ket-qua")
    second = run("score", folder(tmp_path, OTHER), columns=140)
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert tree(cycle / "ket-qua" / "cu" / before.digest) == former
    after = from_json((cycle / "ket-qua" / "results.json").read_bytes())
    assert is_intact(after)
    assert after.digest != before.digest
    told = second.stdout[second.stdout.index("Đã ghi:") :]
    assert "2 đơn vị thay đổi:" in told
    assert "so-a" in told and "8,1 → 9,1" in told
    assert "1.3" in told and "số liệu đổi" in told and "so_hoa" in told
    assert "so-b" in told and "do đơn vị khác thay đổi" in told
    assert "so-c" not in told
    assert f"Kết quả trước được giữ tại {cycle}/ket-qua/cu/{before.digest}" in told
    written = told[: told.index("2 đơn vị")]
    assert f"  {cycle}/ket-qua/results.json\n" in written
    assert "/cu/" not in written
    again = run("score", cycle)
    assert "thay đổi" not in again.stdout
    assert tree(cycle / "ket-qua" / "cu" / before.digest) == former


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"survey/scores.csv": SCORES.replace("80%", "90%")}, "điểm điều tra xã hội học đổi"),
        ({SET: SOUND_SET.replace("từ 95% đến dưới 98%: max * (x - 95%) / 3%", STEPS)}, "bộ tiêu chí đổi"),
        ({"appraisal/hd.csv": DECIDED}, "thẩm định quyết định"),
    ],
)  # fmt: skip
def test_the_reason_of_a_change_is_told(tmp_path: Path, files: dict[str, str], reason: str) -> None:
    cycle = folder(tmp_path)
    run("score", cycle)
    told = run("score", folder(tmp_path, files), columns=140)
    assert told.exit_code == 0, told.stderr
    assert reason in told.stdout


def test_an_output_below_a_folder_named_cu_is_listed(tmp_path: Path) -> None:
    told = run("score", folder(tmp_path / "đợt"), "--out", tmp_path / "cu" / "2023")
    assert f"  {tmp_path}/cu/2023/results.json\n" in told.stdout


def test_a_refused_figure_stops_the_run_unless_told_to_go_on(tmp_path: Path) -> None:
    cycle = folder(tmp_path)
    assert run("score", cycle).exit_code == 0
    before = tree(cycle / "ket-qua")
    stopped = run("score", folder(tmp_path, REFUSED))
    assert (stopped.exit_code, stopped.stdout) == (1, "")
    assert tree(cycle / "ket-qua") == before
    went_on = run("score", cycle, "--keep-going")
    assert went_on.exit_code == 1
    assert "facts.csv:5  C16" in went_on.stderr
    results = from_json((cycle / "ket-qua" / "results.json").read_bytes())
    (unit,) = [unit for unit in results.groups[0].units if unit.unit == "so-a"]
    leaf = next(leaf for leaf in unit.leaves if leaf.code == "1.2")
    assert (leaf.state, leaf.points, leaf.max_points) == ("rejected", "0", "3")
    assert (unit.points, [problem.code for problem in results.problems]) == ("6.1", ["C48", "C16"])


def test_stages_are_scored_apart(tmp_path: Path) -> None:
    decided = DECISIONS + "so-a,,so_hoa,r1,70,Sổ,Lan,05/01/2024\n"
    cycle = folder(tmp_path, {"appraisal/r1.csv": decided})
    points = {}
    for stage in ("self", "r1", "council"):
        document = json.loads(run("score", cycle, "--stage", stage, "--json").stdout)
        assert document["stage"] == stage
        points[stage] = {unit["unit"]: unit["points"] for unit in document["groups"][0]["units"]}["so-a"]
    assert points == {"self": "8.1", "r1": "9.1", "council": "9.1"}


def test_other_peoples_files_are_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "ảnh").mkdir()
    (tmp_path / "ảnh" / "anh.jpg").write_bytes(b"anh")
    result = run("score", folder(tmp_path / "đợt"), "--out", tmp_path / "ảnh")
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"{tmp_path}/ảnh  E206  Thư mục kết quả đang chứa tệp khác" in result.stderr
    assert tree(tmp_path / "ảnh") == {"anh.jpg": b"anh"}


def test_where_the_engines_differ_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    args = {"unit": "so-a", "leaf": "1.2", "array": "2/3", "forward": "1/3"}
    refused = (None, (Problem("E201", NOWHERE, args),))
    monkeypatch.setattr(import_module("par_index.cli.score"), "score", lambda *_: refused)
    result = run("score", folder(tmp_path))
    assert result.exit_code == 1
    assert "Đơn vị so-a, mục 1.2: mảng số cho 2/3; luật cho 1/3." in result.stderr
    assert not (tmp_path / "ket-qua").exists()


def test_two_processes_give_the_bytes_of_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Above ``FEW_UNITS`` rules are fired in as many processes as there are processors."""
    alone = run("score", folder(tmp_path), "--json")
    monkeypatch.setattr(import_module("par_index.cli.score"), "FEW_UNITS", 2)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    assert run("score", tmp_path, "--json").stdout == alone.stdout


def test_a_unit_outside_every_group_is_named_and_left_out(tmp_path: Path) -> None:
    result = run("score", folder(tmp_path, {"units.csv": UNIT_LIST + "xa-a,Xã A,xa,\n"}))
    assert result.exit_code == 0
    assert "units.csv:5  C11  Đơn vị không thuộc nhóm nào" in result.stderr
    assert "Xã A" not in result.stdout
