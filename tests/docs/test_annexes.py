"""The annexes printed from sets are as the sets are."""

from __future__ import annotations

import pytest

from tests.docs import questions_page
from tests.docs.annex_page import DOCS, PAGES, page


@pytest.mark.parametrize("name", PAGES)
def test_an_annex_is_as_its_sets_are(name: str) -> None:
    written = (DOCS / name).read_text("utf-8")
    assert written.splitlines() == page(name).splitlines(), "run: python -m tests.docs.annex_page"


def test_the_questionnaires_are_as_the_sets_have_them() -> None:
    written = (DOCS / questions_page.PAGE).read_text("utf-8").splitlines()
    assert written == questions_page.page().splitlines(), "run: python -m tests.docs.questions_page"
