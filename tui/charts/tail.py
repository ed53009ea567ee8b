"""What single sessions cost: bars over a logarithmic axis of dollars, P50, P90 and P99 named, and what those beyond P99 add up to."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

from rich.cells import cell_len

from model.quantities.figures import money, share
from tui.charts.bars import brief, column, empty, heading, read_out
from tui.charts.canvas import Canvas, Picture
from tui.charts.data import Tail
from tui.charts.lists import still
from tui.charts.plot import apart
from tui.charts.scale import CellScale, log_ticks, positive


class _Bars:
    """The buckets merged to bars of whole cells; a bucket over several bars is shared evenly on the axis."""

    def __init__(self, chart: Tail, cells: int) -> None:
        low, high = positive(chart.buckets[0][0], chart.buckets[-1][1])
        across = max(1, len(chart.buckets))
        self.size = max(1, cells // min(cells, max(across, 12)))
        self.count = max(1, cells // self.size)
        self.cells = self.count * self.size
        self.scale = CellScale(low, high, self.cells, log=True)
        self.sessions = [0.0] * self.count
        self.usd = [0.0] * self.count
        for least, most, sessions, usd in chart.buckets:
            self._share(least, most, sessions, usd)

    def _share(self, least: float, most: float, sessions: float, usd: float) -> None:
        first, last = (self.scale.fraction(value) * self.count for value in (least, most))
        wide = max(last - first, 1e-9)
        for bar in range(max(0, int(first)), min(self.count, int(last) + 1)):
            part = max(0.0, min(last, bar + 1) - max(first, bar)) / wide
            self.sessions[bar] += sessions * part
            self.usd[bar] += usd * part

    def edge(self, bar: int) -> float:
        """The amount at the left edge of a bar."""
        step = log(self.scale.high / self.scale.low) / self.count
        return float(self.scale.low * 2.718281828459045 ** (step * bar))

    def cell(self, usd: float) -> int:
        """The cell in which an amount lies."""
        return max(0, min(self.cells - 1, int(self.scale.fraction(usd) * self.cells)))


def _marks(chart: Tail) -> list[tuple[str, float]]:
    named = (("P50", chart.p50_usd), ("P90", chart.p90_usd), ("P99", chart.p99_usd))
    return [(name, usd) for name, usd in named if usd is not None]


def _draw_bars(canvas: Canvas, chart: Tail, bars: _Bars, top: int, bottom: int) -> None:
    most, room = max(bars.sessions) or 1.0, (bottom - top + 1) * 8
    beyond = bars.cell(chart.p99_usd) if chart.p99_usd is not None else bars.cells
    for bar, number in enumerate(bars.sessions):
        eighths = round(number / most * room) or (1 if number > 0 else 0)
        for x in range(bar * bars.size, (bar + 1) * bars.size):
            column(canvas, x, bottom, eighths, "worse" if x >= beyond else "bar")


def _name(canvas: Canvas, chart: Tail, bars: _Bars, y: int, bottom: int) -> None:
    marks = _marks(chart)
    places = [bars.cell(usd) for _, usd in marks]
    for x in places:
        for row in range(y + 1, bottom + 1):
            if canvas.chars[row][x] == " ":
                canvas.cell(x, row, "│", "drop")
    for texts in ([f"{name} {money(usd)}" for name, usd in marks], [money(usd) for _, usd in marks]):
        sizes = [cell_len(text) + 2 for text in texts]
        if sum(sizes) <= canvas.width + 2:
            wanted = [x - (size - 2) // 2 for x, size in zip(places, sizes, strict=True)]
            for start, text in zip(apart(wanted, sizes, 0, canvas.width + 2), texts, strict=True):
                canvas.put(start, y, text, "strong")
            return


def _axis(canvas: Canvas, bars: _Bars, y: int) -> None:
    canvas.across(0, y, bars.cells, "─", "axis")
    end = 0
    for value in log_ticks(bars.scale.low, bars.scale.high, max(2, canvas.width // 10)):
        x = bars.cell(value)
        text = money(value)
        start = max(0, min(x - cell_len(text) // 2, canvas.width - cell_len(text)))
        if start >= end:
            canvas.cell(x, y, "┬", "axis")
            end = canvas.put(start, y + 1, text, "dim") + 2


def _said(chart: Tail) -> str:
    """What the dearest hundredth of the sessions adds up to, and how many cost nothing."""
    found = []
    whole = sum(usd for *_, usd in chart.buckets)
    if chart.p99_usd is not None and whole > 0.0:
        beyond = sum(_above(bucket, chart.p99_usd) for bucket in chart.buckets)
        found.append(f"the most expensive 1 in 100 cost {share(beyond / whole)} of all")
    if chart.nothing:
        found.append(f"{chart.nothing:,} {chart.thing} cost nothing")
    return ", ".join(found)


def _above(bucket: tuple[float, float, int, float], usd: float) -> float:
    """What lies above an amount in a bucket, evenly shared on the logarithmic axis."""
    least, most, _, sum_usd = bucket
    if usd <= least:
        return sum_usd
    return 0.0 if usd >= most else sum_usd * log(most / usd) / log(most / least)


def _cursor(canvas: Canvas, chart: Tail, bars: _Bars, x: int, rows: Sequence[int]) -> str:
    bar = min(x // bars.size, bars.count - 1)
    here, whole = bars.sessions[bar], sum(bars.sessions) + chart.nothing
    below = (sum(bars.sessions[: bar + 1]) + chart.nothing) / whole if whole else 0.0
    for row in rows:
        for cell in range(bar * bars.size, (bar + 1) * bars.size):
            if canvas.chars[row][cell] != " ":
                canvas.lay(row, "cursor", cell, cell + 1)
            elif cell == bar * bars.size:
                canvas.cell(cell, row, "┃", "cursor")
    ends = f"{money(bars.edge(bar))} to {money(bars.edge(bar + 1))}"
    number = f"{here:,.0f}" if here >= 1 or here == 0 else "under 1"
    text = f"{ends}: {number} {chart.thing}, {money(bars.usd[bar])}; {share(below)} cost no more"
    return read_out(canvas, chart.title, chart.note, [(text, "readout")], [(f"{ends}: {number}", "readout")])


def draw_tail(chart: Tail, width: int, height: int, cursor: int | None = None) -> Picture:
    """Draw what sessions cost at exactly this size; the cursor walks over the bars."""
    canvas = Canvas(width, height)
    top = heading(canvas, chart.title, chart.note)
    sides = 1 if height - top >= 7 else 0
    bottom = height - 3 - sides
    if not chart.buckets or bottom <= top or width < 12:
        empty(canvas, top, f"No {chart.thing} with a cost." if bottom > top else "Too small for this picture.")
        return still(canvas)
    bars = _Bars(chart, width)
    _draw_bars(canvas, chart, bars, top + 1, bottom)
    _name(canvas, chart, bars, top, bottom)
    _axis(canvas, bars, bottom + 1)
    if sides:
        canvas.put(0, height - 1, brief(_said(chart), width), "dim")
    readout = ""
    if cursor is not None and 0 <= cursor < bars.count:
        readout = _cursor(canvas, chart, bars, cursor * bars.size, range(top + 1, bottom + 1))
    stops = tuple(min(x // bars.size, bars.count - 1) if x < bars.cells else -1 for x in range(width))
    lines = tuple(0 if top <= y <= bottom + 1 else -1 for y in range(height))
    return Picture(width, height, canvas.rows(), bars.count, 1, stops, lines, readout)
