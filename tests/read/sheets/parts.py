"""Make workbooks byte by byte: what other programs write, and what nobody should."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LINKS = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
)
BOOK = f'<workbook {MAIN} {LINKS}><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'


def workbook(path: Path, sheet: str | bytes, more: Mapping[str, str] = {}) -> Path:
    """Write a workbook of one sheet ``S`` whose XML is given; ``more`` adds or replaces parts."""
    parts: dict[str, str | bytes] = {
        "xl/workbook.xml": BOOK,
        "xl/_rels/workbook.xml.rels": RELATIONS,
        "xl/worksheets/sheet1.xml": sheet,
        **more,
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def rows(*inner: str, after: str = "") -> str:
    """Write a sheet's XML around its rows."""
    return f"<worksheet {MAIN}><sheetData>{''.join(inner)}</sheetData>{after}</worksheet>"
