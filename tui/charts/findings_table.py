"""Findings in words: a table whose last column is a text folded to the room there is, with a sentence above and notes below."""

from __future__ import annotations

from typing import NamedTuple

from tui.charts.bars import brief, empty, heading, widest
from tui.charts.canvas import Canvas, Picture
from tui.charts.data import Finding, Findings
from tui.charts.lists import finish, still
from tui.paint.lines import clean, wrap

GAP = 2
LEAST_TEXT = 20  # cells below which the text stands under its row
MOST_LINES = 4  # of one text
INDENT = 2


class _Layout(NamedTuple):
    """Widths of the cells, where the text begins and how wide it is, whether it stands under its row, and how many lines it may take."""

    cells: tuple[int, ...]
    start: int
    width: int
    below: bool
    lines: int


def draw_findings(chart: Findings, width: int, height: int, cursor: int | None = None) -> Picture:
    """Draw findings at exactly this size; the cursor walks over the rows."""
    canvas = Canvas(width, height)
    top = heading(canvas, chart.title, chart.note)
    lead = wrap(clean(chart.lead), max(1, width))[: max(1, (height - top) // 3)]
    for line in lead:
        canvas.put(0, top, line, "strong")
        top += 1
    if not chart.rows:
        if not lead:
            empty(canvas, top, "Nothing to show.")
        _notes(canvas, chart, top + 1 if lead else top)
        return still(canvas)
    head = 1 if any(chart.columns) and height - top >= 3 else 0
    layout = _layout(chart, width, height - top - head)
    if head:
        _titles(canvas, top, chart, layout)
        top += 1
    places, end = _rows(canvas, top, chart, layout, cursor)
    if len(places) == len(chart.rows):
        _notes(canvas, chart, end + 1)
    readouts = {index: _read(chart.rows[index]) for index in places}
    return finish(chart, canvas, places, cursor, readouts, stops=len(chart.rows))


def _layout(chart: Findings, width: int, room: int) -> _Layout:
    """The longest texts that keep every row in sight, beside the cells or below them; else one line each."""
    count = max((len(row.cells) for row in chart.rows), default=0)
    columns = [
        [*(row.cells[place] for row in chart.rows if place < len(row.cells)), *chart.columns[place : place + 1]]
        for place in range(count)
    ]
    cells = [widest(texts, max(8, width * 2 // 5 if place == 0 else width // 3)) for place, texts in enumerate(columns)]
    if cells:  # the name gives way before a figure is cut
        cells[0] = max(8, cells[0] - max(0, sum(cells) + GAP * (count - 1) - width))
    start = sum(size + GAP for size in cells)
    beside = width - start >= LEAST_TEXT or not any(row.text for row in chart.rows)
    found: list[_Layout] = []
    for lines in range(MOST_LINES, 0, -1):
        found = [_Layout(tuple(cells), start, max(1, width - start), False, lines)] if beside else []
        found.append(_Layout(tuple(cells), INDENT, max(1, width - INDENT), True, lines))
        for layout in found:
            if sum(_height(row, layout) for row in chart.rows) <= room:
                return layout
    return found[0]


def _height(row: Finding, layout: _Layout) -> int:
    folded = min(layout.lines, len(wrap(clean(row.text), layout.width)))
    if not row.cells:
        return max(1, folded)
    return 1 + folded if layout.below else max(1, folded)


def _titles(canvas: Canvas, y: int, chart: Findings, layout: _Layout) -> None:
    x = 0
    for title, size in zip(chart.columns, layout.cells, strict=False):
        canvas.put(x, y, title, "dim", size)
        x += size + GAP
    if not layout.below and len(chart.columns) > len(layout.cells):
        canvas.put(x, y, chart.columns[len(layout.cells)], "dim")


def _rows(canvas: Canvas, top: int, chart: Findings, layout: _Layout, cursor: int | None) -> tuple[dict[int, int], int]:
    """Draw the rows that fit, the one under the cursor among them; where they begin, and the row after the last of them."""
    sizes = [_height(row, layout) for row in chart.rows]
    room = canvas.height - top
    if sum(sizes) > room:
        room -= 1
    first = 0
    while cursor is not None and first < cursor < len(sizes) and sum(sizes[first : cursor + 1]) > room:
        first += 1
    places: dict[int, int] = {}
    y = top
    for index in range(first, len(sizes)):
        if y + sizes[index] > top + room:
            break
        places[index] = y
        _row(canvas, y, chart.rows[index], layout)
        y += sizes[index]
    below = len(sizes) - len(places) - first
    ways = [f"{sign} {number} more" for sign, number in (("↑", first), ("↓", below)) if number]
    if ways:
        canvas.put(0, canvas.height - 1, "   ".join(ways), "dim")
    return places, y


def _row(canvas: Canvas, y: int, row: Finding, layout: _Layout) -> None:
    x = 0
    for place, (text, size) in enumerate(zip(row.cells, layout.cells, strict=False)):
        role = row.role if place == 0 else "strong" if place == 1 else "dim"
        canvas.put(x, y, text if place == 0 else brief(text, size) or text, role, size)
        x += size + GAP
    folded = wrap(clean(row.text), layout.width)
    if len(folded) > layout.lines:
        folded = [*folded[: layout.lines - 1], brief(" ".join(folded[layout.lines - 1 :]), layout.width - 1) + "…"]
    under = 1 if layout.below and row.cells else 0
    for index, line in enumerate(folded):
        canvas.put(layout.start if row.cells else 0, y + under + index, line, "dim" if row.cells else "")


def _notes(canvas: Canvas, chart: Findings, y: int) -> None:
    """Notes below, whole or not at all."""
    for note in chart.notes:
        lines = wrap(clean(note), max(1, canvas.width))
        if y + len(lines) > canvas.height:
            return
        for line in lines:
            canvas.put(0, y, line, "dim")
            y += 1


def _read(row: Finding) -> str:
    return ": ".join(part for part in (", ".join(cell for cell in row.cells if cell), row.text) if part)
