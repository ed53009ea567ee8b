"""Text measured in terminal cells: cut, filled up, broken into lines; the cleaning of other people's text beside it."""

from __future__ import annotations

import textwrap
import unicodedata

from model.quantities.cleaning import clean


def char_width(char: str) -> int:
    """Terminal cells one character takes: 0 for combining marks and joiners, 2 for wide ones, else 1."""
    if unicodedata.combining(char) or unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


def width(text: str) -> int:
    """Terminal cells that `text` takes."""
    if text.isascii():
        return len(text)
    return sum(char_width(char) for char in text)


def fit(text: str, cells: int, right: bool = False) -> str:
    """`text` in exactly `cells` terminal cells: padded, or cut with an ellipsis."""
    have = width(text)
    if have > cells:
        text = cut(text, cells)
        have = width(text)
    padding = " " * (cells - have)
    return padding + text if right else text + padding


def cut(text: str, cells: int) -> str:
    """`text` in at most `cells` terminal cells, with an ellipsis where something was cut."""
    if width(text) <= cells:
        return text
    if cells < 1:
        return ""
    kept, used = "", 0
    for char in text:
        if used + char_width(char) > cells - 1:
            break
        kept, used = kept + char, used + char_width(char)
    return kept.rstrip() + "…"


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
