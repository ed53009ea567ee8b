"""Tornado: what each input alone does to the difference B − A, with the low and the high value of the input printed at the ends of its bar."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rich.cells import cell_len

from model.quantities.figures import signed_money, tick
from model.quantities.ticks import ticks
from tui.charts.bars import BASE, air, empty, heading, meet, rows_shown, thickness, widest
from tui.charts.canvas import Canvas, Picture
from tui.charts.data import Tornado, TornadoBar
from tui.charts.lists import finish, still
from tui.charts.scale import spread
from tui.paint.lines import clean

BARS = 20  # cells of the bars below which the labels are shortened


class _Frame:
    """Names, then room for a label, the bars, room for a label. The base falls on the border of a cell, where the colours meet."""

    def __init__(self, width: int, rows: Sequence[TornadoBar], base: float) -> None:
        self.names = self._name_cells(rows, width)
        low = min([base, *(min(row.at_low_usd, row.at_high_usd) for row in rows)])
        high = max([base, *(max(row.at_low_usd, row.at_high_usd) for row in rows)])
        low, high = spread(low, high)
        self.long = self._fits(rows, width, True)
        label = self._labels(rows, self.long, width if self.long else max(3, (width - self.names) // 4))
        self.left = self.names + 1 + label + 1
        self.right = max(self.left + 2, width - label - 1)
        cells = self.right - self.left
        share = (base - low) / (high - low)
        middle = max(0, min(cells, round(share * cells)))
        if base > low:
            middle = max(1, middle)
        if base < high:
            middle = min(cells - 1, middle)
        sides = [
            middle * 8 / (base - low) if base > low else 0.0,
            (cells - middle) * 8 / (high - base) if high > base else 0.0,
        ]
        self.per_usd = min((side for side in sides if side > 0), default=0.0)
        self.base, self.base_usd, self.width = (self.left + middle) * 8, base, width
        self.low_usd = base - middle * 8 / self.per_usd if self.per_usd else low
        self.high_usd = base + (cells - middle) * 8 / self.per_usd if self.per_usd else high

    def _name_cells(self, rows: Sequence[TornadoBar], width: int) -> int:
        """What the long labels leave for the names, or at least the short ones; a quarter of the width in any case."""
        whole, least = widest([row.name for row in rows], max(8, width * 2 // 5)), max(8, width // 4)
        rooms = [width - self._labels(rows, long, width) * 2 - BARS - 4 for long in (True, False)]
        return min(whole, next((room for room in rooms if room >= least), least))

    def _labels(self, rows: Sequence[TornadoBar], long: bool, most: int) -> int:
        return widest([text for row in rows for text in ends(row, long)], most)

    def _fits(self, rows: Sequence[TornadoBar], width: int, long: bool) -> bool:
        room = width - self.names - 4
        return self._labels(rows, long, room) * 2 + BARS <= room

    def at(self, usd: float) -> int:
        """The eighth at which a difference lies."""
        return self.base + round((usd - self.base_usd) * self.per_usd)


def ends(row: TornadoBar, long: bool) -> tuple[str, str]:
    """The labels of the left and the right end of a bar: the input's value there, and with room the difference it makes."""
    low, high = (row.low, row.at_low_usd), (row.high, row.at_high_usd)
    pair = (low, high) if row.at_low_usd <= row.at_high_usd else (high, low)
    left, right = (clean(text) for text, _ in pair)
    if long:
        left, right = f"{left}: {signed_money(pair[0][1])}", f"{right}: {signed_money(pair[1][1])}"
    return left, right


def _within(text: str, room: int) -> str:
    """A label that is too long without its unit: a figure is whole or not there, its unit stands in the line below."""
    bare = re.split(r"[ /]", text, maxsplit=1)[0]
    return next((said for said in (text, bare) if cell_len(said) <= room), "…")


