"""A small plan, and the folder of a sound cycle (synthetic) that tests break in one place at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from par_index.language import ast
from par_index.model.facts import Cycle, Stage, UnitFacts
from par_index.model.plan import Input, Leaf, LeafKind, Part, Plan, Ranking, Relation
from par_index.points import MICRO
from par_index.problem import NOWHERE, Problem
from par_index.read.cases import cases
from par_index.read.cycle import load_cycle

NEVER = date(9999, 12, 31).toordinal()
FIRST, LAST = date(2018, 1, 1).toordinal(), date(2028, 12, 31).toordinal()

INPUTS = (
    Input("ke_hoach", "yes_no", "Có kế hoạch", 1, 0, 1, "more"),
    Input(
        "muc", "choice", "Mức ban hành", 1, 0, 2, "more",
        choices=("khong", "cham", "kip_thoi"), choice_labels=("Không ban hành", "Ban hành chậm", "Kịp thời"),
    ),
    Input("ho_so", "count", "Hồ sơ tiếp nhận", 1, 0, 10_000_000, "neutral"),
    Input("dung_han", "count", "Hồ sơ đúng hạn", 1, 0, 10_000_000, "more"),
    Input("dung_han_nt", "count", "Hồ sơ đúng hạn năm trước", 1, 0, 10_000_000, "less", previous="dung_han"),
    Input("von", "amount", "Vốn đầu tư", 1000, 0, 10**9, "neutral", unit="triệu đồng"),
    Input("ty_le", "percent", "Tỷ lệ số hóa", 10_000, 0, 10_000, "more"),
    Input(
        "ngay_kh", "date", "Ngày ban hành", 1, FIRST, LAST, "less", never=NEVER, never_label="Không ban hành"
    ),
    Input("ngay_bc", "date", "Ngày báo cáo", 1, FIRST, LAST, "less"),
    Input("diem", "points", "Điểm chất lượng", MICRO, 0, 2 * MICRO, "more", step=MICRO // 4),
    Input("hai_long", "share", "Mức độ hài lòng", MICRO, 0, MICRO, "more", source="survey"),
)  # fmt: skip
SCALES = {entry.code: entry.scale for entry in INPUTS}


def node(code: str) -> ast.Input:
    return ast.Input(code, SCALES[code])


def leaf(code: str, *inputs: str, kind: LeafKind = "appraised", **more: object) -> Leaf:
    measure = ast.Add(tuple(node(item) for item in inputs))
    part = Part(code, code, 0, 3 * MICRO, measure, " + ".join(inputs), (), NOWHERE)
    made = Leaf(code, f"Tiêu chí {code}", kind, code[0], code[0], 0, 3 * MICRO, (part,), inputs, ())
    return replace(made, **more)  # type: ignore[arg-type]


LEAVES = (
    leaf("1.1", "ke_hoach"),
    leaf("1.2", "dung_han", "ho_so"),
    leaf("1.3", "muc"),
    leaf("1.4", "von", "ty_le"),
    leaf("1.5", "ngay_kh", "ngay_bc"),
    leaf("1.6", "diem"),
    leaf("1.7", "ho_so", trait="co_tthc"),
    leaf("1.8", "dung_han", "dung_han_nt"),
    leaf("2.1", "hai_long", kind="survey"),
)
PLAN = Plan(
    set_id="thu/2023/so", name="Bộ thử", kind="so", kind_name="Sở", year=2023, issuer="UBND tỉnh thử",
    status="proposed", digest="sha256-1", legal_basis="", inputs=INPUTS,
    relations=(Relation(node("dung_han"), node("ho_so"), "dung_han <= ho_so", NOWHERE),),
    nodes=(), leaves=LEAVES, appraised_max=0, survey_max=0, leaf_grid=1, places=2, ranking=Ranking(),
    bonus_ceiling=0, penalty_ceiling=0, traits={"co_tthc": "Có thủ tục hành chính"},
)  # fmt: skip

CYCLE = """\
year: 2023
cycle: thu-2023
issuer: UBND tỉnh thử
synthetic: true
groups:
  - id: so
    set: thu/2023/so
    units: so
