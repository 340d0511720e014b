"""A small sound set (synthetic) that the tests of reading and compiling break in one place at a time."""

from __future__ import annotations

from pathlib import Path

from par_index.compile import load_plans
from par_index.model.plan import Plan
from par_index.places import libraries
from par_index.problem import Problem

SOUND = """\
# Bộ tiêu chí giả lập để thử, không phải của cơ quan nào.
set: thu/2023/so
name: Bộ tiêu chí thử
year: 2023
issuer: UBND tỉnh thử
status: proposed
legal_basis: Quyết định thử
kinds:
  so: Sở
  huyen: Huyện
documents:
  QĐ45: Quyết định 45
total: 10
survey: 2
traits:
  co_tthc: Có thủ tục hành chính
inputs:
  dung_han:
    type: count
    label: Hồ sơ đúng hạn
    better: more
  tre_han:
    type: count
    label: Hồ sơ trễ hạn
    better: less
  so_hoa:
    type: count
    label: Kết quả đã số hóa
    better: more
    within: phai_so_hoa
  phai_so_hoa:
    type: count
    label: Kết quả phải số hóa
    better: neutral
  ngay_kh:
    type: date
    label: Ngày ban hành kế hoạch
    never: Không ban hành
    better: less
  muc:
    type: choice
    label: Mức ban hành
    worst_to_best: [khong, cham, kip]
    better: more
  hai_long:
    type: share
    label: Mức độ hài lòng
    source: survey
    better: more
  sang_kien:
    type: count
    label: Sáng kiến
    better: more
  du_hs:
    type: yes_no
    label: Đủ hồ sơ
    better: more
relations:
  - so_hoa <= phai_so_hoa
areas:
  - code: "1"
    name: Chỉ đạo
    max: 8
    lead: Sở Nội vụ
    criteria:
      - code: "1.1"
        name: Kế hoạch
        max: 3
        sub_criteria:
          - code: "1.1.1"
            name: Ban hành đúng hạn
            max: 1
            measure: late(ngay_kh; 31/01/2023)
            method: han
            with:
              tre: 30
            cites: [VI.2]
          - code: "1.1.2"
            name: Mức ban hành và hồ sơ
            max: 2
            parts:
              - name: Mức
                max: 1
                measure: muc
                method: muc
                with:
                  diem:
                    khong: 0
                    cham: 50% max
                    kip: max
              - name: Hồ sơ
                max: 1
                measure: du_hs
                method: dat_hay_khong
            cites: [II.1]
      - code: "1.2"
        name: Đúng hạn
        max: 3
        measure: dung_han / (dung_han + tre_han)
        bands:
          từ 98% trở lên: max
          từ 95% đến dưới 98%: max * (x - 95%) / 3%
          dưới 95%: 0
        applies: co_tthc
        not_applicable: drop
        if_empty: [not_applicable]
        cites: [II.6b]
      - code: "1.3"
        name: Số hóa
        max: 2
        measure: so_hoa / phai_so_hoa
        method: den_dich
        with:
          T:
            by kind:
              so: 70%
              huyen: 60%
        not_applicable: full
        if_empty: [previous, not_applicable]
        cites: [II.6]
  - code: "2"
    name: Hài lòng
    max: 2
    criteria:
      - code: "2.1"
        name: Mức độ hài lòng
        max: 2
        measure: hai_long
        method: ty_le
        source: survey
        cites: [II.16]
bonus:
  code: T
  name: Điểm thưởng
  ceiling: 1
  leaves:
    - code: T.1
      name: Sáng kiến
      max: 1
      measure: sang_kien
      method: dem_don_gia
      with:
        U: "0.5"
      cites: [II.4]
gates:
  - id: G1
    when:
      leaf: "1.1.1"
      is: bằng 0
    cap:
      "1.1.2": 50% max
    cites: [II.1]
grades:
  by: index_exact
  rows:
    từ 90% trở lên: A
    từ 70% đến dưới 90%: B
    dưới 70%: C
  bars:
    - id: B1
      when:
        leaf: "1.1.1"
        is: bằng 0
      best: B
      cites: [II.2]
review:
  - id: F1
    when:
      measure: tre_han / (dung_han + tre_han)
      is: trên 20%
    say: Trễ hạn trên 20%
targets:
  - id: II.6
    for: so
    measure: so_hoa / phai_so_hoa
    is: từ 70% trở lên
"""


def compiled(text: str, folder: Path) -> tuple[tuple[Plan, ...], tuple[Problem, ...]]:
    """Compile a set's text as if it lay in a folder of criteria."""
    path = folder / "thu" / "2023" / "so.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return load_plans(path, libraries())


def broken(old: str, new: str) -> str:
    """Break the sound set in the one place where ``old`` stands."""
    assert SOUND.count(old) == 1, f"{old!r} stands {SOUND.count(old)} times"
    return SOUND.replace(old, new)


def line_of(text: str, mark: str) -> int:
    """Find the line (from 1) on which a mark stands."""
    return text[: text.index(mark)].count("\n") + 1
