"""docs/problems.md is what the message files say today."""

from __future__ import annotations

import re

from par_index.problem import wordings
from tests.docs.problems_page import PAGE, page


def test_the_page_is_as_the_message_files_are() -> None:
    written = PAGE.read_text("utf-8")
    assert written.splitlines() == page().splitlines(), "run: python -m tests.docs.problems_page"


def test_every_code_has_one_heading() -> None:
    assert sorted(re.findall(r"^### (\w+)$", PAGE.read_text("utf-8"), re.MULTILINE)) == sorted(wordings())
