"""The options that several verbs share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

Lang = Literal["vi", "en"]
Stage = Literal["self", "r1", "r2", "council"]

LangOption = Annotated[Lang, typer.Option("--lang", help="Ngôn ngữ: vi hoặc en.")]
JsonOption = Annotated[bool, typer.Option("--json", help="In JSON cho chương trình khác đọc.")]
CriteriaOption = Annotated[Path | None, typer.Option("--criteria", help="Thư mục bộ tiêu chí của bạn.")]
RulesOption = Annotated[Path | None, typer.Option("--rules", help="Thư mục phương pháp chấm của bạn.")]
CycleArgument = Annotated[Path, typer.Argument(help="Thư mục đợt chấm, có tệp cycle.yaml.")]
StageOption = Annotated[Stage, typer.Option("--stage", help="Vòng: self, r1, r2 hoặc council.")]
OutOption = Annotated[Path | None, typer.Option("--out", help="Nơi ghi kết quả.")]
