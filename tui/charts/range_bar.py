"""The range of one input on one line of the form: a thin track, the range on it, the middle, and where the answer flips."""

from __future__ import annotations

from tui.charts.canvas import Canvas, Row
from tui.charts.data import RangeBar
from tui.charts.scale import Scale, positive, spread


def draw_range(data: RangeBar, width: int, role: str = "bar", track: bool = True) -> Row:
    """One row of exactly `width` cells; a value outside the scale stands at its end."""
    canvas = Canvas(width, 1)
    if width < 1:
        return ()
    low, high = positive(data.scale_low, data.scale_high) if data.log else spread(data.scale_low, data.scale_high)
    scale = Scale(low, high, width, data.log)
    if track:
        canvas.across(0, 0, width, "─", "grid")
    first, last = scale.place(data.low), scale.place(data.high)
    if data.high > data.low:
        canvas.across(first, 0, last + 1, "━", role)
    if data.flips_at is not None and low <= data.flips_at <= high:
        canvas.cell(scale.place(data.flips_at), 0, "◆", "marker")
    canvas.cell(scale.place(data.middle), 0, "●", "strong")
    return canvas.rows()[0]
