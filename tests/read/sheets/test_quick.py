"""Reading by patterns gives what the XML parser gives, and leaves to it whatever is out of the ordinary."""

from __future__ import annotations

import struct
import tracemalloc
import zipfile
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
from par_index.read.sheets.package import LARGEST, Package, opened
from par_index.read.sheets.quick import attempt, quick_rows, quick_strings
from tests.read.sheets.parts import BOOK, MAIN, rows, workbook

SHEET, STRINGS, STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"
FORMATS = "".join(f'<xf numFmtId="{number}"/>' for number in (0, 10, 14, 164))
FORMATS = f'<styleSheet {MAIN}><cellXfs count="4">{FORMATS}</cellXfs></styleSheet>'
FROM_1904 = BOOK.replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
Read = tuple[Book | None, tuple[Problem, ...]]


def streamed(path: Path) -> Read:
    """Read by the XML parser alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Package, "content", lambda *_: b"")
        return read_book(path, "a.xlsx")


def quick(path: Path) -> tuple[bool, bool]:
    """Tell whether the sheet, and the shared texts, are read by patterns."""
    parsed = []
    parse = Package.parse
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Package, "parse", lambda self, part, *to: (parsed.append(part), parse(self, part, *to)))
        read_book(path, "a.xlsx")
    return SHEET not in parsed, STRINGS not in parsed


TEXT = st.text(
    st.characters(codec="utf-8", exclude_characters="\r", exclude_categories=("Cc", "Cs", "Cn", "Co"))
)
INLINE = TEXT.map(lambda text: f'<is><t xml:space="preserve">{escape(text)}</t></is>')
RICH = TEXT.map(
    lambda text: f"<is><r><rPr><b/></rPr><t>{escape(text)}</t></r><rPh sb='0' eb='1'><t>k</t></rPh></is>"
)
NUMBERS = ["<v>12.5</v>", "<v>45000</v>", "<v>0.93500000000000005</v>", "<v>1E-3</v>", "<v/>", "<f/>", ""]
FORMULAS = ['<f t="shared" si="0"/><v>3</v>', '<f t="array" ref="A1:A2">SUM(B1:B2)</f><v>4</v>', "<f>1/0</f>"]
PLAIN = st.one_of(
    st.tuples(st.just("inlineStr"), INLINE),
    st.tuples(st.just("s"), st.integers(0, 3).map(lambda at: f"<v>{at}</v>")),
    st.tuples(st.just("str"), TEXT.map(lambda text: f"<f>A1&amp;B1</f><v>{escape(text)}</v>")),
    st.tuples(st.just("e"), st.sampled_from(["<v>#DIV/0!</v>", "<f>1/0</f><v>#DIV/0!</v>"])),
    st.tuples(st.just("b"), st.sampled_from(["<v>1</v>", "<v>0</v>"])),
    st.tuples(st.just("d"), st.just("<v>2023-01-31T00:00:00</v>")),
    st.tuples(st.just("n"), st.sampled_from(NUMBERS + FORMULAS)),
)
ODD = st.one_of(
    st.tuples(st.just("inlineStr"), RICH),
    st.tuples(st.just("s"), st.just("<v>9</v>")),
    st.tuples(st.just("str"), st.sampled_from(["<v>&#7845;</v>", "<v><![CDATA[x]]></v>", "<v>_x000D_</v>"])),
)
Rows = list[tuple[str, list[tuple[str, str] | None], int]]


HIDDEN = st.sampled_from(["", ' hidden="1"', ' hidden="true"', ' hidden="0"'])


def lists_of(cells: st.SearchStrategy[tuple[str, str]]) -> st.SearchStrategy[Rows]:
    inner = st.lists(st.one_of(st.none(), cells), max_size=6)
    return st.lists(st.tuples(HIDDEN, inner, st.integers(0, 4)), max_size=5)


def sheet_of(made: Rows) -> str:
    lines = []
    for number, (hidden, cells, style) in enumerate(made, 1):
        inner = "".join(
            f'<c r="{"ABCDEF"[at]}{number}" s="{style}"/>'
            if cell is None
            else f'<c r="{"ABCDEF"[at]}{number}" s="{style}" t="{cell[0]}">{cell[1]}</c>'
            for at, cell in enumerate(cells)
        )
        shut = f">{inner}</row>" if cells else "/>"
        lines.append(f'<row r="{number}" spans="1:6"{hidden} x14ac:dyDescent="0.25"{shut}')
    return DECLARED + rows(*lines, after='<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>')


def strings_of(texts: list[str]) -> str:
    return f"<sst {MAIN}>{''.join(f'<si><t>{escape(text)}</t></si>' for text in texts)}</sst>"


FOUR_TEXTS = st.lists(TEXT, min_size=4, max_size=4)


@settings(max_examples=80)
@given(lists_of(PLAIN), FOUR_TEXTS, st.booleans())
def test_both_ways_read_the_same(
    tmp_path_factory: pytest.TempPathFactory, made: Rows, texts: list[str], from_1904: bool
) -> None:
    more = {STRINGS: strings_of(texts), STYLES: FORMATS}
    more |= {"xl/workbook.xml": FROM_1904} if from_1904 else {}
    path = workbook(tmp_path_factory.mktemp("s") / "a.xlsx", sheet_of(made), more)
    assert read_book(path, "a.xlsx") == streamed(path)
    assert quick(path) == (not any("]]" in str(row) for row in made), not any("]]" in text for text in texts))


DEBRIS = [
    '"',
    "&",
    "&amp;",
    "&#65;",
    "'",
    "-->",
    "/>",
    "<",
    "<!--",
    "<![CDATA[",
    "</c>",
    "</row>",
    "</sheetData>",
]
DEBRIS += [
    "</si>",
    "<?x ",
    '<c r="B2"/>',
    "<row>",
    "<sheetData>",
    "<si>",
    "<si/>",
    "<v>",
    "?>",
    "A",
    "]]>",
    "x:",
]
DEBRIS += [
    "",
    "\0",
    "\n",
    "\r\n",
    " ",
    "\u0301",
    "\uffff",
    ' r="1"',
    ' hidden="1"',
    "\u0661",
    "<t>",
    "</t>",
    "<rPh>",
]
CUTS = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 9), st.sampled_from(DEBRIS)), min_size=1, max_size=3
)


def cut(text: str, cuts: list[tuple[float, int, str]]) -> str:
    for place, length, instead in cuts:
        at = int(place * len(text))
        text = text[:at] + instead + text[at + length :]
    return text


@settings(max_examples=200)
@given(lists_of(st.one_of(PLAIN, ODD)), FOUR_TEXTS, CUTS, st.booleans())
def test_damage_fares_as_before(
    tmp_path_factory: pytest.TempPathFactory,
    made: Rows,
    texts: list[str],
    cuts: list[tuple[float, int, str]],
    in_sheet: bool,
) -> None:
    page, strings = sheet_of(made), strings_of(texts)
    page, strings = (cut(page, cuts), strings) if in_sheet else (page, cut(strings, cuts))
    path = workbook(tmp_path_factory.mktemp("s") / "a.xlsx", page, {STRINGS: strings, STYLES: FORMATS})
    assert read_book(path, "a.xlsx") == streamed(path)


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


@pytest.mark.parametrize("make", [by_openpyxl, by_xlsxwriter])
def test_what_programs_write_is_read_by_patterns(make: Callable[[Path], None], tmp_path: Path) -> None:
    make(tmp_path / "a.xlsx")
    assert quick(tmp_path / "a.xlsx") == (True, True)
    found, problems = read_book(tmp_path / "a.xlsx", "a.xlsx")
    assert found is not None
    assert len(found.sheets[0].rows) > 20
    assert (found, problems) == streamed(tmp_path / "a.xlsx")


@pytest.mark.parametrize("said", ["&#120;", "N&#x1ED9;i v&#7909;", "&#38;lt;", "&#0013;&#9;", "&#128512;"])
def test_characters_given_by_number_are_read_by_patterns(said: str, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", rows(GOOD.replace("x", said)), {STRINGS: strings_of([said])})
    assert quick(path) == (True, True)
    assert read_book(path, "a.xlsx") == streamed(path)


GOOD = '<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>'


@pytest.mark.parametrize(
    "sheet",
    [
        rows("<!-- chú thích -->", GOOD),
        rows(GOOD.replace("x", "<![CDATA[x]]>")),
        rows(GOOD.replace("x", "&#11;")),
        rows(GOOD.replace("x", "&#xD800;")),
        rows(GOOD.replace("x", "&#x110000;")),
        rows(GOOD.replace("x", "&#120")),
        rows(GOOD.replace("x", "&#X78;")),
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
        '<?xml version="1.0" encoding = "ISO-8859-1"?>' + rows(GOOD.replace("x", "Ô")),
        rows('<c r="A1"><v>1</v></c>'),
        rows(GOOD.replace("<is>", '<f t="shared" t="array"/><is>')),
        rows(GOOD, after='<mergeCells><mergeCell ref="A1:B2" ref="C1"/></mergeCells>'),
        rows(GOOD, after="<mergeCells><mergeCell ref='A1:B2'/><mergeCell ref='?'/></mergeCells>"),
        rows(after=GOOD),
        rows(GOOD, after=GOOD),
        rows(GOOD).replace("<sheetData>", "<!-- <sheetData>").replace("</sheetData>", "</sheetData> -->"),
        rows(GOOD).replace("<sheetData>", "<?x <sheetData>").replace("</sheetData>", "</sheetData> ?>"),
        rows(GOOD).replace("<sheetData>", '<a b="<sheetData>').replace("</sheetData>", '</sheetData>"/>'),
        rows('<row r="20001"><c r="A20001"><v>1</v></c></row>'),
        rows(GOOD.replace("A1", "A\u0661")),
        rows(GOOD.replace("</row>", ""), GOOD),
        rows(GOOD, "</row>"),
        rows('<row r="\u0663"><c r="A3"><v>1</v></c></row>'),
        rows('<row r="1">', '<c r="A1"/>' * 100_000, "<x></row>"),
        rows("<row r=\"1\"><row r=\"2\"/></row>"),
        rows(GOOD.replace("inlineStr", "s").replace("<is><t>x</t></is>", "<v>7</v>")),
    ],
)  # fmt: skip
def test_what_is_out_of_the_ordinary_fares_as_before(sheet: str | bytes, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", sheet, {STRINGS: f"<sst {MAIN}><si><t>y</t></si></sst>"})
    assert read_book(path, "a.xlsx") == streamed(path)


@pytest.mark.parametrize(
    "strings",
    [
        "<si><r><t>Sở </t></r><r><t>Y tế</t></r></si>",
        "<si><t>Sở</t><rPh sb='0' eb='1'><t>x</t></rPh></si>",
        "<si><t>a</t></si> <si><t>b</t></si>",
        "<si><t>a</t></si><si><t>b</si>",
        "<si><t>a</t></si><si/>",
        "<si><t>a</t></si><si/><si/>",
        "<rPh><si><t>a</t></si></rPh><si/><si/>",
        "<!-- <si><t>a</t></si> --><si/><si/><si/>",
        "",
        '<si><t xml:space="preserve"> a </t></si><si><t/></si><si><t>&lt;b&gt; &amp;amp;</t></si>',
    ],
)
def test_shared_texts_fare_as_before(strings: str, tmp_path: Path) -> None:
    cells = "".join(f'<c r="{"ABC"[at]}1" t="s"><v>{at}</v></c>' for at in range(3))
    path = workbook(
        tmp_path / "a.xlsx", rows(f'<row r="1">{cells}</row>'), {STRINGS: f"<sst {MAIN}>{strings}</sst>"}
    )
    assert read_book(path, "a.xlsx") == streamed(path)


def test_what_is_left_to_the_parser_is_counted_once(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", rows("<!-- -->", GOOD), {STRINGS: strings_of(["<![CDATA[x]]>"])})
    package = opened(path, "a.xlsx")
    before = package.left
    with package.archive:
        assert attempt(package, lambda: quick_rows(package, SHEET)) is None
        assert package.left == before
        assert attempt(package, lambda: quick_strings(package, STRINGS)) is None
        assert package.left == before


def test_a_part_that_lies_about_its_size_is_not_unpacked(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", rows(" " * 8 * LARGEST))
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo(SHEET).file_size
    path.write_bytes(path.read_bytes().replace(struct.pack("<I", size), struct.pack("<I", 1000)))
    tracemalloc.start()
    found, problems = read_book(path, "a.xlsx")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (found, [problem.code for problem in problems]) == (None, ["W01"])
    assert peak < 3 * LARGEST


def test_shared_texts_are_composed_and_their_escapes_read(tmp_path: Path) -> None:
    cells = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    for texts, read in (
        (["So\u031b\u0309", "Y"], ["Sở", "Y"]),
        (["a_x000D_b", "_x"], ["a\rb", "_x"]),
        (["_x000", "D_"], ["_x000", "D_"]),
        (["1\n2", "&lt; &"], ["1\n2", "&lt; &"]),
    ):
        path = workbook(tmp_path / "a.xlsx", rows(cells), {STRINGS: strings_of(texts).replace("\n", "&#10;")})
        found, _ = read_book(path, "a.xlsx")
        assert found is not None
        assert [cell.text for cell in found.sheets[0].rows[0].cells.values()] == read
        assert quick(path) == (True, True)


def test_a_large_part_is_streamed_to_its_end(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", rows(GOOD) + " " * LARGEST + "x")
    assert quick(path) == (False, True)
    assert read_book(path, "a.xlsx") == streamed(path)
