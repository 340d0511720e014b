"""A result is stored whole or not at all; the former one is never lost."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from par_index.score import store
from par_index.score.lock import held as locked
from tests.score.kill_points import files, held

ROOT = Path(__file__).resolve().parents[2]


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("swap", ["at-once", "two-renames", "after-a-death"])
def test_death_at_any_moment_leaves_one_whole_result(tmp_path: Path, swap: str):
    told = subprocess.run(
        [sys.executable, "-m", "tests.score.kill_points", str(tmp_path), swap],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    deaths = [line.split() for line in told.stdout.splitlines()]
    assert len(deaths) > 20
    after, settled, last, archived, rest = zip(*deaths, strict=True)
    assert set(last) == {"d"}
    assert set(rest) == {".ket-qua.khoa+ket-qua"}
    assert set(archived) == {"a+b", "a+b+c"}
    assert set(settled) == {"b", "c"}
    assert list(settled) == sorted(settled)
    assert set(after) == ({"b", "c", "none"} if swap == "two-renames" else {"b", "c"})


def test_files_are_written_and_the_former_result_is_kept(tmp_path: Path):
    out = tmp_path / "moi" / "ket-qua"
    first, problems = store.store(out, files("a"))
    assert (first, problems) == (store.Stored(out, None), ())
    second, _ = store.store(out, files("b"))
    assert second == store.Stored(out, out / "cu" / "sha256-a")
    assert (held(out), held(out / "cu" / "sha256-a")) == ("b", "a")
    assert names(out) == {"results.json", "results.xlsx", "phieu", "cu"}
    assert names(out / "cu" / "sha256-a") == {"results.json", "results.xlsx", "phieu"}


def test_the_same_result_again_leaves_no_second_copy(tmp_path: Path):
    out = tmp_path / "ket-qua"
    store.store(out, files("a"))
    again, _ = store.store(out, files("a"))
    assert again == store.Stored(out, None)
    assert not (out / "cu").exists()
    store.store(out, files("b"))
    store.store(out, files("a"))
    back, _ = store.store(out, files("b"))
    assert back == store.Stored(out, out / "cu" / "sha256-a")
    assert names(out / "cu") == {"sha256-a", "sha256-b"}
    assert names(tmp_path) == {"ket-qua", ".ket-qua.khoa"}


def test_a_failing_writer_leaves_the_former_result(tmp_path: Path):
    def full(path: Path) -> None:
        raise OSError(28, "No space left on device", str(path))

    out = tmp_path / "ket-qua"
    store.store(out, files("a"))
    done, problems = store.store(out, {**files("b"), "results.xlsx": full})
    assert done is None
    assert problems[0].text() == (
        f"{tmp_path}/.ket-qua.dang-ghi/results.xlsx  E208  Không ghi được kết quả\n"
        "    Hệ thống báo: No space left on device. Kết quả cũ còn nguyên.\n"
        "    Cách sửa: Kiểm tra dung lượng đĩa và quyền ghi vào thư mục rồi chạy lại."
    )
    assert held(out) == "a"
    assert names(tmp_path) == {"ket-qua", ".ket-qua.khoa"}


def test_an_interrupted_writer_leaves_the_former_result(tmp_path: Path):
    def interrupted(_: Path) -> None:
        raise KeyboardInterrupt

    out = tmp_path / "ket-qua"
    store.store(out, files("a"))
    with pytest.raises(KeyboardInterrupt):
        store.store(out, {**files("b"), "results.xlsx": interrupted})
    assert held(out) == "a"
    assert names(tmp_path) == {"ket-qua", ".ket-qua.khoa"}


def test_a_folder_of_other_files_is_not_touched(tmp_path: Path):
    (tmp_path / "anh.jpg").write_text("ảnh")
    for out, place in ((tmp_path, tmp_path), (tmp_path / "anh.jpg", tmp_path / "anh.jpg")):
        done, problems = store.store(out, files("a"))
        assert done is None
        assert problems[0].text() == (
            f"{place}  E206  Thư mục kết quả đang chứa tệp khác\n"
            "    Tại đây đã có tệp hoặc thư mục không phải kết quả của phần mềm, nên không ghi đè.\n"
            "    Cách sửa: Chọn thư mục khác bằng --out, hoặc dời các tệp đó đi."
        )
    assert names(tmp_path) == {"anh.jpg"}


def test_an_empty_folder_is_filled(tmp_path: Path):
    (tmp_path / "ket-qua").mkdir()
    store.store(tmp_path / "ket-qua", files("a"))
    assert held(tmp_path / "ket-qua") == "a"


def test_two_runs_do_not_write_at_once(tmp_path: Path):
    out = tmp_path / "ket-qua"
    with locked(tmp_path / ".ket-qua.khoa") as ours:
        assert ours
        done, problems = store.store(out, files("a"))
    assert done is None
    assert problems[0].text() == (
        f"{out}  E207  Đang có lượt chấm điểm khác\n"
        "    Một lượt chạy khác đang ghi vào thư mục kết quả này.\n"
        "    Cách sửa: Chờ lượt kia kết thúc rồi chạy lại, hoặc chọn thư mục khác bằng --out."
    )
    assert store.store(out, files("a"))[0] is not None


def test_a_result_that_cannot_be_read_is_kept_all_the_same(tmp_path: Path):
    out = tmp_path / "ket-qua"
    store.store(out, {**files("a"), "results.json": b"[1, 2"})
    done, _ = store.store(out, files("b"))
    assert done is not None
    assert done.former is not None
    assert (done.former / "results.json").read_bytes() == b"[1, 2"
    store.store(out, {**files("c"), "results.json": b'{"digest": "../../x"}'})
    store.store(out, files("d"))
    assert len(names(out / "cu")) == 3
    assert all(name.startswith("sha256-") for name in names(out / "cu"))


def test_without_a_swap_call_two_renames_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from par_index.score import swap

    class Old:
        def __getattr__(self, name: str) -> None:
            raise AttributeError(name)

    monkeypatch.setattr(swap.ctypes, "CDLL", lambda *_, **__: Old())
    out = tmp_path / "ket-qua"
    store.store(out, files("a"))
    store.store(out, files("b"))
    assert (held(out), held(out / "cu" / "sha256-a")) == ("b", "a")


def test_results_are_read_back_from_their_folder_or_refused_by_name(tmp_path: Path):
    missing = store.read_results(tmp_path / "results.json")[1][0]
    assert missing.text() == (
        f"{tmp_path}/results.json  E209  Không đọc được kết quả\n"
        f"    Hệ thống báo: {os.strerror(2)}.\n"
        "    Cách sửa: Kiểm tra đường dẫn; tệp cần có tên results.json"
        " hoặc là thư mục kết quả của lệnh score."
    )
    (tmp_path / "results.json").write_text('{"schema": "par-index/results/2"}')
    wrong = store.read_results(tmp_path)[1][0]
    assert wrong.text() == (
        f"{tmp_path}/results.json  E210  Tệp kết quả không đúng dạng\n"
        "    Tệp không phải kết quả dạng par-index/results/1:"
        " schema: Input should be 'par-index/results/1'.\n"
        "    Cách sửa: Dùng results.json do lệnh score ghi ra, hoặc chấm lại để có tệp mới."
    )
