"""What each published table is expected to show; proved by ``test_tables.py``, used by the replays.

Tolerances are in the table's own unit. A *warning* is a figure the source itself misprinted: it is
kept to see that it is noticed, and never taken for truth.
"""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

FOLDER = Path(__file__).parent

EXACT = Fraction(0)
PRINTED_PART = Fraction(1, 100)
FLOAT_NOISE = Fraction(1, 100_000)

PAR_2020_PARTS = ("appraised_points", "sipas_points", "leader_survey_points", "socioeconomic_impact_points")
# Sum of the printed parts less the printed index, where they differ.
PAR_2020_DIFFERENCES = {
    "Quảng Ninh": Fraction("0.01"),
    "Đồng Tháp": Fraction("-0.01"),
    "Phú Thọ": Fraction("-0.01"),
}
HOA_BINH_2023_PARTS_SUM = Fraction("87.89")
HOA_BINH_2023_PRINTED = Fraction("86.89")
NINH_THUAN_2022_PARTS_SUM = Fraction("85.79")
NINH_THUAN_2022_PRINTED = Fraction("85.78")
TIEN_GIANG_2020_MISPRINT = ("Sở Nông nghiệp và Phát triển nông thôn", Fraction("96.60"))
TIEN_GIANG_2020_OVER_100 = {"Cục Thuế tỉnh", "Kho bạc Nhà nước tỉnh", "Huyện Chợ Gạo", "huyện Cai Lậy"}
THANH_HOA_2023_MAX = {"Ban Dân tộc tỉnh": Fraction(84)}
PCI_2013_WEIGHTS = tuple(Fraction(share, 100) for share in (5, 5, 20, 5, 10, 5, 5, 20, 20, 5))
PCI_2013_SCALE = 10
PCI_2020_TIES = {"64.56": (20, 21), "63.98": (26, 27), "61.98": (57, 58)}
DTI_2020_WEIGHTS = {
    "pillar_gov": Fraction("0.4"),
    "pillar_economy": Fraction("0.3"),
    "pillar_society": Fraction("0.3"),
}
PAPI_NOT_A_PROVINCE = "999"
PAPI_BLANK = {2013: set[str](), 2014: {"Bắc Giang", "Đồng Tháp"}}
PAPI_TOTAL = "Un-weighted2015PAPI"
PAPI_DIMENSIONS = {
    "Participation at Local Levels": 4,
    "Transparency": 3,
    "Vertical Accountability": 3,
    "Control of Corruption": 4,
    "Public Administrative Procedures": 4,
    "Public Service Delivery": 4,
}
# Province-level areas in force from 2022: apparatus, civil service, procedures, impact.
NATIONAL_MAXIMA_FROM_2022 = (Fraction("10.5"), Fraction(15), Fraction(13), Fraction("16.5"))
# Best first. A province's press names only these; its cut-offs lie between the published values.
CLASSES = ("Tốt", "Khá", "Trung bình", "Kém")


def rows(table: str) -> list[dict[str, str]]:
    """Read a table, every cell as text."""
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def groups(table: str) -> dict[str, list[dict[str, str]]]:
    """Read a table apart by its ``group`` column, in printed order."""
    found: dict[str, list[dict[str, str]]] = {}
    for row in rows(table):
        found.setdefault(row["group"], []).append(row)
    return found


def papi(year: int) -> list[dict[str, str]]:
    """Read the provinces of a PAPI year that have figures."""
    provinces = [row for row in rows(f"papi_{year}_provinces") if row["tinhid"] != PAPI_NOT_A_PROVINCE]
    return [row for row in provinces if row["tentinh_vie"] not in PAPI_BLANK[year]]


def half_up(value: Fraction, places: int) -> Fraction:
    """Round a value that is not negative once, half up, to ``places`` decimals."""
    return Fraction((value * 10**places + Fraction(1, 2)).__floor__(), 10**places)
