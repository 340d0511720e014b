"""Vietnamese text: composed form, old encodings, nearest word, dictionary order."""

from __future__ import annotations

import doctest
import random
import re
import unicodedata
from pathlib import Path

import pytest

import par_index.text
from par_index.text import nearest, normalised, old_encoding, vietnamese_key

ROOT = Path(__file__).resolve().parent.parent


def test_text_is_composed_at_the_door() -> None:
    decomposed = unicodedata.normalize("NFD", "Sở Nội vụ")
    assert decomposed != "Sở Nội vụ"
    assert normalised(decomposed) == "Sở Nội vụ"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Së Néi vô", "TCVN3"),
        ("c«ng chøc", "TCVN3"),
        ("UBND huyÖn C¸i BÌ", "TCVN3"),
        ("®iÖn tö", "TCVN3"),
        ("Sôû Noäi vuï", "VNI"),
        ("Uûy ban nhaân daân tænh Tieàn Giang", "VNI"),
        ("Quyeát ñònh", "VNI"),
    ],
)
def test_old_font_encodings_are_named(text: str, encoding: str) -> None:
    assert old_encoding(text) == encoding


@pytest.mark.parametrize(
    "text",
    ["Sở Nội vụ", "KẾ HOẠCH", "Vâng", "Côte d'Ivoire", "São Paulo", "Müller", "naïve", "Noël", "façade", "m²",
     "«Kế hoạch»", "«Ke hoach»", "·Ke hoach", "§1", "© 2023", "30°C", "hòa Ý", "BÀN GIAO", "Ångström"],
)  # fmt: skip
def test_unicode_text_and_foreign_names_are_left_alone(text: str) -> None:
    assert old_encoding(text) is None


def test_no_vietnamese_word_of_the_project_is_mistaken_for_an_old_encoding() -> None:
    files = [*ROOT.glob("docs/**/*.md"), *ROOT.glob("rules/**/*.yaml"), *ROOT.glob("criteria/**/*.yaml")]
    words = {word for file in files for word in re.split(r"\s+", file.read_text("utf-8"))}
    assert len(words) > 500
    assert [word for word in sorted(words) if old_encoding(word)] == []


def test_nearest_offers_a_likely_word_and_nothing_for_a_stranger() -> None:
    known = ("nhiem_vu", "hoan_thanh", "so_hoa")
    assert nearest("nhiemvu", known) == "nhiem_vu"
    assert nearest("HOAN_THANH", known) == "hoan_thanh"
    assert nearest("xyz", known) is None
    assert nearest("x", ()) is None


LETTERS = list("aăâbcdđeêghiklmnoôơpqrstuưvxy")
TONES = ["ma", "mà", "mả", "mã", "má", "mạ"]
NAMES = [
    "An Hữu", "Ấp Bắc", "Bình Đức", "Cái Bè", "Cai Lậy", "Châu Thành", "Chợ Gạo", "Dưỡng Điềm", "Đạo Thạnh",
    "Gò Công", "Gò Công Đông", "Gò Công Tây", "Mỹ Tho", "Phường 2", "Phường 10", "Tam Hiệp", "Tân Phú Đông",
    "Tân Phước",
]  # fmt: skip


@pytest.mark.parametrize("ordered", [LETTERS, TONES, NAMES, ["ma", "Ma", "mà", "Mà", "mab"]])
def test_dictionary_order(ordered: list[str]) -> None:
    mixed = random.Random(7).sample(ordered, len(ordered))
    assert sorted(mixed, key=vietnamese_key) == ordered


def test_docstring_examples_hold() -> None:
    assert doctest.testmod(par_index.text).failed == 0
