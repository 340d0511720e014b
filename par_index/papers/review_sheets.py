"""Write what reviewers and planners ask of a result: points lost, what is missing, flags, problems."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from xlsxwriter.worksheet import Worksheet

from par_index.model.result import Criterion, GroupResult, LeafResult, Results, UnitResult
from par_index.model.states import State
from par_index.papers.ranking_sheet import set_title, start_page
from par_index.papers.styles import Cell, Page
from par_index.problem import Problem, Where
from par_index.score.marks import state_word

Wanted = Mapping[str, Mapping[str, Mapping[str, str]]]
"""Unit kind -> leaf -> the inputs it reads, each with its label."""
Columns = Sequence[tuple[str, float]]
_LOSSES: Columns = (
    ("STT", 6.0),
    ("Mã", 9.0),
    ("Tiêu chí, tiêu chí thành phần", 48.0),
    ("Cơ quan thẩm định", 26.0),
    ("Điểm tối đa", 10.0),
    ("Số đơn vị áp dụng", 11.0),
    ("Số đơn vị mất điểm", 11.0),
    ("Tổng điểm mất", 11.0),
    ("Điểm mất bình quân", 11.0),
    ("% tổng điểm mất", 11.0),
    ("Điểm chờ điều tra", 11.0),
)
_MISSING: Columns = (
    ("STT", 6.0),
    ("Đơn vị", 34.0),
    ("Mã", 12.0),
    ("Tiêu chí, tiêu chí thành phần", 46.0),
    ("Tình trạng", 22.0),
    ("Số liệu còn thiếu", 46.0),
)
_FLAGS: Columns = (
    ("STT", 6.0),
    ("Đơn vị", 34.0),
    ("Mã", 10.0),
    ("Nội dung cần xem lại", 70.0),
    ("Mục", 24.0),
)
_PROBLEMS: Columns = (
    ("STT", 6.0),
    ("Mã", 8.0),
    ("Nơi", 34.0),
    ("Vấn đề", 30.0),
    ("Cụ thể", 50.0),
    ("Cách sửa", 44.0),
)


@dataclass(frozen=True, slots=True)
class Loss:
    """What all units of a group lost in one criterion, and what still waits for the survey."""

    criterion: Criterion
    applied: int
    losing: int
    lost: Fraction
    waiting: Fraction


def losses(group: GroupResult) -> tuple[Loss, ...]:
    """Sum up the points lost, most first; a criterion that does not apply to a unit costs it nothing."""
    found = []
    for at, criterion in enumerate(group.criteria):
        if criterion.kind in ("appraised", "survey"):
            found.append(_loss(criterion, [unit.leaves[at] for unit in group.units]))
    return tuple(sorted(found, key=lambda loss: -loss.lost))


def _loss(criterion: Criterion, leaves: Sequence[LeafResult]) -> Loss:
    short = [(leaf.state, Fraction(leaf.max_points) - Fraction(leaf.points)) for leaf in leaves]
    lost = [points for state, points in short if state != State.PENDING_SURVEY]
    return Loss(
        criterion,
        applied=sum(leaf.max_points != "0" for leaf in leaves),
        losing=sum(points > 0 for points in lost),
        lost=sum(lost, Fraction(0)),
        waiting=sum((points for state, points in short if state == State.PENDING_SURVEY), Fraction(0)),
    )


def write_losses(results: Results, sheet: Worksheet, looks: Mapping[str, Any]) -> None:
    """Write where points were lost over all units, and to which agency that criterion belongs."""
    page = _begin(results, sheet, looks, f"Điểm mất theo tiêu chí năm {results.year}", _LOSSES)
    for group in results.groups:
        found = losses(group)
        whole = sum((loss.lost for loss in found), Fraction(0))
        page.put([(group.name if at == 2 else "", "band") for at in range(len(_LOSSES))])
        for number, loss in enumerate(found, 1):
            page.put(_loss_cells(number, loss, whole))


def _loss_cells(number: int, loss: Loss, whole: Fraction) -> list[Cell]:
    criterion = loss.criterion
    return [
        (number, "whole"),
        (criterion.code, "centre"),
        (criterion.name, "text"),
        (criterion.lead, "text"),
        (Fraction(criterion.max), "points"),
        (loss.applied, "whole"),
        (loss.losing, "whole"),
        (loss.lost, "strong_points"),
        (loss.lost / loss.applied if loss.applied else None, "points"),
        (100 * loss.lost / whole if whole else None, "points"),
        (loss.waiting or None, "points"),
    ]


def write_missing(results: Results, wanted: Wanted, sheet: Worksheet, looks: Mapping[str, Any]) -> None:
    """Write who has not filed what."""
    page = _begin(results, sheet, looks, f"Nội dung chưa nộp, chưa đủ căn cứ năm {results.year}", _MISSING)
    number = 0
    for group in results.groups:
        names = {criterion.code: criterion.name for criterion in group.criteria}
        for unit in group.units:
            for code, state, missing in _missing(unit, wanted.get(group.kind, {})):
                number += 1
                row: list[Cell] = [(number, "whole"), (unit.name, "text"), (code, "centre")]
                page.put(
                    [
                        *row,
                        (names.get(code, "Điều tra xã hội học"), "text"),
                        (state, "text"),
                        (missing, "text"),
                    ]
                )
    _or_nothing(page, number, len(_MISSING) - 1)


def _missing(unit: UnitResult, wanted: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Give code, state and missing figures: a row a leaf, but one row for all that wait for the survey."""
    pending = [leaf.code for leaf in unit.leaves if leaf.state == State.PENDING_SURVEY]
    for leaf in unit.leaves:
        if leaf.state in (State.NOT_FILED, State.NO_EVIDENCE, State.REJECTED):
            yield leaf.code, state_word(leaf.state), _absent(leaf, wanted)
    if pending:
        yield "–", state_word(State.PENDING_SURVEY), f"Các mục {', '.join(pending)}"


