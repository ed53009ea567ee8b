"""Text laid out in terminal cells: filled up and broken into lines."""

from __future__ import annotations

import textwrap

from model.quantities.cleaning import clean
from model.quantities.widths import char_width, cut, width


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

    A word longer than a line is broken where the line ends.
    """
    cells = max(cells, 1)
    if width(text) == len(text):
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
        *full, line = _pieces(word, cells - width(indent))
        for piece in full:
            lines.append((indent if lines else "") + piece)
    lines.append((indent if lines else "") + line)
    return lines


def _pieces(word: str, cells: int) -> list[str]:
    """`word` in pieces of at most `cells` terminal cells."""
    pieces, piece = [], ""
    for char in word:
        if piece and width(piece) + char_width(char) > cells:
            pieces.append(piece)
            piece = ""
        piece += char
    return [*pieces, piece]


__all__ = ["char_width", "clean", "cut", "fit", "width", "wrap"]
