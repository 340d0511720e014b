"""Every link of every page leads somewhere; every command and picture shown is there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.docs.help_page import verbs

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("rules/**/*.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)")
COMMAND = re.compile(r"^ {0,4}(?:\.venv/bin/)?par-index ([^#\n]+)", re.MULTILINE)


def anchors(page: Path) -> set[str]:
    """Give the anchors of a page's headings, as code hosts write them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    lost = []
    for link in LINK.findall(page.read_text("utf-8")):
        target, _, anchor = link.partition("#")
        if "://" in target:
            continue
        there = (page.parent / target).resolve() if target else page
        if not there.exists() or (anchor and anchor not in anchors(there)):
            lost.append(link)
    assert lost == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_shown_exist(page: Path) -> None:
    shown = [shlex.split(line) for line in COMMAND.findall(page.read_text("utf-8"))]
    known = verbs()
    groups = {verb.split()[0] for verb in known if " " in verb}
    named = [" ".join(words[: 1 + (words[0] in groups)]) for words in shown]
    assert [verb for verb in named if verb not in known] == []


def test_the_readme_shows_commands() -> None:
    assert len(COMMAND.findall((ROOT / "README.md").read_text("utf-8"))) >= 2


def test_pictures_are_light() -> None:
    pictures = sorted((ROOT / "docs" / "img").glob("*"))
    assert pictures
    assert [path.name for path in pictures if path.stat().st_size > 200_000] == []
