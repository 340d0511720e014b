"""Kill a writing at every system call it makes, and look at what each death leaves; run as a program.

Prints one line a death: what the folder holds right after it, and after the next writing.
Arguments: a working folder, and ``at-once`` or ``two-renames`` (how folders are swapped), or
``after-a-death`` (an earlier death left a new result not yet in place).
"""

import os
import signal
import sys
from pathlib import Path

from par_index.score import store

WATCHED = {"open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "ctypes.dlopen", "ctypes.dlsym"}


def files(version: str) -> dict[str, store.Content]:
    """Three files that all say one version; one of them is written by a function."""
    result = f'{{"digest": "sha256-{version}"}}'.encode()
    return {
        "results.json": result,
        "results.xlsx": version.encode(),
        "phieu/so-a.txt": lambda path: path.write_text(version) and None,
    }


def held(out: Path) -> str:
    """Name the one version a folder holds, or say that it is broken."""
    if not out.exists():
        return "none"
    try:
        versions = {
            (out / "results.json").read_text().removeprefix('{"digest": "sha256-').removesuffix('"}'),
            (out / "results.xlsx").read_text(),
            (out / "phieu" / "so-a.txt").read_text(),
        }
    except OSError as error:
        return f"broken: {error}"
    return versions.pop() if len(versions) == 1 else f"mixed: {sorted(versions)}"


def leave_unplaced(out: Path) -> None:
    """Leave a whole new result beside the folder, as a death just before the swap does."""
    store.store(out.parent / "x", files("x"))
    (out.parent / "x").rename(out.parent / ".ket-qua.moi")
    (out.parent / ".ket-qua.moi" / ".moi").touch()
    (out.parent / ".x.khoa").unlink()


def die_at(step: int) -> None:
    """Send this process SIGKILL at its ``step``-th watched system call."""
    seen = 0

    def watch(event: str, args: tuple[object, ...]) -> None:
        nonlocal seen
        if event in WATCHED and "__pycache__" not in str(args):
            seen += 1
            if seen == step:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)


def main(root: Path, swap: str) -> None:
    """Try every death; disks are not flushed, for a killed process loses nothing it has written."""
    store.flush = store.flush_one = lambda _: None
    if swap == "two-renames":
        store.exchange = lambda *_: False
    for step in range(1, 200):
        out = root / str(step) / "ket-qua"
        store.store(out, files("a"))
        store.store(out, files("b"))
        if swap == "after-a-death":
            leave_unplaced(out)
        child = os.fork()
        if not child:
            die_at(step)
            store.store(out, files("c"))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        after_death = held(out)
        store.settle(out)
        settled = held(out)
        store.store(out, files("d"))
        archived = sorted(held(former) for former in (out / "cu").iterdir())
        rest = sorted(path.name for path in out.parent.iterdir())
        told = (after_death, settled, held(out), "+".join(archived), "+".join(rest))
        sys.stdout.write(" ".join(told) + "\n")
        sys.stdout.flush()
        if os.WIFEXITED(status):
            return


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
