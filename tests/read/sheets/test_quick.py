"""Reading by patterns gives what the XML parser gives, and leaves to it whatever is out of the ordinary."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from par_index.problem import Problem
from par_index.read.sheets import Book, read_book
from par_index.read.sheets import grid as grid_module
from par_index.read.sheets.package import opened
from par_index.read.sheets.quick import quick_rows, quick_strings
from tests.read.sheets.parts import MAIN, rows, workbook

SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
Read = tuple[Book | None, tuple[Problem, ...]]


def streamed(path: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    """Read by the XML parser alone."""
    with monkeypatch.context() as patch:
        patch.setattr(grid_module, "quick_rows", lambda *_: None)
        patch.setattr(grid_module, "quick_strings", lambda *_: None)
        return read_book(path, "a.xlsx")


def quick(path: Path) -> tuple[bool, bool]:
    """Tell whether the sheet, and the shared texts, are read by patterns."""
    package = opened(path, "a.xlsx")
    with package.archive:
        strings = package.holds(STRINGS) and quick_strings(package, STRINGS) is not None
        return quick_rows(package, SHEET) is not None, strings


TEXT = st.text(
    st.characters(codec="utf-8", exclude_characters="\r", exclude_categories=("Cc", "Cs", "Cn", "Co"))
)
CELLS = st.one_of(
    st.tuples(
        st.just("inlineStr"), TEXT.map(lambda text: f'<is><t xml:space="preserve">{escape(text)}</t></is>')
    ),
    st.tuples(st.just("s"), st.integers(0, 3).map(lambda at: f"<v>{at}</v>")),
    st.tuples(st.just("str"), TEXT.map(lambda text: f"<f>A1&amp;B1</f><v>{escape(text)}</v>")),
    st.tuples(st.just("e"), st.just("<v>#DIV/0!</v>")),
    st.tuples(st.just("b"), st.sampled_from(["<v>1</v>", "<v>0</v>"])),
    st.tuples(st.just("d"), st.just("<v>2023-01-31T00:00:00</v>")),
    st.tuples(
        st.just("n"),
        st.sampled_from(["<v>12.5</v>", "<v>1E-3</v>", "<v/>", "<f/>", '<f t="shared" si="0"/><v>3</v>', ""]),
    ),
)
ROWS = st.lists(
    st.tuples(st.booleans(), st.lists(st.one_of(st.none(), CELLS), max_size=6), st.integers(0, 3)), max_size=5
)


def sheet_of(made: list[tuple[bool, list[tuple[str, str] | None], int]]) -> str:
    lines = []
    for number, (hidden, cells, style) in enumerate(made, 1):
        inner = "".join(
            f'<c r="{"ABCDEF"[at]}{number}" s="{style}"/>'
            if cell is None
            else f'<c r="{"ABCDEF"[at]}{number}" s="{style}" t="{cell[0]}">{cell[1]}</c>'
            for at, cell in enumerate(cells)
        )
        shut = ' hidden="1"' if hidden else ""
        lines.append(f'<row r="{number}" spans="1:6"{shut}>{inner}</row>')
    return rows(*lines, after='<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>')


@settings(max_examples=80)
@given(ROWS, st.lists(TEXT, min_size=4, max_size=4))
def test_both_ways_read_the_same(
    tmp_path_factory: pytest.TempPathFactory,
    made: list[tuple[bool, list[tuple[str, str] | None], int]],
    texts: list[str],
) -> None:
    strings = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
    path = workbook(
        tmp_path_factory.mktemp("s") / "a.xlsx", sheet_of(made), {STRINGS: f"<sst {MAIN}>{strings}</sst>"}
    )
    with pytest.MonkeyPatch.context() as patch:
        assert read_book(path, "a.xlsx") == streamed(path, patch)
    assert quick(path)[0]


def by_openpyxl(path: Path) -> None:
    book = openpyxl.Workbook()
    for row in range(1, 30):
        for column in range(1, 8):
            book.active.cell(row, column).value = [f"Ô & <{row}>", row * 1.5, None, "=1+1"][
                (row + column) % 4
            ]
    book.active.merge_cells("A1:B2")
    book.active.row_dimensions[3].hidden = True
    book.save(path)


def by_xlsxwriter(path: Path) -> None:
    book = xlsxwriter.Workbook(str(path))
    page, bold = book.add_worksheet("S"), book.add_format({"bold": True})
    for row in range(30):
        for column in range(8):
            page.write(row, column, [f" Ô & “{row}”\n", row / 7, None, "=1+1"][(row + column) % 4], bold)
    page.merge_range("A1:B2", "gộp")
    page.set_row(4, None, None, {"hidden": True})
    book.close()


@pytest.mark.parametrize(("make", "shares"), [(by_openpyxl, False), (by_xlsxwriter, True)])
def test_what_programs_write_is_read_by_patterns(
    make: Callable[[Path], None], shares: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path / "a.xlsx")
    assert quick(tmp_path / "a.xlsx") == (True, shares)
    found, problems = read_book(tmp_path / "a.xlsx", "a.xlsx")
    assert found is not None
    assert len(found.sheets[0].rows) > 20
    assert (found, problems) == streamed(tmp_path / "a.xlsx", monkeypatch)


GOOD = '<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>'


@pytest.mark.parametrize(
    "sheet",
    [
        rows("<!-- chú thích -->", GOOD),
        rows(GOOD.replace("x", "<![CDATA[x]]>")),
        rows(GOOD.replace("x", "&#120;")),
        rows(GOOD.replace("x", "x]]>y")),
        rows(GOOD.replace("x", "&la;")),
        rows(GOOD.replace("x", "\x01")),
        rows(GOOD.replace("x", "x\r\ny")),
        rows(GOOD.replace("<is><t>x</t></is>", "<is><r><t>x</t></r><rPh><t>y</t></rPh></is>")),
        rows(GOOD.replace(' r="A1"', "")),
        rows(GOOD.replace('<row r="1">', "<row>")),
        rows(GOOD.replace('<row r="1">', '<row r="1" r="2">')),
        rows(GOOD.replace("</row>", "")),
        rows(GOOD.replace("</c>", "")),
        rows(GOOD, "x"),
        rows(GOOD) + "x",
        rows(GOOD)[:-20],
        f'<!DOCTYPE x [<!ENTITY a "b">]>{rows(GOOD)}',
        rows(GOOD).replace("worksheet", "x:worksheet").replace("xmlns=", "xmlns:x="),
        rows(GOOD).encode("utf-16"),
        rows(GOOD.replace("x", "Ô")).encode("latin-1"),
        '<?xml version="1.0" encoding="ISO-8859-1"?>' + rows(GOOD),
        rows('<c r="A1"><v>1</v></c>'),
        rows("<row r=\"1\"><row r=\"2\"/></row>"),
        rows(GOOD.replace("inlineStr", "s").replace("<is><t>x</t></is>", "<v>7</v>")),
    ],
)  # fmt: skip
def test_what_is_out_of_the_ordinary_fares_as_before(
    sheet: str | bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workbook(tmp_path / "a.xlsx", sheet, {STRINGS: f"<sst {MAIN}><si><t>y</t></si></sst>"})
    assert read_book(path, "a.xlsx") == streamed(path, monkeypatch)


@pytest.mark.parametrize(
    "strings",
    [
        "<si><r><t>Sở </t></r><r><t>Y tế</t></r></si>",
        "<si><t>Sở</t><rPh sb='0' eb='1'><t>x</t></rPh></si>",
        "<si><t>a</t></si> <si><t>b</t></si>",
        "<si><t>a</t></si><si><t>b</si>",
        "<si><t>a</t></si><si/>",
        "",
        '<si><t xml:space="preserve"> a </t></si><si><t/></si><si><t>&lt;b&gt; &amp;amp;</t></si>',
    ],
)
def test_shared_texts_fare_as_before(strings: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cells = "".join(f'<c r="{"ABC"[at]}1" t="s"><v>{at}</v></c>' for at in range(3))
    path = workbook(
        tmp_path / "a.xlsx", rows(f'<row r="1">{cells}</row>'), {STRINGS: f"<sst {MAIN}>{strings}</sst>"}
    )
    assert read_book(path, "a.xlsx") == streamed(path, monkeypatch)
