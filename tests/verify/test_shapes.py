"""Leaves as decisions word them are proven clean: the twelve of the seed's extension and the 24 shapes.

Each row is a set of its own; the points and the bounds are ours, the thresholds those of the decision.
"""

from dataclasses import replace

import pytest

from par_index.model.plan import Part, Plan
from par_index.model.questions import Bar, Flag, Gate, Grade, Grades, Target
from par_index.problem import Where
from par_index.verify import directions
from tests.verify.plans import EMPTY, MICRO, asked, codes, figure, leaf, micro, part, plan, single, span

FIRST, LAST, NEVER = 736695, 740346, 3652059
DATES = ("ngay_kh", "bc_q1", "bc_6t", "bc_nam")
CATALOGUE = [
    *(figure(code, "more") for code in ("hoan_thanh", "da_kiem_tra", "dung_han", "so_hoa", "tt")),
    *(figure(code, "more") for code in ("sang_kien", "nop")),
    *(figure(code, "less") for code in ("tre", "phan_anh", "cho_nay", "vi_pham", "dung_han_nt")),
    *(figure(code) for code in ("nhiem_vu", "don_vi", "cho_truoc", "phai_so_hoa", "co_phi", "phi_bang_0")),
    *(figure(code) for code in ("du", "ho_so", "ho_so_nt", "dong_bo", "giao")),
    *(figure(code, "more", "yes_no", high=1) for code in ("du_nhiem_vu", "kinh_phi_co", "m1", "m2", "m3")),
    *(figure(code, "less", "date", FIRST, LAST, never=NEVER) for code in DATES),
    figure("muc", "more", "choice", 0, 2, choices=("khong", "cham", "kip_thoi")),
    figure("kinh_phi", "more", "amount", 0, 10**12, 1000),
    figure("von", "neutral", "amount", 0, 10**12, 1000),
    figure("giai_ngan", "more", "amount", 0, 10**12, 1000),
    figure("hai_long", "more", "share", 0, MICRO, MICRO),
    figure("ty_le_khai", "more", "percent", 0, 10_000, 10_000),
    figure("diem", "more", "points", 0, micro("0.5"), MICRO),
]
REACHING_30 = {"từ 30% trở lên": "max", "dưới 30%": "max * x / 30%"}
SHARED = {"từ 0% đến 100%": "max * x"}
YES_NO = {"bằng 1": "max", "bằng 0": "0"}
ON_TIME = "dung_han / (dung_han + tre)"
LATE = {"đến 0": "max", "từ 1 đến 30": "50% max", "trên 30": "0"}
IMPROVED = {"trên 0%": "max", "bằng 0%": "50% max", "dưới 0%": "0"}

