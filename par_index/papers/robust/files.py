"""Write the page and the workbook into a folder, each whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from par_index.papers.robust.book import write_book
from par_index.papers.robust.page import page
from par_index.whatif.robust.result import Robustness

PAGE, BOOK = "robust.html", "robust.xlsx"


def write_papers(found: Robustness, folder: Path) -> tuple[Path, ...]:
    """Write both; give their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    begun = folder / f".{PAGE}.{os.getpid()}", folder / f".{BOOK}.{os.getpid()}"
    begun[0].write_text(page(found), "utf-8", newline="\n")
    write_book(found, begun[1])
    done = folder / PAGE, folder / BOOK
    for before, after in zip(begun, done, strict=True):
        before.replace(after)
    return done
