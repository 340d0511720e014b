"""``par-index survey``: the verbs of a cycle's own survey."""

from __future__ import annotations

import typer

app = typer.Typer(
    name="survey",
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Điều tra xã hội học: cỡ mẫu, phiếu, kết quả.",
)
