"""Write ``robust.html``: one self-contained page a group that a council reads in a minute, and can print."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from par_index.papers.robust.bars import left_out, shares, weights
from par_index.papers.robust.matrix import MOST_CELLS, MOST_ROWS, grade_legend, matrix, reading
from par_index.papers.robust.svg import BLUE, PALE
from par_index.papers.robust.words import assumed, headline, lawful, marks, number
from par_index.whatif.robust.result import GroupRobustness, Robustness

_STYLE = """
@page { size: A4; margin: 11mm 13mm; }
body { font-family: 'Times New Roman','Liberation Serif',serif; color: #1F2933; max-width: 184mm;
  margin: 4mm auto; font-size: 11pt; line-height: 1.3; }
header { border-bottom: 1.5pt solid #1F2933; padding-bottom: 1mm; margin-bottom: 2mm; }
h1 { font-size: 17pt; margin: 0 0 1mm; } h2 { font-size: 14pt; margin: 3mm 0 0; }
h3 { font-size: 11.5pt; margin: 2.5mm 0 0; }
.mark { color: #C00000; font-weight: bold; margin: 1mm 0; }
.lead { font-size: 12pt; font-weight: bold; margin: 1mm 0; }
p { margin: 1mm 0; } .small, figcaption { font-size: 9pt; color: #3E4C59; line-height: 1.22; }
figure { margin: 0 0 2mm; break-inside: avoid; } svg { width: 100%; height: auto; display: block; }
section { break-before: page; } section:first-of-type { break-before: auto; }
.key { display: inline-block; width: 9pt; height: 9pt; margin: 0 2pt 0 6pt; vertical-align: -1pt; }
ul { margin: 1mm 0; padding-left: 5mm; }
@media print { body { margin: 0; max-width: none; } }
"""
_TIE_WORDS = (
    "Móc đỏ nối hai đơn vị đứng kề chưa phân biệt được (đơn vị trên đứng trên trong dưới 97,5% số lần rút, "
    "ghi bên móc)."
)
_BAR_WORDS = "Thanh là khoảng 95% của hạng, vạch đen là hạng chính thức."
_ROW_WORDS = "Ô càng đậm, xác suất càng lớn; ô có khung là hạng chính thức; gạch đen là khoảng 95%."
_SHARE_WORDS = (
    "Thanh nhạt: phần dao động còn lại nếu chỉ nguồn ấy dao động (chỉ số Sobol toàn phần; vạch: khoảng 95%). "
    "Thanh đậm: phần mất đi nếu riêng nguồn ấy thành chắc chắn (bậc một). Các phần không cộng thành 100%."
)
_PARTINGS = (
    ("Điều gì làm hạng dao động", ("source", "area"), _SHARE_WORDS),
    (
        "Mục nào làm hạng dao động",
        ("leaf",),
        "Đọc như hình trên; các mục lay động chỉ số nhiều nhất đứng riêng.",
    ),
)
_LEFT_WORDS = (
    "Tính đúng, không rút số: bỏ điểm và điểm tối đa của mục (lĩnh vực) khỏi mọi đơn vị rồi xếp hạng lại. "
    "Thanh là tổng số bậc hạng mà các đơn vị dời đi."
)
_WEIGHT_WORDS = (
    "Trọng số thực tế là phần của lĩnh vực trong chênh lệch chỉ số giữa các đơn vị (hiệp phương sai của điểm "
    "với chỉ số, chia phương sai chỉ số): lĩnh vực mà ai cũng đạt gần tối đa thì không phân loại được ai."
)


def page(found: Robustness) -> str:
    """Write the whole page."""
    mark = marks(found)
    body = "".join(part for group in found.groups for part in _group(group, mark))
    title = f"Độ vững của xếp hạng Chỉ số CCHC năm {found.year}"
    noise = f" Tệp nhiễu: {escape(found.noise)}." if found.noise else ""
    told = (
        f"{number(found.draws, 0)} lần rút lại số liệu và phiếu điều tra; mỗi lần được chấm và xếp hạng đúng "
        f"như kết quả chính thức. Mầm số ngẫu nhiên {found.seed}: chạy lại cho đúng các số này.{noise} Kết "
        "quả chính thức không đổi."
    )
    return (
        f'<!DOCTYPE html>\n<html lang="vi"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body><header><p>{escape(found.issuer)}</p>"
        f'<h1>{escape(title)}</h1><p class="mark">{escape(mark)}</p><p class="small">{told}</p></header>'
        f"{body}</body></html>\n"
    )


def _group(group: GroupRobustness, mark: str) -> Iterator[str]:
    yield f'<section><h2>{escape(group.name)}</h2><p class="lead">{escape(headline(group))}</p>'
    yield from _ranks(group, mark)
    for title, partings, told in _PARTINGS:
        drawn = shares(group, partings, mark)
        if drawn:
            yield _figure(title, drawn, told, assumed(group))
    dropped = left_out(group, mark)
    if dropped:
        yield _figure("Hạng dựa vào mục nào", dropped, _LEFT_WORDS, "Không giả định dao động nào.")
    keys = _key(PALE, "trọng số trong bộ tiêu chí") + _key(BLUE, "trọng số thực tế")
    yield _figure(
        "Lĩnh vực nào thật sự phân loại các đơn vị",
        weights(group, group.areas, mark),
        f"{keys}. {_WEIGHT_WORDS}",
        "Không giả định dao động nào.",
    )
    yield from _redundant(group)
    yield "</section>"


def _ranks(group: GroupRobustness, mark: str) -> Iterator[str]:
    """Set a picture a cluster; what is assumed stands below the last."""
    note = f"{assumed(group)} {lawful(group) if group.assumptions else ''}"
    clusters = list(group.clusters.items())
    for place, (name, own) in enumerate(clusters, 1):
        title = f"Ai có thể đứng ở đâu{f' – {name}' if name else ''}"
        many = f"Hình có {MOST_ROWS} đơn vị đầu; đủ {len(own)} đơn vị ở bảng tính."
        told = (
            many if len(own) > MOST_ROWS else "",
            escape(reading(group, own)),
            _ROW_WORDS if len(own) <= MOST_CELLS else _BAR_WORDS,
            _TIE_WORDS,
            _grades(group) if place == len(clusters) else "",
        )
        picture = matrix(group, own, mark, f"{group.name}: {title}")
        yield _figure(title, picture, " ".join(filter(None, told)), note if place == len(clusters) else "")


def _figure(title: str, picture: str, told: str, note: str) -> str:
    """Set a picture under its title, what it says and what it assumes below it; ``told`` is HTML."""
    said = f"<p>{escape(note)}</p>" if note else ""
    return f"<figure><h3>{escape(title)}</h3>{picture}<figcaption><p>{told}</p>{said}</figcaption></figure>"


def _grades(group: GroupRobustness) -> str:
    keys = "".join(_key(colour, name) for colour, name in grade_legend(group))
    return f"Xác suất xếp loại:{keys}." if keys else ""


def _key(colour: str, name: str) -> str:
    return f'<span class="key" style="background:{colour}"></span>{escape(name)}'


def _redundant(group: GroupRobustness) -> Iterator[str]:
    if group.redundant:
        rows = "; ".join(
            f"{one.first} và {one.second} (r = {number(one.correlation)})" for one in group.redundant
        )
        yield (
            "<h3>Các mục lên xuống cùng nhau</h3>"
            f'<p class="small">Hệ số tương quan điểm giữa các đơn vị từ 0,95 trở lên: {rows}. Hai mục như '
            "vậy gần như đo một việc; xem lại khi sửa bộ tiêu chí.</p>"
        )
