"""What the curve charts share: the frame with its two axes, names at the ends of the lines, crossing marks and the cross-hair with its readout."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

from msgspec.structs import replace
from rich.cells import cell_len

from model.quantities.figures import money, tick
from model.quantities.ticks import ticks
from tui.charts.bars import read_out, widest
from tui.charts.canvas import Canvas
from tui.charts.data import Chart, CurveCrossing, Series
from tui.charts.plot import Plot, apart
from tui.charts.scale import log_ticks
from tui.paint.lines import clean, fit

ACROSS = 6  # how much further a label may stand on its own side of a mark before it goes to the other


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
    sizes = [cell_len(clean(label)) + 3 for _, label in feet]  # two marks never read as one figure
    wanted = [plot.column_of(value) - (size - 2) // 2 for (value, _), size in zip(feet, sizes, strict=True)]
    for (value, label), at in zip(feet, apart(wanted, sizes, 0, high + 3), strict=True):
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


def lasting(found: Sequence[CurveCrossing]) -> tuple[CurveCrossing, ...]:
    """The crossings of one pair of curves in order, each true up to the next of them."""
    return tuple(
        replace(one, until=after.at if after is not None else None) for one, after in zip_longest(found, found[1:])
    )


def mark_crossings(canvas: Canvas, plot: Plot, found: Sequence[CurveCrossing]) -> None:
    """A mark on every crossing and a label for each, shortened or left out on purpose when there is no room.

    A label says what is true to the right of its mark: it stands there, or left of it with an arrow that points across.
    """
    marks = [(plot.column_of(one.at), plot.row_of(one.usd), one) for one in found]
    for x, y, _ in marks:
        canvas.cell(x, y, "◆", "marker")
    for x, y, one in marks:
        _name_crossing(canvas, plot, x, y, one)


def _name_crossing(canvas: Canvas, plot: Plot, x: int, y: int, one: CurveCrossing) -> None:
    """The longest label of a crossing that finds a quiet place near its mark: right of it before left of it."""
    high = plot.left + plot.width if one.until is None else plot.column_of(one.until)
    spots = sorted(
        (abs(down) * 2 + index + (ACROSS if away < 0 else away), index, down, away)
        for index in range(len(one.labels))
        for down in range(-3, 6)
        for away in (2, 4, -1)
    )
    for _, index, down, away in spots:
        text = clean(one.labels[index])
        if away < 0:
            text = f"{text} →"
        start, end = (x + away, high) if away > 0 else (x + away - cell_len(text), x)
        if _label(canvas, plot, start, end, y + down, text):
            break


def _label(canvas: Canvas, plot: Plot, start: int, high: int, y: int, text: str) -> bool:
    """Write a label that ends before `high` if the place is quiet."""
    end = start + cell_len(text)
    inside = plot.left <= start and end <= high and plot.top <= y < plot.top + plot.height
    if inside and _quiet(canvas, max(plot.left, start - 1), y, min(plot.left + plot.width, end + 1)):
        canvas.put(start, y, text, "strong")
        return True
    return False


def _quiet(canvas: Canvas, start: int, y: int, end: int) -> bool:
    """Whether only blank or grid cells lie here; the cross-hair gives way, so that no label moves with it."""
    roles, chars = canvas.roles[y], canvas.chars[y]
    return all(chars[x] == " " or roles[x] in ("grid", "cursor") for x in range(start, end))


def read_curves(
    canvas: Canvas, plot: Plot, x: int, heading: Chart, head: str, values: Sequence[tuple[str, str, float]]
) -> str:
    """Mark the foot of the cross-hair and say the values under it in the heading, without the names where there is no room; gives the same as text."""
    canvas.cell(x, plot.top + plot.height, "┴", "cursor")
    named = [(f"{clean(name)} {money(usd)}", f"{role} bold") for name, role, usd in values]
    bare = [(money(usd), f"{role} bold") for _, role, usd in values]
    return read_out(canvas, heading.title, heading.note, [(head, "readout"), *named], [(head, "readout"), *bare])
