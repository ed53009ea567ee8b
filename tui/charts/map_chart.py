"""Decision map: who wins over two inputs, by texture and colour, how sure that is, and where the team stands."""

from __future__ import annotations

import re
from typing import NamedTuple

from rich.cells import cell_len

from model.quantities.figures import in_100, short_count, tick
from model.quantities.ticks import ticks
from tui.charts.bars import empty, heading, read_out
from tui.charts.canvas import Canvas, Picture
from tui.charts.data import Axis, MapChart
from tui.charts.lists import still
from tui.charts.scale import CellScale, log_ticks, positive, spread
from tui.paint.lines import clean

# What fills the region of the first, second, … option: where it is sure to win, and where it is not.
TEXTURES = (("░", "·"), ("▓", "▒"), ("╱", "╎"), ("╲", "╌"), ("╳", "˙"))
CODE = 0x100  # the code of a cell starts beyond every character that a pattern could take for its own
FILL = "".join(sure + unsure for sure, unsure in TEXTURES) + " "


class _Field(NamedTuple):
    """The rectangle of the map in cells and its two scales, a place a cell."""

    left: int
    top: int
    width: int
    height: int
    xs: CellScale
    ys: CellScale

    def spot(self, at: tuple[float, float]) -> tuple[int, int]:
        """The cell of a pair of values."""
        return self.left + self.xs.place(at[0]), self.top + self.height - 1 - self.ys.place(at[1])


def label(axis: Axis, value: float, step: float) -> str:
    """A value of an axis as its ticks are written."""
    return tick(value * axis.factor, step * axis.factor, axis.before, axis.after)


def value_text(axis: Axis, value: float) -> str:
    """A value of an axis in a sentence, to three digits."""
    text = short_count(value * axis.factor)
    return f"{axis.before}{text}{axis.after}"


def _scale(axis: Axis, parts: int) -> CellScale:
    low, high = positive(axis.low, axis.high) if axis.log else spread(axis.low, axis.high)
    return CellScale(low, high, max(1, parts), axis.log)


def _labels(axis: Axis, most: int) -> list[tuple[float, str]]:
    scale = _scale(axis, 2)
    if axis.log:
        return [(value, label(axis, value, value)) for value in log_ticks(scale.low, scale.high, most)]
    values, step = ticks(scale.low, scale.high, most)
    return [(value, label(axis, value, step)) for value in values]


def _codes(chart: MapChart, field: _Field) -> list[str]:
    """One character a cell, from the top row down: twice the winner's number, one more where it is sure."""
    ny, nx = len(chart.winners), len(chart.winners[0])
    columns = [round(i / max(1, field.width - 1) * (nx - 1)) for i in range(field.width)]
    lines = [round(j / max(1, field.height - 1) * (ny - 1)) for j in range(field.height - 1, -1, -1)]
    rows: dict[int, str] = {}
    for j in set(lines):
        sure = [chance >= chart.contour for chance in chart.probability[j]] if chart.probability else [True] * nx
        codes = [chr(CODE + 2 * winner + yes) for winner, yes in zip(chart.winners[j], sure, strict=True)]
        rows[j] = "".join([codes[i] for i in columns])
    return [rows[j] for j in lines]


