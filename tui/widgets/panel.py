"""A panel with one chart: it takes a record, asks for its picture at its size, and sends the cells that changed."""

from __future__ import annotations

from functools import lru_cache

from rich.style import Style
from textual import events

from tui.charts.canvas import Picture
from tui.charts.data import Chart
from tui.charts.draw import draw
from tui.charts.palettes import mode_of, words_of
from tui.lines import Line
from tui.widgets.painted import Painted


@lru_cache(maxsize=1024)
def chart_style(mode: str, role: str) -> Style:
    """How a role of a chart looks in a palette; roles joined by a blank are laid over each other."""
    style = Style.parse(words_of(mode, ""))
    for part in role.split():
        style += Style.parse(words_of(mode, part))
    return style


class Panel(Painted, can_focus=True):
    """A chart with a cursor: arrows or the mouse read values out."""

    DEFAULT_CSS = "Panel { height: 1fr; width: 1fr; }"

    def __init__(self, *, id: str | None = None, focusable: bool = True) -> None:
        super().__init__(id=id)
        self.can_focus = focusable
        self.chart: Chart | None = None
        self.cursor: int | None = None
        self.waiting = "not computed yet"
        self._picture: Picture | None = None

    def give(self, chart: Chart | None) -> None:
        """Show this chart; the same one again costs nothing."""
        if chart == self.chart and self._lines:
            return
        self.chart = chart
        self.show()

    def picture(self, width: int, height: int) -> list[Line]:
        """The chart's rows."""
        if self.chart is None:
            self._picture = None
            return [((self.waiting, "dim"),)]
        self._picture = draw(self.chart, width, height, self.cursor, blocks=False)
        return list(self._picture.rows)

    def style_for(self, role: str) -> Style:
        """Charts have roles of their own."""
        theme = self.app.current_theme
        return chart_style(mode_of(theme.dark, theme.ansi, self.app.no_color), role)

    def read_out(self, by: int) -> None:
        """The cursor to the next place of the chart."""
        stops = self._picture.stops if self._picture else 0
        if stops:
            self.cursor = (0 if by > 0 else stops - 1) if self.cursor is None else max(0, min(self.cursor + by, stops - 1))
            self.show()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """The mouse reads out what it points at."""
        stop = self._picture.stop_at(event.x, event.y) if self._picture else None
        if stop != self.cursor:
            self.cursor = stop
            self.show()

    def on_leave(self) -> None:
        """Without the mouse there is no read-out."""
        if self.cursor is not None and not self.has_focus:
            self.cursor = None
            self.show()

    def on_blur(self) -> None:
        """The cursor goes with the focus."""
        self.cursor = None
        self.show()

    def on_key(self, event: events.Key) -> None:
        """Arrows move the cursor; Escape puts it away."""
        if event.key in ("left", "right", "up", "down"):
            event.stop()
            event.prevent_default()
            across = self._picture.across if self._picture else 1
            step = {"left": -1, "right": 1, "up": -across, "down": across}[event.key]
            self.read_out(step)
