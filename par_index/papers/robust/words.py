"""What a council is told in words: the marks, a headline, numbers, the notes below plots."""

from __future__ import annotations

from fractions import Fraction

from par_index.papers.marks import PROPOSED, SYNTHETIC
from par_index.points import shown
from par_index.whatif.robust.result import GroupRobustness, Robustness

FIRM = 0.95
"""A place is firm where the unit has it in so many draws."""
PARTINGS = {"source": "Theo nguồn dao động", "area": "Theo lĩnh vực", "leaf": "Theo mục"}


def marks(found: Robustness) -> str:
    """Say what no reader may overlook, on every sheet and picture."""
    held = ((SYNTHETIC, found.synthetic), (PROPOSED, any(one.proposed for one in found.groups)))
    return " – ".join(words for words, holds in held if holds)


def number(value: float, places: int = 2) -> str:
    """Write a float the Vietnamese way, rounded."""
    return shown(Fraction(float(value)).limit_denominator(10**9), places)


def percent(value: float, places: int = 0) -> str:
    """Write a share as a percentage; what is not nothing and not all does not look so."""
    text = f"{number(100 * value, places)}%"
    if not places and 0 < value < 0.005:
        return "<1%"
    return ">99%" if not places and 0.995 <= value < 1 else text


def interval(group: GroupRobustness, unit: int) -> str:
    """Write the 95% interval of a unit's rank."""
    low, high = group.rank_low[unit], group.rank_high[unit]
    return str(low) if low == high else f"{low}–{high}"


def headline(group: GroupRobustness) -> str:
    """Say in a sentence how many places are firm, and which neighbours are not told apart."""
    if not group.assumptions:
        return "Không giả định dao động nào nên chưa nói được hạng nào vững."
    units = len(group.units)
    firm = int(((group.stay >= FIRM) & (group.ranks > 0)).sum())
    pairs = int(group.alike.sum())
    apart = f"{pairs} cặp đứng kề chưa phân biệt được" if pairs else "mọi cặp đứng kề đều phân biệt được"
    return f"{firm} trong {units} đơn vị giữ nguyên hạng trong ít nhất 95% số lần rút; {apart}."


def assumed(group: GroupRobustness) -> str:
    """Join the assumptions, each with its place."""
    if not group.assumptions:
        return "Không giả định dao động nào: mọi lần rút đều bằng kết quả chính thức."
    return "Giả định: " + ". ".join(one.text() for one in group.assumptions) + "."


def lawful(group: GroupRobustness) -> str:
    """Say how often drawn figures had to be kept lawful."""
    moved, clipped, fitted = (number(count, 0) for count in group.lawful)
    return (
        f"Trong {moved} số liệu rút khác số đã nộp, {clipped} bị chặn ở giới hạn khai báo; {fitted} lượt đơn "
        "vị được chỉnh cho đúng quan hệ giữa các số liệu."
    )
