"""Prove what ``expected.py`` says of the published tables, by plain fractions and without the engine."""

from __future__ import annotations

from collections import Counter, defaultdict
from fractions import Fraction
from itertools import pairwise

import pytest

from tests.published import expected as book


def numbers(table: list[dict[str, str]], column: str) -> list[Fraction]:
    return [Fraction(row[column]) for row in table]


def falls(values: list[Fraction]) -> bool:
    return all(before >= after for before, after in pairwise(values))


def test_par_2012_is_appraisal_plus_survey_in_every_row() -> None:
    table = book.rows("par_index_2012_provinces_top19")
    pairs = zip(numbers(table, "score_moha_appraised"), numbers(table, "score_survey"), strict=True)
    assert [appraised + survey for appraised, survey in pairs] == numbers(table, "par_index")
    assert falls(numbers(table, "par_index"))
    assert numbers(table, "rank") == list(range(1, 20))


def test_par_2020_differs_by_a_hundredth_in_three_of_ten_rows() -> None:
    table = book.rows("par_index_2020_provinces_top10")
    sums = [sum(Fraction(row[part]) for part in book.PAR_2020_PARTS) for row in table]
    printed = numbers(table, "par_index")
    off = {row["province"]: total - index for row, total, index in zip(table, sums, printed, strict=True)}
    assert {province: by for province, by in off.items() if by} == book.PAR_2020_DIFFERENCES
    assert {abs(by) for by in off.values()} == {book.EXACT, book.PRINTED_PART}
    assert falls(numbers(table, "par_index"))
    assert numbers(table, "rank") == list(range(1, 11))


def test_hoa_binh_2023_parts_contradict_the_printed_total() -> None:
    table = book.rows("hoa_binh_2023_par_index")
    assert sum(numbers(table, "max_points")) == 100
    assert sum(numbers(table, "points")) == book.HOA_BINH_2023_PARTS_SUM
    assert set(numbers(table, "total_published")) == {book.HOA_BINH_2023_PRINTED}


def test_ninh_thuan_2022_differs_by_a_hundredth_of_parts_rounded_in_print() -> None:
    table = book.rows("ninh_thuan_2022_par_index")
    assert numbers(table, "max_points") == numbers(book.rows("hoa_binh_2023_par_index"), "max_points")
    assert sum(numbers(table, "points")) == book.NINH_THUAN_2022_PARTS_SUM
    assert set(numbers(table, "total_published")) == {book.NINH_THUAN_2022_PRINTED}
    assert book.NINH_THUAN_2022_PARTS_SUM - book.NINH_THUAN_2022_PRINTED == book.PRINTED_PART


def test_hoa_binh_2024_ranks_each_group_by_index_alone() -> None:
    departments, districts = book.groups("hoa_binh_2024_departments_districts").values()
    assert (len(departments), len(districts)) == (19, 5)
    for group in (departments, districts):
        assert falls(numbers(group, "par_index_pct"))
        assert not falls(numbers(group, "sipas_pct"))
        assert numbers(group, "position_in_article") == list(range(1, len(group) + 1))


def test_tien_giang_2020_falls_but_for_one_misprint() -> None:
    unit, points = book.TIEN_GIANG_2020_MISPRINT
    for group in book.groups("tien_giang_2020_cchc_points").values():
        kept = [row for row in group if row["unit"] != unit]
        assert falls(numbers(kept, "points"))
        assert falls(numbers(group, "points")) is (kept == group)
    table = book.rows("tien_giang_2020_cchc_points")
    assert [Fraction(row["points"]) for row in table if row["unit"] == unit] == [points]
    assert {row["unit"] for row in table if Fraction(row["points"]) > 100} == book.TIEN_GIANG_2020_OVER_100


def test_thanh_hoa_2023_index_is_points_over_the_units_own_maximum() -> None:
    for group in book.groups("thanh_hoa_2023_selected").values():
        assert falls(numbers(group, "index_pct"))
        assert numbers(group, "rank") == sorted(numbers(group, "rank"))
        for row in group:
            printed = Fraction(row["index_pct"])
            most = book.THANH_HOA_2023_MAX.get(row["unit"], Fraction(100))
            places = len(row["index_pct"].partition(".")[2])
            assert book.half_up(Fraction(row["points_total"]) * 100 / most, places) == printed, row["unit"]


@pytest.mark.parametrize("year", [2013, 2014])
def test_papi_parts_add_to_dimensions_and_total(year: int) -> None:
    table = book.papi(year)
    columns = list(table[0])[3:-1]
    assert len(columns) == 6 + sum(book.PAPI_DIMENSIONS.values()) == 6 + 22
    for row in table:
        total = Fraction(0)
        for dimension, count in book.PAPI_DIMENSIONS.items():
            first = columns.index(dimension) + 1
            parts = sum(Fraction(row[column]) for column in columns[first : first + count])
            assert abs(parts - Fraction(row[dimension])) <= book.FLOAT_NOISE, row["tentinh_eng"]
            total += Fraction(row[dimension])
        assert abs(total - Fraction(row[book.PAPI_TOTAL])) <= book.FLOAT_NOISE, row["tentinh_eng"]


