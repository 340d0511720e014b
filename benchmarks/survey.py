"""Time a survey from files to shares: 10⁷ answers, and 10⁸ once, beside DuckDB bare and other libraries.

Answers are drawn at random to a real set's questionnaire; no office stands behind them. A row is an answer:
unit, group, form, question, option; they lie in no order. Each contest is a process of its own, watched from
outside. Given an interpreter with pandas, polars and pyarrow, these count the same file:

    python -m benchmarks.survey [PYTHON_WITH_PEERS] [--once]

``--once`` reads 10⁸ answers as well, and 10⁶ repeated ones.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import duckdb

from benchmarks.running import Run, machine, run
from par_index.places import libraries
from par_index.score.opened import Opened, open_cycle

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "tien-giang-2023"
ROUNDS = 5
READ = """
import sys
from pathlib import Path
from par_index.places import libraries
from par_index.score.opened import open_cycle
from par_index.survey.answers import read_answers
from par_index.survey.frame import instruments
from par_index.survey.shares import shares
folder = Path(sys.argv[1])
opened, _ = open_cycle(folder, libraries())
if len(sys.argv) > 2:
    answers, problems = read_answers(folder, opened.cycle, opened.plans, None)
    asked = instruments(opened.cycle, opened.plans)
    made = {kind: shares(asked[kind], forms, lambda _: None) for kind, forms in answers.forms.items()}
    assert made and sum(one.rows for one in answers.files) == int(sys.argv[2]), answers.files
"""
BARE = """
import sys, duckdb
engine = duckdb.connect(config={"threads": 2})
said = 'unit, "group", question, option'
engine.execute(f"SELECT {said}, count(*) FROM read_parquet({sys.argv[1]!r}) GROUP BY ALL").fetchall()
"""
PANDAS = """
import sys, pandas
pandas.read_parquet(sys.argv[1]).groupby(["unit", "group", "question", "option"], observed=True).size()
"""
POLARS = """
import sys, polars
said = polars.scan_parquet(sys.argv[1]).group_by("unit", "group", "question", "option")
said.len().collect(engine="streaming")
"""


def lay(folder: Path, rows: int, times: int = 1) -> tuple[Path, int]:
    """Write a cycle with so many drawn answers, each ``times`` times; give the file and its rows."""
    for name in ("cycle.yaml", "units.csv"):
        shutil.copy(EXAMPLE / name, folder)
    shutil.copytree(EXAMPLE / "nam-truoc", folder / "nam-truoc")
    place = folder / "survey" / "responses"
    place.mkdir(parents=True)
    opened, _ = open_cycle(EXAMPLE, libraries())
    assert opened is not None
    path = place / "phieu.parquet"
    return path, write(opened, path, rows // times, times)


def write(opened: Opened, path: Path, rows: int, times: int) -> int:
    """Draw answers of every unit's every group to every question, and lay them in no order."""
    plan = next(one for one in opened.plans if one.kind == "so")
    assert plan.instrument is not None
    asked = [
        (unit.code, group.id, question.id, [option.id for option in question.options])
        for unit in opened.cycle.units
        if unit.kind == "so"
        for group in plan.instrument.groups
        for question in plan.instrument.asked(group.id)
    ]
    forms = rows // len(asked)
    engine = duckdb.connect()
    engine.execute('CREATE TABLE asked(unit VARCHAR, "group" VARCHAR, question VARCHAR, options VARCHAR[])')
    engine.executemany("INSERT INTO asked VALUES (?, ?, ?, ?)", asked)
    engine.execute(
        'COPY (SELECT unit, "group", form::INTEGER AS form, question, '
        "options[1 + (hash(unit, form, question) % len(options))::INTEGER] AS option "
        f"FROM range(1, {forms + 1}) AS drawn(form), asked, range({times}) "
        f"ORDER BY hash(form // 1000), hash(unit, form, question)) TO '{path}' (FORMAT parquet)"
    )
    return forms * len(asked) * times


def shown(name: str, runs: list[Run], start: float = 0.0) -> None:
    """Print the median, least and most seconds, without what merely starting takes, and the most memory."""
    walls = [one.wall - start for one in runs]
    memory = max(one.memory for one in runs)
    print(f"{name:44}{median(walls):8.2f} s ({min(walls):.2f} to {max(walls):.2f}) {memory:7.0f} MB")


def contest(name: str, words: list[str], start: float, rounds: int = ROUNDS) -> None:
    shown(name, [run(words) for _ in range(rounds)], start)


def main(peers: str, once: bool) -> None:
    print(machine())
    python = [sys.executable, "-c"]
    with TemporaryDirectory() as place:
        folder = Path(place)
        path, rows = lay(folder, 10**7)
        print(f"{rows:,} answers, {path.stat().st_size / 1e6:.0f} MB of Parquet; starting is taken off")
        start = median(run([*python, READ, str(folder)]).wall for _ in range(ROUNDS))
        contest("from file to shares", [*python, READ, str(folder), str(rows)], start)
        bare = median(run([*python, "import duckdb"]).wall for _ in range(ROUNDS))
        contest("bare DuckDB, one grouping", [*python, BARE, str(path)], bare)
        for name, code in (("pandas, the same", PANDAS), ("polars, the same", POLARS)) if peers else ():
            library = code.split("import sys, ")[1].split("\n")[0]
            begin = median(run([peers, "-c", f"import {library}"]).wall for _ in range(ROUNDS))
            contest(name, [peers, "-c", code, str(path)], begin)
    more = (("10⁸ answers", 10**8, 1), ("10⁶ answers, each twice", 2 * 10**6, 2))
    for name, rows, times in more if once else ():
        with TemporaryDirectory() as place:
            path, rows = lay(Path(place), rows, times)
            contest(f"{name}, from file to shares", [*python, READ, place, str(rows)], start, rounds=1)
            contest("bare DuckDB, one grouping", [*python, BARE, str(path)], bare, rounds=1)


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if word != "--once"]
    main(words[0] if words else "", "--once" in sys.argv)
