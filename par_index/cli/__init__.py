"""The command line: each verb parses its words, calls one module and prints. It holds no rule.

Heavy modules are imported inside the verbs, so that ``--help`` answers at once.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal

import typer

from par_index import __version__
from par_index.cli import plan, survey
from par_index.cli.options import (
    CriteriaOption,
    CycleArgument,
    JsonOption,
    LangOption,
    OutOption,
    RulesOption,
    StageOption,
)

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Chấm Chỉ số cải cách hành chính (PAR Index): điểm, chỉ số, hạng và lời giải thích.",
)


def main() -> None:
    """Run the command line."""
    app()


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"par-index {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="In phiên bản.")
    ] = False,
) -> None:
    """Hold the options of the program itself."""


@app.command("check", help="Chứng minh bộ tiêu chí và phương pháp chấm là đúng đắn.")
def check(
    sets: Annotated[
        list[str] | None, typer.Argument(help="Mã hoặc tệp bộ tiêu chí; bỏ trống: tất cả.")
    ] = None,
    criteria: CriteriaOption = None,
    rules: RulesOption = None,
    issue: Annotated[
        bool, typer.Option("--issue", help="Ghi các bộ đã ban hành nêu tên ở đây vào issued.lock.")
    ] = False,
    as_json: JsonOption = False,
    lang: LangOption = "vi",
) -> None:
    """Prove criteria sets."""
    from par_index.cli.check import run
    from par_index.places import libraries

    if issue and not sets:
        raise typer.BadParameter("cần nêu tên bộ tiêu chí", param_hint="--issue")
    raise typer.Exit(run(sets or (), libraries(criteria, rules), lang, as_json=as_json, issuing=issue))


@app.command("score", help="Chấm điểm, xếp hạng, ghi kết quả.")
def score(
    cycle: CycleArgument,
    stage: StageOption = "council",
    out: OutOption = None,
    criteria: CriteriaOption = None,
    rules: RulesOption = None,
    keep_going: Annotated[
        bool, typer.Option("--keep-going", help="Vẫn ghi khi có số liệu bị từ chối (mục đó không có điểm).")
    ] = False,
    as_json: JsonOption = False,
    lang: LangOption = "vi",
) -> None:
    """Score a cycle."""
    from par_index.cli.score import run
    from par_index.places import libraries

    target = out or cycle / "ket-qua"
    shelves = libraries(criteria, rules)
    raise typer.Exit(run(cycle, target, stage, shelves, lang, as_json=as_json, keep_going=keep_going))


@app.command("explain", help="Giải thích điểm của một đơn vị hoặc một mục.")
def explain(
    cycle: CycleArgument,
    unit: Annotated[str, typer.Argument(help="Mã hoặc tên đơn vị.")],
    code: Annotated[str, typer.Argument(help="Mã lĩnh vực, tiêu chí hoặc tiêu chí thành phần.")] = "",
    scenario: Annotated[
        list[Path] | None, typer.Option("--scenario", help="Giải thích theo kịch bản này (có thể nhiều lần).")
    ] = None,
    stage: StageOption = "council",
    criteria: CriteriaOption = None,
    rules: RulesOption = None,
    as_json: JsonOption = False,
    lang: LangOption = "vi",
) -> None:
    """Explain a unit's points."""
    from par_index.cli.explain import run
    from par_index.places import libraries

    shelves = libraries(criteria, rules)
    raise typer.Exit(run(cycle, unit, code, scenario or (), stage, shelves, lang, as_json=as_json))


@app.command("targets", help="Chỉ tiêu nào đạt, chưa đạt: toàn tỉnh, từng cấp, từng đơn vị.")
def targets(
    cycle: CycleArgument,
    stage: StageOption = "council",
    criteria: CriteriaOption = None,
    rules: RulesOption = None,
    as_json: JsonOption = False,
    lang: LangOption = "vi",
) -> None:
    """Ask the year's targets of a cycle."""
    from par_index.cli.targets import run
    from par_index.places import libraries

    raise typer.Exit(run(cycle, stage, libraries(criteria, rules), lang, as_json=as_json))


