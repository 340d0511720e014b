"""Recalculate workbooks with LibreOffice, a program that shares nothing with ours."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
"""Tell the office to work every formula out again, whatever result the file holds."""


def convert(paths: Sequence[Path], folder: Path, form: str) -> None:
    """Open files in the office, with a profile of its own, and save them in a folder under another form."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_ALWAYS, "utf-8")
    office = shutil.which("soffice")
    assert office, "LibreOffice is not installed"
    command = [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", form]
    subprocess.run(
        [*command, "--outdir", str(folder), *map(str, paths)], check=True, capture_output=True, timeout=300
    )


def recalculated(paths: Sequence[Path], folder: Path) -> Mapping[str, Workbook]:
    """Give workbooks, by file name, with every formula's result as the office worked it out."""
    convert(paths, folder, "xlsx")
    return {path.name: load_workbook(folder / path.name, data_only=True) for path in paths}
