"""Text measured in terminal cells, and cut to so many of them."""

from __future__ import annotations

import unicodedata


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