@app.command("diff", help="So sánh hai kết quả, hoặc hai bộ tiêu chí: khác gì, ai đổi điểm, vì sao.")
def diff(
    before: Annotated[str, typer.Argument(help="Kết quả trước (thư mục, results.json), hoặc bộ tiêu chí.")],
    after: Annotated[str, typer.Argument(help="Kết quả sau, hoặc bộ tiêu chí sau.")],
    cycle: Annotated[
        Path | None, typer.Option("--cycle", help="Đợt chấm: tính điểm từng đơn vị theo cả hai bộ.")
    ] = None,
    criteria: CriteriaOption = None,
    rules: RulesOption = None,
    as_json: JsonOption = False,
    lang: LangOption = "vi",
) -> None:
    """Compare two results or two sets."""
    from par_index.cli.diff import run
    from par_index.places import libraries

    raise typer.Exit(run(before, after, cycle, libraries(criteria, rules), lang, as_json=as_json))


@app.command("new-set", help="Chép một bộ tiêu chí thành bộ mới (năm mới), nêu các dòng cần xem lại.")
def new_set(
    new_id: Annotated[str, typer.Argument(help="Mã bộ mới: cơ quan/năm/tên.")],
    source: Annotated[str, typer.Option("--from", help="Mã hoặc tệp của bộ được chép.")],
    out: Annotated[
        Path | None, typer.Option("--out", help="Tệp ghi ra; mặc định theo mã bộ, dưới thư mục bộ tiêu chí.")
    ] = None,
    criteria: CriteriaOption = None,
    lang: LangOption = "vi",
) -> None:
    """Begin a set from another."""
    from par_index.cli.new_set import run
    from par_index.places import libraries

    place = out or (criteria or Path("criteria")) / f"{new_id}.yaml"
    raise typer.Exit(run(source, new_id, place, libraries(criteria), lang))


@app.command("export-set", help="Viết một bộ tiêu chí thành bảng tính Excel, theo cột của phụ lục.")
def export_set(
    reference: Annotated[
        str, typer.Argument(metavar="[SET]", help="Mã hoặc tệp bộ tiêu chí; bỏ trống: bảng tính trống.")
    ] = "",
    out: Annotated[
        Path | None, typer.Option("--out", help="Tệp .xlsx ghi ra; mặc định theo mã bộ, tại đây.")
    ] = None,
    criteria: CriteriaOption = None,
    rules: RulesOption = None,
    lang: LangOption = "vi",
) -> None:
    """Write a set as a workbook."""
    from par_index.cli.set_book import run_export
    from par_index.places import libraries

    raise typer.Exit(run_export(reference, out, libraries(criteria, rules), lang))


@app.command("import-set", help="Chứng minh bộ tiêu chí trong bảng tính rồi viết thành tệp YAML.")
def import_set(
    book: Annotated[Path, typer.Argument(metavar="FILE", help="Bảng tính, bắt đầu từ tệp của export-set.")],
    out: Annotated[
        Path | None, typer.Option("--out", help="Tệp YAML ghi ra; mặc định theo mã bộ, dưới --criteria.")
    ] = None,
    criteria: CriteriaOption = None,
    rules: RulesOption = None,
    lang: LangOption = "vi",
) -> None:
    """Write a workbook's set as YAML."""
    from par_index.cli.set_book import run_import
    from par_index.places import libraries

    folder = criteria or Path("criteria")
    raise typer.Exit(run_import(book, out, folder, libraries(criteria, rules), lang))


