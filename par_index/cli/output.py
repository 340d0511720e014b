"""Print problems and tables for people, or JSON for programs; decide the exit code."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from par_index.problem import Language, Level, Problem, has_errors

FINE, PROBLEMS, WRONG_USE = 0, 1, 2


def say(text: str = "") -> None:
    """Print one paragraph on the standard output."""
    sys.stdout.write(text + "\n")


def warn(text: str) -> None:
    """Print one paragraph on the standard error output."""
    sys.stderr.write(text + "\n")


def say_json(document: Mapping[str, Any]) -> None:
    """Print a document as JSON, the same bytes for the same content."""
    say(json.dumps(document, ensure_ascii=False, indent=1))


def problems_document(problems: Iterable[Problem], language: Language) -> list[dict[str, Any]]:
    """Give problems as JSON records: code, level, place, and the words in one language."""
    return [_record(problem, language) for problem in problems]


def _record(problem: Problem, language: Language) -> dict[str, Any]:
    title, what, remedy = problem.texts(language)
    where = problem.where
    return {
        "code": problem.code,
        "level": problem.level,
        "file": where.file,
        "line": where.line,
        "column": where.column,
        "cell": where.cell,
        "title": title,
        "what": what,
        "remedy": remedy,
    }


def tell(problems: tuple[Problem, ...], language: Language, *, notes: bool = False) -> int:
    """Print all problems on the standard error output, with a count; give the exit code they deserve."""
    told = [problem for problem in problems if notes or problem.level != "note"]
    for problem in told:
        warn(problem.text(language))
    if told:
        warn(_count(told, language))
    return PROBLEMS if has_errors(problems) else FINE


def _count(problems: list[Problem], language: Language) -> str:
    levels = Counter(problem.level for problem in problems)
    words: dict[Level, str] = {"error": "lỗi", "warning": "cảnh báo", "note": "ghi chú"}
    told = [(levels[level], level, words[level]) for level in words if levels[level]]
    if language == "en":
        return ", ".join(f"{count} {level}{'s' if count > 1 else ''}" for count, level, _ in told)
    return ", ".join(f"{count} {word}" for count, _, word in told)
