"""``par-index new-set``: begin a set as a copy of another, and show what still speaks of the old year."""

from __future__ import annotations

from pathlib import Path

from par_index.cli.output import FINE, say, tell
from par_index.places import Libraries, shown
from par_index.problem import Language
from par_index.revision.begin import Begun, begin


def run(reference: str, new_id: str, place: Path, shelves: Libraries, language: Language) -> int:
    """Copy the set; print the lines to look at and the commands that follow."""
    begun, problems = begin(reference, new_id, place, shelves)
    if begun is None:
        return tell(problems, language)
    for line in (_vietnamese if language == "vi" else _english)(begun, reference):
        say(line)
    return FINE


def _vietnamese(begun: Begun, reference: str) -> list[str]:
    path = shown(begun.path)
    head = f"Đã chép {reference} thành {path} (status: proposed; bỏ số, ngày, hiệu lực của quyết định cũ)."
    count = len(begun.mentions)
    told = f"Còn {count} dòng nhắc năm {begun.former}, cần xem lại từng dòng:" if count else ""
    return [head, *_mentions(begun, told), "", "Việc tiếp theo:", *_next(begun, reference)]


def _english(begun: Begun, reference: str) -> list[str]:
    path = shown(begun.path)
    head = f"Copied {reference} to {path} (status: proposed; number, date and validity are left out)."
    count = len(begun.mentions)
    told = f"Lines that still mention {begun.former}: {count}. Look at each:" if count else ""
    return [head, *_mentions(begun, told), "", "Next:", *_next(begun, reference)]


def _mentions(begun: Begun, told: str) -> list[str]:
    path = shown(begun.path)
    return ["", told, *(f"  {path}:{number}: {text}" for number, text in begun.mentions)] if told else []


def _next(begun: Begun, reference: str) -> list[str]:
    path = shown(begun.path)
    return [f"  par-index check {path}", f"  par-index diff {reference} {path}"]
