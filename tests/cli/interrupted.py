"""Run the program and send it a signal at a chosen moment of ``score``; run as a program.

Arguments: the signal's name, the moment, then the words of the command line.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module

from par_index.cli import app

MOMENTS = {
    "reading": ("open", "facts.csv"),
    "judging": ("progress", ""),
    "judging apart": ("progress", ""),
    "writing": ("open", ".dang-ghi/results.json"),
    "placing": ("os.rename", ".ket-qua.moi"),
    "archiving": ("os.rename", "/cu/"),
}
"""The event at which the signal comes, and what its arguments mention; apart: in processes of their own."""


def main(name: str, moment: str, words: list[str]) -> None:
    """Send the signal once, to the whole process group, as a terminal does on Ctrl-C."""
    wanted, mention = MOMENTS[moment]
    sent = False

    def watch(event: str, args: tuple[object, ...]) -> None:
        nonlocal sent
        if event == wanted and mention in str(args) and not sent:
            sent = True
            os.killpg(os.getpgrp(), signal.Signals[name])

    @contextmanager
    def progress(*_: object) -> Iterator[Callable[[int], None]]:
        yield lambda done: watch("progress", (done,))

    sys.addaudithook(watch)
    verb = vars(import_module("par_index.cli.score"))
    verb["_progress"] = progress
    if moment == "judging apart":
        verb["FEW_UNITS"] = 0
    app(words)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
