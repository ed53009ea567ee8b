"""What would flip the answer: each input's range today and its switching value on one axis of multiples of today, beside both as text."""

from __future__ import annotations

from typing import NamedTuple

from tui.charts.bars import air, brief, empty, heading, rows_shown, widest
from tui.charts.canvas import Canvas, Picture
from tui.charts.data import Flip, FlipsChart
from tui.charts.lists import finish, still
from tui.charts.scale import CellScale

FURTHEST = 1_000.0
LEAST = 9  # cells of the field below which it is left out


class _FlipColumns(NamedTuple):
    """Cells of the names, where today's text begins and how wide it is, the field (width 0 when text needs all the room), where the flip begins."""

    name: int
    today: int
    room: int
    field: int
    width: int
    flips: int


def _said(text: str, width: int) -> str:
    """Where it flips in so many cells: a reason that does not fit whole goes, rather than ending in the middle of its figure."""
    cut = brief(text, width)
    return text.partition(":")[0] if cut and cut != text and ":" in text else cut or text


def _columns(width: int, rows: tuple[Flip, ...]) -> _FlipColumns:
    name = widest([row.name for row in rows], max(8, width // 3))
    today = widest(["today", *(row.today for row in rows)], max(6, width // 4))
    flips = widest(["flips at", *(row.flips_at for row in rows)], max(8, width // 3))
    if width - name - today - flips - 5 < LEAST:  # the reasons of what never flips give way before the field does
        flips = widest(["flips at", *(row.flips_at for row in rows if row.ratio is not None)], max(8, width // 3))
    field = width - name - today - flips - 5
    if field < LEAST:
        nearest = widest(
            ["flips at", *(row.flips_at for row in rows if row.ratio is not None)], width - name - today - 3
        )
        flips = max(nearest, widest([row.flips_at for row in rows], max(8, width // 3)))
        name = max(6, min(widest([row.name for row in rows], width), width - today - flips - 3))
        return _FlipColumns(name, name + 1, today, 0, 0, name + today + 3)
    field = min(field, 60)
    return _FlipColumns(name, name + 1, today, name + today + 3, field, name + today + field + 5)


def _scale(rows: tuple[Flip, ...], cells: int) -> CellScale:
    low = min((min(row.low, row.ratio or 1.0) for row in rows), default=1.0)
    high = max((max(row.high, row.ratio or 1.0) for row in rows), default=1.0)
    low, high = max(1 / FURTHEST, min(low, 0.5)), min(FURTHEST, max(high, 2.0))
    return CellScale(low / 1.1, high * 1.1, max(1, cells), log=True)


def _head(canvas: Canvas, y: int, columns: _FlipColumns, scale: CellScale) -> None:
    canvas.put(columns.today, y, "today", "dim")
    canvas.put(columns.flips, y, "flips at", "dim")
    if not columns.width:
        return
    middle = columns.field + scale.place(1.0)
    canvas.put_middle(middle, y, "now", "dim", columns.field, columns.field + columns.width)
    for factor in (2, 10, 100, 1_000):
        for value, text in ((float(factor), f"×{factor:,}"), (1 / factor, f"÷{factor:,}")):
            if not scale.low <= value <= scale.high:
                continue
            x = columns.field + scale.place(value)
            start = max(columns.field, min(x - len(text) // 2, columns.field + columns.width - len(text)))
            if canvas.free(max(0, start - 1), y, min(canvas.width, start + len(text) + 1)):
                canvas.put(start, y, text, "dim")


def _row(canvas: Canvas, y: int, row: Flip, columns: _FlipColumns, scale: CellScale) -> None:
    canvas.put(0, y, row.name, "", columns.name)
    canvas.put(columns.today, y, brief(row.today, columns.room) or row.today, "dim", columns.room)
    canvas.put(
        columns.flips,
        y,
        _said(row.flips_at, canvas.width - columns.flips),
        "bold" if row.ratio is not None else "dim",
    )
    if not columns.width:
        return
    left, now = columns.field, columns.field + scale.place(1.0)
    canvas.across(left, y, left + columns.width, "·", "grid")
    if row.ratio is not None:
        at = left + scale.place(max(scale.low, min(scale.high, row.ratio)))
        canvas.across(min(now, at), y, max(now, at) + 1, "─", "dim")
    start, end = left + scale.place(max(scale.low, row.low)), left + scale.place(min(scale.high, row.high))
    canvas.across(start, y, end + 1, "━", "bar")
    canvas.cell(now, y, "●", "strong")
    if row.ratio is not None:
        canvas.cell(at, y, "◆", "marker")


def draw_flips(chart: FlipsChart, width: int, height: int, cursor: int | None = None) -> Picture:
    """Draw the switching values at exactly this size; the cursor walks over the inputs."""
    canvas = Canvas(width, height)
    top = heading(canvas, chart.title, chart.note)
    if not chart.rows:
        empty(canvas, top, "No input of this comparison can be moved.")
        return still(canvas)
    head = 1 if height - top >= 3 else 0
    room = height - top - head
    shown, pitch = rows_shown(len(chart.rows), room)
    pitch = min(2, pitch)
    if shown < len(chart.rows):
        shown = max(1, room - 1)
    rows = chart.rows[:shown]
    columns = _columns(width, rows)
    scale = _scale(rows, columns.width)
    top = air(canvas, top, head + len(rows) * pitch)
    if head:
        _head(canvas, top, columns, scale)
    places = {index: top + head + index * pitch for index in range(len(rows))}
    for index, row in enumerate(rows):
        _row(canvas, places[index], row, columns, scale)
    if shown < len(chart.rows):
        canvas.put(0, places[shown - 1] + 1, f"{len(chart.rows) - shown} further away or never", "dim")
    readouts = {
        index: f"{row.name}: now {row.today}, {row.why or f'flips at {row.flips_at}'}" for index, row in enumerate(rows)
    }
    return finish(chart, canvas, places, cursor, readouts)
