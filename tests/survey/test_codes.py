"""Form codes: every slip of one character and every swap of neighbours is seen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from par_index.survey.codes import SIGNS, FormCode, form_code, looks_like_code, read_code

SAID = [
    FormCode("so-noi-vu", "nguoi_dan", 1),
    FormCode("SNV", "dai_bieu", 4999),
    FormCode("xa.thanh-phu", "doanh-nghiep", 10),
    FormCode("868", "g1", 123_456),
]
TYPED = "0123456789abcdefghijklmnopqrstuvwxyz._-/"


def slips(code: str) -> Iterator[str]:
    """Give each text that differs from a code in one character, cases apart."""
    for at, right in enumerate(code):
        yield from (code[:at] + wrong + code[at + 1 :] for wrong in TYPED if wrong != right.lower())


def swaps(code: str) -> Iterator[str]:
    for at in range(len(code) - 1):
        if code[at].lower() != code[at + 1].lower():
            yield code[:at] + code[at + 1] + code[at] + code[at + 2 :]


@pytest.mark.parametrize("said", SAID)
def test_a_code_is_read_as_it_was_written(said: FormCode) -> None:
    code = form_code(*said)
    assert read_code(code) == said
    assert read_code(f"  {code}\t") == said
    assert code.count(".") - said.unit.count(".") == 3
    assert code.split(".")[-2].zfill(4) == f"{said.number:04d}"
    assert set(code[-2:]) <= set(SIGNS)


@pytest.mark.parametrize("said", SAID)
def test_letters_may_be_typed_in_any_case(said: FormCode) -> None:
    code = form_code(*said)
    for typed in (code.lower(), code.upper()):
        read = read_code(typed)
        assert read is not None
        assert (read.unit.lower(), read.group.lower(), read.number) == (
            said.unit.lower(),
            said.group,
            said.number,
        )


def test_every_single_slip_and_every_swap_is_seen() -> None:
    codes = [form_code(*said) for said in SAID]
    codes += [form_code("so-y-te", "nguoi_dan", number) for number in range(1, 41)]
    unseen = [wrong for code in codes for wrong in (*slips(code), *swaps(code)) if read_code(wrong)]
    assert unseen == []


@pytest.mark.parametrize(
    "text", ["", "...", "so.g.0001", "so.g.12a4.22", "g.0001.22", ".g.0001.22", "so..0001.22"]
)
def test_what_is_no_code_is_not_read(text: str) -> None:
    assert read_code(text) is None


def test_a_mistyped_code_is_told_from_another_text() -> None:
    code = form_code("so-y-te", "nguoi_dan", 7)
    assert looks_like_code(code[:-1] + "?")
    assert not looks_like_code("Nguyễn Văn A")
