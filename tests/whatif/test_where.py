"""Tasks give the same answers in the same order wherever they are done, dead workers or not."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from par_index.whatif.where import Cores, WorkersLostError, here, place_of
from par_index.whatif.where.memory import keep_memory
from par_index.whatif.where.order import InOrder

NUMBERS = tuple(range(24))


def square(payload: int, number: int) -> tuple[int, int]:
    return number, payload * number * number


def dies_once(payload: str, number: int) -> int:
    """Kill this very process the first time number 5 is worked on."""
    mark = Path(payload)
    if number == 5 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def dies(payload: int, number: int) -> int:
    os.kill(os.getpid(), payload)
    return number


def fails(payload: str, number: int) -> int:
    if number == 3:
        raise ValueError(payload)
    return number


def faults(megabytes: int, _number: int) -> int:
    """Take and give back a few arrays over and over; count the pages that the system had to hand out."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(50):
        held = [np.ones(2**17) for _ in range(megabytes)]
        del held
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


EXPECTED = [(number, 7 * number * number) for number in NUMBERS]


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_any_number_of_workers_gives_the_same(workers: int) -> None:
    told: list[tuple[int, int]] = []
    with place_of(workers=workers, on_progress=lambda done, of: told.append((done, of))) as place:
        assert list(place(square, 7, NUMBERS)) == EXPECTED == list(here(square, 7, NUMBERS))
    assert told == [(done, len(NUMBERS)) for done in range(1, len(NUMBERS) + 1)]


def test_a_killed_worker_costs_no_result(tmp_path: Path) -> None:
    with Cores(2) as place:
        assert list(place(dies_once, (tmp_path / "mark").as_posix(), NUMBERS)) == list(NUMBERS)
    assert (tmp_path / "mark").exists()


def test_workers_keep_the_memory_that_arrays_give_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even where the environment says otherwise, as Dask's workers have it."""
    monkeypatch.setenv("MALLOC_TRIM_THRESHOLD_", "65536")
    pages = 4 * 2**20 // resource.getpagesize()
    with Cores(2) as place:
        assert max(place(faults, 4, range(2))) < 5 * pages


def test_another_c_library_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda *_: object())
    assert keep_memory.__wrapped__() is False


def test_workers_that_always_die_end_the_work() -> None:
    with Cores(2) as place, pytest.raises(WorkersLostError):
        list(place(dies, signal.SIGKILL, NUMBERS))


def test_a_task_that_fails_says_so() -> None:
    for place in (here, Cores(1), Cores(2)):
        with pytest.raises(ValueError, match="three"):
            list(place(fails, "three", NUMBERS))


def test_results_may_come_in_any_order() -> None:
    order = InOrder[str]([4, 2, 9], None)
    given = [list(order.take(number, str(number))) for number in (9, 2, 4)]
    assert given == [[], [], ["4", "2", "9"]]


@pytest.fixture(scope="module")
def cluster() -> Iterator[tuple[str, Callable[[], int]]]:
    """Start a scheduler with two workers, each a process, on the loopback; give a way to kill one."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        dashboard_address=None,
        host="127.0.0.1",
        scheduler_port=0,
        processes=True,
        silence_logs=50,
    ) as made:

        def kill() -> int:
            pid = made.workers[0].pid
            os.kill(pid, signal.SIGKILL)
            return int(pid)

        yield made.scheduler_address, kill


def slowly(payload: int, number: int) -> tuple[int, int]:
    end = time.perf_counter() + 0.02
    while time.perf_counter() < end:
        pass
    return square(payload, number)


def test_a_cluster_gives_the_same_and_outlives_a_worker(cluster: tuple[str, Callable[[], int]]) -> None:
    address, kill = cluster
    with place_of(address) as place:
        assert list(place(square, 7, NUMBERS)) == EXPECTED
        found = []
        for at, result in enumerate(place(slowly, 7, NUMBERS)):
            found.append(result)
            if at == 3:
                kill()
        assert found == EXPECTED
