"""Write the synthetic figures of the example cycle: ``python -m examples.generate`` from the repository.

Units, their traits, the appraisal and the survey are written by hand, and so are the figures of
``planted.csv`` that show a state, a cap, a tie. The rest is drawn from a stream named by seed, year, office
and section: the same program writes the same bytes everywhere, and a new section moves no other figure.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from examples.draw import LAST_YEAR, SECTIONS, Section
from par_index.compile import load_plans
from par_index.model.result import SCHEMA, GroupResult, Results, UnitResult, sealed, to_json
from par_index.places import libraries

HERE = Path(__file__).resolve().parent
CYCLE = HERE / "tien-giang-2023"
SEED = "tien-giang-2023"
MARK = "SỐ LIỆU GIẢ LẬP"
NOT_DONE = ("Không", "Không ban hành", "Không gửi", "")
SETS = {
    "so": "tien-giang/2023/so",
    "nganh_doc": "tien-giang/2023/nganh-doc",
    "huyen": "tien-giang/2023/huyen",
    "xa": "tien-giang/2023/xa",
}
"""The set each kind of unit is scored by: what it does not ask for is not filed."""
UNRANKED = "ban-quan-ly-khu-cong-nghiep"
"""The office that last year's results leave out."""

DOCUMENTS: Mapping[str, tuple[tuple[str, str, str, str], ...]] = {
    "so": (
        ("1.1.1", "ngay_kh", "KH", "Kế hoạch CCHC năm 2023"),
        ("1.1.3", "hoan_thanh", "BC", "Báo cáo kết quả thực hiện kế hoạch CCHC"),
        ("1.5.1", "dung_dau_trach_nhiem", "QĐ", "Quyết định phân công người đứng đầu phụ trách CCHC"),
        ("5.2.1", "cb_danh_gia", "BC", "Báo cáo kết quả đánh giá, xếp loại công chức, viên chức"),
        ("7.2.2", "hscv_dien_tu", "BC", "Số liệu phần mềm văn phòng điện tử"),
    ),
    "nganh_doc": (
        ("1.1.1", "kh_nganh", "KH", "Kế hoạch CCHC của ngành năm 2023"),
        ("1.2.1", "dung_dau_trach_nhiem", "QĐ", "Quyết định phân công người đứng đầu phụ trách CCHC"),
        ("3.1.3", "cb_danh_gia", "BC", "Báo cáo kết quả đánh giá, xếp loại công chức, viên chức"),
    ),
    "huyen": (
        ("1.1.1", "ngay_kh", "KH", "Kế hoạch CCHC năm 2023"),
        ("1.4.1", "xa_duoc_cham", "QĐ", "Quyết định phê duyệt Chỉ số CCHC của cấp xã"),
    ),
    "xa": (("1.1.1", "ngay_kh", "KH", "Kế hoạch CCHC năm 2023"),),
}
"""Kind -> (leaf, input that proves it was done, sign of the document, subject)."""


@dataclass(frozen=True, slots=True)
class Office:
    """A line of units.csv."""

    code: str
    name: str
    kind: str
    traits: tuple[str, ...]
    cluster: str = ""


@dataclass(frozen=True, slots=True)
class Filed:
    """What a line of facts.csv says beside unit and input."""

    value: str
    status: str = ""
    note: str = ""


def rows(path: Path) -> list[dict[str, str]]:
    """Read a table by its column names."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def offices() -> tuple[Office, ...]:
    """Read the offices of the cycle, in the order of their list."""
    return tuple(
        Office(row["unit"], row["name"], row["kind"], tuple(row["traits"].split(";")), row["cluster"])
        for row in rows(CYCLE / "units.csv")
    )


def figures(office: Office, year: int) -> dict[str, Filed]:
    """Draw an office's figures of a year and put the planted ones in their places."""
    found = {code: Filed(text) for code, text in drawn(office, year).items()}
    for row in rows(HERE / "planted.csv"):
        if (row["year"], row["unit"]) == (str(year), office.code):
            found[row["input"]] = Filed(row["value"], row["status"], row["note"])
    return {code: filed for code, filed in found.items() if filed.status != "not_filed"}


def drawn(office: Office, year: int, seed: str = SEED) -> dict[str, str]:
    """Draw what an office files of its own: the figures its set asks for, those of its traits' sections."""
    known, found = asked(SETS[office.kind]), dict[str, str]()
    for trait, section in (SECTIONS if year == 2023 else LAST_YEAR)[office.kind]:
        if not trait or trait in office.traits:
            found |= section(_stream(year, office.code, section, seed))
    return {code: text for code, text in found.items() if code in known}


@cache
def asked(set_id: str) -> frozenset[str]:
    """Name the figures that units state under a set."""
    (plan,), _ = load_plans(set_id, libraries())
    return frozenset(entry.code for entry in plan.inputs if entry.source == "declared")


def _stream(year: int, office: str, section: Section | str, seed: str = SEED) -> Random:
    name = section if isinstance(section, str) else section.__name__
    return Random(f"{seed}/{year}/{office}/{name}")