def _paint(canvas: Canvas, chart: MapChart, field: _Field, codes: list[str]) -> None:
    """The texture of the winner, a lighter one where it is not sure."""
    marks = {
        CODE + 2 * index + sure: TEXTURES[index % len(TEXTURES)][1 - sure]
        for index in range(len(chart.regions))
        for sure in (0, 1)
    }
    roles = {chr(code): chart.regions[(code - CODE) // 2].role for code in marks}
    for y, row in enumerate(codes, field.top):
        canvas.chars[y][field.left : field.left + field.width] = row.translate(marks)
        canvas.roles[y][field.left : field.left + field.width] = [roles[code] for code in row]


def _team(canvas: Canvas, chart: MapChart, field: _Field, codes: list[str]) -> None:
    """The team's point and the two ranges through it."""
    if chart.at is None:
        return
    x, y = field.spot(chart.at)
    if chart.x_range:
        (first, _), (last, _) = (field.spot((value, chart.at[1])) for value in chart.x_range)
        canvas.across(first, y, last + 1, "━", "marker")
        _take(codes, y - field.top, first - field.left, last + 1 - field.left)
    if chart.y_range:
        (_, bottom), (_, upper) = (field.spot((chart.at[0], value)) for value in chart.y_range)
        for row in range(upper, bottom + 1):
            canvas.cell(x, row, "┃", "marker")
            _take(codes, row - field.top, x - field.left, x + 1 - field.left)
    canvas.cell(x, y, "●", "marker")
    _take(codes, y - field.top, x - field.left, x + 1 - field.left)


def _take(codes: list[str], row: int, start: int, end: int) -> None:
    """Note that cells of the field are written over."""
    codes[row] = codes[row][:start] + " " * max(0, end - start) + codes[row][max(start, end) :]


def _names(canvas: Canvas, chart: MapChart, field: _Field, codes: list[str]) -> None:
    """The name of each winner inside its own region, and of the doubtful band inside the band."""
    doubtful = "".join(chr(CODE + 2 * index) for index in range(len(chart.regions)))
    for index, region in enumerate(chart.regions):
        text = f" {clean(region.name)} "
        unsure, sure = chr(CODE + 2 * index), chr(CODE + 2 * index + 1)
        if not _write(canvas, field, codes, sure, text, f"{region.role} bold"):
            _write(canvas, field, codes, unsure + sure, text, f"{region.role} bold")
    _write(canvas, field, codes, doubtful, f" under {in_100(chart.contour)} of 100 ", "")


def _write(canvas: Canvas, field: _Field, codes: list[str], mine: str, text: str, role: str) -> bool:
    """Write text in a long free run of cells with these codes, near the middle row of their region."""
    size = cell_len(text)
    runs = re.compile(f"[{re.escape(mine)}]{{{size + 2},}}")
    rows = [dy for dy, row in enumerate(codes) if any(code in row for code in mine)]
    middle = rows[len(rows) // 2] if rows else 0
    found = [(dy, match) for dy in rows for match in runs.finditer(codes[dy])]
    if not found:
        return False
    dy, match = max(found, key=lambda one: (min(len(one[1][0]), 3 * size) - 2 * abs(one[0] - middle), one[0]))
    start = (match.start() + match.end() - size) // 2
    canvas.put(field.left + start, field.top + dy, text, role)
    _take(codes, dy, start, start + size)
    return True


def _axes(canvas: Canvas, chart: MapChart, field: _Field) -> None:
    below = field.top + field.height
    taken: set[int] = set()
    for y in range(field.top, below):
        canvas.cell(field.left - 1, y, "│", "axis")
    for value, text in _labels(chart.y, max(2, min(6, field.height // 2))):
        y = field.spot((field.xs.low, value))[1]
        if y not in taken:
            taken.add(y)
            canvas.cell(field.left - 1, y, "┤", "axis")
            canvas.put_right(field.left - 1, y, text, "dim")
    end = 0
    for value, text in _labels(chart.x, max(2, field.width // 8)):
        x = field.spot((value, field.ys.low))[0]
        start = max(0, min(x - len(text) // 2, canvas.width - len(text)))
        if start >= end:
            end = canvas.put(start, below, text, "dim") + 1
    if below + 1 < canvas.height:
        canvas.put(0, below + 1, f"↑ {clean(chart.y.title)}   → {clean(chart.x.title)}", "")


def _cursor(canvas: Canvas, chart: MapChart, field: _Field, stop: int) -> str:
    dy, dx = divmod(stop, field.width)
    x, y = field.left + dx, field.top + dy
    values = field.xs.value(dx), field.ys.value(field.height - 1 - dy)
    ny, nx = len(chart.winners), len(chart.winners[0])
    i = round(dx / max(1, field.width - 1) * (nx - 1))
    j = round((field.height - 1 - dy) / max(1, field.height - 1) * (ny - 1))
    winner = chart.regions[chart.winners[j][i]]
    sure = f" in {in_100(chart.probability[j][i])} of 100" if chart.probability else ""
    where = f"→ {value_text(chart.x, values[0])}  ↑ {value_text(chart.y, values[1])}"
    wins = f"{clean(winner.name)} is cheaper{sure}"
    canvas.cell(x, y, "╋", "marker")
    for column in range(field.left, x):
        if canvas.chars[y][column] in FILL:
            canvas.cell(column, y, "─", "cursor")
    for row in range(y + 1, field.top + field.height):
        if canvas.chars[row][x] in FILL:
            canvas.cell(x, row, "│", "cursor")
    parts = [(where, "readout"), (wins, f"{winner.role} bold")]
    return read_out(canvas, chart.title, chart.note, parts)


def draw_map(chart: MapChart, width: int, height: int, cursor: int | None = None) -> Picture:
    """Draw the map at exactly this size; the cursor walks over its cells in both directions."""
    canvas = Canvas(width, height)
    top = heading(canvas, chart.title, chart.note)
    rows = height - top - 2
    known = bool(chart.winners and chart.winners[0] and chart.regions)
    if not known or rows < 2 or width < 16:
        empty(canvas, top, "Too small for a map." if known else "No map was computed.")
        return still(canvas)
    left = max((len(text) for _, text in _labels(chart.y, max(2, min(6, rows // 2)))), default=0) + 1
    left = min(left, width // 3)
    field = _Field(left, top, width - left, rows, _scale(chart.x, width - left), _scale(chart.y, rows))
    codes = _codes(chart, field)
    _paint(canvas, chart, field, codes)
    _team(canvas, chart, field, codes)
    _names(canvas, chart, field, codes)
    _axes(canvas, chart, field)
    readout = _cursor(canvas, chart, field, cursor) if cursor is not None and 0 <= cursor < field.width * rows else ""
    columns = [-1] * left + list(range(field.width))
    lines = [-1] * height
    lines[top : top + rows] = range(rows)
    start = None
    if chart.at is not None:
        x, y = field.spot(chart.at)
        start = (y - top) * field.width + x - left
    return Picture(width, height, canvas.rows(), field.width, rows, tuple(columns), tuple(lines), readout, start)
