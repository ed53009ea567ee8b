"""Bars that end on an eighth of a cell, floating ones included, and the frame that every list of bars shares.

Positions along a row are eighths of a cell counted from the left edge of the canvas.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from rich.cells import cell_len

from tui.charts.canvas import Canvas
from tui.paint.lines import clean

LEFT = " ▏▎▍▌▋▊▉█"
UP = " ▁▂▃▄▅▆▇█"
BASE = "▕"  # the right edge of a cell: a base line that touches the bars beginning in the next cell


def bar(canvas: Canvas, y: int, start: int, end: int, role: str) -> None:
    """Fill a row from one eighth to another. A bar that is not empty shows at least an eighth."""
    if end <= start:
        return
    first, head = divmod(start, 8)
    last, tail = divmod(end, 8)
    if first == last:
        _sliver(canvas, first, y, head, tail, role)
        return
    if head:
        canvas.cell(first, y, LEFT[head], f"{role} reverse")
        first += 1
    canvas.across(first, y, last, "█", role)
    if tail:
        canvas.cell(last, y, LEFT[tail], role)


def _sliver(canvas: Canvas, x: int, y: int, head: int, tail: int, role: str) -> None:
    """A bar inside one cell: exact where it touches an edge, else the half or eighth nearest to it."""
    if head == 0:
        canvas.cell(x, y, LEFT[tail], role)
    elif head + tail >= 8:
        canvas.cell(x, y, LEFT[8 - (tail - head)], f"{role} reverse")
    else:
        canvas.cell(x, y, LEFT[tail - head], role)


def meet(canvas: Canvas, y: int, start: int, middle: int, end: int, left: str, right: str) -> None:
    """Two bars that touch at `middle`; where that is inside a cell, the cell changes colour there."""
    bar(canvas, y, start, middle, left)
    bar(canvas, y, middle, end, right)
    cell, part = divmod(middle, 8)
    if part and start <= cell * 8 and end >= cell * 8 + 8:
        canvas.cell(cell, y, LEFT[part], f"{left} over-{right}")


def column(canvas: Canvas, x: int, bottom: int, eighths: int, role: str, full: str = "█") -> None:
    """A standing bar of so many eighths whose lowest cell is in row `bottom`."""
    whole, part = divmod(max(0, eighths), 8)
    for y in range(bottom, bottom - whole, -1):
        canvas.cell(x, y, full, role)
    if part:
        canvas.cell(x, bottom - whole, UP[part], role)


def widest(texts: Sequence[str], most: int) -> int:
    """Cells of the widest text, but no more than `most`."""
    return min(max((cell_len(clean(text)) for text in texts), default=0), max(0, most))


def heading(canvas: Canvas, title: str, note: str) -> int:
    """Write the title and what is left of the note on the first row; gives the first row below."""
    if not (title or note) or canvas.height < 3:
        return 0
    end = canvas.put(0, 0, title, "title") if title else 0
    start = end + 3 if end else 0
    canvas.put(start, 0, brief(note, canvas.width - start, words=False), "dim")
    return 1


Wording: TypeAlias = Sequence[tuple[str, str]]


def read_out(canvas: Canvas, title: str, note: str, *wordings: Wording) -> str:
    """Write what the cursor says where it hides nothing: behind the title in place of the note, of a long one in place of both.

    The first of the wordings that fits is taken; each is texts with their roles. Without a heading it goes to the last row if that is blank, else to the
    first. Gives the first wording as text.
    """
    said = "  ".join(clean(text) for text, _ in wordings[0])
    headed = bool(title or note) and canvas.height >= 3
    y = 0 if headed or not canvas.free(0, canvas.height - 1, canvas.width) else canvas.height - 1
    behind = cell_len(clean(title)) + 3 if title and headed else 0
    for parts in wordings:
        size = sum(cell_len(clean(text)) + 2 for text, _ in parts) - 2
        start = next((start for start in (behind, 0) if start + size <= canvas.width), None)
        if start is not None:
            break
    else:
        start, parts = 0, [(brief(said, canvas.width) or said, "readout")]
    canvas.across(start, y, canvas.width, " ")
    for text, role in parts:
        start = canvas.put(start, y, text, role) + 2
    return said


def brief(text: str, width: int, words: bool = True) -> str:
    """The text cut to `width` cells at a comma, else between `words`, so that no figure is cut inside; "" if nothing fits."""
    text = clean(text)
    for mark in (", ", " ") if words else (", ",):
        while cell_len(text) > width and mark in text:
            text = text.rpartition(mark)[0].rstrip(", ")
    return text if cell_len(text) <= width else ""


def empty(canvas: Canvas, top: int, text: str = "nothing to show") -> None:
    """Say that there is nothing to draw instead of leaving a hole."""
    canvas.put(0, min(top + (canvas.height - top) // 3, max(0, canvas.height - 1)), text, "dim")


def air(canvas: Canvas, top: int, needed: int) -> int:
    """The first row of a drawing of so many rows: one lower than the heading where that leaves room."""
    return top + 1 if top and canvas.height - top > needed else top


def rows_shown(rows: int, room: int) -> tuple[int, int]:
    """How many of a list's rows fit into `room` lines, and how many lines each takes: a blank one between, and thicker bars where there is room."""
    for pitch in (4, 2):
        if rows * pitch - 1 <= room:
            return rows, pitch
    return (rows, 1) if rows <= room else (max(0, room - 1), 1)


def thickness(pitch: int) -> int:
    """Lines of a bar in a list whose rows take so many lines."""
    return max(1, pitch - 1)


def thick_bar(canvas: Canvas, y: int, lines: int, start: int, end: int, role: str) -> None:
    """The same bar on several lines."""
    for line in range(y, y + lines):
        bar(canvas, line, start, end, role)
