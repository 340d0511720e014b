"""Run the program as its users do; watch it from outside: seconds, and memory over all its processes."""

from __future__ import annotations

import os
import platform
import resource
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

PAGE = os.sysconf("SC_PAGE_SIZE")


def machine() -> str:
    """Name the machine: processor, number of processors, memory, Python."""
    known = Path("/proc/cpuinfo").read_text().splitlines()
    model = next(line.partition(": ")[2] for line in known if line.startswith("model name"))
    memory = os.sysconf("SC_PHYS_PAGES") * PAGE / 2**30
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GB, Python {platform.python_version()}"


def seconds(words: Sequence[str]) -> float:
    """Time one run from start to end; a run that fails is no measurement."""
    start = perf_counter()
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return perf_counter() - start


@dataclass(frozen=True, slots=True)
class Run:
    """One run: wall time and processor time in seconds, peak of its processes' resident memory in MB."""

    wall: float
    processor: float
    memory: float


def run(words: Sequence[str]) -> Run:
    """Run a program to its end, which must be good, and watch all its processes.

    Memory is sampled every 10 ms; pages that two processes share count twice. Processor time tells what a
    run would take on an idle machine, whatever else runs beside it.
    """
    before, start = _children(), perf_counter()
    process = subprocess.Popen(
        words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    done, peak = threading.Event(), [0]
    watcher = threading.Thread(target=_watch, args=(process.pid, done, peak))
    watcher.start()
    code = process.wait()
    wall = perf_counter() - start
    done.set()
    watcher.join()
    assert code == 0, (code, words)
    return Run(wall, _children() - before, peak[0] * PAGE / 1e6)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _watch(session: int, done: threading.Event, peak: list[int]) -> None:
    while not done.wait(0.01):
        running = [entry for entry in Path("/proc").iterdir() if entry.name.isdigit()]
        peak[0] = max(peak[0], sum(_pages(entry, session) for entry in running))


def _pages(process: Path, session: int) -> int:
    """Give the resident pages of a process of the session; 0 of any other."""
    try:
        fields = (process / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[21]) if int(fields[3]) == session else 0


def program(*words: object) -> list[str]:
    return [sys.executable, "-m", "par_index", *map(str, words)]


def medians(contests: dict[str, Callable[[], float]], rounds: int) -> dict[str, tuple[float, float, float]]:
    """Run the contests in turn, so many rounds; give each one's median, least and most."""
    taken: dict[str, list[float]] = {name: [] for name in contests}
    for _ in range(rounds):
        for name, contest in contests.items():
            taken[name].append(contest())
    return {name: (median(times), min(times), max(times)) for name, times in taken.items()}


def table(found: dict[str, tuple[float, float, float]], unit: str = "s") -> None:
    """Print one line a contest."""
    width = max(map(len, found)) + 2
    for name, (middle, least, most) in found.items():
        print(f"{name:{width}}{middle:9.3f} {unit}   ({least:.3f} to {most:.3f})")
