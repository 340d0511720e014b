"""The help pasted into docs/cli.md is what the program prints, for every command."""

from __future__ import annotations

import pytest

from tests.docs.help_page import BLOCK, PAGE, block, verbs


@pytest.mark.parametrize("verb", verbs())
def test_the_pasted_help_is_what_is_printed(verb: str) -> None:
    pasted = {found[1]: found[0] for found in BLOCK.finditer(PAGE.read_text("utf-8"))}
    assert verb in pasted, f"docs/cli.md has no block of par-index {verb}"
    assert pasted[verb] == block(verb), "run: python -m tests.docs.help_page"


def test_the_page_shows_no_command_that_is_gone() -> None:
    assert {found[1] for found in BLOCK.finditer(PAGE.read_text("utf-8"))} <= set(verbs())
