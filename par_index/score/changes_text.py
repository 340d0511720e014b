"""Write what changed between two results as lines for people."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from par_index.points import shown
from par_index.problem import Language
from par_index.score.changes import Changes, LeafChange, Pair, Reason, UnitChange
from par_index.score.figures import shown_number
from par_index.score.marks import state_word

_WORDS: Mapping[str, Pair] = {
    "nothing": (
        "Không đơn vị nào đổi điểm, chỉ số, hạng hoặc loại.",
        "No unit's points, index, rank or grade changed.",
    ),
    "units": ("{count} đơn vị thay đổi:", "{count} units changed:"),
    "set": (
        "Nhóm {group}: bộ tiêu chí {names} đổi bản ({digests}).",
        "Group {group}: set {names} changed ({digests}).",
    ),
    "appeared": ("Đơn vị mới: {names}.", "New units: {names}."),
    "left": ("Không còn đơn vị: {names}.", "Units gone: {names}."),
    "points": ("điểm", "points"),
    "index": ("chỉ số", "index"),
    "rank": ("hạng", "rank"),
    "grade": ("loại", "grade"),
    "max": ("điểm tối đa", "maximum"),
    "others": ("do đơn vị khác thay đổi", "because other units changed"),
    "none": ("không có", "none"),
}
_REASONS: Mapping[Reason, Pair] = {
    "set": ("bộ tiêu chí đổi", "the criteria set changed"),
    "figure": ("số liệu đổi", "figures changed"),
    "survey": ("điểm điều tra xã hội học đổi", "survey scores changed"),
    "appraisal": ("thẩm định quyết định", "decided in appraisal"),
    "status": ("tình trạng đổi", "the state changed"),
    "rule": ("mục khác làm đổi mức khống chế", "another leaf moved a cap"),
}


def changes_text(found: Changes, language: Language = "vi") -> str:
    """Write the changes: sets first, then each unit with the leaves that moved it and why."""
    if not found:
        return _word("nothing", language)
    lines = [
        _word("set", language).format(
            group=one.group, names=_arrow(one.criteria_set), digests=_arrow(_short(one.digest))
        )
        for one in found.sets
    ]
    for word, names in (("appeared", found.appeared), ("left", found.left)):
        lines.extend([_word(word, language).format(names=", ".join(names))] if names else [])
    if found.units:
        lines.append(_word("units", language).format(count=len(found.units)))
    for unit in found.units:
        lines.extend(_unit(unit, language))
    return "\n".join(lines)


def _word(word: str, language: Language) -> str:
    return _WORDS[word][language == "en"]


def _short(digests: Pair) -> Pair:
    return digests[0][:15], digests[1][:15]


def _arrow(pair: Pair) -> str:
    return pair[0] if pair[0] == pair[1] else f"{pair[0]} → {pair[1]}"


def _moved(word: str, pair: Pair, language: Language) -> str:
    none = _word("none", language)
    return f"{_word(word, language)} {pair[0] or none} → {pair[1] or none}"


def _unit(unit: UnitChange, language: Language) -> list[str]:
    figures = {
        "points": _numbers(unit.points, language),
        "index": _percents(unit.index, language),
        "rank": unit.rank,
        "grade": unit.grade,
    }
    moved = "; ".join(_moved(word, pair, language) for word, pair in figures.items() if pair[0] != pair[1])
    by_others = not unit.leaves and unit.points[0] == unit.points[1]
    why = f" ({_word('others', language)})" if by_others else ""
    return [f"  {unit.name} ({unit.unit}): {moved}{why}", *(_leaf(leaf, language) for leaf in unit.leaves)]


def _leaf(leaf: LeafChange, language: Language) -> str:
    moved = [
        _moved(word, _numbers(pair, language), language)
        for word, pair in (("points", leaf.points), ("max", leaf.max_points))
        if pair[0] != pair[1]
    ]
    if leaf.state[0] != leaf.state[1]:
        states = [state_word(state, language) if state else _word("none", language) for state in leaf.state]
        moved.append(" → ".join(states))
    why = ", ".join(_REASONS[reason][language == "en"] for reason in leaf.reasons)
    figures = "; ".join(_figure(change.input, change.value, language) for change in leaf.figures)
    return f"    {leaf.code} {leaf.name}: {'; '.join(moved)} – {why}{f' ({figures})' if figures else ''}"


def _figure(code: str, pair: Pair, language: Language) -> str:
    none = _word("none", language)
    return f"{code} {pair[0] or none} → {pair[1] or none}"


def _numbers(pair: Pair, language: Language) -> Pair:
    before, after = (shown_number(Fraction(text), language) if text else "" for text in pair)
    return before, after


def _percents(pair: Pair, language: Language) -> Pair:
    before, after = (
        f"{shown(Fraction(text), len(text.partition('.')[2]), language)}%" if text else "" for text in pair
    )
    return before, after
