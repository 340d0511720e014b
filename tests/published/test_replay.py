"""Score published tables anew, with the engines and the ranking that score officially.

Each table is a tiny set of given figures (``sets/``, or one column of points). What was rounded in print is
compared within the tolerances of ``expected.py``; ranks are compared exactly.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import pytest

from par_index.model.case import Case, UnitVerdict
from par_index.model.plan import Plan
from par_index.model.states import NOT_FILED, TRAIT, State
from par_index.score.rank import Standing, standings
from tests.published import expected as book
from tests.rules.judges import Judge, each_judge
from tests.rules.sets import compiled, figure, leaf, proven, whole_set

HERE = Path(__file__).parent
Row = Mapping[str, str]


def exact(points: int) -> Fraction:
    return Fraction(points, 1_000_000)


def filed(plan: Plan, unit: str, figures: Mapping[str, str], scale: int = 1) -> Case:
    """File the columns that the set's inputs are labelled with, divided by ``scale``; blanks stay unfiled."""
    shown = {entry.code: figures[entry.label] for entry in plan.inputs}
    values = {
        entry.code: round(Fraction(shown[entry.code]) * entry.scale / scale)
        for entry in plan.inputs
        if shown[entry.code]
    }
    absent = {entry.code: NOT_FILED for entry in plan.leaves if not set(entry.inputs) <= values.keys()}
    return Case(unit, values, absent)


def scored(plan: Plan, judge: Judge, cases: Sequence[Case]) -> dict[str, tuple[UnitVerdict, Standing]]:
    """Judge and rank units as one group."""
    verdicts = judge(plan, cases)
    ranked = standings(plan, verdicts)
    return {verdict.unit: (verdict, ranked[verdict.unit]) for verdict in verdicts}


def one_column(folder: Path, **more: object) -> Plan:
    """Make a set that takes a unit's published total as it is; what passes 100 is bonus."""
    bonus = {"code": "T", "name": "Thưởng", "ceiling": "10", "leaves": [leaf("T.1", "10")]}
    return compiled(folder, whole_set([leaf("1", "100")], bonus=bonus, **more))


def total(unit: str, points: str) -> Case:
    micro = Fraction(points) * 1_000_000
    assert micro.denominator == 1
    return Case(
        unit, {figure("1"): min(int(micro), 100_000_000), figure("T.1"): max(int(micro) - 100_000_000, 0)}
    )


def positions(rows: Iterable[Row], column: str) -> dict[str, int]:
    return {row[column]: at for at, row in enumerate(rows, 1)}


def ranks(results: Mapping[str, tuple[UnitVerdict, Standing]]) -> dict[str, int | None]:
    return {unit: standing.rank for unit, (_, standing) in results.items()}


@each_judge
def test_par_index_2012_adds_up_and_ranks(judge: Judge) -> None:
    rows = book.rows("par_index_2012_provinces_top19")
    plan = proven(HERE / "sets" / "par_index_2012.yaml")
    results = scored(plan, judge, [filed(plan, row["province"], row) for row in rows])
    assert len(results) == 19
    for row in rows:
        verdict, standing = results[row["province"]]
        assert exact(verdict.points) == Fraction(row["par_index"]) == standing.index
        assert exact(verdict.survey) == Fraction(row["score_survey"])
        assert standing.rank == int(row["rank"])


@each_judge
def test_par_index_2020_differs_only_by_printing(judge: Judge) -> None:
    rows = book.rows("par_index_2020_provinces_top10")
    plan = proven(HERE / "sets" / "par_index_parts.yaml")
    results = scored(plan, judge, [filed(plan, row["province"], row) for row in rows])
    apart = {}
    for row in rows:
        verdict, standing = results[row["province"]]
        apart[row["province"]] = exact(verdict.points) - Fraction(row["par_index"])
        assert standing.rank == int(row["rank"])
    assert {province: gap for province, gap in apart.items() if gap} == book.PAR_2020_DIFFERENCES
    assert {abs(gap) for gap in apart.values()} == {book.EXACT, book.PRINTED_PART}