@pytest.mark.parametrize("year", [2013, 2014])
def test_papi_blank_provinces_and_the_row_of_maxima_are_known(year: int) -> None:
    table = book.rows(f"papi_{year}_provinces")
    first_dimension = next(iter(book.PAPI_DIMENSIONS))
    assert {row["tentinh_vie"] for row in table if not row[first_dimension]} == book.PAPI_BLANK[year]
    assert len(book.papi(year)) == 63 - len(book.PAPI_BLANK[year])
    (highest,) = [row for row in table if row["tinhid"] == book.PAPI_NOT_A_PROVINCE]
    assert Fraction(highest[first_dimension]) == max(numbers(book.papi(year), first_dimension))


def test_pci_2013_is_the_weighted_sum_of_ten_components() -> None:
    table = book.rows("pci_2013_provinces")
    components = list(table[0])[1:11]
    assert (len(table), sum(book.PCI_2013_WEIGHTS)) == (63, 1)
    for row in table:
        weighed = zip(components, book.PCI_2013_WEIGHTS, strict=True)
        total = sum(Fraction(row[column]) * weight for column, weight in weighed) * book.PCI_2013_SCALE
        assert abs(total - Fraction(row["pci_total"])) <= book.FLOAT_NOISE, row["province"]
    assert falls(numbers(table, "pci_total"))
    assert numbers(table, "rank") == list(range(1, 64))
    assert len([1 for before, after in pairwise(table) if before["class"] != after["class"]]) == 5


def test_pci_2020_gives_equal_totals_distinct_ranks() -> None:
    table = book.rows("pci_2020_provinces_full")
    assert falls(numbers(table, "pci_total"))
    assert numbers(table, "rank") == list(range(1, 64))
    shared = Counter(row["pci_total"] for row in table)
    ties = {total: tuple(int(row["rank"]) for row in table if row["pci_total"] == total) for total in shared}
    assert {total: ranks for total, ranks in ties.items() if len(ranks) > 1} == book.PCI_2020_TIES


def test_dti_2020_is_the_weighted_sum_rounded_once() -> None:
    table = book.rows("dti_2020_provinces_top9")
    for row in table:
        weighed = [Fraction(row[pillar]) * weight for pillar, weight in book.DTI_2020_WEIGHTS.items()]
        assert book.half_up(sum(weighed, Fraction(0)), 4) == Fraction(row["dti_index"]), row["province"]
    assert falls(numbers(table, "dti_index"))
    assert numbers(table, "dti_rank") == list(range(1, 10))


def test_classes_never_overlap_inside_a_province_but_cut_offs_differ() -> None:
    table = book.rows("classified_results_selected")
    assert {row["class"] for row in table} == set(book.CLASSES)
    for province in {row["province"] for row in table}:
        own = [row for row in table if row["province"] == province]
        own.sort(key=lambda row: Fraction(row["value_pct"]), reverse=True)
        order = [book.CLASSES.index(row["class"]) for row in own]
        assert order == sorted(order), province
    of_class = defaultdict(list)
    for row in table:
        of_class[row["province"], row["class"]].append(Fraction(row["value_pct"]))
    assert max(of_class["Khánh Hòa", "Khá"]) == 84
    assert min(of_class["Tây Ninh", "Tốt"]) == Fraction("83.62")


def test_class_counts_add_to_the_units_of_each_group() -> None:
    table = book.rows("class_counts")
    classes = ("n_tot", "n_kha", "n_trung_binh", "n_yeu_or_kem")
    counted = [[int(row[name]) for name in classes] for row in table]
    assert [sum(row) for row in counted] == [int(row["n_units"]) for row in table]


def test_quang_nam_2024_parts_add_to_the_printed_total() -> None:
    *parts, total = book.rows("quang_nam_qd766_2024_10_28")
    assert total["component"].startswith("TOTAL")
    for column in ("points", "max_points"):
        assert sum(numbers(parts, column)) == Fraction(total[column])


def test_son_la_2024_areas_carry_the_national_maxima() -> None:
    table = book.rows("son_la_2024_components")
    assert numbers(table, "max_points") == list(book.NATIONAL_MAXIMA_FROM_2022)
    within = zip(numbers(table, "points"), book.NATIONAL_MAXIMA_FROM_2022, strict=True)
    assert all(0 < points < most for points, most in within)
