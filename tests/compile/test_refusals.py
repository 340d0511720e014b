# ruff: noqa: E501 - a table of breaks reads best one a line
"""Each key of a set, broken in turn, is told at its own line with the words that mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from par_index.compile import load_plans
from par_index.places import libraries
from tests.compile.sample import SOUND, broken, compiled, line_of

BREAKS = [
    # old, new, code, the line is that of this mark
    ("status: proposed", "status: propose", "Y24", "status: propose"),
    ("issuer: UBND tỉnh thử\n", "", "Y21", "set: thu"),
    ("issuer: UBND", "isuer: UBND", "Y20", "isuer"),
    ('code: "1.2"', "code: 1.2", "Y22", "code: 1.2"),
    ("code: T.1", 'code: "T 1"', "Y29", "T 1"),
    ("year: 2023", "year: 2023,5", "Y32", "year"),
    ("total: 10", "total: 1.000", "Y25", "total"),
    ("total: 10", "total: mười", "Y26", "total"),
    ("kinds:\n  so: Sở\n  huyen: Huyện", "kinds: so", "Y23", "kinds: so"),
    ("name: Kế hoạch\n", "name:\n", "Y23", "name:\n        max: 3"),
    ("relations:\n  - so_hoa <= phai_so_hoa", "relations: so_hoa <= phai_so_hoa", "Y23", "relations"),
    ("  - so_hoa <= phai_so_hoa", "  - so_hoa phai_so_hoa", "L05", "so_hoa phai"),
    ("  - so_hoa <= phai_so_hoa", "  - so_hoa + phai_so_hoa", "L25", "so_hoa + phai"),
    ("within: phai_so_hoa", "within: phai_so_ho", "L20", "within"),
    ("measure: hai_long", "measure: hai_lon", "L20", "measure: hai_lon"),
    ("measure: sang_kien", "measure: sang_kien @ 2", "L01", "sang_kien @"),
    ("measure: sang_kien", "measure: sang_kien + 1.234", "L02", "sang_kien +"),
    ("measure: sang_kien", "measure: sang_kien + 1.2.3", "L03", "sang_kien +"),
    ("late(ngay_kh; 31/01/2023)", "late(ngay_kh; 31/02/2023)", "L04", "late("),
    ("late(ngay_kh; 31/01/2023)", "late(ngay_kh, 31/01/2023)", "L06", "late("),
    ("measure: sang_kien", "measure: " + "(" * 70 + "sang_kien" + ")" * 70, "L07", "((("),
    ("measure: sang_kien", "measure: 0 < sang_kien < 3", "L08", "0 < sang"),
    ("late(ngay_kh; 31/01/2023)", "lat(ngay_kh; 31/01/2023)", "L09", "lat("),
    ("late(ngay_kh; 31/01/2023)", "late(ngay_kh)", "L10", "late("),
    ("measure: so_hoa / phai_so_hoa\n        method", "measure: round(so_hoa / phai_so_hoa; 9)\n        method", "L11", "round"),
    ("từ 98% trở lên: max", "khoảng 98%: max", "L12", "khoảng"),
    ("từ 95% đến dưới 98%: max", "từ 98% đến dưới 95%: max", "L13", "từ 98% đến dưới"),
    ("dưới 95%: 0", "còn lại: 0", "L14", "còn lại"),
    ("từ 98% trở lên: max", "từ x trở lên: max", "L20", "từ x"),
    ("dưới 95%: 0", "dưới 95%: 50%", "L22", "dưới 95%: 50%"),
    ("max * (x - 95%) / 3%", "max * x * x", "L23", "x * x"),
    ("max * (x - 95%) / 3%", "max * x / (3% - 3%)", "L24", "3% - 3%"),
    ("T:\n            by kind:\n              so: 70%\n              huyen: 60%", "T: 70", "L26", "T: 70"),
    ("tre: 30", "tre: 30,5", "L27", "tre: 30,5"),
    ("  sang_kien:\n    type: count", "  sang_kien:\n    type: amount", "L30", "type: amount"),
    ("    worst_to_best: [khong, cham, kip]\n", "", "L31", "type: choice"),
    ("label: Sáng kiến\n", "label: Sáng kiến\n    least: 5\n    most: 2\n", "L32", "type: count\n    label: Sáng"),
    ("    never: Không ban hành\n", "    never: Không ban hành\n    least: 5\n", "L35", "type: date"),
    ("    never: Không ban hành\n", "    never: Không ban hành\n    least: 31/12/2023\n    most: 01/01/2023\n", "L32", "type: date"),
    ("label: Sáng kiến\n", "label: Sáng kiến\n    most: 31/12/2023\n", "L36", "type: count\n    label: Sáng"),
    ("label: Sáng kiến\n", "label: Sáng kiến\n    never: Không\n", "L33", "type: count\n    label: Sáng"),
    ("label: Mức ban hành\n", "label: Mức ban hành\n    labels: {nhanh: Nhanh}\n", "L34", "type: choice"),
    ("        bands:\n          từ 98%", "        bands: bac\n        note:\n          từ 98%", "L50", "bands: bac"),
    ("U: \"0.5\"", "V: \"0.5\"", "L51", "V:"),
    ("U: \"0.5\"", "V: \"0.5\"", "L52", "code: T.1"),
    ("U: \"0.5\"", "U:\n          a: 1", "L53", "U:\n"),
    ("measure: muc\n", "measure: sang_kien\n", "L54", "name: Mức\n"),
    ("cham: 50% max", "trung_binh: 50% max", "L55", "trung_binh"),
    ("cham: 50% max", "trung_binh: 50% max", "L56", "khong: 0"),
    ("        max: 3\n        sub_criteria", "        max: 3\n        measure: muc\n        sub_criteria", "L60", 'code: "1.1"\n'),
    ("        measure: hai_long\n        method: ty_le\n        source: survey\n", "", "L61", 'code: "2.1"'),
    ('code: "2.1"', 'code: "1.2"', "L62", 'code: "1.2"\n        name: Mức'),
    ("            parts:\n", "            measure: muc\n            parts:\n", "L63", 'code: "1.1.2"'),
    ("        method: ty_le\n", "", "L64", 'code: "2.1"'),
    ("method: den_dich", "method: den_dik", "L65", "den_dik"),
    ("[previous, not_applicable]", "[not_applicable, full]", "L66", 'code: "1.3"'),
    ("[previous, not_applicable]", "[previous]", "L67", 'code: "1.3"'),
    ("        not_applicable: drop\n", "", "L68", 'code: "1.2"'),
    ("applies: co_tthc", "applies: co_tth", "L69", "applies"),
    ("    source: survey\n    better", "    better", "L70", 'code: "2.1"'),
    ("      max: 1\n      measure: sang_kien", "      max: -1\n      measure: sang_kien", "L71", "code: T.1"),
    ("      max: 1\n      measure: sang_kien", "      max: 1\n      min: 2\n      measure: sang_kien", "L72", "code: T.1"),
    ("cites: [II.4]", "cites: [{document: QĐ46, clause: II.4}]", "L73", "QĐ46"),
    ('      leaf: "1.1.1"\n      is: bằng 0\n    cap', "      index: exact\n      is: bằng 0%\n    cap", "L80", "id: G1"),
    ('      "1.1.2": 50% max', '      "1.1.9": 50% max', "L81", '"1.1.9"'),
    ('      "1.1.2": 50% max', '      "1.1.1": 50% max', "L82", "id: G1"),
    ("      measure: tre_han / (dung_han + tre_han)\n      is", "      is", "L83", "is: trên 20%"),
    ("best: B", "best: D", "L84", "best: D"),
    ("    for: so", "    for: xa", "L85", "for: xa"),
    # the set about itself
    ("year: 2023", "year: 23", "L86", "year: 23"),
    ("total: 10", "total: -1", "L86", "total: -1"),
    ("total: 10", "total: 10.0000001", "Y31", "total: 10.0"),
    ("survey: 2\n", "survey: 20\n", "L86", "survey: 20"),
    ("survey: 2\n", "survey: 2\nrounding:\n  places: 7\n", "L86", "places: 7"),
    ("survey: 2\n", "survey: 2\nrounding:\n  leaf: 0\n", "L89", "leaf: 0"),
    ("survey: 2\n", "survey: 2\nrounding:\n  leaf: \"0.3\"\n", "L89", "leaf: \"0.3\""),
    ("survey: 2\n", "survey: 2\nrounding:\n  leaf: -1\n", "L89", "leaf: -1"),
    ("survey: 2\n", "survey: 2\nrounding:\n  leaf: 2\n", "L89", "leaf: 2"),
    ("  ceiling: 1\n", "  ceiling: -1\n", "L86", "ceiling: -1"),
    ("  ceiling: 1\n", "  ceiling: 0\n", "L86", "ceiling: 0"),
    ("kinds:\n  so: Sở\n  huyen: Huyện\n", "kinds: {}\n", "L87", "kinds: {}"),
    ("documents:\n  QĐ45: Quyết định 45\n", "documents: {}\n", "L87", "documents: {}"),
    ("  so: Sở\n", "  sở ngành: Sở\n", "Y29", "sở ngành"),
    ("  so: Sở\n", "  1: Sở\n", "Y22", "  1: Sở"),
    ("  so: Sở\n", "  so: ''\n", "Y23", "  so: ''"),
    ("survey: 2\n", "survey: 2\nranking:\n  ties: break_by\n  break_by: [appraise]\n", "L90", "break_by: [appraise]"),
    ("survey: 2\n", "survey: 2\nranking:\n  ties: break_by\n  break_by: [survey, \"area:9\"]\n", "L90", "break_by: [survey"),
    ("survey: 2\n", "survey: 2\nranking:\n  ties: break_by\n  break_by: [\"leaf:1.1\"]\n", "L90", "break_by: [\"leaf"),
    ("survey: 2\n", "survey: 2\nranking:\n  ties: break_by\n  break_by: [survey, survey]\n", "L88", "break_by: [survey"),
    ("survey: 2\n", "survey: 2\nranking:\n  ties: break_by\n", "L91", "ties: break_by"),
    ("survey: 2\n", "survey: 2\nranking:\n  break_by: [survey]\n", "L91", "break_by: [survey"),
    ("survey: 2\n", "survey: 2\nvalid:\n  from: 01/01/2023\n  to: 31/12/2022\n", "L92", "from: 01/01"),
    ("survey: 2\n", "survey: 2\nvalid:\n  from: 31/02/2023\n  to: 31/12/2023\n", "Y27", "from: 31/02"),
    ("  co_tthc: Có", "  co_von: Có vốn\n  co_tthc: Có", "L93", "co_von: Có"),
    ("inputs:\n", "inputs:\n  thua:\n    type: count\n    better: more\n", "L94", "thua:"),
    # the catalogue
    ("  sang_kien:\n", "  sang-kien:\n", "Y30", "  sang-kien:"),
    ("  sang_kien:\n", "  max:\n", "Y33", "  max:"),
    ("  sang_kien:\n    type: count", "  sang_kien:\n    type: [count]", "Y23", "type: [count]"),
    ("label: Sáng kiến\n", "label: Sáng kiến\n    decimals: 2\n", "L95", "type: count\n    label: Sáng"),
    ("label: Sáng kiến\n", "label: Sáng kiến\n    step: 1\n", "L95", "type: count\n    label: Sáng"),
    ("label: Đủ hồ sơ\n", "label: Đủ hồ sơ\n    most: 1\n", "L95", "type: yes_no"),
    ("label: Sáng kiến\n", "label: Sáng kiến\n    least: 1,5\n", "L96", "type: count\n    label: Sáng"),
    ("label: Sáng kiến\n", "label: Sáng kiến\n    most: -1\n", "L32", "type: count\n    label: Sáng"),
    ("label: Mức độ hài lòng\n", "label: Mức độ hài lòng\n    decimals: 30\n", "L86", "type: share"),
    ("    worst_to_best: [khong, cham, kip]\n", "    worst_to_best: [khong]\n", "L87", "type: choice"),
    ("    worst_to_best: [khong, cham, kip]\n", "    worst_to_best: [khong, cham, kip, kip]\n", "L88", "worst_to_best"),
    ("label: Mức ban hành\n", "label: Mức ban hành\n    labels: {khong: Kip}\n", "L77", "worst_to_best"),
    ("never: Không ban hành", "never: 31/12/2023", "L77", "never: 31"),
    ("within: phai_so_hoa", "within: ngay_kh", "L97", "within: ngay_kh"),
    ("within: phai_so_hoa", "within: so_hoa", "L97", "within: so_hoa"),
    ("within: phai_so_hoa", "may_exceed: ngay_kh", "L97", "may_exceed: ngay_kh"),
    ("within: phai_so_hoa", "may_exceed: phai_so_hoaa", "L20", "may_exceed: phai_so_hoaa"),
    ("within: phai_so_hoa", "previous: muc", "L97", "previous: muc"),
    ("within: phai_so_hoa", "previous: khong_co", "L20", "previous: khong_co"),
    ("  - so_hoa <= phai_so_hoa", "  - so_hoa <= ngay_kh", "L98", "so_hoa <= ngay_kh"),
    ("  - so_hoa <= phai_so_hoa", "  - so_hoa <= so_hoa", "L25", "so_hoa <= so_hoa"),
    ("  - so_hoa <= phai_so_hoa", "  - 6 <= 5", "L25", "6 <= 5"),
    ("  - so_hoa <= phai_so_hoa", "  - [so_hoa]", "Y23", "- [so_hoa]"),
    ("  sang_kien:\n    type: count", "  sang_kien:\n    type: points\n    step: 0", "L86", "type: points"),
    # measures and parameters
    ("late(ngay_kh; 31/01/2023)", "late(ngay_kh; 31-01-2023)", "L98", "31-01-2023"),
    ("late(ngay_kh; 31/01/2023)", "late(ngay_kh; 31/1/23)", "L98", "31/1/23"),
    ("late(ngay_kh; 31/01/2023)", "late(dung_han; 31/01/2023)", "L98", "late(dung_han"),
    ("late(ngay_kh; 31/01/2023)", "working(dung_han)", "L98", "working("),
    ("measure: sang_kien", "measure: round(ngay_kh; 2)", "L98", "round(ngay"),
    ("measure: sang_kien", "measure: ngay_kh * 2", "L98", "ngay_kh * 2"),
    ("measure: sang_kien", "measure: 3", "L59", "measure: 3"),
    ("measure: sang_kien", "measure: sang_kien / 0", "L24", "sang_kien / 0"),
    ("measure: sang_kien", "measure: sang_kien" + " + 1" * 200, "L15", "sang_kien +"),
    ("measure: sang_kien", "measure: " + "-" * 70 + "sang_kien", "L07", "------"),
    ("      measure: sang_kien\n", "      measure: |\n        sang_kien\n        + bay\n", "L20", "measure: |"),
    ("U: \"0.5\"", "U: 50%", "L22", "U: 50%"),
    ("U: \"0.5\"", "U: 0", "L28", "U: 0"),
    ("U: \"0.5\"", "U: \"0.0000001\"", "L29", "U: \"0.0000001\""),
    ("U: \"0.5\"", "U: [0,5]", "L53", "U: [0"),
    ("U: \"0.5\"", "U:", "L05", "U:\n      cites"),
    ("tre: 30", "tre: 30%", "L27", "tre: 30%"),
    ("tre: 30", "tre: 0", "L28", "tre: 0"),
    ("so: 70%\n", "so: 70% + 2\n", "L26", "so: 70% + 2"),
    ("so: 70%\n", "so: 0%\n", "L28", "so: 0%"),
    ("              huyen: 60%\n", "", "L52", "by kind:"),
    ("              huyen: 60%\n", "              huyen: 60%\n              xa: 50%\n", "L85", "xa: 50%"),
    ("            by kind:\n", "            by kinds:\n", "L57", "by kinds:"),
    ("            by kind:\n              so: 70%\n              huyen: 60%\n", "            by kind: 70%\n", "L57", "by kind: 70%"),
    ("              huyen: 60%\n", "              huyen: 60%\n            xa: 50%\n", "L57", "by kind:"),
    ("        applies: co_tthc\n", "        with:\n          T: 70%\n        applies: co_tthc\n", "L58", "  T: 70%"),
    ("dưới 95%: 0", "dưới 95%:", "Y23", "dưới 95%:"),
    ("cites: [II.6b]", "cites: {document: QĐ45, clause: II.6}", "Y23", "cites: {"),
    ("cites: [II.6b]", "cites: ['']", "Y23", "cites: ['']"),
    ("[previous, not_applicable]", "[previous, previous, full]", "L66", 'code: "1.3"'),
    # the tree
    ("        name: Kế hoạch\n", "        name: Kế hoạch\n        applies: co_tthc\n", "L74", 'code: "1.1"\n'),
    ("        name: Kế hoạch\n", "        name: Kế hoạch\n        with: {T: 1}\n", "L74", 'code: "1.1"\n'),
    ("        sub_criteria:\n", "        criteria: []\n        sub_criteria:\n", "L75", 'code: "1.1"\n'),
    ("      max: 1\n      measure: sang_kien", "      max: 1\n      min: -1\n      measure: sang_kien", "L76", "code: T.1"),
    ("      max: 1\n      measure: sang_kien", "      max: 0\n      measure: sang_kien", "L76", "code: T.1"),
    ("bonus:\n", "penalty:\n", "L78", "code: T.1"),
    ("      measure: sang_kien\n", "      sub_criteria:\n        - code: T.2\n          name: a\n          max: 1\n          measure: sang_kien\n          bands: {}\n", "L79", "code: T.1"),
    ("    - code: T.1\n", "    - code: T.1\n      source: survey\n", "L70", "code: T.1"),
    ("  code: T\n", '  code: "1.3"\n', "L62", 'code: "1.3"\n  name: Điểm'),
    ('code: "1.3"', 'code: "1.3/b1"', "Y29", "1.3/b1"),
    ('code: "1.3"', 'code: "1.3#1"', "Y29", "1.3#1"),
    # questions
    ("  - id: F1\n", "  - id: G1\n", "L62", "id: G1\n    when:\n      measure"),
    ("    - id: B1\n", "    - id: G1\n", "L62", "id: G1\n      when"),
    ('    cap:\n      "1.1.2": 50% max\n', "    cap: {}\n", "L87", "id: G1"),
    ('      "1.1.2": 50% max', '      "1.1.2": 50%', "L22", '"1.1.2": 50%'),
    ('      "1.1.2": 50% max', '      "1.1.2": max / 3', "L29", '"1.1.2": max / 3'),
    ('      "1.1.2": 50% max', '      1.1: 50% max', "Y22", "1.1: 50% max"),
    ('      leaf: "1.1.1"\n      is: bằng 0\n    cap', '      leaf: "1.1.1"\n      is: dưới 50%\n    cap', "L22", "is: dưới 50%"),
    ('        leaf: "1.1.1"\n        is: bằng 0\n      best', "        index: exact\n        is: dưới 90\n      best", "L26", "is: dưới 90"),
    ('        leaf: "1.1.1"\n        is: bằng 0\n      best', "        index: chung\n        is: dưới 90%\n      best", "Y24", "index: chung"),
    ("    từ 70% đến dưới 90%: B\n", "    từ 70 đến dưới 90: B\n", "L26", "từ 70 đến"),
    ("    từ 70% đến dưới 90%: B\n", "    từ 70% đến dưới 90%: A\n", "L88", "từ 70% đến dưới 90%: A"),
]  # fmt: skip


def test_the_sample_is_sound(tmp_path: Path) -> None:
    plans, problems = compiled(SOUND, tmp_path)
    assert [item.text() for item in problems if item.is_error] == []
    assert [plan.kind for plan in plans] == ["so", "huyen"]


@pytest.mark.parametrize(
    ("old", "new", "code", "mark"), BREAKS, ids=[f"{row[2]}-{at}" for at, row in enumerate(BREAKS)]
)
def test_each_break_is_told_at_its_line(old: str, new: str, code: str, mark: str, tmp_path: Path) -> None:
    text = broken(old, new)
    _, problems = compiled(text, tmp_path)
    assert (code, line_of(text, mark)) in [(item.code, item.where.line) for item in problems]
    for item in problems:
        title, what, remedy = item.texts("vi")
        assert title and what and remedy
        assert all(item.texts("en"))


def test_a_set_on_the_shelf_must_bear_its_own_path(tmp_path: Path) -> None:
    compiled(broken("set: thu/2023/so", "set: thu/2023/xa"), tmp_path)
    _, problems = load_plans("thu/2023/so", libraries(criteria=tmp_path))
    assert [(item.code, item.where.line) for item in problems] == [("L43", 2)]


def test_an_unknown_set_offers_the_nearest(tmp_path: Path) -> None:
    compiled(SOUND, tmp_path)
    _, problems = load_plans("thu/2023/s", libraries(criteria=tmp_path))
    assert [item.code for item in problems] == ["L40"]
    assert "Có phải “thu/2023/so”?" in problems[0].text("vi")
    assert "Did you mean “thu/2023/so”?" in problems[0].text("en")


def test_a_ladder_in_braces_is_refused_before_it_is_misread(tmp_path: Path) -> None:
    old = "bands:\n          từ 98% trở lên: max\n          từ 95% đến dưới 98%: max * (x - 95%) / 3%\n          dưới 95%: 0"
    _, problems = compiled(broken(old, "bands: {từ 98% trở lên: max, dưới 98%: 0,5}"), tmp_path)
    assert "Y28" in [item.code for item in problems]


def test_many_breaks_are_told_in_one_run(tmp_path: Path) -> None:
    text = broken("status: proposed", "status: propose")
    for old, new in [('code: "1.2"', "code: 1.2"), ("dưới 95%: 0", "dưới 95%: 50%"), ("best: B", "best: D")]:
        assert text.count(old) == 1
        text = text.replace(old, new)
    text = text.replace("measure: hai_long", "measure: hai_lon").replace(
        "name: Kế hoạch\n", "nam: Kế hoạch\n"
    )
    _, problems = compiled(text, tmp_path)
    assert [item.code for item in problems if item.is_error] == ["Y24", "Y20", "Y22", "L22", "L20", "L84"]
    assert [item.where for item in problems] == sorted(item.where for item in problems)