# name: measure, bands, relations, whether a denominator may be 0, max, min
SHAPES: dict[str, tuple[str, dict[str, str], list[str], bool, str, str]] = {
    "1 all or nothing": ("du_nhiem_vu", YES_NO, [], False, "1", "0"),
    "2 and of conditions": (
        "all(du_nhiem_vu; kinh_phi > 0; hoan_thanh / nhiem_vu >= 30%)",
        YES_NO,
        [],
        True,
        "1",
        "0",
    ),
    "3 levels": ("muc", {"bằng 2": "max", "bằng 1": "50% max", "bằng 0": "0"}, [], False, "1", "0"),
    "4 steps": (
        "hoan_thanh / nhiem_vu",
        {"trên 90%": "2", "từ 70% đến 90%": "1", "dưới 70%": "0"},
        [],
        True,
        "2",
        "0",
    ),
    "5 proportional": ("hoan_thanh / nhiem_vu", SHARED, ["hoan_thanh <= nhiem_vu"], True, "1", "0"),
    "6 up to a target": ("da_kiem_tra / don_vi", REACHING_30, [], True, "2", "0"),
    "7 floor then share": (
        "hoan_thanh / nhiem_vu",
        {"từ 80% đến 100%": "max * x", "dưới 80%": "0"},
        ["hoan_thanh <= nhiem_vu"],
        True,
        "1.5",
        "0",
    ),
    "8 product of ratios": (
        "(nop / du) * (giao / dong_bo)",
        SHARED,
        ["nop <= du", "giao <= dong_bo"],
        True,
        "1",
        "0",
    ),
    "9 complement of a sum": (
        "1 - (tre / ho_so + phan_anh / ho_so)",
        REACHING_30,
        ["tre + phan_anh <= ho_so"],
        True,
        "1",
        "0",
    ),
    "9 complement kept at 0": ("max(0; 1 - (tre / ho_so + phan_anh / ho_so))", SHARED, [], True, "1", "0"),
    "10 count by unit": (
        "sang_kien",
        {"từ max / 0,5 trở lên": "max", "dưới max / 0,5": "0,5 * x"},
        [],
        False,
        "2",
        "0",
    ),
    "11 checklist": ("count(m1; m2; m3; kinh_phi > 0)", {"từ 0 đến 4": "max * x / 4"}, [], False, "1", "0"),
    "13a deduction to 0": (
        "count(bc_q1 > 15/03/2023; bc_6t > 15/06/2023; bc_nam > 15/12/2023)",
        {"đến max / 0,25": "max - 0,25 * x", "trên max / 0,25": "0"},
        [],
        False,
        "1",
        "0",
    ),
    "13b deduction below 0": ("du_nhiem_vu", {"bằng 1": "max", "bằng 0": "min"}, [], False, "0.5", "-0.25"),
    "14 deadline": ("late(ngay_kh; 31/01/2023)", LATE, [], False, "1", "0"),
    "14 deadline in working days": ("working(ngay_kh) - working(31/01/2023)", LATE, [], False, "1", "0"),
    "15 one lapse": ("vi_pham", {"bằng 0": "max", "trên 0": "0"}, [], False, "1", "0"),
    "17 satisfaction": ("hai_long", SHARED, [], False, "10", "0"),
    "18 penalty": ("vi_pham", {"đến -min / 0,5": "-0,5 * x", "trên -min / 0,5": "min"}, [], False, "0", "-2"),
    "19 information only": ("sang_kien", {"từ 0 trở lên": "0"}, [], False, "0", "0"),
    "21 improvement": (
        "cho_nay / cho_truoc - 1",
        {"dưới 0%": "max", "từ 0% trở lên": "0"},
        [],
        True,
        "1",
        "0",
    ),
    "21 difference of shares": ("dung_han / ho_so - dung_han_nt / ho_so_nt", IMPROVED, [], True, "1", "0"),
    "22 given points": ("diem", {"từ min đến max": "x"}, [], False, "0.5", "0"),
    "a percent filed as such": (
        "ty_le_khai",
        {"từ 98% trở lên": "max", "dưới 98%": "max * x / 98%"},
        [],
        False,
        "1",
        "0",
    ),
    "rounded before banding": (
        f"round({ON_TIME}; 2)",
        {"từ 98% trở lên": "max", "từ 95% đến dưới 98%": "max * (x - 95%) / 3%", "dưới 95%": "0"},
        [],
        True,
        "3",
        "0",
    ),
    "a share of a sum": (ON_TIME, SHARED, [], True, "3", "0"),
    "over the larger of two": (
        "hoan_thanh / max(nhiem_vu; giao)",
        SHARED,
        ["hoan_thanh <= nhiem_vu"],
        True,
        "1",
        "0",
    ),
    "digitised results": (
        "so_hoa / phai_so_hoa",
        {"từ 70% trở lên": "max", "dưới 70%": "max * x / 70%"},
        [],
        True,
        "2",
        "0",
    ),
    "paid online": ("tt / (co_phi - phi_bang_0)", REACHING_30, ["tt + phi_bang_0 <= co_phi"], True, "2", "0"),
    "disbursed above 90%": (
        "giai_ngan / von",
        {"trên 90%": "max", "đến 90%": "80% max * x / 90%"},
        [],
        True,
        "3",
        "0",
    ),
}


