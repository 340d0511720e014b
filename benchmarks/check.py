"""How long does ``check`` take to prove the sets, and one set of 500 leaves?

    python -m benchmarks.check

Whole commands first; then parts, timed in this process, with PyYAML reading the same files with its plain
loader as the peer. The large set is made up: ten areas of fifty leaves, five kinds of leaves in turn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import yaml

from benchmarks.running import machine, medians, program, seconds, table
from par_index.check import check_methods
from par_index.compile import load_plans
from par_index.places import libraries, shipped
from par_index.read.sets import set_ids
from par_index.verify import doubts, prove

SHELVES = libraries()
FIRST_SETS = ("tien-giang/2023/so", "tien-giang/2023/nganh-doc")
HEAD = """\
# Bộ tiêu chí giả lập để đo thời gian, không phải của cơ quan nào.
set: gia-lap/2023/lon
name: Bộ tiêu chí giả lập 500 mục
year: 2023
issuer: Đơn vị giả lập
status: proposed
legal_basis: Quyết định giả lập
kinds:
  so: Sở
documents:
  QĐ: Quyết định giả lập
total: 100
survey: 0
inputs:
"""
INPUTS = (
    "  a{n}:\n    type: count\n    label: Việc xong {n}\n    better: more\n    within: b{n}\n"
    "  b{n}:\n    type: count\n    label: Việc phải làm {n}\n    better: neutral\n",
    "  a{n}:\n    type: count\n    label: Đúng hạn {n}\n    better: more\n"
    "  b{n}:\n    type: count\n    label: Trễ hạn {n}\n    better: less\n",
    "  a{n}:\n    type: date\n    label: Ngày ban hành {n}\n    never: Không ban hành\n    better: less\n",
    "  a{n}:\n    type: yes_no\n    label: Có văn bản {n}\n    better: more\n",
    "  a{n}:\n    type: count\n    label: Số lần {n}\n    better: more\n",
)
LEAVES = (
    "measure: a{n} / b{n}\n        method: ty_le\n        not_applicable: drop\n"
    "        if_empty: [not_applicable]",
    "measure: a{n} / (a{n} + b{n})\n        bands:\n          từ 98% trở lên: max\n"
    "          từ 80% đến dưới 98%: max * (x - 80%) / 20%\n          dưới 80%: 0\n"
    "        not_applicable: drop\n"
    "        if_empty: [not_applicable]",
    "measure: late(a{n}; 31/01/2023)\n        method: han\n        with:\n          tre: 30",
    "measure: a{n}\n        method: dat_hay_khong",
    'measure: a{n}\n        method: dem_don_gia\n        with:\n          U: "0.1"',
)


def large() -> Iterator[str]:
    """Write the set of 500 leaves."""
    yield HEAD
    yield from (INPUTS[n % 5].format(n=n) for n in range(500))
    yield "areas:\n"
    for area in range(10):
        yield f'  - code: "{area + 1}"\n    name: Lĩnh vực {area + 1}\n    max: 10\n    criteria:\n'
        for n in range(50 * area, 50 * area + 50):
            yield f'      - code: "{area + 1}.{n % 50 + 1}"\n        name: Mục {n}\n        max: "0.2"\n'
            yield f"        {LEAVES[n % 5].format(n=n)}\n        evidence: Báo cáo\n        cites: [I.1]\n"


def timed(work: Callable[[], object]) -> Callable[[], float]:
    def contest() -> float:
        start = perf_counter()
        work()
        return perf_counter() - start

    return contest


def main() -> None:
    """Print the whole commands, then their parts."""
    sets = set_ids(SHELVES)
    files = [*shipped("criteria").glob("*/*/*.yaml"), *(shipped("rules") / "methods").glob("*.yaml")]
    plans = [plan for name in sets for plan in load_plans(name, SHELVES)[0]]
    with TemporaryDirectory() as place:
        path = Path(place) / "criteria" / "gia-lap" / "2023" / "lon.yaml"
        path.parent.mkdir(parents=True)
        path.write_text("".join(large()), "utf-8")
        contests = {
            f"par-index check, all {len(sets)} sets": lambda: seconds(program("check")),
            "par-index check so nganh-doc": lambda: seconds(program("check", *FIRST_SETS)),
            "par-index check, 500 leaves": lambda: seconds(program("check", path)),
            "read, compile and prove all": timed(lambda: [load_plans(name, SHELVES) for name in sets]),
            "of which proofs": timed(lambda: [prove(plan) for plan in plans]),
            "doubts": timed(lambda: [doubts(plan) for plan in plans]),
            "methods' cases, both engines": timed(lambda: check_methods(SHELVES)),
            "PyYAML BaseLoader, same files": timed(
                lambda: [yaml.load(file.read_text("utf-8"), yaml.BaseLoader) for file in files]  # noqa: S506
            ),
        }
        print(machine())
        table(medians(contests, 7))


if __name__ == "__main__":
    main()
