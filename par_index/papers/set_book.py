"""Write a criteria set as a workbook in the columns of an annex, for those who will not write YAML.

An official fills it in without YAML: headings are explained, closed words are offered, every cell is text.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from par_index.model.set_layout import KEYS, Layout
from par_index.model.set_sheets import HEADER, ITEMS, LEVELS, SCHEMA
from par_index.model.text import Table, Text
from par_index.papers.key_words import meaning
from par_index.papers.lists import LISTS as OFFERED
from par_index.papers.lists import Lists
from par_index.papers.set_choices import explained, offered, source_of
from par_index.papers.set_rows import Cells, rows_of
from par_index.papers.styles import Page, add_sheet, formats, opened, set_page
from par_index.papers.template import write_header

GUIDES = {
    "Tiêu chí": "Mỗi dòng một lĩnh vực, tiêu chí, tiêu chí thành phần (TCTP) hay một phần của mục; dòng con "
    "đứng ngay dưới dòng mẹ. Chữ trong ngoặc ở tiêu đề để chương trình đọc, không sửa; rê chuột vào tiêu đề "
    "để xem giải thích. Xuống dòng trong ô: Alt+Enter.",
    "Số liệu": "Mỗi số liệu khai một lần; mã ở cột đầu dùng trong cột “Số liệu, cách đo” của trang Tiêu chí.",
    "Thông tin chung": "Bỏ trống giá trị nào là không khai giá trị đó.",
    "Danh mục": "Mỗi dòng một mục của danh mục nêu ở cột đầu. Quan hệ số liệu không cần mã.",
    "Câu hỏi": "Mỗi dòng một câu hỏi về mục, lĩnh vực, chỉ số hay đại lượng (một trong bốn cột), và khoảng.",
    "Nhóm trả lời": "Mỗi dòng một nhóm đối tượng điều tra. Bộ không khai phiếu hỏi thì bỏ trống trang này và "
    "hai trang sau, chỉ điền dòng survey của trang Thông tin chung.",
    "Thang trả lời": "Mỗi dòng một phương án trả lời, từ tốt đến kém; các dòng cùng mã thang là một thang.",
    "Phiếu hỏi": "Mỗi dòng một câu hỏi của phiếu điều tra, cho điểm một mục điều tra của trang Tiêu chí.",
}
_RECORDS = {
    "Tiêu chí": ("ItemSpec",),
    "Số liệu": ("InputSpec",),
    "Câu hỏi": ("TestSpec", "GateSpec", "BarSpec", "TargetSpec"),
    "Nhóm trả lời": ("RespondentsSpec",),
    "Thang trả lời": ("OptionSpec",),
    "Phiếu hỏi": ("QuestionSpec",),
}
_HIDDEN_WIDTH = 1
_SPARE = 200
"""Rows below the last that drop-down lists reach."""


def write_set_book(tree: Table, path: Path, methods: Sequence[str]) -> None:
    """Write the workbook; ``methods`` are offered in a drop-down list."""
    rows, order = rows_of(tree)
    name = tree.get(Text("name"), "Bộ tiêu chí mới")
    lists = Lists(offered(methods))
    with opened(path) as book:
        looks = formats(book)
        for layout, cells in rows.items():
            widths = [column.width for column in layout.columns if column is not KEYS]
            page = Page(
                add_sheet(book, layout.title), looks, [*widths, *([70.0] if layout is HEADER else [])]
            )
            _write_sheet(page, layout, cells, f"{layout.title.upper()} – {name}", lists)
        lists.write(add_sheet(book, OFFERED))
        write_header(book, {"schema": SCHEMA, KEYS.key: order})


def _write_sheet(page: Page, layout: Layout, rows: Sequence[Cells], title: str, lists: Lists) -> None:
    last = len(page.widths) - 1 if layout is HEADER or not rows else _last_used(layout, rows)
    set_page(page, "")
    page.sheet.set_margins(left=0.5, right=0.4, top=0.7, bottom=0.5)
    page.line(title, "title", 0, last, 14)
    page.line(GUIDES[layout.title], "note", 0, last, 12)
    head = _write_head(page, layout)
    for row in rows:
        _write_row(page, layout, row)
    _offer(page, layout, rows, lists)
    page.sheet.freeze_panes(head + 1, layout.kept)
    page.sheet.repeat_rows(head)
    page.sheet.print_area(0, 0, page.row - 1, last)


def _last_used(layout: Layout, rows: Sequence[Cells]) -> int:
    """Find the last column that any row fills: what this set does not use is not printed."""
    used = {key for row in rows for key in row}
    return max((at for at, column in enumerate(layout.columns) if column.key in used - {KEYS.key}), default=1)


def _write_head(page: Page, layout: Layout) -> int:
    """Write the headings, each with its explanation; give their row."""
    columns = [column for column in layout.columns if column is not KEYS]
    said = [("Giải thích", "head")] if layout is HEADER else []
    head = page.put([*((column.heading, "head") for column in columns), *said], least=48)
    for at, column in enumerate(columns):
        words = meaning(column.key, "Workbook", *_RECORDS.get(layout.title, ()))
        page.sheet.write_comment(head, at, words, {"author": "", "x_scale": 2, "y_scale": 1.5})
        page.sheet.set_column(at, at, column.width, page.looks["entry"])
    if KEYS in layout.columns:
        page.sheet.write_string(head, len(columns), KEYS.heading)
        page.sheet.set_column(len(columns), len(columns), _HIDDEN_WIDTH, None, {"hidden": True})
    return head


def _write_row(page: Page, layout: Layout, cells: Cells) -> None:
    style = _style(layout, cells)
    written = [(cells.get(column.key, ""), style) for column in layout.columns if column is not KEYS]
    if layout is HEADER:
        written.append((explained(cells["key"]), "entry"))
    row = page.put(written)
    if KEYS.key in cells:
        page.sheet.write_string(row, len(layout.columns) - 1, cells[KEYS.key])


def _style(layout: Layout, cells: Cells) -> str:
    if layout is not ITEMS:
        return "entry"
    level = cells["level"]
    if level in (LEVELS["criteria"], LEVELS["sub_criteria"], LEVELS["leaves"], LEVELS["parts"]):
        whole = level == LEVELS["criteria"] and not cells.keys() & {"measure", "method", "bands"}
        return "entry_strong" if whole else "entry"
    return "entry_band"


def _offer(page: Page, layout: Layout, rows: Sequence[Cells], lists: Lists) -> None:
    """Offer the words a cell can hold, below the last row too; those of the header differ by row."""
    last = page.row - 1
    first = page.row - len(rows)
    page.sheet.ignore_errors({"number_stored_as_text": f"A1:Z{last + _SPARE}"})
    if layout is HEADER:
        for at, row in enumerate(rows, first):
            _offer_in(page, (at, 1, at), source_of(layout, row["key"], lists))
        return
    for at, column in enumerate(layout.columns):
        _offer_in(page, (first, at, last + _SPARE), source_of(layout, column.key, lists))


def _offer_in(page: Page, cells: tuple[int, int, int], source: str) -> None:
    """Offer words in a column between two rows; others are asked about, for the import judges them."""
    first, column, last = cells
    if source:
        rule = {"validate": "list", "source": source, "error_type": "warning"}
        page.sheet.data_validation(first, column, last, column, rule)
