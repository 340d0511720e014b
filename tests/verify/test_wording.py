"""Every code of the proofs is triggered by a plan of its own and told in the words of ``pinned.txt``."""

import tomllib
from importlib import resources
from pathlib import Path

import pytest

from par_index.verify import prove
from tests.verify.faulty import PLANS
from tests.verify.plans import told

PINNED = Path(__file__).with_name("pinned.txt").read_text("utf-8").strip().split("\n\n")


@pytest.mark.parametrize(("code", "words"), list(zip(PLANS, PINNED, strict=True)))
def test_a_fault_is_told_in_these_words_and_no_other_fault_with_it(code: str, words: str) -> None:
    assert told(PLANS[code]()) == [words]


def test_every_code_of_the_proofs_is_pinned_under_its_own_name() -> None:
    table = tomllib.loads(resources.files("par_index.messages").joinpath("proofs.toml").read_text("utf-8"))
    assert list(PLANS) == list(table) == [words.split()[1] for words in PINNED]


def test_a_warning_and_a_note_are_no_errors() -> None:
    assert [code for code, make in PLANS.items() if not prove(make())[0].is_error] == ["V12", "V50"]
