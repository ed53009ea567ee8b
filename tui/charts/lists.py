"""What all lists of bars share: which rows fit, where their columns are, and a cursor that walks over the rows."""

from __future__ import annotations

from collections.abc import Mapping

from tui.charts.canvas import Canvas, Picture


def finish(
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
        _bottom(canvas, readout, max(places.values()) + size)
    columns = (0,) * canvas.width if stops else ()
    return Picture(canvas.width, canvas.height, canvas.rows(), 1 if stops else 0, stops, columns, tuple(lines), readout)


def _bottom(canvas: Canvas, readout: str, below: int) -> None:
    """Write the readout on the last row if the list leaves it, else on the first."""
    if not readout:
        return
    y = canvas.height - 1 if below < canvas.height else 0
    canvas.across(0, y, canvas.width, " ")
    canvas.put(0, y, readout, "readout")


def still(canvas: Canvas) -> Picture:
    """The picture of a chart without a cursor."""
    return Picture(canvas.width, canvas.height, canvas.rows())
