"""``par-index survey``: the verbs of a cycle's own survey."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from par_index.cli.options import CriteriaOption, CycleArgument, JsonOption, LangOption, RulesOption

app = typer.Typer(
    name="survey",
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Điều tra xã hội học: cỡ mẫu, phiếu, kết quả.",
)


@app.callback()
def _room() -> None:
    """Keep ``survey`` a room of verbs, however few they are."""


@app.command("plan", help="Tính cỡ mẫu, rút mẫu từ khung mẫu, lập danh sách và mã phiếu.")
def plan(
    cycle: CycleArgument,
    error: Annotated[str, typer.Option("--error", help="Sai số e của công thức cỡ mẫu.")] = "5%",
    confidence: Annotated[str, typer.Option("--confidence", help="Độ tin cậy của sai số in ra.")] = "95%",
    response_rate: Annotated[
        str, typer.Option("--response-rate", help="Tỷ lệ phiếu dự kiến thu về.")
    ] = "100%",
    seed: Annotated[
        str, typer.Option("--seed", help="Số để rút mẫu và ghi danh sách; bỏ trống: chỉ tính.")
    ] = "",
    out: Annotated[Path | None, typer.Option("--out", help="Nơi ghi; mặc định survey/ của đợt.")] = None,
    criteria: CriteriaOption = None,
    rules: RulesOption = None,
    as_json: JsonOption = False,
    lang: LangOption = "vi",
) -> None:
    """Plan a survey."""
    from par_index.cli.survey.plan import aim_of, run
    from par_index.places import libraries

    aim = aim_of(error, confidence, response_rate)
    raise typer.Exit(run(cycle, aim, seed.strip(), out, libraries(criteria, rules), lang, as_json=as_json))


@app.command("form", help="Ghi phiếu in (Word) và tệp nhập phiếu (Excel); không ghi đè tệp đã có.")
def form(
    cycle: CycleArgument,
    group: Annotated[str, typer.Option("--group", help="Mã một nhóm trả lời; bỏ trống: mọi nhóm.")] = "",
    unit: Annotated[
        str, typer.Option("--unit", help="Mã hoặc tên một đơn vị: in mọi phiếu về đơn vị, đủ mã.")
    ] = "",
    out: Annotated[Path | None, typer.Option("--out", help="Nơi ghi; mặc định survey/phieu của đợt.")] = None,
    criteria: CriteriaOption = None,
    rules: RulesOption = None,
    lang: LangOption = "vi",
) -> None:
    """Write a survey's forms."""
    from par_index.cli.survey.form import run
    from par_index.places import libraries

    raise typer.Exit(run(cycle, group.strip(), unit.strip(), out, libraries(criteria, rules), lang))


@app.command("score", help="Đọc phiếu thu về, tính mức đạt và sai số, lập báo cáo điều tra.")
def score(
    cycle: CycleArgument,
    out: Annotated[Path | None, typer.Option("--out", help="Nơi ghi; mặc định survey/ của đợt.")] = None,
    draws: Annotated[
        int, typer.Option("--draws", min=0, max=20_000, help="Số lần rút lại để đối chiếu sai số.")
    ] = 2000,
    keep_going: Annotated[
        bool, typer.Option("--keep-going", help="Vẫn tính khi có dòng không nhận; các dòng ấy bị bỏ ra.")
    ] = False,
    criteria: CriteriaOption = None,
    rules: RulesOption = None,
    as_json: JsonOption = False,
    lang: LangOption = "vi",
) -> None:
    """Score a survey."""
    from par_index.cli.survey.score import run
    from par_index.places import libraries

    shelves = libraries(criteria, rules)
    raise typer.Exit(run(cycle, out, draws, shelves, lang, as_json=as_json, keep_going=keep_going))
