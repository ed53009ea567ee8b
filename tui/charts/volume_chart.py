"""Cost against volume: what each option costs over sessions a month on a logarithmic scale, every break-even, and the staircase of machines."""

from __future__ import annotations

from itertools import combinations
from math import log10

from model.quantities.figures import money, short_count, tick
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
from tui.charts.data import CostVolume, CurveCrossing, Series
from tui.charts.lists import still
from tui.charts.plot import Plot, along, crossings
from tui.charts.scale import log_ticks, positive, spread

LOG_FROM = 30.0  # costs further apart than this factor take a logarithmic scale


def break_evens(sessions: tuple[float, ...], series: tuple[Series, ...]) -> tuple[CurveCrossing, ...]:
    """Every volume at which two of the series cost the same, worded as "own cheaper than managed from 111k"."""
    found: list[CurveCrossing] = []
    places = [log10(one) for one in sessions]
    for one, other in combinations(series, 2):
        met: list[CurveCrossing] = []
        for at, usd, above in crossings(places, one.usd, other.usd):
            dear, cheap = (one, other) if above else (other, one)
            volume = short_count(10**at)
            wordings = (
                f"{cheap.name} cheaper than {dear.name} from {volume}, {money(usd)}",
                f"{cheap.name} cheaper than {dear.name}",
                f"{cheap.name} below {dear.name}",
            )
            met.append(CurveCrossing(at=10**at, usd=usd, labels=wordings))
        found += lasting(met)
    return tuple(sorted(found, key=lambda crossing: crossing.at))


def draw_volume(chart: CostVolume, width: int, height: int, cursor: int | None = None, blocks: bool = False) -> Picture:
    """Draw cost against volume at exactly this size; the cursor walks over the columns."""
    canvas = Canvas(width, height)
    top = heading(canvas, chart.title, chart.note)
    sessions = chart.sessions
    series = tuple(one for one in chart.series if len(one.usd) == len(sessions) and one.usd)
    stairs = 1 if chart.machines and height - top >= 8 else 0
    field = height - top - 2 - stairs
    if not series or field < 2 or width < 16 or min(sessions) <= 0:
        empty(canvas, top, "Too small for curves." if series else "No volume to show.")
        return still(canvas)
    plot, amounts, side, two_lines = _plot(canvas, chart, series, top, field, blocks)
    found = chart.break_evens if chart.break_evens is not None else break_evens(sessions, series)
    found = tuple(one for one in found if sessions[0] <= one.at <= sessions[-1])
    stop = cursor if cursor is not None and 0 <= cursor < plot.width else None
    at = plot.xs.value(stop * 2 + 0.5) if stop is not None else None
    _field(plot, chart, series, amounts, found, at)
    axes(canvas, plot, amounts)
    _range(canvas, plot, chart)
    mark_crossings(canvas, plot, found)
    names(canvas, plot, Frame(plot.left, top, plot.width, field, width - side), series, two_lines)
    _feet(canvas, plot, chart, found)
    if stairs:
        _stairs(canvas, plot, chart, height - 1)
    readout = ""
    if at is not None:
        values = [(one.name, one.role, along(sessions, one.usd, log10)(at)) for one in series]
        readout = read_curves(
            canvas, plot, plot.column_of(at), chart, f"{short_count(at)} a month{_machines(chart, at)}", values
        )
    columns = [-1] * width
    columns[plot.left : plot.left + plot.width] = range(plot.width)
    lines = tuple(0 if top <= y <= top + field else -1 for y in range(height))
    return Picture(width, height, canvas.rows(), plot.width, 1, tuple(columns), lines, readout)


def _plot(
    canvas: Canvas, chart: CostVolume, series: tuple[Series, ...], top: int, field: int, blocks: bool
) -> tuple[Plot, tuple[tuple[float, str], ...], int, bool]:
    """The field with its scales, its money ticks, and the room for names."""
    low, high = min(min(one.usd) for one in series), max(max(one.usd) for one in series)
    log = low > 0 and high / low > LOG_FROM
    low, high = positive(low, high) if log else spread(min(0.0, low), max(0.0, high))
    amounts = amount_ticks(low, high, log, field)
    left = max((len(label) for _, label in amounts), default=0) + 1
    side, two_lines = name_width(series, canvas.width)
    x = (*positive(chart.sessions[0], chart.sessions[-1]), True)
    plot = Plot(canvas, left, top, max(4, canvas.width - left - side - 1), field, x, (low, high, log), blocks)
    return plot, amounts, side, two_lines


def _field(
    plot: Plot,
    chart: CostVolume,
    series: tuple[Series, ...],
    amounts: tuple[tuple[float, str], ...],
    found: tuple[CurveCrossing, ...],
    at: float | None,
) -> None:
    plot.grid([value for value, _ in amounts])
    if chart.today is not None and chart.sessions[0] <= chart.today <= chart.sessions[-1]:
        plot.upright(chart.today, "dim", dotted=True)
    for crossing in found:
        plot.upright(crossing.at, "drop", low=crossing.usd, dotted=True)
    if at is not None:
        plot.upright(at, "cursor")
    for one in series:
        plot.trace(one.role, chart.sessions, one.usd)
    plot.draw()


def _range(canvas: Canvas, plot: Plot, chart: CostVolume) -> None:
    """Today's range as a thick stretch of the axis."""
    if chart.today_range is None or chart.today_range[0] >= chart.today_range[1]:
        return
    low, high = (max(chart.sessions[0], min(chart.sessions[-1], end)) for end in chart.today_range)
    canvas.across(plot.column_of(low), plot.top + plot.height, plot.column_of(high) + 1, "━", "bar")


def _machines(chart: CostVolume, at: float) -> str:
    """How many machines run at a volume, for the readout."""
    running = [number for start, number in chart.machines if start <= at]
    return f", {running[-1]:,} {chart.machines_name}" if running else ""


def _feet(canvas: Canvas, plot: Plot, chart: CostVolume, found: tuple[CurveCrossing, ...]) -> None:
    low, high = chart.sessions[0], chart.sessions[-1]
    feet = [(one.at, short_count(one.at)) for one in found]
    if chart.today is not None and low <= chart.today <= high:
        feet.append((chart.today, "today"))
    places = [(value, tick(value, value)) for value in log_ticks(*positive(low, high), max(2, plot.width // 7))]
    place_ticks(canvas, plot, places, "a month", feet)


def _stairs(canvas: Canvas, plot: Plot, chart: CostVolume, y: int) -> None:
    """One row of how many machines run from each volume on; where steps crowd, the ones between are left out."""
    canvas.put(plot.left + plot.width + 1, y, chart.machines_name, "dim")
    end = plot.left
    for at, number in chart.machines:
        if at > chart.sessions[-1]:
            break
        x, text = plot.column_of(max(at, chart.sessions[0])), f"{number:,}"
        if x >= end and x + 1 + len(text) <= plot.left + plot.width:
            canvas.cell(x, y, "▏", "axis")
            end = canvas.put(x + 1, y, text, "dim") + 1
