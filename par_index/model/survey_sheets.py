"""How a set's survey lies in its workbook: who is asked, the scales of answers, the questions."""

from __future__ import annotations

from par_index.model.set_layout import KEYS, Column, Layout

RESPONDENTS = Layout(
    "Nhóm trả lời",
    (
        Column("id", "Mã nhóm", 15),
        Column("name", "Tên nhóm đối tượng", 50),
        Column("weight", "Trọng số", 9, "number"),
        Column("rates", "Đánh giá các loại đơn vị", 22, "list"),
        Column("peers", "Là người của đơn vị được chấm", 14),
        Column("strata", "Các tầng nặng theo", 12),
        Column("min_answers", "Số phiếu ít nhất", 13, "number"),
        KEYS,
    ),
    2,
)
SCALES = Layout(
    "Thang trả lời",
    (
        Column("scale", "Mã thang", 18),
        Column("id", "Mã phương án", 14),
        Column("label", "Lời của phương án", 60),
        Column("share", "Phần điểm được hưởng", 14, "number"),
        KEYS,
    ),
    2,
)
ASKS = Layout(
    "Phiếu hỏi",
    (
        Column("id", "Mã câu", 9),
        Column("leaf", "Cho điểm mục", 10),
        Column("ask", "Lời câu hỏi", 76),
        Column("scale", "Thang trả lời", 15),
        Column("groups", "Hỏi các nhóm", 30, "list"),
        Column("weight", "Sức nặng", 9, "number"),
        KEYS,
    ),
    2,
)
