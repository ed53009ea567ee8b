"""Decision map: who wins over two inputs, by texture and colour, how sure that is, and where the team stands."""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len

from model.quantities.figures import in_100, short_count, tick
from tui.charts.bars import empty, heading
from tui.charts.canvas import Canvas, Picture, safe
from tui.charts.data import Axis, DecisionMap
from tui.charts.lists import still
from tui.charts.scale import Scale, log_ticks, positive, spread, ticks

# What fills the region of the first, second, … option: where it is sure to win, and where it is not.
TEXTURES = (("░", "·"), ("▓", "▒"), ("╱", "╎"), ("╲", "╌"), ("╳", "˙"))
FILL = "".join(sure + unsure for sure, unsure in TEXTURES) + " "


class _Field(NamedTuple):
    """The rectangle of the map in cells and its two scales, a place a cell."""

    left: int
    top: int
    width: int
    height: int
    xs: Scale
    ys: Scale

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


def _scale(axis: Axis, parts: int) -> Scale:
    low, high = positive(axis.low, axis.high) if axis.log else spread(axis.low, axis.high)
    return Scale(low, high, max(1, parts), axis.log)


def _labels(axis: Axis, most: int) -> list[tuple[float, str]]:
    scale = _scale(axis, 2)
    if axis.log:
        return [(value, label(axis, value, value)) for value in log_ticks(scale.low, scale.high, most)]
    values, step = ticks(scale.low, scale.high, most)
    return [(value, label(axis, value, step)) for value in values]


def _grid(chart: DecisionMap, field: _Field) -> tuple[list[list[int]], list[list[bool]]]:
    """Winner and sureness of each cell, from the top row down."""
    ny, nx = len(chart.winners), len(chart.winners[0])
    columns = [round(i / max(1, field.width - 1) * (nx - 1)) for i in range(field.width)]
    lines = [round(j / max(1, field.height - 1) * (ny - 1)) for j in range(field.height - 1, -1, -1)]
    winners = [[chart.winners[j][i] for i in columns] for j in lines]
    if not chart.probability:
        return winners, [[True] * field.width for _ in lines]
    return winners, [[chart.probability[j][i] >= chart.contour for i in columns] for j in lines]


def _paint(canvas: Canvas, chart: DecisionMap, field: _Field, winners: list[list[int]], sure: list[list[bool]]) -> None:
    """The texture of the winner, a lighter one where it is not sure."""
    for dy, (row, certain) in enumerate(zip(winners, sure, strict=True)):
        y = field.top + dy
        for dx, winner in enumerate(row):
            texture = TEXTURES[winner % len(TEXTURES)][0 if certain[dx] else 1]
            canvas.cell(field.left + dx, y, texture, chart.regions[winner].role)


def _names(canvas: Canvas, chart: DecisionMap, field: _Field, winners: list[list[int]], sure: list[list[bool]]) -> None:
    """The name of each winner inside its own region, and of the doubtful band inside the band."""
    unsure = f"under {in_100(chart.contour)} of 100"
    for index, region in enumerate(chart.regions):
        text = f" {safe(region.name)} "
        mine = [[winner == index for winner in row] for row in winners]
        certain = [[here and yes for here, yes in zip(*pair, strict=True)] for pair in zip(mine, sure, strict=True)]
        role = f"{region.role} bold"
        if not _write(canvas, field, certain, text, role):
            _write(canvas, field, mine, text, role)
    _write(canvas, field, [[not yes for yes in row] for row in sure], f" {unsure} ", "")


def _write(canvas: Canvas, field: _Field, mine: list[list[bool]], text: str, role: str) -> bool:
    """Write text in the longest free run of a region, near its middle row."""
    size = cell_len(text)
    rows = [dy for dy, row in enumerate(mine) if any(row)]
    if not rows:
        return False
    middle = rows[len(rows) // 2]
    best: tuple[int, int, int] | None = None
    for dy in rows:
        start = None
        for dx in range(field.width + 1):
            here = dx < field.width and mine[dy][dx] and canvas.chars[field.top + dy][field.left + dx] in FILL
            if here and start is None:
                start = dx
            elif not here and start is not None:
                if dx - start >= size + 2:
                    rank = (min(dx - start, 3 * size) - 2 * abs(dy - middle), dy, (start + dx - size) // 2)
                    best = max(best, rank) if best else rank
                start = None
    if best is None:
        return False
    canvas.put(field.left + best[2], field.top + best[1], text, role)
    return True


def _team(canvas: Canvas, chart: DecisionMap, field: _Field) -> None:
    """The team's point and the two ranges through it."""
    if chart.at is None:
        return
    x, y = field.spot(chart.at)
    if chart.x_range:
        (first, _), (last, _) = (field.spot((value, chart.at[1])) for value in chart.x_range)
        canvas.across(first, y, last + 1, "━", "marker")
    if chart.y_range:
        (_, bottom), (_, upper) = (field.spot((chart.at[0], value)) for value in chart.y_range)
        for row in range(upper, bottom + 1):
            canvas.cell(x, row, "┃", "marker")
    canvas.cell(x, y, "●", "marker")


def _axes(canvas: Canvas, chart: DecisionMap, field: _Field) -> None:
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
        canvas.put(0, below + 1, f"↑ {safe(chart.y.title)}   → {safe(chart.x.title)}", "")


def _cursor(canvas: Canvas, chart: DecisionMap, field: _Field, stop: int) -> str:
    dy, dx = divmod(stop, field.width)
    x, y = field.left + dx, field.top + dy
    values = field.xs.value(dx), field.ys.value(field.height - 1 - dy)
    ny, nx = len(chart.winners), len(chart.winners[0])
    i = round(dx / max(1, field.width - 1) * (nx - 1))
    j = round((field.height - 1 - dy) / max(1, field.height - 1) * (ny - 1))
    winner = chart.regions[chart.winners[j][i]]
    sure = f" in {in_100(chart.probability[j][i])} of 100" if chart.probability else ""
    where = f"{safe(chart.x.title)} {value_text(chart.x, values[0])}, {safe(chart.y.title)} {value_text(chart.y, values[1])}"
    text = f"{safe(winner.name)} wins{sure}: {where}"
    canvas.cell(x, y, "╋", "marker")
    for column in range(field.left, x):
        if canvas.chars[y][column] in FILL:
            canvas.cell(column, y, "─", "cursor")
    for row in range(y + 1, field.top + field.height):
        if canvas.chars[row][x] in FILL:
            canvas.cell(x, row, "│", "cursor")
    last = canvas.height - 1
    canvas.across(0, last, canvas.width, " ")
    canvas.put(0, last, text, "readout")
    return text


def draw_map(chart: DecisionMap, width: int, height: int, cursor: int | None = None) -> Picture:
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
    winners, sure = _grid(chart, field)
    _paint(canvas, chart, field, winners, sure)
    _team(canvas, chart, field)
    _names(canvas, chart, field, winners, sure)
    _axes(canvas, chart, field)
    readout = _cursor(canvas, chart, field, cursor) if cursor is not None and 0 <= cursor < field.width * rows else ""
    columns = [-1] * left + list(range(field.width))
    lines = [-1] * height
    lines[top : top + rows] = range(rows)
    return Picture(width, height, canvas.rows(), field.width, rows, tuple(columns), tuple(lines), readout)
