"""Lines of text with roles: what a part of the screen says, before anybody knows colours or widgets.

A piece is a text and the name of a role ("dim", "a", "warn"); a line is a tuple of pieces. Everything a person or a file wrote passes
through `clean`, so that control characters, terminal escapes and direction marks never reach the terminal.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import TypeAlias

from rich.cells import cell_len, set_cell_size

Piece: TypeAlias = tuple[str, str]
Line: TypeAlias = tuple[Piece, ...]

BLANK: Line = ()
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def clean(text: object, limit: int = 400) -> str:
    """Text that is safe to show on one line and takes the sum of its characters' cells.

    Control, format and surrogate characters become a visible middle dot, variation selectors go, and where characters join into something of
    another width (flags, some emoji) only those of one cell stay.
    """
    shown = str(text)[:limit]
    if shown.isascii() and shown.isprintable():
        return shown
    shown = "".join("·" if unicodedata.category(c) in _HIDDEN else c for c in shown if not "\ufe00" <= c <= "\ufe0f")
    if cell_len(shown) == sum(map(cell_len, shown)):
        return shown
    return "".join(
        c if c.isascii() or (unicodedata.category(c)[0] in "LNP" and cell_len(c) == 1) else "·" for c in shown
    )


def dimmed(lines: list[Line]) -> list[Line]:
    """The same lines, all of them in the background: what they say is not of now."""
    return [tuple((text, "dim") for text, _ in line) for line in lines]


def fit(text: str, width: int) -> str:
    """The text cut to `width` cells, ending in an ellipsis where something was cut."""
    if width <= 0:
        return ""
    if cell_len(text) <= width:
        return text
    return "…" if width == 1 else set_cell_size(text, width - 1).rstrip() + "…"


def left(text: str, width: int) -> str:
    """The text at the left of exactly `width` cells."""
    cut = fit(text, width)
    return cut + " " * (width - cell_len(cut))


def right(text: str, width: int) -> str:
    """The text at the right of exactly `width` cells."""
    cut = fit(text, width)
    return " " * (width - cell_len(cut)) + cut


def width_of(line: Iterable[Piece]) -> int:
    """Cells a line takes."""
    return sum(cell_len(text) for text, _ in line)


def plain(line: Iterable[Piece]) -> str:
    """The text of a line without its roles."""
    return "".join(text for text, _ in line)


def line_fit(line: Line, width: int) -> Line:
    """The line cut to `width` cells, never padded."""
    if width_of(line) <= width:
        return line
    kept: list[Piece] = []
    room = width
    for text, role in line:
        size = cell_len(text)
        if size >= room:
            kept.append((fit(text, room) if size > room else text, role))
            return tuple(kept)
        kept.append((text, role))
        room -= size
    return tuple(kept)


def spread(start: Line, end: Line, width: int, gap: int = 2) -> Line:
    """Two lines on one: the start at the left, the end at the right; the start gives way when both do not fit."""
    tail = width_of(end)
    if tail + gap > width:
        return line_fit(start, width)
    head = line_fit(start, width - tail - gap)
    return (*head, (" " * (width - tail - width_of(head)), ""), *end)


def columns(left_lines: list[Line], right_lines: list[Line], width: int, rule: Piece) -> list[Line]:
    """Two blocks side by side, the left one padded to `width` cells, with a rule between them."""
    count = max(len(left_lines), len(right_lines))
    rows: list[Line] = []
    for index in range(count):
        head = line_fit(left_lines[index], width) if index < len(left_lines) else BLANK
        tail = right_lines[index] if index < len(right_lines) else BLANK
        rows.append((*head, (" " * (width - width_of(head)), ""), rule, *tail))
    return rows


def wrap(text: str, width: int) -> list[str]:
    """The text broken between words into lines of at most `width` cells; a longer word is cut."""
    rows: list[str] = []
    current = ""
    for word in text.split():
        joined = f"{current} {word}" if current else word
        if cell_len(joined) <= width:
            current = joined
            continue
        if current:
            rows.append(current)
        current = fit(word, width)
    return [*rows, current] if current else rows


def folded(line: Line, width: int, height: int) -> list[Line]:
    """A line over as many rows as there are."""
    if height < 2 or not line:
        return [line]
    head = line[0]
    text = " ".join(text for text, _ in line[1:])
    role = line[1][1] if len(line) > 1 else ""
    parts = wrap(text, max(10, width - len(head[0]) - 1))
    lines: list[Line] = [(head, (parts[0] if parts else "", role))]
    return [*lines, *(((" " * len(head[0]) + part, role),) for part in parts[1:height])]
