"""The annexes printed from sets are as the sets are."""

from __future__ import annotations

import pytest

from tests.docs.annex_page import DOCS, PAGES, page


@pytest.mark.parametrize("name", PAGES)
def test_an_annex_is_as_its_sets_are(name: str) -> None:
    written = (DOCS / name).read_text("utf-8")
    assert written.splitlines() == page(name).splitlines(), "run: python -m tests.docs.annex_page"