@each_judge
def test_hoa_binh_2023_printed_a_total_that_its_parts_contradict(judge: Judge) -> None:
    rows = book.rows("hoa_binh_2023_par_index")
    plan = proven(HERE / "sets" / "par_index_parts.yaml")
    figures = dict(zip((entry.label for entry in plan.inputs), (row["points"] for row in rows), strict=True))
    ((verdict, standing),) = scored(plan, judge, [filed(plan, "Hòa Bình", figures)]).values()
    assert [exact(entry.max) for entry in plan.leaves] == [Fraction(row["max_points"]) for row in rows]
    assert exact(verdict.points) == standing.index == book.HOA_BINH_2023_PARTS_SUM
    assert exact(verdict.points) - book.HOA_BINH_2023_PRINTED > len(rows) * book.PRINTED_PART


@each_judge
def test_hoa_binh_2024_ranks_two_groups_apart(tmp_path: Path, judge: Judge) -> None:
    plan = one_column(tmp_path)
    for rows in book.groups("hoa_binh_2024_departments_districts").values():
        results = scored(plan, judge, [total(row["unit"], row["par_index_pct"]) for row in rows])
        assert ranks(results) == positions(rows, "unit")


@each_judge
def test_tien_giang_2020_ranks_above_100_and_shows_the_misprint(tmp_path: Path, judge: Judge) -> None:
    plan, (misprint, _) = one_column(tmp_path), book.TIEN_GIANG_2020_MISPRINT
    above = set()
    for rows in book.groups("tien_giang_2020_cchc_points").values():
        results = scored(plan, judge, [total(row["unit"], row["points"]) for row in rows])
        assert {unit: standing.index for unit, (_, standing) in results.items()} == {
            row["unit"]: Fraction(row["points"]) for row in rows
        }
        rest = [row for row in rows if row["unit"] != misprint]
        others = scored(plan, judge, [total(row["unit"], row["points"]) for row in rest])
        assert ranks(others) == positions(rest, "unit")
        if misprint in results:
            assert (positions(rows, "unit")[misprint], results[misprint][1].rank) == (7, 12)
        above |= {unit for unit, (verdict, _) in results.items() if verdict.points > verdict.max_points}
    assert above == book.TIEN_GIANG_2020_OVER_100


@each_judge
def test_thanh_hoa_2023_divides_by_the_units_own_maximum(tmp_path: Path, judge: Judge) -> None:
    applicable = leaf("2", "16", applies="t", not_applicable="drop")
    plan = compiled(tmp_path, whole_set([leaf("1", "84"), applicable], traits={"t": "Có"}))
    for rows in book.groups("thanh_hoa_2023_selected").values():
        cases = []
        for row in rows:
            points = int(Fraction(row["points_total"]) * 1_000_000)
            values = {figure("1"): min(points, 84_000_000), figure("2"): max(points - 84_000_000, 0)}
            absent = {"2": TRAIT} if row["unit"] in book.THANH_HOA_2023_MAX else {}
            cases.append(Case(row["unit"], values, absent))
        results = scored(plan, judge, cases)
        by_published = sorted(rows, key=lambda row: int(row["rank"]))
        assert ranks(results) == positions(by_published, "unit")
        for row in rows:
            verdict, standing = results[row["unit"]]
            assert exact(verdict.max_points) == book.THANH_HOA_2023_MAX.get(row["unit"], 100)
            assert Fraction(row["index_pct"]) in (standing.index, Fraction(standing.shown))


@each_judge
@pytest.mark.parametrize(("year", "blank"), book.PAPI_BLANK.items())
def test_papi_adds_dimensions_and_keeps_missing_provinces_missing(
    judge: Judge, year: int, blank: set[str]
) -> None:
    plan = proven(HERE / "sets" / "papi.yaml")
    rows = [row for row in book.rows(f"papi_{year}_provinces") if row["tinhid"] != book.PAPI_NOT_A_PROVINCE]
    verdicts = judge(plan, [filed(plan, row["tentinh_vie"], row) for row in rows])
    assert len(verdicts) == 63
    unfiled = {
        verdict.unit for verdict in verdicts if any(entry.state != State.SCORED for entry in verdict.leaves)
    }
    assert unfiled == blank
    for row, verdict in zip(rows, verdicts, strict=True):
        if verdict.unit in blank:
            assert {entry.state for entry in verdict.leaves} == {State.NOT_FILED}
            continue
        for area in plan.areas:
            points = sum(entry.points for entry in verdict.leaves if entry.code in area.leaves)
            assert abs(exact(points) - Fraction(row[area.name])) <= book.FLOAT_NOISE
        assert abs(exact(verdict.points) - Fraction(row[book.PAPI_TOTAL])) <= book.FLOAT_NOISE
    complete = [verdict for verdict in verdicts if verdict.unit not in blank]
    published = {row["tentinh_vie"]: Fraction(row[book.PAPI_TOTAL] or 0) for row in rows}
    best_first = sorted((verdict.unit for verdict in complete), key=lambda unit: -published[unit])
    ranked = standings(plan, complete)
    assert [ranked[unit].rank for unit in best_first] == list(range(1, len(complete) + 1))


