"""``par-index plan``: what the verb is asked; heavy modules are imported once it is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from par_index.cli.options import (
    CriteriaOption,
    CycleArgument,
    JsonOption,
    LangOption,
    RulesOption,
    StageOption,
)

HELP = "Kế hoạch rẻ nhất để một đơn vị đạt hạng, chỉ số hoặc loại mong muốn."


def plan(
    cycle: CycleArgument,
    unit: Annotated[str, typer.Argument(help="Mã hoặc tên đơn vị.")],
    target_rank: Annotated[int | None, typer.Option("--target-rank", help="Hạng cần đạt trong cụm.")] = None,
    target_index: Annotated[str, typer.Option("--target-index", help="Chỉ số cần đạt (%), như 92,5.")] = "",
    target_grade: Annotated[str, typer.Option("--target-grade", help="Loại cần đạt, như Tốt.")] = "",
    costs: Annotated[
        Path | None, typer.Option("--costs", help="Tệp chi phí; bỏ trống: chi phí mặc định.")
    ] = None,
    margin: Annotated[
        str, typer.Option("--margin", help="Coi mỗi đơn vị khác tăng thêm bấy nhiêu điểm chỉ số.")
    ] = "",
    stage: StageOption = "council",
    out: Annotated[Path | None, typer.Option("--out", help="Bảng tính .xlsx ghi danh mục việc.")] = None,
    criteria: CriteriaOption = None,
    rules: RulesOption = None,
    as_json: JsonOption = False,
    lang: LangOption = "vi",
) -> None:
    """Plan for a unit."""
    from par_index.cli.plan_run import run, target_of
    from par_index.places import libraries

    target = target_of(target_rank, target_index, target_grade)
    if target is None:
        names = "--target-rank, --target-index, --target-grade"
        raise typer.BadParameter("cần nêu đúng một mục tiêu", param_hint=names)
    shelves = libraries(criteria, rules)
    raise typer.Exit(run(cycle, unit, target, costs, margin, stage, out, shelves, lang, as_json=as_json))
