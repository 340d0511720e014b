"""Write rules/vocabulary.md and its drawings: every scoring method as an official would look it up.

Run ``python -m tests.docs.vocabulary_page`` after a change of a method; a test holds both to the methods.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from par_index.compile.trial import trials
from par_index.model.method import CasesSpec, MethodSpec
from par_index.model.text import Table
from par_index.papers.wording import number
from par_index.places import libraries
from par_index.points import MICRO
from par_index.problem import has_errors
from par_index.read.sets import read_methods
from tests.docs.drawing import drawing

RULES = Path(__file__).resolve().parents[2] / "rules"
PAGE = RULES / "vocabulary.md"
KINDS = {
    "ratio": "một tỷ lệ",
    "whole": "một số đếm, có/không, số ngày",
    "choice": "một mức",
    "points": "điểm do người thẩm định cho",
    "any": "đại lượng bất kỳ",
}
BETTER = {"more": "; càng lớn càng được nhiều điểm", "less": "; càng lớn càng mất điểm", None: ""}
TYPES = {
    "percent": "tỷ lệ",
    "points": "số điểm",
    "count": "số đếm",
    "days": "số ngày",
    "number": "số",
    "ladder": "cả bảng bậc điểm",
    "choice_table": "điểm của từng mức",
}
INTRODUCTION = """\
# Từ vựng cho điểm

Trang này do `python -m tests.docs.vocabulary_page` viết từ `rules/methods/`; lời và số sửa ở đó.

Mỗi phương pháp có: câu của quyết định, những gì mục phải cho biết, hình bậc điểm và các ca tính tay mà cả hai
bộ máy tính phải cho đúng. `x` là đại lượng của mục. Chấm đặc trong hình: bậc lấy cả giá trị đó ("từ", "đến",
"bằng"); chấm rỗng: không lấy ("trên", "dưới"). Hình vẽ theo ca đầu tiên. Con số trong các ca là ví dụ tự đặt.
Không có phương pháp nào hợp thì chép thẳng bậc điểm của quyết định vào `bands` của mục. Cách viết một mục:
[docs/language.md](../docs/language.md); thêm phương pháp: [README.md](README.md).
"""


def methods() -> Mapping[str, MethodSpec]:
    found, problems = read_methods(libraries())
    assert not has_errors(problems), problems
    return {name: source.spec for name, source in sorted(found.items())}


def shapes() -> Mapping[str, str]:
    """Give the names of the ways points are given, by number, from the list at the end of the rules' page."""
    listed = re.search(r"^Các kiểu: (.*)\.$", (RULES / "README.md").read_text("utf-8"), re.MULTILINE)
    assert listed
    return dict(item.split(" ", 1) for item in listed[1].split("; "))


def files() -> Mapping[Path, str]:
    """Give the page and every drawing by its file."""
    found = {RULES / "drawings" / f"{name}.svg": drawn(method) for name, method in methods().items()}
    return {PAGE: page(), **found}


def drawn(method: MethodSpec) -> str:
    made, problems = trials(method)
    assert not problems, problems
    return drawing(method, made[0])


def page() -> str:
    """Write the whole page."""
    found, named = methods(), shapes()
    rows = [
        f"| [{name}](#{name}) | {', '.join(method.shape)} | {method.sentence} |"
        for name, method in found.items()
    ]
    table = "\n".join(["| Phương pháp | Kiểu | Câu |", "|---|---|---|", *rows, ""])
    return "\n".join([INTRODUCTION, table, *(entry(method, named) for method in found.values())])


def entry(method: MethodSpec, named: Mapping[str, str]) -> str:
    """Write one method."""
    name, kind = method.method, method.measure_is
    shape = "; ".join(f"{one} ({named[one]})" for one in method.shape)
    lines = [
        f"## {name}\n",
        f"*{method.sentence}*\n",
        f"- Kiểu cho điểm: {shape}.",
        f"- x là {KINDS[kind.kind]}{BETTER[kind.better]}.",
        *parameters(method),
        *([f"- Ghi chú: {method.note}"] if method.note else []),
        *bands(method),
        f"\n![Bậc điểm của {name}](drawings/{name}.svg)\n",
        f"Hình: {conditions(method.cases[0])}.",
        *(line for block in method.cases for line in cases(block)),
    ]
    return "\n".join(lines) + "\n"


def parameters(method: MethodSpec) -> Iterator[str]:
    for name, parameter in method.params.items():
        yield f"- `{name}` ({TYPES[parameter.type]}): {parameter.label or name}."


def bands(method: MethodSpec) -> Iterator[str]:
    if isinstance(method.bands, Table):
        yield "\n```yaml\nbands:"
        yield from (f"  {phrase}: {give}" for phrase, give in method.bands.items())
        yield "```"


def conditions(block: CasesSpec) -> str:
    """Say what a block of cases holds fixed: parameters, maximum, minimum."""
    given = [f"`{name}` = {plain(value)}" for name, value in block.with_.items()]
    bounds = [f"tối đa {points(block.max)} điểm"]
    bounds += [f"tối thiểu {points(block.min)} điểm"] if block.min else []
    return "; ".join([*given, *bounds])


def plain(value: Any) -> str:
    """Write a parameter; a table as its steps."""
    return (
        " · ".join(f"{key}: {give}" for key, give in value.items())
        if isinstance(value, Table)
        else str(value)
    )


def points(micro: int) -> str:
    return number(Fraction(micro, MICRO))


def cases(block: CasesSpec) -> Iterator[str]:
    """Write a block of worked cases as a table of one row."""
    head = " | ".join(str(row.x).replace(".", ",") for row in block.rows)
    earned = " | ".join(number(row.points) for row in block.rows)
    yield f"\nCa tính tay, {conditions(block)}:\n"
    yield f"| x | {head} |"
    yield "|---" * (len(block.rows) + 1) + "|"
    yield f"| điểm | {earned} |"


if __name__ == "__main__":
    (RULES / "drawings").mkdir(exist_ok=True)
    for path, content in files().items():
        path.write_text(content, "utf-8")
