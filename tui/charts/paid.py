"""Paid so far: the cumulative cost of each option month by month, with every month in which one passes another."""

from __future__ import annotations

from itertools import combinations
from math import floor

from model.quantities.figures import money
from model.quantities.ticks import month_ticks
from tui.charts.bars import empty, heading
from tui.charts.canvas import Canvas, Picture
from tui.charts.curves import (
    Frame,
    amount_ticks,
    axes,
    lasting,
    mark_crossings,
    name_width,
    names,
    place_ticks,
    read_curves,
)
from tui.charts.data import CurveCrossing, PaidSoFar, Series
from tui.charts.lists import still
from tui.charts.plot import Plot, crossings
from tui.charts.scale import spread


def passings(series: tuple[Series, ...], last: int) -> tuple[CurveCrossing, ...]:
    """Every crossing of two of the series after the start, worded as "own costs more from month 19, $79k"."""
    found: list[CurveCrossing] = []
    months = [float(month) for month in range(last + 1)]
    for one, other in combinations(series, 2):
        met: list[CurveCrossing] = []
        for at, usd, above in crossings(months, one.usd[: last + 1], other.usd[: last + 1]):
            if at <= 0:
                continue
            dear, cheap = (one, other) if above else (other, one)
            month = f"month {floor(at + 1e-9) + 1}"
            wordings = (
                f"{cheap.name} cheaper than {dear.name} from {month}, {money(usd)}",
                f"{cheap.name} cheaper than {dear.name}",
                f"{cheap.name} below {dear.name}",
            )
            met.append(CurveCrossing(at=at, usd=usd, labels=wordings))
        found += lasting(met)
    return tuple(sorted(found, key=lambda crossing: crossing.at))


def draw_paid(chart: PaidSoFar, width: int, height: int, cursor: int | None = None, blocks: bool = False) -> Picture:
    """Draw the cumulative costs at exactly this size; the cursor walks over the months."""
    canvas = Canvas(width, height)
    top = heading(canvas, chart.title, chart.note)
    series = tuple(one for one in chart.series if one.usd)
    last = min((len(one.usd) for one in series), default=0) - 1
    field = height - top - 2
    if last < 0 or field < 2 or width < 16:
        empty(canvas, top, "No month to show." if last < 0 else "Too small for curves.")
        return still(canvas)
    low, high = spread(min(0.0, *(min(one.usd) for one in series)), max(0.0, *(max(one.usd) for one in series)))
    amounts = amount_ticks(low, high, False, field)
    left = max(len(label) for _, label in amounts) + 1 if amounts else 1
    side, two_lines = name_width(series, width)
    frame = Frame(left, top, max(4, width - left - side - 1), field, width - side)
    plot = Plot(
        canvas, frame.left, top, frame.width, field, (0.0, float(max(1, last)), False), (low, high, False), blocks
    )
    found = chart.crossings if chart.crossings is not None else passings(series, last)
    _field(plot, series, amounts, found, last, cursor)
    axes(canvas, plot, amounts)
    mark_crossings(canvas, plot, found)
    names(canvas, plot, frame, series, two_lines)
    feet = _feet(found)
    named = {label for _, label in feet}
    months = [month for month in month_ticks(last, max(2, frame.width // 6)) if f"{month}" not in named]
    place_ticks(canvas, plot, [(float(m), "now" if m == 0 else f"{m}") for m in months], "months", feet)
    readout = ""
    if cursor is not None and 0 <= cursor <= last:
        values = [(one.name, one.role, one.usd[cursor]) for one in series]
        readout = read_curves(
            canvas, plot, plot.column_of(float(cursor)), chart, "now" if cursor == 0 else f"month {cursor}", values
        )
    return _picture(canvas, plot, last, readout)


def _feet(found: tuple[CurveCrossing, ...]) -> list[tuple[float, str]]:
    """The months of the crossings, for the axis."""
    return [(crossing.at, f"{floor(crossing.at + 1e-9) + 1}") for crossing in found]


def _field(
    plot: Plot,
    series: tuple[Series, ...],
    amounts: tuple[tuple[float, str], ...],
    found: tuple[CurveCrossing, ...],
    last: int,
    cursor: int | None,
) -> None:
    """Everything made of dots, from back to front."""
    plot.grid([value for value, _ in amounts])
    for crossing in found:
        plot.upright(crossing.at, "drop", low=crossing.usd, dotted=True)
    if cursor is not None and 0 <= cursor <= last:
        plot.upright(float(cursor), "cursor")
    months = [float(month) for month in range(last + 1)]
    for one in series:
        plot.trace(one.role, months, one.usd[: last + 1])
    plot.draw()


def _picture(canvas: Canvas, plot: Plot, last: int, readout: str) -> Picture:
    columns = [-1] * canvas.width
    for x in range(plot.width):
        columns[plot.left + x] = max(0, min(last, round(plot.xs.value(x * 2 + 0.5))))
    lines = [0 if plot.top <= y <= plot.top + plot.height else -1 for y in range(canvas.height)]
    return Picture(canvas.width, canvas.height, canvas.rows(), last + 1, 1, tuple(columns), tuple(lines), readout)
