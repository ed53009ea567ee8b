"""What all lists of bars share: which rows fit, where their columns are, and a cursor that walks over the rows."""

from __future__ import annotations

from collections.abc import Mapping

from tui.charts.bars import read_out
from tui.charts.canvas import Canvas, Picture
from tui.charts.data import Chart


def finish(
    chart: Chart,
    canvas: Canvas,
    places: Mapping[int, int],
    cursor: int | None,
    readouts: Mapping[int, str],
    size: int = 1,
    stops: int | None = None,
) -> Picture:
    """The picture of a list whose stop i stands in row `places[i]` and is `size` rows high; lights the row under the cursor and reads it out.

    `stops` is how many rows the list has where not all of them are in sight.
    """
    stops = len(places) if stops is None else stops
    lines = [-1] * canvas.height
    for stop, y in places.items():
        for row in range(y, min(canvas.height, y + size)):
            lines[row] = stop
    readout = ""
    if cursor is not None and cursor in places:
        readout = readouts.get(cursor, "")
        for row in range(places[cursor], min(canvas.height, places[cursor] + size)):
            canvas.lay(row, "row")
        if readout:
            read_out(canvas, chart.title, chart.note, [(readout, "readout")])
    columns = (0,) * canvas.width if stops else ()
    return Picture(canvas.width, canvas.height, canvas.rows(), 1 if stops else 0, stops, columns, tuple(lines), readout)


def still(canvas: Canvas) -> Picture:
    """The picture of a chart without a cursor."""
    return Picture(canvas.width, canvas.height, canvas.rows())
