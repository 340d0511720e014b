"""Make a province of communes to be scored (synthetic): figures drawn at random, no office behind them.

They are scored by the set for communes of Tiền Giang 2023: 58 leaves, 103 inputs. Two hundred filings are
drawn and repeated.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from random import Random
from tempfile import mkdtemp
from xml.sax.saxutils import escape

from openpyxl import load_workbook

from par_index.compile import load_plans
from par_index.model.facts import Unit
from par_index.model.plan import Input, Plan
from par_index.papers.template import write_templates
from par_index.places import libraries
from par_index.read.cycle import load_cycle
from par_index.score.figures import filed_text
from tests.properties.filings import Office

SET = "tien-giang/2023/xa"
DISTINCT = 200
CYCLE = f"""\
year: 2023
cycle: thu-toc-do
issuer: UBND tỉnh thử
synthetic: true
numbers: vi
groups:
  - id: xa
    set: {SET}
    units: xa
"""
DECISIONS = "unit,input,stage,value,reason,by,at\n"
EXCEL_DAY_0 = date(1899, 12, 30).toordinal()
Figures = Mapping[str, int]


def province(units: int, *, forms: bool) -> Path:
    """Write the folder of a cycle of so many communes, their figures in workbooks or in one facts.csv."""
    place = Path(mkdtemp(prefix="par-index-bench-"))
    plan = criteria()
    drawn = [Office(plan, Random(number)).file() for number in range(min(units, DISTINCT))]
    figures = {f"xa-{number:05}": drawn[number % DISTINCT] for number in range(units)}
    traits = " ".join(plan.traits)
    listed = "".join(f"{code},Xã {code[3:]},xa,Huyện {code[-1]},{traits}\n" for code in figures)
    (place / "cycle.yaml").write_text(CYCLE, "utf-8")
    (place / "units.csv").write_text("unit,name,kind,cluster,traits\n" + listed, "utf-8")
    (place / "survey").mkdir()
    scores = "unit,code,share,points\n" + "".join(shares(plan, figures))
    (place / "survey" / "scores.csv").write_text(scores, "utf-8")
    if forms:
        file_forms(plan, place, figures)
    else:
        (place / "facts.csv").write_text("unit,input,value\n" + "".join(rows(plan, figures)), "utf-8")
    return place


def criteria() -> Plan:
    """Give the plan of the set for communes."""
    (plan,), problems = load_plans(SET, libraries())
    assert not [problem.text() for problem in problems if problem.is_error]
    return plan


def declared(plan: Plan) -> list[Input]:
    """List the inputs that units state themselves; last year's are left to them too."""
    return [entry for entry in plan.inputs if entry.source == "declared"]


def rows(plan: Plan, figures: Mapping[str, Figures]) -> Iterator[str]:
    for unit, own in figures.items():
        for entry in declared(plan):
            yield f'{unit},{entry.code},"{filed_text(entry, own[entry.code])}"\n'


def shares(plan: Plan, figures: Mapping[str, Figures]) -> Iterator[str]:
    for unit, own in figures.items():
        for leaf in plan.leaves:
            if leaf.kind == "survey":
                (code,) = leaf.inputs
                yield f'{unit},{leaf.code},"{filed_text(plan.input_by_code[code], own[code])}",\n'


def file_forms(plan: Plan, place: Path, figures: Mapping[str, Figures]) -> None:
    """Write each commune's form as ``template`` does and type its figures in, as cells of the sheet's XML."""
    cycle, _ = load_cycle(place)
    units = [Unit(code, f"Xã {code[3:]}", "xa", traits=tuple(plan.traits)) for code in figures]
    paths, problems = write_templates((plan,), units, place / "facts", cycle)
    assert not problems
    sheet = load_workbook(paths[0]).worksheets[0]
    keys = [(str(sheet.cell(row, 1).value), row) for row in range(1, sheet.max_row + 1)]
    open_cells = {
        key.partition("|")[2]: f"E{row}"
        for key, row in keys
        if "|" in key and not sheet.cell(row, 5).protection.locked
    }
    for path, own in zip(paths, figures.values(), strict=True):
        filed = [entry for entry in declared(plan) if entry.code in open_cells]
        fill(path, {open_cells[entry.code]: cell(entry, own[entry.code]) for entry in filed})
    (place / "appraisal").mkdir()
    (place / "appraisal" / "r1.csv").write_text(DECISIONS + "".join(given(plan, figures)), "utf-8")


def given(plan: Plan, figures: Mapping[str, Figures]) -> Iterator[str]:
    """Decide what units cannot state: the points that appraisers give."""
    for entry in plan.inputs:
        if entry.kind == "points":
            for unit, own in figures.items():
                value = filed_text(entry, own[entry.code])
                yield f'{unit},{entry.code},r1,"{value}",Chấm theo hồ sơ,Tổ thẩm định,05/01/2024\n'


def cell(entry: Input, value: int) -> tuple[str, str]:
    """Give a cell's type and content: numbers and days as numbers, words as text."""
    if entry.kind == "date" and value != entry.never:
        return "", f"<v>{value - EXCEL_DAY_0}</v>"
    if entry.kind == "count":
        return "", f"<v>{value}</v>"
    words = {"yes_no": ("Không", "Có"), "choice": entry.choice_labels or entry.choices}
    text = words[entry.kind][value] if entry.kind in words else filed_text(entry, value)
    if value == entry.never:
        text = entry.never_label
    return ' t="inlineStr"', f"<is><t>{escape(text)}</t></is>"


def fill(path: Path, typed: Mapping[str, tuple[str, str]]) -> None:
    """Type figures into a form's empty cells."""
    written = 0

    def put(found: re.Match[str]) -> str:
        nonlocal written
        if found[1] not in typed:
            return found[0]
        written += 1
        kind, content = typed[found[1]]
        return f'<c r="{found[1]}"{found[2]}{kind}>{content}</c>'

    filled = path.with_suffix(".tmp")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(filled, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            content = old.read(item)
            if item.filename == "xl/worksheets/sheet1.xml":
                content = re.sub(r'<c r="(E\d+)"( s="\d+")/>', put, content.decode()).encode()
            new.writestr(item.filename, content)
    assert written == len(typed), (path.name, written, len(typed))
    shutil.move(filled, path)