def _absent(leaf: LeafResult, wanted: Mapping[str, Mapping[str, str]]) -> str:
    """Name the figures a leaf reads that are not there."""
    inputs = wanted.get(leaf.code, {})
    return "; ".join(label for code, label in inputs.items() if code not in leaf.inputs)


def write_flags(results: Results, sheet: Worksheet, looks: Mapping[str, Any]) -> None:
    """Write the reviewers' warnings that hold."""
    page = _begin(results, sheet, looks, f"Nội dung cần xem lại năm {results.year}", _FLAGS)
    number = 0
    for group in results.groups:
        for unit in group.units:
            for flag in unit.flags:
                number += 1
                codes = ", ".join(leaf.code for leaf in unit.leaves if flag.id in leaf.flags)
                row: list[Cell] = [(number, "whole"), (unit.name, "text"), (flag.id, "centre")]
                page.put([*row, (flag.say, "text"), (codes, "text")])
    _or_nothing(page, number, len(_FLAGS) - 1)


def write_problems(results: Results, sheet: Worksheet, looks: Mapping[str, Any]) -> None:
    """Write what the run found wrong in the data, with the remedy."""
    page = _begin(results, sheet, looks, f"Vấn đề của số liệu năm {results.year}", _PROBLEMS)
    for number, told in enumerate(results.problems, 1):
        words = Problem(told.code, Where(told.where), told.args).texts()
        row: list[Cell] = [(number, "whole"), (told.code, "centre"), (told.where, "text")]
        page.put([*row, *((text, "text") for text in words)])
    _or_nothing(page, len(results.problems), len(_PROBLEMS) - 1)


def _begin(
    results: Results, sheet: Worksheet, looks: Mapping[str, Any], title: str, columns: Columns
) -> Page:
    page = start_page(results, None, sheet, looks, [width for _, width in columns])
    set_title(page, results, None, title, "", len(columns) - 1)
    head = page.put([(words, "head") for words, _ in columns], least=34)
    sheet.repeat_rows(head)
    sheet.freeze_panes(head + 1, 2)
    return page


def _or_nothing(page: Page, rows: int, last: int) -> None:
    if not rows:
        page.line("Không có.", "note", 0, last, 12)
