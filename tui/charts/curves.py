"""What the curve charts share: the frame with its two axes, names at the ends of the lines, crossing marks and the cross-hair with its readout."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len

from model.quantities.figures import money, tick
from model.quantities.ticks import ticks
from tui.charts.bars import widest
from tui.charts.canvas import Canvas
from tui.charts.data import Crossing, Series
from tui.charts.plot import Plot, apart
from tui.charts.scale import log_ticks
from tui.lines import clean, fit


class Frame(NamedTuple):
    """The rectangle of the curves: left and top cell, width and height in cells; names begin at `names`."""

    left: int
    top: int
    width: int
    height: int
    names: int


def amount_ticks(low: float, high: float, log: bool, height: int) -> tuple[tuple[float, str], ...]:
    """Values and labels of a money axis for a field of so many rows."""
    most = max(2, min(6, height // 2))
    if log:
        return tuple((value, tick(value, value, "$")) for value in log_ticks(low, high, most))
    values, step = ticks(low, high, most)
    return tuple((value, tick(value, step, "$")) for value in values)


def name_width(series: Sequence[Series], width: int) -> tuple[int, bool]:
    """Cells kept for names at the line ends, and whether name and amount stand on two lines."""
    single = widest([f"{one.name} {money(one.usd[-1])}" for one in series], width)
    if single <= max(12, width // 5):
        return single, False
    pair = max(
        widest([one.name for one in series], max(7, width // 4)), widest([money(one.usd[-1]) for one in series], 9)
    )
    return min(pair, max(7, width // 4)), True


def axes(canvas: Canvas, plot: Plot, amounts: Sequence[tuple[float, str]]) -> None:
    """The vertical axis with its ticks and the horizontal line below the field."""
    edge, bottom = plot.left - 1, plot.top + plot.height
    for y in range(plot.top, bottom):
        canvas.cell(edge, y, "│", "axis")
    taken: set[int] = set()
    for value, label in amounts:
        y = plot.row_of(value)
        if y not in taken:
            taken.add(y)
            canvas.cell(edge, y, "┤", "axis")
            canvas.put_right(edge, y, label, "dim")
    canvas.cell(edge, bottom, "└", "axis")
    canvas.across(plot.left, bottom, plot.left + plot.width, "─", "axis")


def place_ticks(
    canvas: Canvas,
    plot: Plot,
    places: Sequence[tuple[float, str]],
    unit: str = "",
    feet: Sequence[tuple[float, str]] = (),
) -> None:
    """Ticks and labels under the field. The feet of drop lines are named first, in bold; a label that would touch another is left out.

    The unit takes the right end where there is room for it.
    """
    line, below = plot.top + plot.height, plot.top + plot.height + 1
    high = canvas.width
    start = plot.left + plot.width + 1
    if unit and high - start >= cell_len(unit):
        canvas.put(start, below, unit, "dim")
        high = start - 1
    for value, _ in places:
        canvas.cell(plot.column_of(value), line, "┬", "axis")
    sizes = [cell_len(clean(label)) + 1 for _, label in feet]
    wanted = [plot.column_of(value) - size // 2 for (value, _), size in zip(feet, sizes, strict=True)]
    for (value, label), at in zip(feet, apart(wanted, sizes, 0, high + 1), strict=True):
        canvas.cell(plot.column_of(value), line, "┴", "drop")
        if canvas.free(at, below, min(high, at + cell_len(clean(label)))):
            canvas.put(at, below, label, "strong")
    for value, label in places:
        size = cell_len(label)
        at = max(0, min(plot.column_of(value) - size // 2, high - size))
        if canvas.free(max(0, at - 1), below, min(canvas.width, at + size + 1)):
            canvas.put(at, below, label, "dim")


def names(canvas: Canvas, plot: Plot, frame: Frame, series: Sequence[Series], two_lines: bool) -> None:
    """Names and last amounts at the ends of the lines, in their colour, pushed apart."""
    room = canvas.width - frame.names
    if room < 2 or not series:
        return
    series = sorted(series, key=lambda one: -one.usd[-1])  # the dearer one above, also where both end in one row
    two_lines = two_lines and len(series) * 2 <= frame.height + 1
    size = 2 if two_lines else 1
    wanted = [
        plot.row_of(one.usd[-1]) - (size - 1 if plot.row_of(one.usd[-1]) > frame.top + frame.height // 2 else 0)
        for one in series
    ]
    for one, y in zip(
        series, apart(wanted, [size] * len(series), frame.top, frame.top + frame.height + 1), strict=True
    ):
        role = f"{one.role} bold"
        amount = money(one.usd[-1])
        if two_lines:
            canvas.put(frame.names, y, one.name, role, room)
            canvas.put(frame.names, y + 1, amount, role, room)
        else:
            name = fit(clean(one.name), max(1, room - cell_len(amount) - 1))
            canvas.put(frame.names, y, f"{name} {amount}" if room >= cell_len(amount) + 3 else name, role, room)


def mark_crossings(canvas: Canvas, plot: Plot, found: Sequence[Crossing]) -> None:
    """A mark on every crossing and a label for each on the freer side, shortened or left out on purpose when there is no room."""
    marks = [(plot.column_of(one.at), plot.row_of(one.usd), one) for one in found]
    for x, y, _ in marks:
        canvas.cell(x, y, "◆", "marker")
    for x, y, one in marks:
        spots = sorted(
            (abs(down) * 2 + index, index, down, right)
            for index in range(len(one.labels))
            for down in range(-3, 4)
            for right in (0, 1)
        )
        for _, index, down, right in spots:
            if _label(canvas, plot, x, y + down, clean(one.labels[index]), right == 1):
                break


def _label(canvas: Canvas, plot: Plot, x: int, y: int, text: str, right: bool) -> bool:
    """Write a label beside a mark if the place is quiet."""
    size = cell_len(text)
    start = x + 2 if right else x - 1 - size
    low, high = plot.left, plot.left + plot.width
    inside = low <= start and start + size <= high and plot.top <= y < plot.top + plot.height
    if inside and _quiet(canvas, max(low, start - 1), y, min(high, start + size + 1)):
        canvas.put(start, y, text, "strong")
        return True
    return False


def _quiet(canvas: Canvas, start: int, y: int, end: int) -> bool:
    """Whether only blank or grid cells lie here."""
    roles, chars = canvas.roles[y], canvas.chars[y]
    return all(chars[x] == " " or roles[x] == "grid" for x in range(start, end))


def read_out(canvas: Canvas, plot: Plot, x: int, head: str, values: Sequence[tuple[str, str, float]]) -> str:
    """Write the values under the cross-hair on the row of the tick labels, close to it; gives the same as text."""
    parts = [(head, "readout"), *((f"{clean(name)} {money(usd)}", f"{role} bold") for name, role, usd in values)]
    y = min(canvas.height - 1, plot.top + plot.height + 1)
    total = sum(cell_len(text) for text, _ in parts) + 2 * (len(parts) - 1)
    if total > canvas.width:
        parts = [(head, "readout"), *((money(usd), f"{role} bold") for _, role, usd in values)]
        total = sum(cell_len(text) for text, _ in parts) + 2 * (len(parts) - 1)
    start = max(0, min(x - total // 2, canvas.width - total))
    canvas.across(0, y, canvas.width, " ")
    canvas.cell(x, plot.top + plot.height, "┴", "cursor")
    for text, role in parts:
        start = canvas.put(start, y, text, role) + 2
    return "  ".join(text for text, _ in parts)
