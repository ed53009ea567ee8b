"""Text laid out in terminal cells: filled up and broken into lines."""

from __future__ import annotations

import re
import textwrap

from model.quantities.cleaning import clean
from model.quantities.widths import char_width, cut, width

_SHORTEST_KEY = 8
_UNBROKEN = re.compile(r"(?:[a-z]+://[!-~]{1,300}|[a-z][\w-]{0,63}(?:\.[\w\"-]{1,80}){1,8})[.,;:)]?")
"""What may stand on a line longer than the width: bounded, so that no name of a profile gets out of hand."""


def fit(text: str, cells: int, right: bool = False) -> str:
    """`text` in exactly `cells` terminal cells: padded, or cut with an ellipsis."""
    have = width(text)
    if have > cells:
        text = cut(text, cells)
        have = width(text)
    padding = " " * (cells - have)
    return padding + text if right else text + padding


def wrap(text: str, cells: int, indent: str = "") -> list[str]:
    """`text` broken at spaces into lines of at most `cells` terminal cells; lines after the first begin with `indent`.

    A word longer than a line is broken where the line ends, but for keys and addresses: they are searched for and copied,
    and run over the edge.
    """
    cells = max(cells, 1)
    if width(text) == len(text) and not any(
        is_whole(word) and len(word) > cells - len(indent) for word in text.split()
    ):
        return textwrap.wrap(text, cells, subsequent_indent=indent, break_on_hyphens=False) or [""]
    lines: list[str] = []
    line = ""
    for word in text.split():
        start = indent if lines else ""
        if line and width(start + line) + 1 + width(word) <= cells:
            line = f"{line} {word}"
            continue
        if line:
            lines.append(start + line)
            start = indent
        *full, line = [word] if is_whole(word) else _pieces(word, cells - width(indent))
        for piece in full:
            lines.append((indent if lines else "") + piece)
    lines.append((indent if lines else "") + line)
    return lines


def is_whole(word: str) -> bool:
    """Whether this is a dotted key or an address, which is never broken."""
    return len(word) > _SHORTEST_KEY and _UNBROKEN.fullmatch(word) is not None


def _pieces(word: str, cells: int) -> list[str]:
    """`word` in pieces of at most `cells` terminal cells."""
    pieces, piece = [], ""
    for char in word:
        if piece and width(piece) + char_width(char) > cells:
            pieces.append(piece)
            piece = ""
        piece += char
    return [*pieces, piece]


__all__ = ["char_width", "clean", "cut", "fit", "is_whole", "width", "wrap"]