"""
UNITS = """\
unit,name,kind,parent,cluster,traits,valid_from,valid_to,predecessor
SNV,Sở Nội vụ,so,,Cụm 1,co_tthc,,,
STC,Sở Tài chính,so,,Cụm 1,,01/01/2010,31/12/2030,
"""
FIGURES = {
    "ke_hoach": "Có", "muc": "kip_thoi", "ho_so": "1000", "dung_han": "980", "von": "12,5", "ty_le": "93,5%",
    "ngay_kh": "31/01/2023", "ngay_bc": "15/12/2023", "diem": "1,75", "dung_han_nt": "900",
}  # fmt: skip
SCORES = "unit,code,share,points,source\nSNV,2.1,\"91,17%\",,Viện A\nSTC,2.1,,2.7,Viện A\n"


def facts(figures: Mapping[str, str] = FIGURES, units: Sequence[str] = ("SNV", "STC")) -> str:
    """Write ``facts.csv`` with the same figures for each unit."""
    rows = [f'{unit},{code},"{text}",,' for unit in units for code, text in figures.items()]
    return "\n".join(["unit,input,value,status,note", *rows, ""])


SOUND = {"cycle.yaml": CYCLE, "units.csv": UNITS, "facts.csv": facts(), "survey/scores.csv": SCORES}


def folder(place: Path, files: Mapping[str, str | bytes | None]) -> Path:
    """Write the sound cycle with some files changed (``None``: left out)."""
    for name, content in {**SOUND, **files}.items():
        if content is None:
            continue
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return place


def loaded(place: Path, files: Mapping[str, str | bytes | None] = {}) -> Cycle:
    """Read a cycle that must hold together."""
    cycle, problems = load_cycle(folder(place, files))
    assert cycle is not None, [problem.text() for problem in problems]
    assert problems == (), [problem.text() for problem in problems]
    return cycle


def judged(
    place: Path, files: Mapping[str, str | bytes | None], stage: Stage = "council", plan: Plan = PLAN
) -> tuple[Mapping[str, UnitFacts], tuple[Problem, ...]]:
    """Read a cycle and give its units' facts by code, with the problems of typing alone."""
    cycle = loaded(place, files)
    found, problems = cases(cycle, plan, cycle.groups[0], stage)
    return {one.unit.code: one for one in found}, problems


def all_problems(place: Path, files: Mapping[str, str | bytes | None], plan: Plan = PLAN) -> list[Problem]:
    """Read a broken cycle and give every problem of reading and typing."""
    cycle, problems = load_cycle(folder(place, files))
    if cycle is None:
        return list(problems)
    found = [problem for group in cycle.groups for problem in cases(cycle, plan, group, "council")[1]]
    return [*problems, *found]


HEADER = {
    "schema": "par-index/template/1", "set": "thu/2023/so", "digest": "sha256-1", "cycle": "thu-2023",
    "year": "2023", "unit": "SNV", "kind": "so", "stage": "self",
}  # fmt: skip
FORM_COLUMNS = ("_columns", "", "value", "status", "note", "evidence_ref", "evidence_date", "evidence_pages")


def form(
    path: Path,
    rows: Sequence[Sequence[object]],
    header: Mapping[str, str] = HEADER,
    columns: Sequence[str] = FORM_COLUMNS,
    title: str = "Tự chấm",
) -> None:
    """Make a filled form: hidden keys in column A, cells typed by Python's own types."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(str(path))
    sheet, hidden, lists = (book.add_worksheet(name) for name in (title, "_par", "_lists"))
    lists.write(0, 0, "Có")
    for number, pair in enumerate(header.items()):
        hidden.write_row(number, 0, pair)
    hidden.hide()
    sheet.write(0, 1, "BIỂU TỰ CHẤM ĐIỂM")
    formats = {"%": book.add_format({"num_format": "0.00%"})}
    formats["d"] = book.add_format({"num_format": "dd/mm/yyyy"})
    for number, row in enumerate((columns, ("_key", "Số liệu", "Giá trị"), *rows), 2):
        for column, value in enumerate(row):
            _write(sheet, number, column, value, formats)
    book.close()


def _write(sheet: Any, row: int, column: int, value: object, formats: Mapping[str, object]) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, formats["d"])
    elif isinstance(value, tuple):
        sheet.write_number(row, column, value[0], formats["%"])
    elif value not in ("", None):
        sheet.write(row, column, value)
