"""The command line: each verb parses its words, calls one module and prints. It holds no rule.

Heavy modules are imported inside the verbs, so that ``--help`` answers at once.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from par_index import __version__

Lang = Literal["vi", "en"]
Stage = Literal["self", "r1", "r2", "council"]

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Chấm Chỉ số cải cách hành chính (PAR Index): điểm, chỉ số, hạng và lời giải thích.",
)

LangOption = Annotated[Lang, typer.Option("--lang", help="Ngôn ngữ: vi hoặc en.")]
JsonOption = Annotated[bool, typer.Option("--json", help="In JSON cho chương trình khác đọc.")]
CriteriaOption = Annotated[Path | None, typer.Option("--criteria", help="Thư mục bộ tiêu chí của bạn.")]
RulesOption = Annotated[Path | None, typer.Option("--rules", help="Thư mục phương pháp chấm của bạn.")]


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
    as_json: JsonOption = False,
    lang: LangOption = "vi",
) -> None:
    """Prove criteria sets."""
    from par_index.cli.check import run
    from par_index.places import libraries

    raise typer.Exit(run(sets or (), libraries(criteria, rules), lang, as_json=as_json))