def _row(canvas: Canvas, y: int, row: TornadoBar, frame: _Frame, pitch: int, soft: bool) -> None:
    thick = thickness(pitch)
    top, y = y, y + (thick - 1) // 2
    canvas.put(0, y, row.name, "", frame.names)
    low, high = sorted((row.at_low_usd, row.at_high_usd))
    start, end = min(frame.at(low), frame.base), max(frame.at(high), frame.base)
    tone = "-soft" if soft else ""
    for line in range(top, top + pitch):
        canvas.cell(frame.base // 8 - 1, line, BASE, "axis")
        if line < top + thick:
            meet(canvas, line, start, frame.base, end, f"better{tone}", f"worse{tone}")
    left, right = ends(row, frame.long)
    first, last = start // 8, -(-end // 8)
    room = max(0, first - 2 - frame.names)
    canvas.put_right(first - 1, y, _within(left, room), "dim", room)
    canvas.put(last + 1, y, _within(right, canvas.width - last - 1), "dim")


def _axis(canvas: Canvas, y: int, frame: _Frame) -> None:
    """The base, all inputs at their middle, in bold, zero named as where the answer flips, both on their outer sides; then the ticks that still have room."""
    base, zero = frame.base // 8 - 1, frame.at(0.0) // 8
    flips = frame.low_usd <= 0 <= frame.high_usd and zero - base not in (0, 1)
    text = f"middle {signed_money(frame.base_usd)}"
    size = cell_len(text)
    start = base - size // 2 if not flips or abs(zero - base) > size + 3 else base - size + 1 if zero > base else base
    canvas.put(max(0, min(start, canvas.width - size)), y, text, "strong")
    values, step = ticks(frame.low_usd, frame.high_usd, max(2, (frame.right - frame.left) // 12))
    names = [(0.0, "0: flips", "marker")] if flips else []
    for usd, text, role in [*names, *((value, tick(value, step, "$"), "dim") for value in values if value)]:
        x, size = frame.at(usd) // 8, cell_len(text)
        start = x if role == "marker" and zero > base else x - size + 1 if role == "marker" else x - size // 2
        start = max(0, min(start, canvas.width - size))
        if canvas.free(max(0, start - 1), y, min(canvas.width, start + size + 1)):
            canvas.put(start, y, text, role)


def _flip_line(canvas: Canvas, rows: range, frame: _Frame) -> None:
    """A dotted line at zero where no bar is."""
    if not frame.low_usd <= 0 <= frame.high_usd or frame.at(0.0) // 8 - frame.base // 8 in (-1, 0):
        return
    x = frame.at(0.0) // 8
    for y in rows:
        if canvas.free(x, y, x + 1) and "dim" not in canvas.roles[y][max(0, x - 1) : x + 2]:
            canvas.cell(x, y, "┊", "marker")


def draw_tornado(chart: Tornado, width: int, height: int, cursor: int | None = None) -> Picture:
    """Draw the tornado at exactly this size; the cursor walks over the inputs."""
    canvas = Canvas(width, height)
    top = heading(canvas, chart.title, chart.note)
    if not chart.rows:
        empty(canvas, top, "No input is uncertain.")
        return still(canvas)
    room = height - top - 1
    shown, pitch = rows_shown(len(chart.rows), room)
    rows = chart.rows[: max(1, min(room, shown if shown == len(chart.rows) else room))]
    frame = _Frame(width, rows, chart.base_usd)
    top = air(canvas, top, len(rows) * pitch + 1)
    places = {index: top + index * pitch for index in range(len(rows))}
    for index, row in enumerate(rows):
        _row(canvas, places[index], row, frame, pitch, pitch == 1 and index % 2 == 1)
    below = min(places[len(rows) - 1] + pitch, max(height - 1, places[len(rows) - 1] + thickness(pitch)))
    _flip_line(canvas, range(top, below), frame)
    if below < height:
        canvas.across(0, below, width, " ")
        _axis(canvas, below, frame)
    readouts = {
        index: f"{row.name}: {signed_money(row.at_low_usd)} at {row.low}, {signed_money(row.at_high_usd)} at {row.high}"
        for index, row in enumerate(rows)
    }
    return finish(chart, canvas, places, cursor, readouts, thickness(pitch))
