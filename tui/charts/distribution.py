"""The difference B − A over the futures: a histogram with P10, P50 and P90 named, and the side on which the verdict is wrong hatched."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from math import ceil

from rich.cells import cell_len

from model.quantities.figures import bare_range, in_100, signed_money, tick
from model.quantities.ticks import ticks
from tui.charts.bars import column, empty, heading, read_out
from tui.charts.canvas import Canvas, Picture
from tui.charts.data import DistributionChart
from tui.charts.lists import still
from tui.charts.plot import apart
from tui.paint.lines import clean

TAIL = 0.005  # share of futures at each end that may lie outside the picture
WINGS = 0.8  # of the distance from P10 to P90 that the picture shows on each side of them, however long the tails


class _Bins:
    """The counts merged to bars of one or more cells; zero falls on a border of bars, so that no bar is on both sides."""

    def __init__(self, chart: DistributionChart, cells: int) -> None:
        self.chart, self.cells = chart, cells
        self.sums = (0.0, *accumulate(chart.counts))
        self.total = self.sums[-1] or 1.0
        low, high = self._ends()
        bars = max(1, cells // max(1, min(3, cells // 40)))
        size = cells // bars
        step = (high - low) / max(1, bars - 1)
        self.start = -ceil(-low / step - 1e-9) * step if low < 0 < high else low
        self.width = step / size
        counts = [
            self.below(self.start + (bar + 1) * step) - self.below(self.start + bar * step) for bar in range(bars + 1)
        ]
        self.counts = [max(0.0, counts[cell // size]) for cell in range(cells)]
        self.size = size

    def _ends(self) -> tuple[float, float]:
        """The ends of the picture: all futures but the furthest, and those of a long tail; at least a little room."""
        low, high, bins = self.chart.low_usd, self.chart.high_usd, len(self.chart.counts)
        step = (high - low) / bins
        first = next(index for index, below in enumerate(self.sums[1:]) if below > self.total * TAIL)
        last = next(index for index in range(bins, 0, -1) if self.sums[index - 1] < self.total * (1 - TAIL))
        wing = (self.chart.p90_usd - self.chart.p10_usd) * WINGS
        low, high = (
            max(low + first * step, self.chart.p10_usd - wing) if wing > 0 else low + first * step,
            min(low + last * step, self.chart.p90_usd + wing) if wing > 0 else low + last * step,
        )
        if high - low <= 1e-9 * max(abs(low), abs(high), 1.0):
            room = abs(low) / 2 or 1.0
            return low - room, high + room
        return low, high

    @property
    def outside(self) -> tuple[float, float]:
        """The shares of the futures left and right of the picture."""
        return self.below(self.start) / self.total, 1.0 - self.below(self.edge(self.cells)) / self.total

    def edge(self, cell: int) -> float:
        """The amount at the left edge of a cell."""
        return self.start + cell * self.width

    def below(self, usd: float) -> float:
        """How many futures lie below an amount, evenly inside a bin."""
        low, high, bins = self.chart.low_usd, self.chart.high_usd, len(self.chart.counts)
        if high <= low:
            return self.sums[-1] if usd > low else 0.0
        place = (usd - low) / (high - low) * bins
        if place <= 0:
            return 0.0
        if place >= bins:
            return self.sums[-1]
        whole = int(place)
        return self.sums[whole] + (place - whole) * self.chart.counts[whole]

    def cell(self, usd: float) -> int:
        """The cell in which an amount lies."""
        return max(0, min(self.cells - 1, int((usd - self.start) / self.width)))


def _bars(canvas: Canvas, bins: _Bins, top: int, bottom: int) -> None:
    chart = bins.chart
    most = max(bins.counts) or 1.0
    room = (bottom - top + 1) * 8
    inner = range(bins.cell(chart.p10_usd), bins.cell(chart.p90_usd) + 1)
    for cell, number in enumerate(bins.counts):
        above = bins.edge(cell) + bins.width / 2 > 0
        losing = chart.losing == ("above" if above else "below")
        soft = cell // bins.size % 2 == 1 if losing else cell not in inner
        role = ("worse" if above else "better") + ("-soft" if soft else "")
        eighths = round(number / most * room) or (1 if number > 0 else 0)
        column(canvas, cell, bottom, eighths, role)


def _named(canvas: Canvas, bins: _Bins, y: int, bottom: int) -> None:
    """P10, P50 and P90 with a line through their bars; the amounts beside the names where they fit."""
    chart = bins.chart
    names = (("P10", chart.p10_usd), ("P50", chart.p50_usd), ("P90", chart.p90_usd))
    places = [bins.cell(usd) for _, usd in names]
    for x in places:
        for row in range(y + 1, bottom + 1):
            role, inside = canvas.roles[row][x], canvas.chars[row][x] == "█"
            if inside:
                canvas.cell(x, row, "│", f"on-{role}")
            elif canvas.chars[row][x] == " ":
                canvas.cell(x, row, "│", "drop")
    for texts in (
        [f"{name} {signed_money(usd)}" for name, usd in names],
        [signed_money(usd) for _, usd in names],
        [name for name, _ in names],
    ):
        sizes = [cell_len(text) + 2 for text in texts]
        if sum(sizes) <= canvas.width + 2:
            wanted = [x - (size - 2) // 2 for x, size in zip(places, sizes, strict=True)]
            for start, text in zip(apart(wanted, sizes, 0, canvas.width + 2), texts, strict=True):
                canvas.put(start, y, text, "strong")
            return


def _tails(canvas: Canvas, bins: _Bins, rows: Sequence[int]) -> None:
    """How many futures lie beyond the right and the left edge, and how far they go, each in the first of these rows that has room."""
    left, right = bins.outside
    chart = bins.chart
    for share, furthest, right_side in ((right, chart.high_usd, True), (left, chart.low_usd, False)):
        if share < TAIL:
            continue
        count = f"{in_100(share)} of 100 beyond"
        for text, y in ((text, y) for text in (f"{count}, to {signed_money(furthest)}", count) for y in rows):
            said = f"{text} →" if right_side else f"← {text}"
            size = cell_len(said)
            start = canvas.width - size if right_side else 0
            if canvas.free(max(0, start - 2), y, min(canvas.width, start + size + 2)):
                canvas.put(start, y, said, "dim")
                break


def _axis(canvas: Canvas, bins: _Bins, y: int) -> None:
    high = bins.edge(bins.cells)
    values, step = ticks(bins.start, high, max(2, canvas.width // 12))
    canvas.across(0, y, canvas.width, "─", "axis")
    for share, x in zip(bins.outside, (0, canvas.width - 1), strict=True):
        if share > 0:
            canvas.cell(x, y, "╌", "axis")
    end = 0
    for value in values:
        x = max(0, min(canvas.width - 1, round((value - bins.start) / bins.width) - (1 if value == 0 else 0)))
        canvas.cell(x, y, "┴" if value == 0 else "┬", "drop" if value == 0 else "axis")
        text = tick(value, step, "$") if value else "0"
        start = max(0, min(x - len(text) // 2, canvas.width - len(text)))
        if start >= end:
            end = canvas.put(start, y + 1, text, "strong" if value == 0 else "dim") + 1


def _sides(canvas: Canvas, bins: _Bins, y: int) -> None:
    """What the two sides of zero mean, or the sentence about the losing one."""
    chart = bins.chart
    if chart.losing_text:
        side = "better" if chart.losing == "below" else "worse"
        for x in range(4):
            canvas.cell(x, y, "▆", side + "-soft" * (x % 2))
        canvas.put(5, y, chart.losing_text, side)
        return
    left, right = clean(f"← {chart.below_text}"), clean(f"{chart.above_text} →")
    if cell_len(left) + cell_len(right) + 2 <= canvas.width:
        canvas.put(0, y, left, "better")
        canvas.put_right(canvas.width, y, right, "worse")


def _cursor(canvas: Canvas, bins: _Bins, cell: int, rows: Sequence[int]) -> str:
    cell -= cell % bins.size
    low, high = bins.edge(cell), bins.edge(cell + bins.size)
    here = in_100(bins.counts[cell] / bins.total)
    below = in_100(min(1.0, bins.below(high) / bins.total))
    text = f"{bare_range(low, high)}: {here} of 100 futures here, {below} of 100 up to here"
    for row in rows:
        role = canvas.roles[row][cell]
        if canvas.chars[row][cell] == "█":
            canvas.cell(cell, row, "┃", f"on-{role}" if not role.startswith("on-") else role)
        elif canvas.chars[row][cell] == " ":
            canvas.cell(cell, row, "┃", "cursor")
    shorter = f"{bare_range(low, high)}: {here} of 100, up to here {below}"
    return read_out(canvas, bins.chart.title, bins.chart.note, [(text, "readout")], [(shorter, "readout")])


def draw_distribution(chart: DistributionChart, width: int, height: int, cursor: int | None = None) -> Picture:
    """Draw the histogram at exactly this size; the cursor walks over the bins."""
    canvas = Canvas(width, height)
    top = heading(canvas, chart.title, chart.note)
    sides = 1 if height - top >= 7 else 0
    bottom = height - 3 - sides
    if not chart.counts or sum(chart.counts) <= 0 or bottom <= top or width < 12:
        empty(canvas, top, "No futures were drawn." if bottom > top else "Too small for a histogram.")
        return still(canvas)
    bins = _Bins(chart, width)
    _bars(canvas, bins, top + 1, bottom)
    _named(canvas, bins, top, bottom)
    _axis(canvas, bins, bottom + 1)
    if sides:
        _sides(canvas, bins, height - 1)
    _tails(canvas, bins, [*([height - 1] if sides else []), *range(top, bottom)])
    readout = ""
    if cursor is not None and 0 <= cursor < width:
        readout = _cursor(canvas, bins, cursor, range(top + 1, bottom + 1))
    lines = tuple(0 if top <= y <= bottom + 1 else -1 for y in range(height))
    return Picture(width, height, canvas.rows(), width, 1, tuple(range(width)), lines, readout)
