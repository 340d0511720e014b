"""Write what differs between two sets as a briefing note: in short, then item by item."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from fractions import Fraction

from par_index.points import decimal_text, shown
from par_index.problem import Language
from par_index.revision.records import OUTSIDE, Change, LeafRevision, Line, Pair, Revision
from par_index.revision.words import word

_SECTIONS: tuple[Change, ...] = ("added", "dropped", "scored")
_FIGURES = "input", "relation"
_LEVELS = "    ", "      "


def briefing(found: Revision, language: Language = "vi", width: int = 100) -> str:
    """Write the note, wrapped to ``width``."""
    lines = [word("title", language), *_heads(found, language)]
    if not found:
        return "\n".join([*lines, word("same", language)])
    lines.append(f"{word('summary', language)}: {'; '.join(_summary(found, language))}.")
    for head, paragraphs in _sections(found, language):
        if paragraphs:
            lines += ["", word(head, language).upper(), *(line for own in paragraphs for line in own)]
    return "\n".join(wrapped for line in lines for wrapped in _wrapped(line, width))


def _sections(found: Revision, language: Language) -> Iterator[tuple[str, list[list[str]]]]:
    def lines(*, figures: bool) -> list[list[str]]:
        told = [line for line in found.lines if line.subject.startswith(_FIGURES) is figures]
        return [_line(line, language) for line in told]

    def leaves(change: Change) -> list[list[str]]:
        return [list(_leaf(leaf, found, language)) for leaf in found.leaves if leaf.change == change]

    yield "head_general", lines(figures=False)
    for change in _SECTIONS:
        yield f"head_{change}", leaves(change)
    yield "head_inputs", lines(figures=True)
    yield "head_worded", leaves("worded")


def _heads(found: Revision, language: Language) -> Iterator[str]:
    for side, head in enumerate(("before", "after")):
        status = word(found.statuses[side], language)
        yield f"{word(head, language)}: {found.sets[side]} – {found.names[side]} ({status})"
    yield f"{word('kind', language)}: {_arrow(found.kind)}"


def _summary(found: Revision, language: Language) -> Iterator[str]:
    def having(*names: str) -> Callable[[LeafRevision], bool]:
        return lambda leaf: any(aspect.name in names for aspect in leaf.aspects)

    counted: tuple[tuple[str, Callable[[LeafRevision], bool]], ...] = (
        ("added", lambda leaf: leaf.change == "added"),
        ("dropped", lambda leaf: leaf.change == "dropped"),
        ("reweighted", having("max", "min")),
        ("rebanded", having("bands", "measure")),
        ("reapplied", having("applies", "granted", "empty", "kind")),
        ("worded", lambda leaf: leaf.change == "worded"),
    )
    for name, holds in counted:
        if count := sum(map(holds, found.leaves)):
            yield word(name, language, count=str(count))
    if found.lines:
        yield word("lines", language, count=str(len(found.lines)))


def _line(line: Line, language: Language) -> list[str]:
    effect = word(f"effect_{line.effect}", language)
    subject = " ".join(filter(None, (word(line.subject, language), line.code)))
    return [f"  {subject}: {_said(line.said, language)}{f' ({effect})' if effect else ''}"]


def _said(pair: Pair, language: Language) -> str:
    if not pair[0]:
        return word("new", language, text=pair[1])
    return f"{pair[0]} → {pair[1]}" if pair[1] else word("gone", language, text=pair[0])


def _leaf(leaf: LeafRevision, found: Revision, language: Language) -> Iterator[str]:
    points = [shown_points(text, language) for text in leaf.max_points if text]
    worth = word("points", language, points=" → ".join(dict.fromkeys(points)))
    name = leaf.name[1] or leaf.name[0]
    yield f"  {_arrow(leaf.code)} {name} ({worth}; {_area(leaf, language)})"
    if not leaf.aspects:
        for line in (leaf.how[1] or leaf.how[0]).splitlines():
            yield _LEVELS[0] + line
    for aspect in leaf.aspects:
        if aspect.name == "bands":
            yield f"{_LEVELS[0]}{word('bands', language)}"
            for head, text in zip(("was", "now"), aspect.said, strict=True):
                yield _LEVELS[1] + word(head, language, text=text.replace("\n", " "))
        elif aspect.name != "measure" or not any(other.name == "bands" for other in leaf.aspects):
            label = word("kind_of" if aspect.name == "kind" else aspect.name, language)
            yield f"{_LEVELS[0]}{label}: {_either(aspect.said, language)}"
    if leaf.change != "worded":
        yield _LEVELS[0] + _whom(leaf, found, language)


def _area(leaf: LeafRevision, language: Language) -> str:
    area = leaf.area[1] or leaf.area[0]
    return word(area, language) if area in OUTSIDE else area


def _either(pair: Pair, language: Language) -> str:
    none = word("none", language)
    return f"{pair[0] or none} → {pair[1] or none}"


def _whom(leaf: LeafRevision, found: Revision, language: Language) -> str:
    kind = found.kind[leaf.change != "dropped"]
    whom = word("with_trait", language, trait=leaf.trait, kind=kind) if leaf.trait else ""
    whom = whom or word("every", language, kind=kind)
    spans = word("or", language).join(leaf.spans)
    where = f", {word('where', language, spans=spans)}" if spans else ""
    return f"{word('moves', language)}: {whom}{where}."


def _arrow(pair: Pair) -> str:
    return " → ".join(dict.fromkeys(filter(None, pair)))


def shown_points(text: str, language: Language) -> str:
    """Write points for people with just the decimals they have."""
    exact = decimal_text(Fraction(text))
    return shown(Fraction(text), len(exact.partition(".")[2].rstrip("0")), language)


def _wrapped(line: str, width: int) -> list[str]:
    indent = line[: len(line) - len(line.lstrip())]
    return textwrap.wrap(line, width, subsequent_indent=indent + "  ", break_long_words=False) or [""]