def write(folder: Path) -> None:
    """Write every drawn file below a folder."""
    (folder / "nam-truoc").mkdir(parents=True, exist_ok=True)
    known = offices()
    for year, name in ((2023, "facts.csv"), (2022, "nam-truoc/facts.csv")):
        lines = (
            (office.code, code, filed.value, filed.status, filed.note)
            for office in known
            for code, filed in figures(office, year).items()
        )
        table(folder / name, ("unit", "input", "value", "status", "note", MARK), lines)
    for name in ("survey", "appraisal"):
        (folder / name).mkdir(exist_ok=True)
    columns = ("unit", "code", "share", "points", "source", MARK)
    table(folder / "survey" / "scores.csv", columns, _planted_scores())
    columns = ("unit", "code", "stage", "points", "reason", "by", "at", MARK)
    table(folder / "appraisal" / "huyen.csv", columns, given(known))
    columns = ("unit", "date", "ref", "note", MARK)
    table(folder / "inspections.csv", columns, inspections(known))
    columns = ("unit", "code", "ref", "date", "subject", "section", "pages", "file", MARK)
    table(folder / "evidence.csv", columns, (line for office in known for line in evidence(office)))
    (folder / "nam-truoc" / "results.json").write_bytes(to_json(former(known)))


def table(path: Path, columns: Sequence[str], lines: Iterable[Sequence[str]]) -> None:
    """Write a table; its last column is empty and heads the file with the mark."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(columns)
        out.writerows(lines)


def evidence(office: Office) -> Iterable[Sequence[str]]:
    """Name a document for each leaf of the list that the office says was done."""
    filed, stream = figures(office, 2023), _stream(2023, office.code, "evidence")
    for leaf, code, sign, subject in DOCUMENTS[office.kind]:
        number, day, page = stream.randint(5, 900), stream.randint(1, 28), stream.randint(1, 9)
        if filed.get(code, Filed("")).value not in NOT_DONE:
            when = f"{day:02}/{1 if sign == 'KH' else 11:02}/2023"
            place = ("II", f"{page}–{page + 2}", f"tai-lieu/{office.code}/{leaf}.pdf")
            yield office.code, leaf, f"{number}/{sign}", when, subject, *place


def _planted_scores() -> list[list[str]]:
    return [
        [row[name] for name in ("unit", "code", "share", "points", "source")]
        for row in rows(HERE / "survey.csv")
    ]


def given(known: Sequence[Office]) -> Iterable[Sequence[str]]:
    """Give each district its points for the index B1, which no unit states itself."""
    for office in known:
        if office.kind == "huyen":
            points = _stream(2023, office.code, "b1").choice(("0,25", "0,5", "0,5"))
            reason = (
                "Có giải pháp, kết quả đo được" if points == "0,5" else "Có giải pháp, kết quả chưa đo đủ"
            )
            yield office.code, "2.5.1", "r1", points, reason, "Sở Tư pháp", "15/12/2023"


def inspections(known: Sequence[Office]) -> Iterable[Sequence[str]]:
    """List every third office as inspected by the province: just over the 30% that the decision asks for."""
    for place, office in enumerate(known[::3], 1):
        day = _stream(2023, office.code, "inspection").randint(1, 28)
        yield (
            office.code,
            f"{day:02}/{6 + place % 5:02}/2023",
            f"{place:02}/KL-KTCCHC",
            "Kiểm tra theo kế hoạch",
        )


def former(known: Sequence[Office]) -> Results:
    """Draw last year's index of each office and rank them as its (invented) results would."""
    groups = (
        _group("so", "so", "Sở, ban, ngành tỉnh", known),
        _group("nganh_doc", "nganh-doc", "Cơ quan Trung ương theo ngành dọc", known),
        _group("huyen", "huyen", "UBND huyện, thành phố, thị xã", known),
    )
    issuer = f"Ủy ban nhân dân tỉnh Tiền Giang ({MARK})"
    return sealed(Results(SCHEMA, "tien-giang-2022", 2022, issuer, True, "council", "both", groups))


def _group(kind: str, code: str, name: str, known: Sequence[Office]) -> GroupResult:
    members = [office for office in known if office.kind == kind and office.code != UNRANKED]
    indices = {office.code: _stream(2022, office.code, "index").randint(7800, 9800) for office in members}
    rivals = {
        office.code: {other.code: indices[other.code] for other in members if other.cluster == office.cluster}
        for office in members
    }
    units = (_former_unit(office, rivals[office.code]) for office in members)
    return GroupResult(
        group=code,
        name=name,
        kind=kind,
        criteria_set=f"tien-giang/2022/{code}",
        set_name=f"Bộ tiêu chí năm 2022 ({MARK}, không kèm tệp)",
        set_status="proposed",
        set_digest="",
        issuer="Ủy ban nhân dân tỉnh Tiền Giang",
        legal_basis="",
        places=2,
        ranked_by="index_exact",
        ties="competition",
        documents={},
        areas=(),
        criteria=(),
        units=tuple(sorted(units, key=lambda unit: (unit.rank or 0, unit.unit))),
    )


def _former_unit(office: Office, indices: Mapping[str, int]) -> UnitResult:
    """Give an office its index out of 100 points, without leaves: nothing more of last year is shown."""
    mine = indices[office.code]
    index = f"{mine // 100}.{mine % 100:02}"
    return UnitResult(
        unit=office.code,
        name=office.name,
        cluster=office.cluster,
        rank=1 + sum(other > mine for other in indices.values()),
        grade="",
        grade_barred_by=(),
        provisional=False,
        points=index,
        max_points="100",
        index=index,
        index_shown=index,
        index_exact=f"{mine}/100",
        tie_broken_by="",
        appraised_points="0",
        appraised_max="0",
        survey_points="0",
        survey_max="0",
        bonus="0",
        penalty="0",
        last_year=None,
        areas=(),
        leaves=(),
    )


if __name__ == "__main__":
    write(CYCLE)
