"""Draw with text: the few shapes our plots are made of, as SVG that needs no script and no font but Times."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from par_index.papers.widths import points_wide

INK, PALE, RULE, ALARM, BLUE, ORANGE = "#1F2933", "#5B6770", "#D5DAE0", "#C00000", "#1F5FA8", "#C55A11"
FONT = "'Times New Roman','Liberation Serif',serif"
_WIDE = 1.04
"""Times and its metric twins are a little wider on screens than the estimate."""


def number(value: float) -> str:
    """Write a coordinate shortly."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def rect(x: float, y: float, wide: float, high: float, fill: str, **more: str) -> str:
    """Draw a box."""
    place = f'x="{number(x)}" y="{number(y)}" width="{number(max(wide, 0))}" height="{number(high)}"'
    return f'<rect {place} fill="{fill}"{_more(more)}/>'


def line(x: float, y: float, to_x: float, to_y: float, stroke: str = RULE, wide: float = 1.0) -> str:
    """Draw a straight line."""
    ends = f'x1="{number(x)}" y1="{number(y)}" x2="{number(to_x)}" y2="{number(to_y)}"'
    return f'<line {ends} stroke="{stroke}" stroke-width="{number(wide)}"/>'


def text(x: float, y: float, words: str, size: float = 11, fill: str = INK, **more: str) -> str:
    """Write a line of text; ``anchor`` is start, middle or end."""
    place = f'x="{number(x)}" y="{number(y)}" font-size="{number(size)}" fill="{fill}"'
    return f"<text {place}{_more(more)}>{escape(words)}</text>"


def _more(more: dict[str, str]) -> str:
    names = {"anchor": "text-anchor", "weight": "font-weight", "style": "font-style"}
    return "".join(f' {names.get(key, key.replace("_", "-"))}="{value}"' for key, value in more.items())


def wrapped(words: str, room: float, size: float, most: int = 2) -> list[str]:
    """Break a text at words into at most so many lines; what does not fit ends in an ellipsis."""
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if _wide(longer, size) <= room or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) <= most:
        return lines
    last = " ".join(lines[most - 1 :])
    while last and _wide(f"{last}…", size) > room:
        last = last[:-1].rstrip()
    return [*lines[: most - 1], f"{last}…"]


def _wide(words: str, size: float) -> float:
    return points_wide(words, size) * _WIDE


def block(x: float, middle: float, words: Sequence[str], size: float, **more: str) -> str:
    """Write lines of text centred on a height."""
    step = size * 1.12
    top = middle - step * (len(words) - 1) / 2 + size * 0.34
    return "".join(text(x, top + step * at, one, size, **more) for at, one in enumerate(words))


def picture(wide: float, high: float, shapes: Iterable[str], label: str, mark: str) -> str:
    """Frame shapes as one picture, with its mark at the top right and a name for those who cannot see it."""
    body = "".join(shapes)
    told = text(wide - 2, 10, mark, 8.5, ALARM, anchor="end", weight="bold") if mark else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(wide)} {number(high)}" role="img" '
        f'aria-label="{escape(label)}" font-family="{FONT}">{told}{body}</svg>'
    )