@pytest.mark.parametrize("name", SHAPES)
def test_a_sound_leaf_has_no_problem(name: str) -> None:
    measure, bands, relations, empty, top, bottom = SHAPES[name]
    assert codes(single(measure, bands, CATALOGUE, relations, top=top, bottom=bottom, empty=empty)) == []


@pytest.mark.parametrize("name", [name for name, shape in SHAPES.items() if shape[3]])
def test_each_needs_its_if_empty(name: str) -> None:
    measure, bands, relations, _, top, bottom = SHAPES[name]
    assert codes(single(measure, bands, CATALOGUE, relations, top=top, bottom=bottom)) == ["V11"]


@pytest.mark.parametrize("name", [name for name, shape in SHAPES.items() if shape[2]])
def test_each_needs_its_relations(name: str) -> None:
    measure, bands, relations, empty, top, bottom = SHAPES[name]
    for missing in relations:
        left = [text for text in relations if text != missing]
        assert codes(single(measure, bands, CATALOGUE, left, top=top, bottom=bottom, empty=empty)) != []


# Three late reports never reach the second band of 13a: swapped, it gives 0 to all and contradicts nothing.
SWAPPABLE = [name for name, shape in SHAPES.items() if len(shape[1]) > 1 and not name.startswith("13a")]


@pytest.mark.parametrize("name", SWAPPABLE)
def test_each_is_refused_with_its_bands_swapped(name: str) -> None:
    measure, bands, relations, empty, top, bottom = SHAPES[name]
    swapped = dict(zip(bands, reversed(bands.values()), strict=True))
    assert codes(single(measure, swapped, CATALOGUE, relations, top=top, bottom=bottom, empty=empty)) != []


def test_paid_online_moves_as_it_should() -> None:
    measure, bands, relations, *_ = SHAPES["paid online"]
    found = directions(single(measure, bands, CATALOGUE, relations, empty=True))
    assert (found["tt"], found["phi_bang_0"], found["co_phi"]) == ({"+"}, {"+"}, {"-"})


def whole_set() -> Plan:
    """Give several leaves with parts, a survey leaf, a bonus, a gate, grades, a flag and a target."""
    places = {"ngay_kh": 20, "du_nhiem_vu": 30, "kinh_phi > 0": 33, "hai_long": 40, "sang_kien": 50}

    def made(name: str, code: str) -> Part:
        measure, bands, _, _, top, bottom = SHAPES[name]
        return part(measure, bands, CATALOGUE, top, bottom, code, places.get(measure, 60))

    halves = [part(text, YES_NO, CATALOGUE, "0.5") for text in ("du_nhiem_vu", "kinh_phi > 0")]
    leaves = [
        leaf(made("14 deadline", "1.1.1"), code="1.1.1"),
        leaf(*halves, code="1.1.2"),
        leaf(made("5 proportional", "1.1.3"), code="1.1.3", if_empty=EMPTY),
        leaf(made("17 satisfaction", "8.1.1"), code="8.1.1", kind="survey"),
        leaf(made("10 count by unit", "T.1"), code="T.1", kind="bonus"),
    ]
    grades = (("từ 90% trở lên", "A"), ("từ 70% đến dưới 90%", "B"), ("dưới 70%", "C"))
    unissued = asked("leaf", "1.1.1", "bằng 0")
    jump = asked("measure", f"{ON_TIME} - dung_han_nt / ho_so_nt", "trên 20%", CATALOGUE)
    disbursed = asked("measure", "giai_ngan / von", "trên 90%", CATALOGUE)
    return replace(
        plan(CATALOGUE, leaves, ["hoan_thanh <= nhiem_vu"]),
        bonus_ceiling=micro("2"),
        gates=(Gate("G1", unissued, (("1.1.3", 0),)),),
        grades=Grades(
            "index_exact",
            tuple(Grade(name, span(phrase), phrase) for phrase, name in grades),
            (Bar("B1", unissued, "B", where=Where("")),),
        ),
        flags=(Flag("F1", jump, "Tăng trên 20 điểm phần trăm"),),
        targets=(Target("II.12", disbursed),),
    )


def test_a_whole_sound_set_has_no_problem() -> None:
    assert codes(whole_set()) == []
