"""How a criteria set lies in a workbook: its sheets, their columns, and the words that name a row's kind."""

from __future__ import annotations

from collections.abc import Iterator
from types import UnionType
from typing import get_args

from pydantic import BaseModel

from par_index.model.extension import ExtensionSpec
from par_index.model.set_layout import KEYS, Column, Layout
from par_index.model.source import BarSpec, FlagSpec, GateSpec, InputSpec, ItemSpec, SetSpec, TargetSpec
from par_index.model.survey import OptionSpec, QuestionSpec, RespondentsSpec
from par_index.model.survey_sheets import ASKS, RESPONDENTS, SCALES

SCHEMA = "par-index/set-workbook/1"
ITEMS = Layout(
    "Tiêu chí",
    (
        Column("level", "Cấp", 8),
        Column("code", "STT", 6),
        Column("name", "Lĩnh vực/Tiêu chí/Tiêu chí thành phần", 22),
        Column("max", "Điểm tối đa", 6, "number"),
        Column("measure", "Số liệu, cách đo", 22),
        Column("method", "Cách tính điểm: phương pháp", 11),
        Column("with", "Tham số của phương pháp", 14, "table"),
        Column("bands", "Cách tính điểm: bậc điểm", 22, "table"),
        Column("evidence", "Yêu cầu và tài liệu kiểm chứng", 22),
        Column("not_applicable", "Không áp dụng thì", 10),
        Column("applies", "Chỉ áp dụng cho", 11),
        Column("if_empty", "Mẫu số bằng 0 thì", 11, "list"),
        Column("lead", "Cơ quan thẩm định", 10),
        Column("cites", "Căn cứ", 9, "cites"),
        Column("source", "Nguồn điểm", 8),
        Column("guidance", "Hướng dẫn", 16),
        Column("min", "Điểm thấp nhất", 6, "number"),
        Column("reserved_for", "Dành cho cấp", 8),
        Column("unfilled", "Để trống thì", 8),
        Column("may_split", "Cấp được chia", 8),
        KEYS,
    ),
    3,
)
INPUTS = Layout(
    "Số liệu",
    (
        Column("code", "Mã số liệu", 17),
        Column("label", "Tên số liệu", 34),
        Column("type", "Kiểu", 9),
        Column("better", "Lớn hơn là", 9),
        Column("within", "Không vượt quá", 15),
        Column("may_exceed", "Có thể vượt", 12),
        Column("unit", "Đơn vị tính", 9),
        Column("decimals", "Số lẻ", 9, "number"),
        Column("least", "Nhỏ nhất", 11, "number"),
        Column("most", "Lớn nhất", 11, "number"),
        Column("source", "Nguồn", 9),
        Column("never", "Lời ghi khi không thực hiện", 12),
        Column("worst_to_best", "Các mức, từ kém đến tốt", 16, "list"),
        Column("labels", "Tên các mức", 26, "table"),
        Column("step", "Bước điểm", 7, "number"),
        Column("previous", "Là số năm trước của", 15),
        Column("lead", "Cơ quan giữ số liệu", 12),
        Column("note", "Lời dặn", 16),
        KEYS,
    ),
    2,
)
HEADER = Layout(
    "Thông tin chung",
    (Column("key", "Khóa", 20), Column("value", "Giá trị", 60, "number")),
    1,
)
LISTS = Layout(
    "Danh mục",
    (Column("kind", "Danh mục", 20), Column("code", "Mã hoặc khoảng", 34), Column("text", "Nội dung", 80)),
    1,
)
QUESTIONS = Layout(
    "Câu hỏi",
    (
        Column("kind", "Loại", 11),
        Column("id", "Mã", 8),
        Column("leaf", "Hỏi điểm mục", 8),
        Column("area", "Hỏi điểm lĩnh vực", 8),
        Column("index", "Hỏi chỉ số", 8),
        Column("measure", "Hỏi đại lượng", 38),
        Column("is", "Nằm trong khoảng", 17),
        Column("cap", "Chặn: mục và mức", 13, "table"),
        Column("also", "Cả khi", 10, "list"),
        Column("best", "Hạng cao nhất", 11),
        Column("for", "Cho loại đơn vị", 8),
        Column("say", "Lời báo", 36),
        Column("cites", "Căn cứ", 10, "cites"),
        KEYS,
    ),
    2,
)
LAYOUTS = (ITEMS, INPUTS, HEADER, LISTS, QUESTIONS, RESPONDENTS, SCALES, ASKS)