@app.command("template", help="Viết biểu tự chấm cho từng đơn vị, hoặc biểu thẩm định của một cơ quan.")
def template(
    source: Annotated[str, typer.Argument(help="Mã bộ tiêu chí, hoặc thư mục đợt chấm.")],
    units: Annotated[Path | None, typer.Option("--units", help="Danh sách đơn vị (CSV hoặc xlsx).")] = None,
    out: Annotated[Path, typer.Option("--out", help="Thư mục ghi các biểu.")] = Path("bieu-mau"),
    lead: Annotated[str, typer.Option("--lead", help="Cơ quan chủ trì thẩm định.")] = "",
    stage: Annotated[
        Literal["r1", "r2", "council"], typer.Option("--stage", help="Vòng thẩm định: r1, r2 hoặc council.")
    ] = "r1",
    criteria: CriteriaOption = None,
    rules: RulesOption = None,
    lang: LangOption = "vi",
) -> None:
    """Write forms."""
    from par_index.cli.template import run
    from par_index.places import libraries

    raise typer.Exit(run(source, units, out, lead, stage, libraries(criteria, rules), lang))


@app.command("whatif", help="Nếu số liệu hay bộ tiêu chí khác đi thì điểm, hạng ra sao: chạy kịch bản.")
def whatif(
    cycle: CycleArgument,
    scenarios: Annotated[list[Path], typer.Argument(help="Tệp kịch bản; nhiều tệp thì chồng lên nhau.")],
    against: Annotated[
        Path | None, typer.Option("--against", help="So với kịch bản này thay vì với đợt chấm.")
    ] = None,
    stage: StageOption = "council",
    out: Annotated[Path | None, typer.Option("--out", help="Bảng tính .xlsx ghi ra.")] = None,
    criteria: CriteriaOption = None,
    rules: RulesOption = None,
    as_json: JsonOption = False,
    lang: LangOption = "vi",
) -> None:
    """Lay scenarios over a cycle."""
    from par_index.cli.whatif import run
    from par_index.places import libraries

    shelves = libraries(criteria, rules)
    raise typer.Exit(run(cycle, scenarios, against, stage, out, shelves, lang, as_json=as_json))


app.command("plan", help=plan.HELP)(plan.plan)


@app.command("robust", help="Hạng nào vững, hạng nào do sai số: rút lại phiếu, số liệu rồi xếp hạng lại.")
def robust(
    cycle: CycleArgument,
    noise: Annotated[
        Path | None, typer.Option("--noise", help="Tệp YAML nêu điều gì không chắc; bỏ trống: theo đợt chấm.")
    ] = None,
    draws: Annotated[int, typer.Option("--draws", min=1, max=10_000_000, help="Số lần rút lại.")] = 10_000,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Mầm số ngẫu nhiên: cùng mầm, cùng số.")] = 2023,
    out: Annotated[
        Path | None, typer.Option("--out", help="Thư mục ghi trang, bảng tính; mặc định <đợt chấm>/do-vung.")
    ] = None,
    on: Annotated[str, typer.Option("--on", help="Cụm máy Dask, ví dụ tcp://may-chu:8786.")] = "",
    workers: Annotated[
        int, typer.Option("--workers", min=0, help="Số tiến trình trên máy này; 0: tự chọn theo số lần rút.")
    ] = 0,
    stage: StageOption = "council",
    criteria: CriteriaOption = None,
    rules: RulesOption = None,
    as_json: JsonOption = False,
    lang: LangOption = "vi",
) -> None:
    """Test how firm ranks are."""
    # Products of small matrices: threads of the library gain little, and where others work they wait for each
    # other; it must be told before it is loaded, and processes begun here are told as well.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from par_index.cli.robust import Where, run
    from par_index.places import libraries

    shelves, where = libraries(criteria, rules), Where(on, workers)
    raise typer.Exit(run(cycle, noise, draws, seed, out, stage, shelves, lang, as_json=as_json, where=where))


@app.command("demo", help="Chạy thử với đợt chấm mẫu Tiền Giang 2023 (số liệu giả lập).")
def demo(out: OutOption = None, lang: LangOption = "vi") -> None:
    """Score the example that ships with the package."""
    from par_index.cli.score import run
    from par_index.places import libraries, shipped

    cycle = shipped("examples") / "tien-giang-2023"
    raise typer.Exit(run(cycle, out or Path("ket-qua-demo"), "council", libraries(), lang, as_json=False))


app.add_typer(survey.app)