@each_judge
def test_pci_2013_weighs_ranks_and_classes(judge: Judge) -> None:
    rows = book.rows("pci_2013_provinces")
    plan = proven(HERE / "sets" / "pci_2013.yaml")
    results = scored(
        plan, judge, [filed(plan, row["province"], row, scale=book.PCI_2013_SCALE) for row in rows]
    )
    assert len(results) == 63
    for row in rows:
        verdict, standing = results[row["province"]]
        assert abs(exact(verdict.points) - Fraction(row["pci_total"])) <= book.FLOAT_NOISE
        assert (standing.rank, verdict.grade) == (int(row["rank"]), row["class"])


@each_judge
def test_pci_2020_printed_ties_share_a_rank_here(tmp_path: Path, judge: Judge) -> None:
    rows = book.rows("pci_2020_provinces_full")
    results = scored(one_column(tmp_path), judge, [total(row["province"], row["pci_total"]) for row in rows])
    differing = {
        (row["pci_total"], int(row["rank"]), results[row["province"]][1].rank)
        for row in rows
        if results[row["province"]][1].rank != int(row["rank"])
    }
    assert len(results) == 63
    assert differing == {(printed, second, first) for printed, (first, second) in book.PCI_2020_TIES.items()}


@each_judge
def test_dti_2020_weighs_three_pillars(judge: Judge) -> None:
    rows = book.rows("dti_2020_provinces_top9")
    plan = proven(HERE / "sets" / "dti_2020.yaml")
    results = scored(plan, judge, [filed(plan, row["province"], row) for row in rows])
    assert len(results) == 9
    for row in rows:
        standing = results[row["province"]][1]
        assert Fraction(standing.shown) == Fraction(row["dti_index"]) * 100
        assert standing.rank == int(row["dti_rank"])


@each_judge
def test_quang_nam_2024_adds_up_to_its_class(judge: Judge) -> None:
    *rows, last = book.rows("quang_nam_qd766_2024_10_28")
    plan = proven(HERE / "sets" / "quang_nam_2024.yaml")
    figures = {row["component"]: row["points"] for row in rows}
    ((verdict, _),) = scored(plan, judge, [filed(plan, "Quảng Nam", figures)]).values()
    assert {entry.name: exact(entry.max) for entry in plan.leaves} == {
        row["component"]: Fraction(row["max_points"]) for row in rows
    }
    assert (exact(verdict.points), exact(verdict.max_points)) == (
        Fraction("82.8"),
        Fraction(last["max_points"]),
    )
    assert f'"{verdict.grade}"' in last["component"]


CUTS = {  # inferred from the tables: no source states them; each only has to separate what was published
    "Tây Ninh": {"từ 80% trở lên": "Tốt", "từ 65% đến dưới 80%": "Khá", "từ 60% đến dưới 65%": "Trung bình"}
    | {"dưới 60%": "Kém"},
    "Khánh Hòa": {"từ 90% trở lên": "Tốt", "từ 70% đến dưới 90%": "Khá", "dưới 70%": "Trung bình"},
    "Bắc Kạn": {"từ 85% trở lên": "Tốt", "dưới 85%": "Khá"},
}


@each_judge
@pytest.mark.parametrize("province", CUTS)
def test_each_province_has_its_own_grade_ladder(tmp_path: Path, province: str, judge: Judge) -> None:
    rows = [row for row in book.rows("classified_results_selected") if row["province"] == province]
    plan = one_column(tmp_path, grades={"rows": CUTS[province]})
    verdicts = judge(plan, [total(str(at), row["value_pct"]) for at, row in enumerate(rows)])
    assert [verdict.grade for verdict in verdicts] == [row["class"] for row in rows]


def test_no_single_ladder_serves_all_provinces() -> None:
    good = [row for row in book.rows("classified_results_selected") if row["class"] == "Tốt"]
    fair = [row for row in book.rows("classified_results_selected") if row["class"] == "Khá"]
    assert min(Fraction(row["value_pct"]) for row in good) < max(Fraction(row["value_pct"]) for row in fair)