LEVELS = {
    "areas": "Lĩnh vực",
    "criteria": "Tiêu chí",
    "sub_criteria": "TCTP",
    "parts": "Phần",
    "bonus": "Điểm thưởng",
    "penalty": "Điểm trừ",
    "fill": "Điền vào chỗ",
    "split": "Chia mục",
    "leaves": "Mục",
}
"""The word in a row's first cell, by the key its item stands under."""
TOPS = ("areas", "bonus", "penalty", "fill", "split")
PARENTS = {
    "criteria": ("areas",),
    "leaves": ("bonus", "penalty", "fill", "split"),
    "sub_criteria": ("areas", "criteria", "leaves"),
    "parts": ("areas", "criteria", "leaves", "sub_criteria"),
}
"""Under which kinds of rows each may stand; it belongs to the nearest row above it of such a kind."""
HELD = ("criteria", "sub_criteria", "parts", "leaves")
"""Keys of an item that are rows of their own."""

TABLES = {
    "kinds": "Loại đơn vị",
    "documents": "Văn bản căn cứ",
    "traits": "Đặc điểm đơn vị",
    "relations": "Quan hệ số liệu",
    "grades.rows": "Thang xếp loại",
}
ASKED = {
    "gates": "Chặn điểm",
    "grades.bars": "Chặn hạng",
    "review": "Cảnh báo",
    "targets": "Chỉ tiêu",
}
SUBJECTS = ("leaf", "area", "index", "measure", "is")
"""Keys of a question; all but a target keep them under ``when``."""
BARE = {"survey": "survey.points"}
"""Records that may be written as one value, and the path of that value: they share a line of the header."""
SURVEYED = ("survey.groups", "survey.scales", "survey.questions")
SECTIONS = ("inputs", *TOPS, *TABLES, *ASKED, *BARE.values(), *SURVEYED)
"""Paths of a set that do not have a line of their own in its header."""

NESTED = ("valid", "survey", "rounding", "ranking", "states", "grades", "extends", "when")


def _inner(annotation: object) -> type[BaseModel]:
    parts = get_args(annotation) if isinstance(annotation, UnionType) else (annotation,)
    return next(part for part in parts if isinstance(part, type) and issubclass(part, BaseModel))


def field_at(model: type[BaseModel], path: str) -> tuple[type[BaseModel], str, object]:
    """Find a field by its dotted path: the record it belongs to, its key there, its annotation."""
    first, _, rest = path.partition(".")
    fields = {field.alias or name: field for name, field in model.model_fields.items()}
    annotation = fields[first].annotation
    return field_at(_inner(annotation), rest) if rest else (model, first, annotation)


def _paths(model: type[BaseModel]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        key = field.alias or name
        if key in BARE:
            yield key
        if key in NESTED:
            yield from (f"{key}.{path}" for path in _paths(_inner(field.annotation)))
        elif key != "where":
            yield key


SET_PATHS = tuple(_paths(SetSpec))
EXTENSION_PATHS = tuple(_paths(ExtensionSpec))
ITEM_PATHS = (*_paths(ItemSpec), "ceiling", "leaves")
INPUT_PATHS = tuple(_paths(InputSpec))
RESPONDENT_PATHS = tuple(_paths(RespondentsSpec))
OPTION_PATHS = tuple(_paths(OptionSpec))
ASK_PATHS = tuple(_paths(QuestionSpec))
ASKED_PATHS = {
    "gates": tuple(_paths(GateSpec)),
    "grades.bars": tuple(_paths(BarSpec)),
    "review": tuple(_paths(FlagSpec)),
    "targets": tuple(_paths(TargetSpec)),
}
"""The usual order of the keys of each kind of record, dotted where a record lies in another."""
HEADER_PATHS = tuple(path for path in dict.fromkeys((*SET_PATHS, *EXTENSION_PATHS)) if path not in SECTIONS)
