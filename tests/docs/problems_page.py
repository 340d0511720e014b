"""Write docs/problems.md: every problem code with its words, from par_index/messages.

Run ``python -m tests.docs.problems_page`` after a change of wording; a test holds the page to the files, so
that every change of a word a user may read is seen in a review.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
MESSAGES = ROOT / "par_index" / "messages"
PAGE = ROOT / "docs" / "problems.md"
AREAS = {
    "yaml": "Đọc tệp YAML · Reading YAML files",
    "rules": "Bộ tiêu chí và phương pháp chấm · Criteria sets and methods",
    "proofs": "Chứng minh bộ tiêu chí · Proofs of a set",
    "doubts": "Điều đáng ngờ của một bộ đã chứng minh · Doubts about a sound set",
    "targets": "Chỉ tiêu của quyết định · Targets of a decision",
    "cycle": "Thư mục đợt chấm · The cycle's folder",
    "authoring": "Bộ tiêu chí trong bảng tính · Sets in workbooks",
    "workbook": "Tệp Excel và CSV · Workbooks and CSV files",
    "forward": "Bộ máy luật · The rule engine",
    "survey": "Điều tra xã hội học · The survey",
    "score": "Chấm điểm và ghi kết quả · Scoring and storing",
    "whatif": "Kịch bản · Scenarios",
    "plan": "Kế hoạch rẻ nhất · The cheapest plan",
    "robust": "Độ vững của hạng · How firm ranks are",
    "papers": "Biểu mẫu và bảng kết quả · Forms and result sheets",
    "cli": "Dòng lệnh · The command line",
}
LEVELS = {"error": ("lỗi", "error"), "warning": ("cảnh báo", "warning"), "note": ("ghi chú", "note")}
INTRODUCTION = """\
# Mã lỗi, cảnh báo, ghi chú

Trang này do `python -m tests.docs.problems_page` viết từ `par_index/messages/`; lời sửa ở đó.

Khi chạy, mỗi thông báo gồm ba dòng: chỗ sai, mã và tên; chuyện gì xảy ra; cách sửa. Chữ trong ‹ › được thay
bằng tên tệp, số liệu cụ thể. Lỗi làm lệnh kết thúc với mã 1 và không ghi gì (trừ `score --keep-going`); cảnh
báo và ghi chú thì không. Mã không đổi nghĩa giữa các phiên bản.

*Each code below is told with its place, what happened and how to mend it. Words in ‹ › are filled in. Errors
end the command with exit code 1 and nothing is written (but for `score --keep-going`); warnings and notes do
not. A code never changes its meaning.*
"""


class Echo(dict[str, str]):
    """Stand each particular's own name where its value will be."""

    def __missing__(self, key: str) -> str:
        return "" if key == "nearest" else f"‹{key}›"


def page() -> str:
    """Write the whole page."""
    areas = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in MESSAGES.glob("*.toml")}
    parts = [INTRODUCTION]
    for name in sorted(areas, key=list(AREAS).index):
        parts.append(f"## {AREAS[name]}\n")
        parts.extend(entry(code, areas[name][code]) for code in sorted(areas[name], key=number))
    return "\n".join(parts)


def number(code: str) -> tuple[str, int]:
    return code[0], int(code[1:])


def entry(code: str, table: Mapping[str, Any]) -> str:
    """Write one code: its words in Vietnamese, then in English."""
    vietnamese, english = LEVELS[table.get("level", "error")]
    return "\n".join(
        (
            f"### {code}\n",
            "- " + sentence(table["vi"], vietnamese, "Cách sửa"),
            "- " + sentence(table["en"], english, "Remedy") + "\n",
        )
    )


def sentence(texts: list[str], level: str, remedy: str) -> str:
    title, what, how = filled(texts)
    return f"**{title}** ({level}). {what} *{remedy}:* {how}"


def filled(texts: list[str]) -> Iterator[str]:
    """Fill in the particulars' names; keep Markdown from reading marks as its own."""
    for text in texts:
        yield re.sub(r"([*_<>|`\[\]])", r"\\\1", text.format_map(Echo()))


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
