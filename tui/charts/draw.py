"""The one door to the charts: a record of `data` and a size in, a picture out."""

from __future__ import annotations

from tui.charts.canvas import Picture
from tui.charts.data import Chart, Decides, PaidSoFar
from tui.charts.decides import draw_decides
from tui.charts.paid import draw_paid


def draw(chart: Chart, width: int, height: int, cursor: int | None = None, blocks: bool = False) -> Picture:
    """Draw any chart at exactly this size, with its cursor at a stop, in blocks where braille is missing."""
    match chart:
        case Decides():
            return draw_decides(chart, width, height, cursor)
        case PaidSoFar():
            return draw_paid(chart, width, height, cursor, blocks)
    raise TypeError(type(chart).__name__)
