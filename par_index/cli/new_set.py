"""``par-index new-set``: begin a set as a copy of another, and show what still speaks of the old year."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from par_index.cli.output import FINE, say, tell
from par_index.places import Libraries, shown
from par_index.problem import Language
from par_index.revision.begin import begin


def run(reference: str, new_id: str, place: Path, shelves: Libraries, language: Language) -> int:
    """Copy the set; print the lines to look at and the commands that follow."""
    begun, problems = begin(reference, new_id, place, shelves)
    if begun is None:
        return tell(problems, language)
    done, mentions, following = _WORDS[language]
    path = shown(begun.path)
    say(done.format(source=reference, path=path))
    if begun.mentions:
        say("\n" + mentions.format(year=begun.former, count=len(begun.mentions)))
        for number, text in begun.mentions:
            say(f"  {path}:{number}: {text}")
    say("\n" + following)
    say(f"  par-index check {path}")
    say(f"  par-index diff {reference} {path}")
    return FINE


_WORDS: Mapping[Language, tuple[str, str, str]] = {
    "vi": (
        "Đã chép {source} thành {path} (status: proposed; bỏ số, ngày, hiệu lực của quyết định cũ).",
        "Còn {count} dòng nhắc năm {year}, cần xem lại từng dòng:",
        "Việc tiếp theo:",
    ),
    "en": (
        "Copied {source} to {path} (status: proposed; number, date and validity are left out).",
        "Lines that still mention {year}: {count}. Look at each:",
        "Next:",
    ),
}
