"""The one widget of all charts: it keeps the drawn strips and repaints only the cells that changed.

Give it a record of `tui.charts.data` with `show`; keys (arrows, home, end, page up and down, h j k l, escape) and the mouse move the cursor, whose readout is part of the
picture and is also posted as `Pointed`. Enter or a double click asks why with `Opened`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar

from msgspec.structs import replace
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from tui.charts.canvas import Picture, Row
from tui.charts.data import Chart, Decides
from tui.charts.draw import draw
from tui.paint.palettes import mode_of, words_of


@lru_cache(maxsize=2048)
def look(mode: str, role: str, ground: str) -> Style:
    """The style of a role on a ground ("" leaves the terminal's own)."""
    base = Style.parse(f"on {ground}") if ground else Style.null()
    return base + Style.parse(words_of(mode, role))


@lru_cache(maxsize=1024)
def strip_of(row: Row, width: int, mode: str, ground: str) -> Strip:
    """One row of a picture as a strip."""
    return Strip([Segment(text, look(mode, role, ground)) for text, role in row], width)


def changed(old: Row, new: Row) -> tuple[int, int]:
    """First cell and number of cells that differ between two rows of the same width; (0, 0) when nothing does."""
    before = [(character, role) for text, role in old for character in text]
    after = [(character, role) for text, role in new for character in text]
    if len(before) != len(after):  # wide characters: cells and characters differ
        return 0, -1
    differ = [index for index, pair in enumerate(zip(before, after, strict=True)) if pair[0] != pair[1]]
    return (differ[0], differ[-1] - differ[0] + 1) if differ else (0, 0)


class ChartView(Widget, can_focus=True):
    """Shows one chart in all the room it has."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "ChartView { height: 1fr; width: 1fr; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "point(-1,0)", "back", show=False, id="chart.left"),
        Binding("right,l", "point(1,0)", "on", show=False, id="chart.right"),
        Binding("up,k", "point(0,-1)", "up", show=False, id="chart.up"),
        Binding("down,j", "point(0,1)", "down", show=False, id="chart.down"),
        Binding("home", "point(-9999,0)", "first", show=False, id="chart.first"),
        Binding("end", "point(9999,0)", "last", show=False, id="chart.last"),
        Binding("pageup", "page(-1)", "a screen up", show=False, id="chart.page-up"),
        Binding("pagedown", "page(1)", "a screen down", show=False, id="chart.page-down"),
        Binding("enter", "open", "why", show=False, id="chart.open"),
        Binding("escape", "unpoint", "no cursor", show=False, id="chart.clear"),
    ]
    plain_font: ClassVar[bool] = False  # a console whose font has no braille: pictures are drawn in blocks
    cursor: reactive[int | None] = reactive(None, repaint=False)
    blocks: reactive[bool] = reactive(False, repaint=False)

    class Pointed(Message):
        """The cursor moved: the stop it is on (None: nowhere) and what it says there."""

        def __init__(self, view: ChartView, place: int | None, readout: str) -> None:
            super().__init__()
            self.view, self.place, self.readout = view, place, readout

        @property
        def control(self) -> ChartView:
            """The chart."""
            return self.view

    class Opened(Message):
        """Enter or a double click: why is what stands under the cursor as it is? `key` is what it is about, "" for the chart as a whole."""

        def __init__(self, view: ChartView, key: str) -> None:
            super().__init__()
            self.view, self.key = view, key

        @property
        def control(self) -> ChartView:
            """The chart."""
            return self.view

    class Left(Message):
        """Escape where there is no cursor to take away."""

        def __init__(self, view: ChartView) -> None:
            super().__init__()
            self.view = view

        @property
        def control(self) -> ChartView:
            """The chart."""
            return self.view

    def __init__(self, chart: Chart | None = None, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._chart = chart
        self.stale = False
        self._picture = Picture(0, 0, ())
        self._strips: list[Strip] = []
        self._drawn: tuple[int, int, str, str] = (0, 0, "", "")

    @property
    def chart(self) -> Chart | None:
        """What is shown."""
        return self._chart

    @property
    def picture(self) -> Picture:
        """What was drawn last."""
        return self._picture

    @property
    def text(self) -> str:
        """What is on the chart as plain text."""
        return self._picture.text()

    @property
    def about(self) -> str:
        """What the row under the cursor is about; "" between rows and in curves."""
        rows: tuple[object, ...] = getattr(self._chart, "rows", getattr(self._chart, "stacks", ()))
        if isinstance(self._chart, Decides) and self.cursor is not None:  # its sums stand for no row
            shown = self._picture.stops - (1 if self._chart.total else 0)
            if self.cursor >= shown - (1 if shown < len(rows) else 0):
                return ""
        return getattr(rows[self.cursor], "key", "") if self.cursor is not None and self.cursor < len(rows) else ""

    def show(self, chart: Chart | None, stale: bool = False) -> None:
        """Show this chart; an equal one costs nothing. `stale`: some of it is of the state before, so all of it stands back."""
        if chart == self._chart and stale == self.stale:
            return
        self.stale = stale
        if type(chart) is not type(self._chart):
            self.set_reactive(ChartView.cursor, None)
        self._chart = chart
        self.redraw()

    def redraw(self) -> None:
        """Draw for the present size, theme and cursor, and repaint the cells that differ from the last picture."""
        width, height = self.size
        if not width or not height or not self.is_attached:
            return
        mode, ground = self._look()
        picture = self._draw(width, height)
        if self.cursor is not None and self.cursor >= picture.stops:
            self.set_reactive(ChartView.cursor, picture.stops - 1 if picture.stops else None)
            picture = self._draw(width, height)
        old, self._picture = self._picture, picture
        if (width, height, mode, ground) != self._drawn:
            self._drawn = (width, height, mode, ground)
            self._strips = [strip_of(row, width, mode, ground) for row in picture.rows]
            self.refresh()
            return
        self._repaint(old, picture)

    def _draw(self, width: int, height: int) -> Picture:
        if self._chart is None:
            return Picture(width, height, ((((" " * width), ""),),) * height)
        picture = draw(self._chart, width, height, self.cursor, self.blocks)
        rows = picture.rows
        if self.stale:
            rows = tuple(tuple((text, "dim") for text, _ in row) for row in rows)
        if self.has_focus and rows:
            rows = (self._marked(rows[0]), *rows[1:])
        return picture if rows is picture.rows else replace(picture, rows=rows)

    @staticmethod
    def _marked(row: Row) -> Row:
        """The title of a picture that has the keys."""
        return tuple((text, f"{role} reverse" if place == 0 else role) for place, (text, role) in enumerate(row))

    def _repaint(self, old: Picture, new: Picture) -> None:
        width, _, mode, ground = self._drawn
        dirty: list[Region] = []
        for y, (before, after) in enumerate(zip(old.rows, new.rows, strict=True)):
            if before is after or before == after:
                continue
            self._strips[y] = strip_of(after, width, mode, ground)
            start, count = changed(before, after)
            dirty.append(Region(start, y, count if count >= 0 else width, 1))
        if dirty:
            self.refresh(*dirty)

    def _look(self) -> tuple[str, str]:
        app = self.app
        ansi = app.native_ansi_color
        theme = app.current_theme
        ground = "" if ansi else self.background_colors[1].hex6.lower()
        return mode_of(theme.dark, ansi, app.no_color), ground

    def render_line(self, y: int) -> Strip:
        """One row of the picture."""
        return self._strips[y] if y < len(self._strips) else Strip.blank(self.size.width, self.rich_style)

    def on_mount(self) -> None:
        """Follow the theme."""
        self.set_reactive(ChartView.blocks, self.plain_font)
        self.watch(self.app, "theme", self._theme_changed, init=False)

    def _theme_changed(self) -> None:
        self.call_after_refresh(self.redraw)

    def on_resize(self) -> None:
        """A new size is a new picture."""
        self.redraw()

    def notify_style_update(self) -> None:
        """A new ground is a new picture; nothing is drawn where nothing changed."""
        super().notify_style_update()
        if self._strips:
            self.call_after_refresh(self.redraw)

    def watch_cursor(self) -> None:
        """Draw the cursor and say where it is."""
        self.redraw()
        self.post_message(self.Pointed(self, self.cursor, self._picture.readout))

    def watch_blocks(self) -> None:
        """Draw in blocks or in braille."""
        self.redraw()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """The cursor follows the mouse."""
        stop = self._picture.stop_at(event.x, event.y)
        if stop is not None:
            self.cursor = stop

    def on_click(self, event: events.Click) -> None:
        """A double click asks why."""
        stop = self._picture.stop_at(event.x, event.y)
        if stop is not None:
            self.cursor = stop
        if event.chain == 2:
            self.action_open()

    def action_open(self) -> None:
        """Why?"""
        self.post_message(self.Opened(self, self.about))

    def on_leave(self) -> None:
        """The mouse is gone, and the cursor with it, unless keys hold it."""
        if not self.has_focus and not self.is_mouse_over:
            self.cursor = None

    def on_focus(self) -> None:
        """What has the keys shows it: its title is reversed."""
        self.redraw()

    def on_blur(self) -> None:
        """Without focus there is no cursor."""
        self.cursor = None
        self.redraw()

    def action_point(self, across: int, down: int) -> None:
        """Move the cursor by so many stops; the first move puts it where the picture begins, else on the first or the last."""
        picture = self._picture
        if not picture.stops:
            return
        if self.cursor is None:
            first = 0 if across + down > 0 else picture.stops - 1
            self.cursor = first if picture.start is None else picture.start
            return
        line, column = divmod(self.cursor, picture.across)
        if picture.across == 1 and abs(across) > 1:
            across, down = 0, across
        column = max(0, min(picture.across - 1, column + across))
        line = max(0, min(picture.down - 1, line + down))
        self.cursor = line * picture.across + column

    def action_page(self, way: int) -> None:
        """Move the cursor by as many rows as are in sight; by a quarter where all of them are: in curves and on maps."""
        picture = self._picture
        if picture.across > 1:
            flat = picture.down == 1
            quarter = way * max(1, (picture.across if flat else picture.down) // 4)
            self.action_point(quarter if flat else 0, 0 if flat else quarter)
            return
        seen = {line for line in picture.lines if line >= 0}
        if self.cursor is None and way > 0 and seen:  # what is in sight has been read
            self.cursor = max(seen)
        self.action_point(0, way * max(1, len(seen)))

    def action_unpoint(self) -> None:
        """Take the cursor away; where there is none, the keys."""
        if self.cursor is None:
            self.post_message(self.Left(self))
        self.cursor = None
